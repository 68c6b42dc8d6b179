/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * settled.h - which positions of a run have a verdict: all below a low-water position, and bits above it.
 *
 *     0 ……………… low ▓▓▓░▓▓░░▓ … ▓░░ high ………………… end
 *       all settled      bits          none settled
 *
 * Positions are asked nearly in their order, so the bits span what is in flight; where two egresses go at different
 * paces, what lies between them. The bits are in pieces of 2^16 positions; a piece that is full needs none.
 * One thread writes; a copy that nobody writes any more may be read by any number of threads.
 */
#ifndef MST_TARGET_SETTLED_H
#define MST_TARGET_SETTLED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/position_set.h"

#define MST_SETTLED_PIECE 65536 /* positions */

struct mst_settled_piece; /* bits and their number; NULL where none is set; a mark where all are */

struct mst_settled {
	uint64_t low;   /* every position before it is settled */
	uint64_t count; /* of settled positions */
	uint64_t first; /* number of the first piece of the array: low / MST_SETTLED_PIECE, or less */
	struct mst_settled_piece **pieces;
	size_t piece_count, room;
};

/* Empty: all zero. `begin`: positions start there (space.begin); the ones before it count as settled, but not in
 * `count`. */
void mst_settled_init(struct mst_settled *settled, uint64_t begin);
void mst_settled_free(struct mst_settled *settled);

/* 0, or -ENOMEM. */
int mst_settled_add(struct mst_settled *settled, uint64_t position);

/* Every position of a word. 0, or -ENOMEM. */
int mst_settled_add_word(struct mst_settled *settled, const struct mst_position_word *word);

/* Every position of [from, to). 0, or -ENOMEM. */
int mst_settled_add_range(struct mst_settled *settled, uint64_t from, uint64_t to);

bool mst_settled_has(const struct mst_settled *settled, uint64_t position);

/* The first position at or after this one that is not settled. */
uint64_t mst_settled_next_open(const struct mst_settled *settled, uint64_t position);

/* The run of settled positions that begins at or after `from`: [*first, *end). False when there is none. */
bool mst_settled_next_run(const struct mst_settled *settled, uint64_t from, uint64_t *first, uint64_t *end);

/* A copy. 0, or -ENOMEM. */
int mst_settled_copy(struct mst_settled *copy, const struct mst_settled *settled);

#endif
