/*
 * final.h - the final verdicts of a report, out of what was spooled and what was amended.
 *
 *     open ──► next, next, … 0 ──► rewind ──► next … ──► close
 *
 * A spooled verdict that was amended is passed over, and its amendment takes part as a run of its own. In the order of
 * addresses the runs are merged (a heap of them); in the order of arrival they follow one another.
 */
#ifndef MST_REPORT_FINAL_H
#define MST_REPORT_FINAL_H

#include "report/amends.h"
#include "report/spool.h"

/* Sorted rows, of which some are in memory: what is left of them, and of the file. */
struct mst_run {
	struct mst_result *window;
	size_t at, count;  /* of the window */
	size_t next, end;  /* records of the file that come after */
};

struct mst_final {
	struct mst_spool *spool;
	const struct mst_amends *amends;
	uint32_t states;
	struct mst_run *runs;
	size_t run_count;
	struct mst_run **heap; /* those that have rows left, the one with the next row on top */
	size_t heap_count;
	struct mst_result *windows, *amended;
	size_t amended_count;
	bool failed; /* the spool could not be read: its `code` says why, and rows are missing */
};

/*
 * `states` is the bit set of those wanted. All three are kept and must outlive it; nothing more may be added to them.
 * -ENOMEM with a sentence.
 */
int mst_final_open(struct mst_final *final, struct mst_spool *spool, const struct mst_amends *amends, uint32_t states,
                   struct mst_error *err);

/* Begins again from the first. */
void mst_final_rewind(struct mst_final *final);

/* The next rows, at most `most`; 0 at the end, and when the spool cannot be read (`failed`). */
size_t mst_final_next(struct mst_final *final, struct mst_result *rows, size_t most);

/* Accepts zeroed memory. */
void mst_final_close(struct mst_final *final);

#endif
