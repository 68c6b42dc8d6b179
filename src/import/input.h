/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * input.h - the bytes of a file, in blocks; compressed ones (gzip, zstd) unpacked on the way, whatever the file's name
 * is. Several compressed parts one after another are one file, as for zcat(1).
 *
 *     open ──► bytes, count ──► next ──► bytes, count … ──► close
 *
 * After open the first block is there, and is full unless the file is shorter.
 */
#ifndef MST_IMPORT_INPUT_H
#define MST_IMPORT_INPUT_H

#include <muster/error.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MST_INPUT_BLOCK ((size_t)65536)

struct mst_unpacker;

struct mst_input {
	const char *name; /* for sentences */
	int fd;
	bool is_stdin;
	struct mst_unpacker *unpacker; /* NULL: the bytes are as they are in the file */
	uint8_t *bytes;                /* the block: MST_INPUT_BLOCK bytes and one more */
	size_t count;                  /* 0: the end */
	bool cut;                      /* the compressed data end early */
};

/* "-" is standard input. `path` is borrowed. -errno or -EBADMSG with a sentence. */
int mst_input_open(struct mst_input *input, const char *path, struct mst_error *err);

/* The next block: `count` is 0 at the end. -errno or -EBADMSG with a sentence. */
int mst_input_next(struct mst_input *input, struct mst_error *err);

/* Accepts zeroed memory. */
void mst_input_close(struct mst_input *input);

#endif
