/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * stuck.c - when a lane does not go on as before: its device takes no frame, or nothing proves its silence. See
 * sending.h, engine_proof.h.
 */
#include "base/clock.h"
#include "round/sending.h"

#define STUCK_NS (10 * MST_NS_PER_SECOND)         /* as long as a silent gateway is waited for */
#define STUCK_AT_FIRST_NS (1 * MST_NS_PER_SECOND) /* before any frame has left, where another engine can be tried */

bool mst_sending_awaits_proof(const struct mst_sending *sending, enum mst_reason reason)
{
	const struct mst_context *context = sending->context;

	if (reason != MST_NO_RESPONSE || mst_run_stopped(context->shared->run))
		return false;
	mst_store(&context->published->silent, sending->engine + 1, relaxed); /* PROOF */
	return true;
}

static const char *interface_of(const struct mst_context *context)
{
	const struct mst_plan *plan = context->plan;

	for (size_t i = 0; i < plan->paths.count; i++) {
		if (plan->routes[i].egress == context->egress)
			return plan->paths.paths[i].interface;
	}
	return "the interface";
}

bool mst_sending_gives_up(struct mst_sending *sending)
{
	const struct mst_context *context = sending->context;
	bool has_other = sending->engine == 0 && sending->engines[1];
	uint64_t patience_ns = has_other && !sending->has_sent ? STUCK_AT_FIRST_NS : STUCK_NS;

	if (sending->given_up)
		return true;
	if (!sending->stalled_ns || context->now_ns - sending->stalled_ns < patience_ns)
		return false;
	if (has_other) {
		mst_store(&context->published->stuck, sending->engine + 1, relaxed); /* PROOF */
		return false;
	}
	sending->given_up = true;
	mst_run_note(context->shared->run,
	             "%s has taken no frame from engine %s for ten seconds: until it does, targets are unknown, reason "
	             "not-sent",
	             interface_of(context), sending->tx->engine->name);
	return true;
}
