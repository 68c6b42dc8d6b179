/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * reporter.h - the thread that hands verdicts to the sink: a target's verdict always before its amendments.
 *
 * It alone counts states, so that every count is of a verdict that was reported.
 */
#ifndef MST_ROUND_REPORTER_H
#define MST_ROUND_REPORTER_H

#include "round/shared.h"
#include "round/silent.h"
#include "track/seen.h"

/* An amendment that waits for the verdict it amends. */
struct mst_pending {
	struct mst_result result;
	struct mst_note note;
	uint64_t epoch; /* EPOCH of the lane when it came */
};

struct mst_reporter {
	pthread_t thread;
	struct mst_shared *shared;
	mst_result_sink *sink; /* NULL: verdicts are only counted */
	void *sink_user;
	mst_silence_taker *silence; /* of plain silence; NULL: that goes to the sink, too */
	void *silence_user;
	struct mst_seen *seen;       /* by position; NULL while no roll forgets */
	struct mst_pending *pending; /* in the order they came */
	size_t pending_count, pending_room;
	uint64_t flushed_ns;
	bool unflushed;
	bool places;                           /* results get their position */
	bool ticks;                            /* the sink is called once a second, even if nothing came */
	bool failed;                           /* the sink: no more calls */
	MST_OWN_LINE struct mst_counts counts; /* COUNTS */
	_Atomic uint64_t verdicts;             /* COUNTS */
};

/* Zeroed before. `shared` is borrowed. -ENOMEM with a sentence. */
int mst_reporter_open(struct mst_reporter *reporter, struct mst_shared *shared, mst_result_sink *sink, void *sink_user,
                      struct mst_error *err);
void mst_reporter_close(struct mst_reporter *reporter);

/* Without its thread: reports what waits now, verdicts first. */
void mst_reporter_drain(struct mst_reporter *reporter);

/* The thread: returns when the inbox has ended and everything has been reported. */
void *mst_reporter_run(void *reporter);

#endif
