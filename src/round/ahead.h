/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ahead.h - the questions of the positions that a lane takes next, several computed at once: the processor works at
 * them side by side, where one alone is a chain of multiplications, each waiting for the one before.
 */
#ifndef MST_ROUND_AHEAD_H
#define MST_ROUND_AHEAD_H

#include "target/space.h"

#define MST_AHEAD 16

struct mst_ahead {
	uint64_t first; /* position */
	uint64_t count; /* positions from there on; 0: none yet */
	struct mst_question_at questions[MST_AHEAD];
};

/* The question at this position, and those behind it. Valid until the next call. */
static inline const struct mst_question_at *mst_ahead_at(struct mst_ahead *ahead, const struct mst_space *space,
                                                         uint64_t position)
{
	uint64_t positions[MST_AHEAD];

	if (position - ahead->first < ahead->count)
		return &ahead->questions[position - ahead->first];
	ahead->first = position;
	for (ahead->count = 0; ahead->count < MST_AHEAD && position < space->end; position++)
		positions[ahead->count++] = position;
	mst_space_questions(space, positions, ahead->count, ahead->questions);
	return &ahead->questions[0];
}

#endif
