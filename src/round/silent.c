/* SPDX-License-Identifier: BSD-2-Clause */
/* silent.c - see silent.h. */
#include "round/silent.h"

#include "track/verdict.h"

enum mst_state mst_silent_state(const struct mst_plan *plan)
{
	return mst_verdict_state(MST_STANDING_SILENT, plan->probing.about);
}

size_t mst_silent_results(const struct mst_plan *plan, const struct mst_position_word *word, uint64_t wall_ns,
                          struct mst_result *results)
{
	const struct mst_space *space = &plan->space;
	enum mst_state state = mst_silent_state(plan);
	uint64_t numbers[64];
	size_t count = 0;

	for (uint64_t bits = word->bits; bits; bits &= bits - 1) {
		results[count].position = word->number * 64 + (unsigned)__builtin_ctzll(bits);
		numbers[count] = results[count].position;
		count++;
	}
	if (!space->wide)
		mst_permute_indices(&space->permute, numbers, count);
	for (size_t i = 0; i < count; i++) {
		uint64_t position = results[i].position;
		struct mst_question_at at = space->wide ? mst_space_at(space, position)
		                                        : mst_space_question(space, numbers[i]);

		results[i] = mst_plan_probing_unanswered(&plan->probing, &at.addr, at.port, state, MST_NO_RESPONSE,
		                                         (uint8_t)plan->probing.attempts, wall_ns);
		results[i].position = position;
	}
	return count;
}
