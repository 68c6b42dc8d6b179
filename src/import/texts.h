/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * texts.h - texts kept until rows are read: some KiB in memory, the rest in a temporary file without a name. Each is
 * found again by the number that adding it gave.
 */
#ifndef MST_IMPORT_TEXTS_H
#define MST_IMPORT_TEXTS_H

#include <muster/error.h>
#include <stddef.h>
#include <stdint.h>

struct mst_texts {
	char *memory;    /* NULL before the first text */
	size_t used;     /* of it */
	uint64_t before; /* bytes in the file, before those in memory */
	int fd;          /* of the file; -1 until it is needed */
};

void mst_texts_init(struct mst_texts *texts);

/* Adds `length` bytes; `*at` finds them again. -ENOMEM or -errno with a sentence. */
int mst_texts_add(struct mst_texts *texts, const char *text, size_t length, uint64_t *at, struct mst_error *err);

/* Reads `length` bytes of what was added. -EIO or another -errno with a sentence. */
int mst_texts_read(const struct mst_texts *texts, uint64_t at, char *to, size_t length, struct mst_error *err);

/* Accepts zeroed memory. */
void mst_texts_free(struct mst_texts *texts);

#endif
