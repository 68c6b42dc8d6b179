/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * asked_positions.h - the positions of the questions in a roll, by slot, four bytes each: a verdict that brings its
 * position along need not be looked for in the order of the run. They are written and read as the target of an entry
 * is: what is read holds if the entry's word is still the same afterwards.
 */
#ifndef MST_TRACK_ASKED_POSITIONS_H
#define MST_TRACK_ASKED_POSITIONS_H

#include <muster/result.h>

#include "base/atomic.h"

/* Zero-initialised none are kept. */
struct mst_asked_positions {
	_Atomic uint32_t *less_begin; /* by slot; NULL: they are not kept */
	uint64_t begin;
};

/* Keeps them from now on, if there is memory, and four bytes have room for all of [begin, end). */
void mst_asked_positions_keep(struct mst_asked_positions *asked, uint64_t begin, uint64_t end, uint32_t slots);
void mst_asked_positions_free(struct mst_asked_positions *asked);

static inline void mst_asked_positions_note(struct mst_asked_positions *asked, uint32_t slot, uint64_t position)
{
	if (asked->less_begin)
		mst_store(&asked->less_begin[slot], (uint32_t)(position - asked->begin), relaxed);
}

/* NO_POSITION where they are not kept. */
static inline uint64_t mst_asked_position(const struct mst_asked_positions *asked, uint32_t slot)
{
	return asked->less_begin ? asked->begin + mst_load(&asked->less_begin[slot], relaxed) : MST_NO_POSITION;
}

/* Likewise of a question that was not asked. */
static inline uint64_t mst_unasked_position(const struct mst_asked_positions *asked, uint64_t position)
{
	return asked->less_begin ? position : MST_NO_POSITION;
}

#endif
