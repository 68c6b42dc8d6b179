/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * changing.c - how a lane changes its engine, and when it gives up a device that takes no frame: see sending.h,
 * engine_proof.h.
 */
#include <string.h>

#include "base/clock.h"
#include "round/sending.h"

/* Frames are stamped for when they should leave: so far apart, none of one engine has a stamp of the other's time. */
#define APART_NS (2 * MST_NS_PER_MS)
#define STUCK_NS (10 * MST_NS_PER_SECOND)         /* as long as a silent gateway is waited for */
#define STUCK_AT_FIRST_NS (1 * MST_NS_PER_SECOND) /* before any frame has left, where another engine can be tried */

static void begin_apart(struct mst_sending *sending)
{
	const struct mst_context *context = sending->context;

	mst_store(&context->published->engine_since_ns, context->now_ns + APART_NS / 2, release); /* PROOF */
	sending->busy_until_ns = context->now_ns + APART_NS;
	sending->stale = true; /* frames that wait get new stamps when they leave */
}

/* Frames are the same for all engines; those that the other one has no room for will not leave. */
void mst_sending_follow_engine(struct mst_sending *sending)
{
	unsigned engine = mst_load(&sending->context->state->proof.engine, acquire); /* PROOF */
	struct mst_tx *tx = sending->engines[engine];
	struct mst_burst *burst = &sending->burst;

	if (!tx)
		return;
	mst_sending_drop(sending, tx->burst);
	if (burst->count)
		memcpy(tx->frames, burst->frames, burst->count * sizeof *burst->frames);
	if (burst->count && burst->tails)
		memcpy(tx->tails, burst->tails, burst->count * sizeof *burst->tails);
	*burst = (struct mst_burst){ tx->frames, tx->tails, burst->count, tx->burst, burst->rooms };
	sending->tx = tx;
	sending->engine = engine;
	sending->has_sent = sending->given_up = false;
	sending->stalled_ns = 0;
	begin_apart(sending);
	sending->rate_pps = -1; /* that of the egress is taken anew: steps depend on the engine */
}

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
