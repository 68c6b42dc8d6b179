/* SPDX-License-Identifier: BSD-2-Clause */
/* asking_parts.c - see asking_parts.h. */
#include "round/asking_parts.h"

#include <errno.h>

#include "base/fail.h"
#include "round/positions.h"

/* One may be held until its host can be asked. */
static bool holds(const struct mst_asking *asking)
{
	return asking->pace.held_count && !mst_run_stopped(asking->context->shared->run);
}

bool mst_asking_has_room(const struct mst_asking *asking)
{
	const struct mst_context *context = asking->context;

	return mst_roll_has_room(mst_asking_roll(asking)) &&
	       context->room >= asking->sending->burst.count + context->plan->probing.count;
}

bool mst_asking_has_next(const struct mst_asking *asking)
{
	return mst_positions_has_next(asking->context) || holds(asking);
}

void mst_asking_fail(const struct mst_context *context)
{
	static const struct mst_error no_memory = { "no memory for verdicts" };

	mst_run_fail(context->shared->run, -ENOMEM, &no_memory);
}

void mst_asking_report(struct mst_asking *asking, const struct mst_question_at *question, uint64_t position,
                       enum mst_state state, enum mst_reason reason, uint8_t attempts, uint8_t error)
{
	struct mst_result result = mst_plan_probing_unanswered(&asking->context->plan->probing, &question->addr,
	                                                       question->port, state, reason, attempts,
	                                                       asking->context->wall_ns);

	result.error = error;
	result.position = position;
	mst_trace_verdict(asking->context->shared, &result);
	if (!mst_outbox_put(asking->verdicts, &result, NULL)) /* RESULT */
		mst_asking_fail(asking->context);
	asking->results++;
}
