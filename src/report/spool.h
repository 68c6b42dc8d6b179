/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * spool.h - verdicts kept until the scan ends: some MiB in memory, the rest in temporary files without names.
 *
 *     init ──► add, add, … ──► read in runs (merge.h) ──► unmark ──► free
 *
 * The memory is a buffer, which is written to the file whenever it is full. When the report is ordered, it is sorted
 * before it is written: a run. At the end all runs are merged. Nothing is ever sorted in the file itself. Services,
 * which have any size, are kept beside them (spool_services.h).
 */
#ifndef MST_REPORT_SPOOL_H
#define MST_REPORT_SPOOL_H

#include <muster/error.h>
#include <muster/result.h>

#include "report/spool_file.h"
#include "report/spool_services.h"

/* The number of records of a full buffer, and of a run of the file. */
#define MST_SPOOL_RUN ((size_t)65536)

struct mst_spool {
	struct mst_result *memory; /* with marks in place of services, as in the file */
	size_t in_memory;
	size_t in_file;
	bool ordered;
	struct mst_spool_file file;
	struct mst_spool_services services;
	char *folder;                  /* where files are tried first; NULL: no such folder */
	const struct mst_stall *stall; /* for a full disk; NULL: none */
	int code;                      /* 0, or the error after which nothing more is kept */
	struct mst_error error;
};

/* `folder` as from mst_folder_of, "" for the current one, NULL for $TMPDIR or /tmp. */
int mst_spool_init(struct mst_spool *spool, const char *folder, bool ordered, struct mst_error *err);

/* Keeps copies. If the disks of all folders are full, it waits as `stall` says; then `code` and `error` are set, and
 * earlier verdicts stay. */
void mst_spool_add(struct mst_spool *spool, const struct mst_result *results, size_t count);

/* The same of verdicts that have marks already; and puts the mark in its place: for verdicts that are kept elsewhere
 * before. */
void mst_spool_add_marked(struct mst_spool *spool, const struct mst_result *results, size_t count);
void mst_spool_mark(struct mst_spool *spool, struct mst_result *result);

/* Reads records first..first + count of the file, with their marks. False when they cannot be read: `code` and `error`
 * are set. */
bool mst_spool_read(struct mst_spool *spool, struct mst_result *results, size_t first, size_t count);

/* Puts copies of their services in place of marks. False when they cannot be read: `code` and `error` are set, and
 * those verdicts have none. */
bool mst_spool_unmark(struct mst_spool *spool, struct mst_service_copies *copies, struct mst_result *results,
                      size_t count);

/* Accepts zeroed memory. */
void mst_spool_free(struct mst_spool *spool);

#endif
