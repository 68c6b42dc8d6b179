/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * schedule.h - how large a block is, which one is split for an idle worker, and which share of the rate a worker has.
 *
 * Blocks are of half a minute, at the rate that the worker has measured: small enough that a dead one costs little,
 * large enough that the wait for the last answers hardly counts. Of what is left at the end each worker gets as much as
 * it can do until all are done, if those that hold a block go on as they do now. Where one does not, what is left of
 * its block is halved for whoever is idle, again and again while a half takes longer than the last time-outs: so nobody
 * waits long for the slowest. Pure.
 */
#ifndef MST_FLEET_SCHEDULE_H
#define MST_FLEET_SCHEDULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MST_FLEET_BLOCK_SECONDS 30
#define MST_FLEET_BLOCK_MAX (UINT64_C(1) << 22) /* positions: a worker has their verdicts in memory */
#define MST_FLEET_BLOCK_MIN 64

#define MST_FLEET_TOKEN 33
#define MST_FLEET_ENTRY 48 /* room for the ID of an entry, and its NUL */

/* A block that somebody holds, as it may be split. */
struct mst_fleet_held {
	char entry[MST_FLEET_ENTRY], token[MST_FLEET_TOKEN];
	uint64_t first, progress, end; /* positions before `progress` are settled */
	uint64_t rate_pps;             /* positions a second; 0: not known yet */
};

/* What a worker knows when it takes a block. */
struct mst_fleet_outlook {
	uint64_t rate_pps;    /* its own; 0: not known */
	uint64_t left, total; /* positions of the plan: in no block yet, and all */
	unsigned live;        /* workers, this one among them */
	unsigned end_seconds; /* the last time-outs of a block take so long; at least 1 */
};

/* Whether it should know what others hold before it takes the next one. */
bool mst_fleet_nears_end(const struct mst_fleet_outlook *outlook);

/* Positions of its next block, where others hold these. */
uint64_t mst_fleet_block_size(const struct mst_fleet_outlook *outlook, const struct mst_fleet_held *held, size_t count);

/* Of the blocks that are held, the one whose second half is best given away, and where that begins; false: none is
 * worth it. */
bool mst_fleet_choose_split(const struct mst_fleet_held *held, size_t count, unsigned end_seconds, size_t *which,
                            uint64_t *middle);

/* Of `live` workers, how many share what one host bears: each vantage is a peer of its own to it. */
unsigned mst_fleet_sharing(unsigned live, unsigned vantages);

/* Frames a second for one of `live` workers; 0 is without limit. */
uint64_t mst_fleet_share(uint64_t max_pps, unsigned live);

#endif
