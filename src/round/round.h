/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * round.h - one space of questions, asked once: its threads from start to end. A sweep or scan is one round; others may
 * come before it, to find out what it needs to know.
 *
 *     lane ×N    take positions, ask, ask again, give up ──┐
 *     receiver   frames → answers → settle entries ────────┼──► reporter   verdicts in order → the sink
 */
#ifndef MST_ROUND_ROUND_H
#define MST_ROUND_ROUND_H

#include "round/captures.h"
#include "round/greeting.h"
#include "round/run.h"
#include "round/silent.h"
#include "round/tally.h"
#include "tx/tx.h"

struct mst_lane;
struct mst_receiver;
struct mst_reporter;

struct mst_round {
	struct mst_shared shared;
	struct mst_lane *lanes;
	struct mst_receiver *receiver;
	struct mst_reporter *reporter;
	bool unasked; /* as in its parts */
	struct mst_beside leaving;
};

/* What a round works with; borrowed until it is closed. */
struct mst_round_parts {
	const struct mst_plan *plan;
	struct mst_run *run;
	struct mst_captures *captures;
	struct mst_tx *const *tx;          /* one a lane */
	struct mst_tx *const *other;       /* for when those fail, see prover.h; may be NULL, in all or in some lanes */
	struct mst_neighbours *neighbours; /* that answers on links make; NULL: none are kept */
	const struct mst_greeting *greeting; /* of open ports; NULL: the kernel resets them */
	mst_result_sink *sink;               /* verdicts go to; NULL: they are counted */
	void *sink_user;
	mst_silence_taker *silence; /* with `places`: takes plain silence in place of the sink; NULL: the sink takes it,
	                             * too */
	void *silence_user;
	bool silence_unread; /* likewise without a sink and `places`: nobody takes it */
	bool unasked;        /* questions that were never asked get a verdict at the end, see round/unasked.h */
	bool places;         /* results get their position */
	bool replays;        /* no lane asks: entries are written as they were recorded, without positions */
	bool ticks;          /* the sink is called once a second, even if nothing came */
};

/* -ENOMEM, or no descriptor, each with a sentence. `round` is on cache lines of its own (base/lines.h). */
int mst_round_open(struct mst_round *round, const struct mst_round_parts *parts, struct mst_error *err);

/* The engines of this round have proven themselves in an earlier one, or failed. Before it runs. */
void mst_round_follow(struct mst_round *round, const struct mst_round *before);

/*
 * Starts its threads, and waits until every question has its verdict and the last late answer had its time. Blocking;
 * what its threads count can be read meanwhile.
 */
void mst_round_run(struct mst_round *round);

/* After its run: lets go of sockets that only its threads use, beside what the caller does until it closes the round.
 */
void mst_round_leave(struct mst_round *round);

/* Its receiver leaves handshakes to the kernel. Before it runs. */
void mst_round_leave_handshakes(struct mst_round *round);

/* Accepts a round that was not opened. */
void mst_round_close(struct mst_round *round);

/* Adds the counts of all its threads. Any thread. */
void mst_round_add_counts(const struct mst_round *round, struct mst_scan_stats *stats);

/* How many verdicts were reported. Any thread. */
uint64_t mst_round_verdicts(const struct mst_round *round);

/* Frames sent while this limit kept the rate from rising. Any thread. */
uint64_t mst_round_limited(const struct mst_round *round, enum mst_limit limit);

#endif
