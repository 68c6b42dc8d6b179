/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * unpack.h - compressed bytes to plain ones: gzip (zlib) and zstd (libzstd). The first bytes show which it is.
 */
#ifndef MST_IMPORT_UNPACK_H
#define MST_IMPORT_UNPACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mst_unpacker;

/* A way to pack. */
struct mst_packing {
	const char *name, *program; /* for sentences: "gzip", "gunzip" */
	uint8_t magic[4];
	size_t magic_length;
	int (*open)(struct mst_unpacker *unpacker);                              /* 0 or -ENOMEM */
	int (*unpack)(struct mst_unpacker *unpacker, uint8_t *to, size_t *size); /* see mst_unpack */
	void (*close)(struct mst_unpacker *unpacker);
};

struct mst_unpacker {
	const struct mst_packing *kind;
	uint8_t *packed;  /* room for as many bytes as it was made for */
	size_t at, count; /* what is left of them */
	bool inside;      /* a part has begun and not ended */
	void *stream;     /* the library's */
};

/* NULL: the bytes are not packed. */
const struct mst_packing *mst_packing_of(const uint8_t *bytes, size_t count);

/* `room`: packed bytes that it takes at once. 0 or -ENOMEM. */
int mst_unpacker_new(struct mst_unpacker **unpacker, const struct mst_packing *kind, size_t room);

/* At most `*size` bytes at `to`; sets `*size`. 1: there may be more; 0: more packed bytes are needed; -EBADMSG: broken.
 */
int mst_unpack(struct mst_unpacker *unpacker, uint8_t *to, size_t *size);

/* Accepts NULL. */
void mst_unpacker_free(struct mst_unpacker *unpacker);

#endif
