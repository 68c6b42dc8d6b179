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
	enum mst_state state = mst_silent_state(plan);
	struct mst_question_at questions[64];
	uint64_t positions[64];
	size_t count = 0;

	for (uint64_t bits = word->bits; bits; bits &= bits - 1)
		positions[count++] = word->number * 64 + (unsigned)__builtin_ctzll(bits);
	mst_space_questions(&plan->space, positions, count, questions);
	for (size_t i = 0; i < count; i++) {
		results[i] = mst_plan_probing_unanswered(&plan->probing, &questions[i].addr, questions[i].port, state,
		                                         MST_NO_RESPONSE, (uint8_t)plan->probing.attempts, wall_ns);
		results[i].position = positions[i];
	}
	return count;
}
