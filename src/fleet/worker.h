/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * worker.h - one machine of a fleet: chooses a plan, takes a block, asks it, commits it, and so on.
 *
 *     work.c     plans and blocks in turn
 *     worker.c   what it tells its caller, and how it waits
 *     again.c    what an earlier one of its name could not commit
 *     asking.c   one block: a scan of its positions, while the store is told twice a second how far it is
 */
#ifndef MST_FLEET_WORKER_H
#define MST_FLEET_WORKER_H

#include "fleet/pack.h"
#include "fleet/store.h"

#define MST_FLEET_REFUSALS_MAX 64

struct mst_fleet_worker_state {
	struct mst_redis *redis;
	const struct mst_fleet_work *work;
	struct mst_fleet_working now; /* what `turn` is told */
	char id[MST_JOURNAL_ID];      /* of the plan; "": none */
	struct mst_fleet_task task;
	struct mst_fleet_terms terms; /* of the plan */
	unsigned live;
	uint64_t left;          /* positions of the plan without a block, when last told */
	uint64_t positions_pps; /* that this worker has reached; 0: not known */
	uint64_t frames_pps;
	bool stops;                                           /* the user wants it */
	bool failed;                                          /* this machine, not the store */
	char refused[MST_FLEET_REFUSALS_MAX][MST_JOURNAL_ID]; /* plans that this machine cannot serve */
	size_t refused_count;
};

/* Tells the user where it is; sets `stops`. */
void mst_fleet_turn(struct mst_fleet_worker_state *worker);

/* A line for people. */
void mst_fleet_notice(struct mst_fleet_worker_state *worker, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static inline struct mst_fleet_place mst_fleet_place_of(const struct mst_fleet_worker_state *worker)
{
	return (struct mst_fleet_place){ worker->redis, worker->id, worker->work->name };
}

/* Waits, in turns. */
void mst_fleet_wait(struct mst_fleet_worker_state *worker, uint64_t at_most_ns);

/* Notes that the store went away, or is back, and tells it once. */
void mst_fleet_note_away(struct mst_fleet_worker_state *worker, int code, const struct mst_error *err);

/* Commits what the worker's file has, if it has anything. 0: it may go on; -ESTALE: the store has no such plan any
 * more; -EINVAL, -EBADMSG with a sentence: the file belongs to another store, or is broken. */
int mst_fleet_commit_kept(struct mst_fleet_worker_state *worker, struct mst_error *err);

/*
 * Asks a block and commits it. 0: it is over, whatever became of it; -ESTALE: the store forgot the plan; -ENETUNREACH,
 * -EINVAL and other codes of mst_scan_open: this machine cannot ask it, and has given it back; codes of a scan that
 * failed.
 */
int mst_fleet_ask(struct mst_fleet_worker_state *worker, const struct mst_fleet_block *block, struct mst_error *err);

#endif
