/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * spool.h - verdicts kept until the scan ends: some MiB in memory, the rest in a temporary file without a name.
 *
 *     init ──► add, add, … ──► read in runs (merge.h) ──► free
 *
 * The memory is a buffer, which is written to the file whenever it is full. When the report is ordered, it is sorted
 * before it is written: a run. At the end all runs are merged. Nothing is ever sorted in the file itself.
 */
#ifndef MST_REPORT_SPOOL_H
#define MST_REPORT_SPOOL_H

#include <muster/error.h>
#include <muster/result.h>

#include "report/stall.h"

/* The number of records of a full buffer, and of a run of the file. */
#define MST_SPOOL_RUN ((size_t)65536)

struct mst_spool {
	struct mst_result *memory;
	size_t in_memory;
	size_t in_file;
	bool ordered;
	int fd;                        /* of the file; -1 until it is needed */
	char *folder;                  /* where the file is tried first; NULL: no such folder */
	size_t tried;                  /* of the folders, each is tried once: the disk of one may be full */
	const struct mst_stall *stall; /* for a full disk; NULL: none */
	int code;                      /* 0, or the error after which nothing more is kept */
	struct mst_error error;
};

/* `folder` as from mst_folder_of, "" for the current one, NULL for $TMPDIR or /tmp. */
int mst_spool_init(struct mst_spool *spool, const char *folder, bool ordered, struct mst_error *err);

/* Keeps copies. If the disks of all folders are full, it waits as `stall` says; then `code` and `error` are set, and
 * earlier verdicts stay. */
void mst_spool_add(struct mst_spool *spool, const struct mst_result *results, size_t count);

/* Reads records first..first + count of the file. False when they cannot be read: `code` and `error` are set. */
bool mst_spool_read(struct mst_spool *spool, struct mst_result *results, size_t first, size_t count);

/* Accepts zeroed memory. */
void mst_spool_free(struct mst_spool *spool);

#endif
