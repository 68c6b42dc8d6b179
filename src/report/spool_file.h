/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * spool_file.h - a temporary file without a name that only grows: what a spool has no room for in memory. It is in the
 * first folder that has room for it: if a disk becomes full, it moves to the next folder, and else waits (stall.h).
 */
#ifndef MST_REPORT_SPOOL_FILE_H
#define MST_REPORT_SPOOL_FILE_H

#include <muster/error.h>
#include <stddef.h>
#include <stdint.h>

#include "report/stall.h"

struct mst_spool_file {
	int fd; /* -1 until it is needed */
	uint64_t size;
	const char *folder; /* where it is tried first; NULL: no such folder. Borrowed */
	size_t tried;       /* of the folders, each is tried once: the disk of one may be full */
};

/* `folder` as from mst_folder_of, "" for the current one, NULL for $TMPDIR or /tmp. */
void mst_spool_file_init(struct mst_spool_file *file, const char *folder);

/* Adds bytes at the end: all of them, or none, and -errno with a sentence. `stall` is for a full disk; NULL: none. */
int mst_spool_file_append(struct mst_spool_file *file, const struct mst_stall *stall, const void *bytes, size_t size,
                          struct mst_error *err);

/* Reads bytes that were added. -errno with a sentence. */
int mst_spool_file_read(const struct mst_spool_file *file, void *bytes, size_t size, uint64_t at,
                        struct mst_error *err);

void mst_spool_file_close(struct mst_spool_file *file);

#endif
