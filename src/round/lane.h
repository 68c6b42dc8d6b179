/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lane.h - one sender thread: takes positions, asks, asks silent targets again, gives up.
 *
 *     lane.c ── the turn ──┬─► asking.c   which questions, and the verdicts of those that ran out
 *                          ├─► sending.c  the frames, their pace, and the clock
 *                          └─► published  what other threads read
 *
 * Each turn: questions that have run out, then new positions, then one system call. No allocation, no lock, no clock
 * read per frame.
 */
#ifndef MST_ROUND_LANE_H
#define MST_ROUND_LANE_H

#include "round/asking.h"

struct mst_lane {
	MST_OWN_LINE pthread_t thread;
	struct mst_context context;
	struct mst_asking asking;
	struct mst_sending sending;
	uint64_t asleep_until_ns; /* it sleeps until this moment */
	uint64_t tended_ns;       /* when the rolls were last looked through */
	bool unpaused;            /* it does not wait for the reporter */
};

/* Opens the `number`-th lane of the round, which sends by `tx` (borrowed). -ENOMEM with a sentence. */
int mst_lane_open(struct mst_lane *lane, struct mst_shared *shared, unsigned number, struct mst_tx *tx,
                  struct mst_error *err);

/* The thread: returns when every question it took has its verdict. */
void *mst_lane_run(void *lane);

#endif
