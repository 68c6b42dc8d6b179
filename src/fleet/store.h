/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * store.h - what a fleet has in Redis, to the byte. Version 2.
 *
 *     submit ─► plan ─► positions [begin, end) ─► take: the next block, or one whose holder fell silent ─► a worker
 *                          ▲                                                                                 │
 *                          └──── the rest of a block ◄──── commit: results and the block's end at once ◄─────┘
 *                                                             └─► results ─► a collector: on disk ─► taken: off
 *
 * Positions are those of the plan's order (target/space.h): a block is spread over all prefixes. Numbers are decimal.
 * ID is that of the plan and of its journal. Keys, each with the prefix "muster:", the last seven with "{ID}:" behind
 * it:
 *
 *     plans        sorted set: IDs by the time of submission (ms since 1970)
 *     plan         hash: version 2; record: the PLAN record of a journal (journal/format.h), packed by zstd; settings
 *                  (settings.h); line, created (ms); lease (ms), max_pps; vantages: so many workers ask each position;
 *                  begin, end; next, next1, next2, next3: for each vantage, positions from here on were in no block
 *                  yet; state: open, paused, stopped, done; done, collected: positions committed, and on a collector's
 *                  disk, of each vantage; taken_over, split, refused, rejected: counts of blocks; collector: who
 *                  collects
 *     offers       stream, consumer group "workers": an entry a block, fields a, b: positions [a, b); t: how often some
 *                  of them could not be found out by their worker; v: the vantage. An entry is pending while a worker
 *                  has it; its idle time is what the lease is compared with. Deleted at its end
 *     held         hash: ID of the entry → "token epoch a progress b rate t v worker" of the take that holds it. The
 *                  token is 32 random hex digits of the worker, new for each take; the epoch grows with each take of an
 *                  entry
 *     results      stream: fields a, e: verdicts of [a, e); i, n: chunk i of n, which follow one another; h: how many
 *                  of these positions are offered again, o: which, "a-e a-e …" (with several vantages what the
 *                  chunk has of them does not count); v: the vantage; w: the worker; d: the chunk (pack.h), at most
 *                  4 MiB
 *     beats        sorted set: workers by the time of their last call (ms, of the store's clock)
 *     workers      hash: worker → "rate missed text"; "last:" worker → token of its last commit
 *     seen         with several vantages: hash: worker → "a-e a-e …", positions that it has committed at any vantage
 *
 * Every change is one call of Lua (scripts.h), so that nothing happens by halves. What each promises:
 *
 *     take     gives a block to one worker, raises its epoch, and forgets the token of the one before. With several
 *              vantages no block has positions that this worker has committed or holds at another one
 *     commit   does something only if the token is still the block's: then results and the block's end are there, and
 *              what is left of the block is offered again, and so are the holes in it, where the verdict is only that
 *              this machine could not find out (it slept, a route went): four times, then that is the verdict. A
 *              second commit of one token is "again", and does nothing. A worker that lost its block (stopped for a
 *              minute, cut off) is refused, and counted
 *     beat     renews the lease of whoever holds the token, every half second, by XCLAIM to itself; tells the end of
 *              the block, which may have moved, and how many workers are alive: each has that share of the plan's rate
 *     split    moves the end of a block that another holds; the second half is offered. The holder commits what is
 *              before the new end only, whatever it has: so every position is committed once
 *     reject   deletes what is no result, and offers its positions again but for those that were; with several vantages
 *              its worker has not asked them
 *     taken    deletes results that are on the disk of the one collector
 *
 * A store that forgot its last second (appendfsync everysec, kill -9) offers positions again that are committed or
 * collected: the collector knows each position that it has, and leaves later verdicts out.
 *
 * Memory of the store: a block that is committed and collected leaves nothing. One answer is about 10 bytes before it
 * is packed, silence nothing.
 */
#ifndef MST_FLEET_STORE_H
#define MST_FLEET_STORE_H

#include "fleet/pack.h"
#include "fleet/plan.h"
#include "fleet/redis.h"
#include "fleet/schedule.h"

/* A block that this worker holds. */
struct mst_fleet_block {
	char entry[MST_FLEET_ENTRY], token[MST_FLEET_TOKEN];
	uint64_t epoch, first, end;
	uint64_t tries; /* so often its positions could not be found out before */
	unsigned vantage;
};

/* What a call finds the plan to be. */
enum mst_fleet_standing {
	MST_STANDING_OPEN,
	MST_STANDING_PAUSED,
	MST_STANDING_STOPPED,
	MST_STANDING_DONE,
	MST_STANDING_GONE
};

/* Which keys, and who calls. */
struct mst_fleet_place {
	struct mst_redis *redis;
	const char *id, *worker;
};

/* ---- calls.c: those of a worker ---- */

struct mst_fleet_taken {
	enum mst_fleet_standing standing;
	bool found; /* `block` is this worker's now */
	struct mst_fleet_block block;
	struct mst_fleet_held *held; /* not found: what others have; freed by the caller */
	size_t held_count;
};

/* Takes a block of at most `size` positions. Codes of mst_redis_call, -EBADMSG with a sentence: what the store says
 * makes no sense. */
int mst_fleet_take(const struct mst_fleet_place *place, uint64_t size, struct mst_fleet_taken *taken,
                   struct mst_error *err);

/* What workers of the plan hold now; freed by the caller. */
int mst_fleet_look(const struct mst_fleet_place *place, struct mst_fleet_held **held, size_t *count,
                   struct mst_error *err);

/* Moves the end of a held block to `middle`; *done: it did. */
int mst_fleet_split(const struct mst_fleet_place *place, const struct mst_fleet_held *held, uint64_t middle, bool *done,
                    struct mst_error *err);

struct mst_fleet_beat {
	enum mst_fleet_standing standing;
	unsigned live; /* workers of the plan, this one among them */
	bool holds;    /* the block is still this worker's */
	uint64_t end;  /* of it, now */
	uint64_t left; /* positions without a block yet, of each vantage */
};

/* `block` NULL: it has none. `says`: why it refuses the plan, or "". */
int mst_fleet_beat(const struct mst_fleet_place *place, const struct mst_fleet_block *block, uint64_t progress,
                   uint64_t rate_pps, double missed, const char *says, struct mst_fleet_beat *beat,
                   struct mst_error *err);

enum mst_fleet_outcome { MST_FLEET_COMMITTED, MST_FLEET_REFUSED, MST_FLEET_FORGOTTEN };

/* Commits [block->first, until), with a pack that is finished; `until` == first gives it back, without one. */
int mst_fleet_commit(const struct mst_fleet_place *place, const struct mst_fleet_block *block, uint64_t until,
                     const struct mst_fleet_pack *pack, enum mst_fleet_outcome *outcome, struct mst_error *err);

/* ---- plans.c: those about plans ---- */

/* How a plan is shared. */
struct mst_fleet_terms {
	uint64_t max_pps;  /* of all workers; 0: no limit */
	unsigned vantages; /* 1..MST_VANTAGES_MAX */
};

/* The plan as it was submitted. -ENOENT with a sentence. */
int mst_fleet_fetch(struct mst_redis *redis, const char *id, struct mst_fleet_task *task, struct mst_fleet_terms *terms,
                    struct mst_error *err);

/* The ID of the one plan that begins with this word. -ENOENT, -EINVAL with a sentence. */
int mst_fleet_find(struct mst_redis *redis, const char *word, char id[MST_JOURNAL_ID], struct mst_error *err);

/* The IDs of all plans, the oldest first; freed by the caller, as are they in one piece. */
int mst_fleet_ids(struct mst_redis *redis, char (**ids)[MST_JOURNAL_ID], size_t *count, struct mst_error *err);

#endif
