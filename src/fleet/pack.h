/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pack.h - the verdicts of a block, as a worker gathers them: records of type VERDICTS and SERVICES as a journal has
 * them (journal/format.h), without its header, packed. Silence has no record: a position of a committed block without
 * one was silent. What this machine could not find out has a provisional record: others are to ask it again.
 *
 *     verdicts ──► records in memory ──► a block, sorted ──► a chunk of some MiB ──► packed
 *
 * Each chunk is read by itself: its shapes are numbered from 1. One thread at a time; `low` any.
 */
#ifndef MST_FLEET_PACK_H
#define MST_FLEET_PACK_H

#include "base/atomic.h"
#include "fleet/redis.h"
#include "journal/block.h"
#include "journal/round.h"
#include "journal/services.h"
#include "target/settled.h"

#define MST_FLEET_CHUNK_BYTES (UINT32_C(4) << 20) /* the most that one has, unpacked and packed */

#define MST_FLEET_HOLES_MAX 64

/* Positions [first, end). */
struct mst_fleet_range {
	uint64_t first, end;
};

struct mst_fleet_pack {
	const struct mst_round_log *round;                 /* of the whole plan: space and silence count */
	uint64_t first, end;                               /* of the block */
	bool is_last;                                      /* what this machine cannot find out is unknown for good */
	struct mst_position_set unknown;                   /* else: what it could not find out */
	struct mst_fleet_range holes[MST_FLEET_HOLES_MAX]; /* that, when it is finished; joined where they are many */
	size_t hole_count;
	struct mst_settled settled;
	_Atomic uint64_t low; /* all positions before it are settled */
	struct mst_pending_records pending;
	struct mst_shapes shapes;
	struct mst_journal_services services;
	struct mst_bytes frames, scratch; /* of the chunk that grows */
	struct mst_bytes chunks[MST_FLEET_CHUNKS_MAX];
	size_t chunk_count;
	int failed; /* 0, or -errno: -ENOMEM; -EPROTO: a verdict that the plan does not have there; -EFBIG: too many */
};

void mst_fleet_pack_open(struct mst_fleet_pack *pack, const struct mst_round_log *round, uint64_t first, uint64_t end,
                         bool is_last);
void mst_fleet_pack_close(struct mst_fleet_pack *pack);

/* Adds verdicts. `stopped`: what is unknown was cut off, and settles nothing. Returns pack->failed. */
int mst_fleet_pack_add(struct mst_fleet_pack *pack, const struct mst_result *results, size_t count, bool stopped);

/* The rest becomes a chunk, of which there is at least one then, and what is unknown before `until` becomes holes.
 * Returns pack->failed. */
int mst_fleet_pack_finish(struct mst_fleet_pack *pack, uint64_t until);

#endif
