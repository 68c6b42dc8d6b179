/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * asked_positions.h - the positions of the questions that a lane has in flight, by the slot of the roll: four bytes
 * each, written and read in the order of the roll. From an address the reporter would have to find them again.
 */
#ifndef MST_ROUND_ASKED_POSITIONS_H
#define MST_ROUND_ASKED_POSITIONS_H

#include <muster/result.h>

#include "target/space.h"

/* Zero-initialised none are kept. */
struct mst_asked_positions {
	uint32_t *less_begin; /* by slot; NULL: they are not kept */
	uint64_t begin;
};

/* Keeps them from now on, if there is memory, and four bytes have room for all of the space. */
void mst_asked_positions_keep(struct mst_asked_positions *asked, const struct mst_space *space, uint32_t slots);
void mst_asked_positions_free(struct mst_asked_positions *asked);

static inline void mst_asked_positions_note(struct mst_asked_positions *asked, uint32_t slot, uint64_t position)
{
	if (asked->less_begin)
		asked->less_begin[slot] = (uint32_t)(position - asked->begin);
}

/* NO_POSITION where they are not kept. */
static inline uint64_t mst_asked_position(const struct mst_asked_positions *asked, uint32_t slot)
{
	return asked->less_begin ? asked->begin + asked->less_begin[slot] : MST_NO_POSITION;
}

/* Likewise of a question that was not asked. */
static inline uint64_t mst_unasked_position(const struct mst_asked_positions *asked, uint64_t position)
{
	return asked->less_begin ? position : MST_NO_POSITION;
}

#endif
