/* SPDX-License-Identifier: BSD-2-Clause */
/* positions.c - see positions.h. */
#include "round/positions.h"

#define CHUNK_MAX 1024

/* Takes the next chunk of positions; false when there are none left. */
static bool take_chunk(const struct mst_context *context)
{
	const struct mst_plan *plan = context->plan;
	uint64_t size = mst_plan_questions(plan) / (plan->egresses.lanes * 16) + 1, end = plan->space.end, first;

	if (size > CHUNK_MAX)
		size = CHUNK_MAX;
	if (mst_load(&context->state->next_position, relaxed) >= end)
		return false;
	first = mst_add(&context->state->next_position, size, relaxed); /* NEXT */
	if (first >= end)
		return false;
	mst_store(&context->published->chunk_end, first + size < end ? first + size : end, relaxed);
	mst_store(&context->published->chunk_at, first, relaxed);
	return true;
}

bool mst_positions_next(const struct mst_context *context, uint64_t *position)
{
	struct mst_published *published = context->published;

	if (mst_load(&published->chunk_at, relaxed) == mst_load(&published->chunk_end, relaxed) && !take_chunk(context))
		return false;
	*position = mst_load(&published->chunk_at, relaxed);
	mst_store(&published->chunk_at, *position + 1, relaxed);
	return true;
}

bool mst_positions_has_more(const struct mst_context *context)
{
	const struct mst_published *published = context->published;

	return !mst_run_stopped(context->shared->run) &&
	       (mst_load(&published->chunk_at, relaxed) < mst_load(&published->chunk_end, relaxed) ||
	        mst_load(&context->state->next_position, relaxed) < context->plan->space.end);
}
