/*
 * reporter.h - the thread that hands verdicts to the sink, in an order that makes sense: a target's verdict first,
 * what amends it after.
 *
 * It alone counts states, so that every count is of something that was said.
 */
#ifndef MST_SCAN_REPORTER_H
#define MST_SCAN_REPORTER_H

#include "scan/shared.h"
#include "track/seen.h"

/* An amendment that waits for the verdict it amends. */
struct mst_pending {
	struct mst_result result;
	struct mst_note note;
	uint64_t epoch; /* EPOCH of the lane when it came */
};

struct mst_reporter {
	struct mst_round *round;
	pthread_t thread;
	mst_result_sink *sink;       /* NULL: only `up` is collected */
	void *sink_user;
	struct mst_seen *seen;       /* by position; NULL while no roll forgets */
	struct mst_seen *up;         /* by index; NULL unless collected */
	struct mst_pending *pending; /* in the order they came */
	size_t pending_count, pending_room;
	uint64_t flushed_ns;
	bool unflushed;
	bool failed;                 /* the sink: no more calls */
	MST_OWN_LINE struct mst_counts counts;
	struct mst_firsts_heard first_heard; /* COUNTS: targets whose entries were gone */
	_Atomic uint64_t verdicts;
};

/* `collect_up`: note who is up instead of calling the sink. */
int mst_reporter_open(struct mst_reporter *reporter, struct mst_round *round, bool collect_up, struct mst_error *err);
void mst_reporter_close(struct mst_reporter *reporter);

/* The thread: returns when the inbox has ended and everything has been told. */
void *mst_reporter_run(void *reporter);

#endif
