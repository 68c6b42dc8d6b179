/* SPDX-License-Identifier: BSD-2-Clause */
/* positions.c - see positions.h. */
#include "round/positions.h"

#define CHUNK_MAX 1024

/* Of a resumed run: goes past the positions that have a verdict, however many they are, before a chunk is taken. */
static uint64_t skip_settled(const struct mst_context *context)
{
	_Atomic uint64_t *next = &context->state->next_position;
	uint64_t at = mst_load(next, relaxed), open;

	if (!context->plan->resumed.settled)
		return at;
	while (at < context->plan->space.end) {
		open = mst_resumed_next_open(&context->plan->resumed, at);
		if (open == at || mst_swap_if(next, &at, open, relaxed)) /* NEXT */
			return open;
	}
	return at;
}

/* Takes the next chunk of positions; false when there are none left. */
static bool take_chunk(const struct mst_context *context)
{
	const struct mst_plan *plan = context->plan;
	uint64_t size = mst_plan_questions(plan) / (plan->egresses.lanes * 16) + 1, end = plan->space.end, first;

	if (size > CHUNK_MAX)
		size = CHUNK_MAX;
	if (!context->works || skip_settled(context) >= end)
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

	while (mst_load(&published->chunk_at, relaxed) < mst_load(&published->chunk_end, relaxed) ||
	       take_chunk(context)) {
		uint64_t end = mst_load(&published->chunk_end, relaxed);

		*position = mst_resumed_next_open(&context->plan->resumed, mst_load(&published->chunk_at, relaxed));
		mst_store(&published->chunk_at, *position < end ? *position + 1 : end, relaxed);
		if (*position < end)
			return true;
	}
	return false;
}

bool mst_positions_has_next(const struct mst_context *context)
{
	const struct mst_published *published = context->published;

	return mst_positions_has_more(context) &&
	       (context->works || mst_load(&published->chunk_at, relaxed) < mst_load(&published->chunk_end, relaxed));
}

bool mst_positions_has_more(const struct mst_context *context)
{
	const struct mst_published *published = context->published;

	return !mst_run_stopped(context->shared->run) &&
	       (mst_load(&published->chunk_at, relaxed) < mst_load(&published->chunk_end, relaxed) ||
	        mst_load(&context->state->next_position, relaxed) < context->plan->space.end);
}
