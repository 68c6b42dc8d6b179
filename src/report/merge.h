/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * merge.h - merges spooled verdicts and amendments to the final verdicts of a report.
 *
 *     open ──► next, next, … 0 ──► rewind ──► next … ──► close
 *
 *     spool file   run │ run │ run …   ┐
 *     memory       last run            ├─► next row of each, in a heap ─► rows in order
 *     amendments   one more run        ┘
 *
 * A spooled verdict with an amendment is skipped, and the amendment takes part in a run of its own. When verdicts are
 * ordered by address, the runs are sorted and merged (D. Knuth, "The Art of Computer Programming", vol. 3, section
 * 5.4.1); in the order of arrival they follow one another.
 */
#ifndef MST_REPORT_MERGE_H
#define MST_REPORT_MERGE_H

#include "report/amendments.h"
#include "report/spool.h"

/* Sorted rows; a window of them is in memory: what is left of it, and of the file. */
struct mst_sorted_run {
	struct mst_result *window;
	size_t at, count; /* rows of the window */
	size_t next, end; /* records of the file that follow */
};

struct mst_merge {
	struct mst_spool *spool;
	const struct mst_amendments *amendments;
	uint32_t states;
	struct mst_sorted_run *runs;
	size_t run_count;
	struct mst_sorted_run **heap; /* runs that have rows left; the top one has the next row */
	size_t heap_count;
	struct mst_result *windows, *amended;
	size_t amended_count;
	bool failed; /* the spool could not be read: rows are missing, and its `code` has the reason */
};

/*
 * `states`: the bit set of wanted states. Spool and amendments are borrowed, and nothing may be added to them any more.
 * 0, or
 * -ENOMEM with a sentence.
 */
int mst_merge_open(struct mst_merge *merge, struct mst_spool *spool, const struct mst_amendments *amendments,
                   uint32_t states, struct mst_error *err);

/* Begins again from the first. */
void mst_merge_rewind(struct mst_merge *merge);

/* The next rows, at most `most`, with the marks of the spool in place of services; 0 at the end, and when the spool
 * cannot be read (`failed`). */
size_t mst_merge_next(struct mst_merge *merge, struct mst_result *rows, size_t most);

/* Accepts zeroed memory. */
void mst_merge_close(struct mst_merge *merge);

#endif
