/* SPDX-License-Identifier: BSD-2-Clause */
/* round.c - see round.h. */
#include "journal/round.h"

#define SPARSE 64 /* one question of so many */

void mst_verdict_tally_add(struct mst_verdict_tally *tally, const struct mst_shape *shape)
{
	tally->states[shape->state]++;
	if (shape->flags & MST_SHAPE_AMENDED)
		tally->states[shape->was]--;
	else
		tally->first++;
}

void mst_round_states(const struct mst_round_log *round, uint64_t states[MST_STATE_COUNT])
{
	uint64_t settled = round->settled.count, first = round->tally.first;
	enum mst_state silent = mst_silence_state(&round->silence);

	for (int state = 0; state < MST_STATE_COUNT; state++) {
		int64_t count = round->tally.states[state];

		if (state == (int)silent)
			count += (int64_t)(settled > first ? settled - first : 0);
		states[state] = count > 0 ? (uint64_t)count : 0;
	}
}

bool mst_space_is_sparse(const struct mst_space *space)
{
	return space->wide || space->end - space->begin < (uint64_t)space->size / SPARSE;
}
