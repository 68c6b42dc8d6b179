/* SPDX-License-Identifier: BSD-2-Clause */
/* unused_asking.c - see unused_asking.h. */
#include "round/unused_asking.h"

#include <errno.h>

#include "base/fail.h"
#include "round/framing.h"

#define IN_FLIGHT 1024

bool mst_unused_is_asked_by(const struct mst_plan *plan, unsigned lane)
{
	const struct mst_egress *egress = mst_egress_of_lane(&plan->egresses, lane);

	return plan->unused.wanted && lane == egress->first_lane;
}

static struct mst_roll *roll_of(const struct mst_unused_asking *asking)
{
	return &asking->context->rolls->of[MST_UNUSED];
}

int mst_unused_asking_open(struct mst_unused_asking *asking, const struct mst_context *context,
                           struct mst_sending *sending, struct mst_error *err)
{
	const struct mst_plan *plan = context->plan;
	uint32_t entries = plan->capacity.entries < IN_FLIGHT ? plan->capacity.entries : IN_FLIGHT;

	*asking = (struct mst_unused_asking){ .context = context, .sending = sending };
	asking->active = mst_unused_is_asked_by(plan, context->lane);
	if (!asking->active)
		return 0;
	if (mst_roll_open(roll_of(asking), entries, plan->wide, plan->patience.initial_ns, MST_UNUSED_ATTEMPTS) < 0)
		return mst_fail(err, -ENOMEM, "no memory for questions to unused addresses");
	roll_of(asking)->doubling = plan->patience.adaptive;
	return 0;
}

static void frame(struct mst_unused_asking *asking, struct mst_attempt *attempt)
{
	attempt->purpose = MST_UNUSED;
	mst_frame_attempt(asking->sending, attempt, mst_attempt_wave(asking->context, attempt));
}

static void ask(struct mst_unused_asking *asking, const struct mst_addr *addr, uint16_t port,
                const struct mst_route_out *route)
{
	struct mst_attempt attempt = {
		.entry = mst_roll_arm(roll_of(asking), addr, port, asking->context->now_ns), /* ARM */
		.number = 1,
		.question = { *addr, port },
		.route = route,
	};

	frame(asking, &attempt);
	mst_count(&asking->context->published->counts.unused_probes, 1);
}

static bool may_ask(const struct mst_unused_asking *asking, uint32_t wanted)
{
	return asking->sending->burst.count < wanted && asking->context->room > asking->sending->burst.count &&
	       mst_roll_has_room(roll_of(asking)) && !mst_run_stopped(asking->context->shared->run);
}

static bool is_on_link(const struct mst_unused_asking *asking)
{
	return asking->context->egress->kind == MST_EGRESS_ON_LINK;
}

/* The addresses of this egress, at the beginning; on a link, when a machine is to be tested. */
static void ask_addrs(struct mst_unused_asking *asking, uint32_t wanted)
{
	const struct mst_plan *plan = asking->context->plan;

	for (; !is_on_link(asking) && asking->addr_at < plan->unused.addr_count && may_ask(asking, wanted);
	     asking->addr_at++) {
		const struct mst_unused_addr *unused = &plan->unused.addrs[asking->addr_at];

		if (unused->egress == asking->context->egress->number)
			ask(asking, &unused->addr, 0, &plan->routes[unused->path]);
	}
}

/* The ports of hosts that have an open one; on a link, unused addresses. */
static void ask_queued(struct mst_unused_asking *asking, uint32_t wanted)
{
	const struct mst_context *context = asking->context;
	struct mst_unused_question question;

	while (may_ask(asking, wanted) && mst_unused_queue_take(&context->state->unused, &question)) /* UNUSED */
		ask(asking, &question.host, question.port,
		    mst_plan_route_asked(context->plan, &question.host, question.port));
}

static void ask_again(struct mst_unused_asking *asking, const struct mst_due *due)
{
	struct mst_attempt attempt = {
		.entry = due->slot,
		.number = (uint8_t)(due->attempt + 1),
		.question = { due->addr, due->port },
		.route = mst_plan_route_asked(asking->context->plan, &due->addr, due->port),
	};

	if (mst_roll_again(roll_of(asking), due, asking->context->now_ns))
		frame(asking, &attempt);
}

void mst_unused_asking_tend(struct mst_unused_asking *asking, uint32_t wanted)
{
	const struct mst_context *context = asking->context;
	uint64_t horizon_ns = mst_load(&context->shared->horizon_ns, acquire); /* HORIZON */
	const struct mst_burst *burst = &asking->sending->burst;
	struct mst_roll *roll = roll_of(asking);
	struct mst_due due;

	if (!asking->active)
		return;
	mst_roll_set_timeout(roll, mst_load(&context->state->timeout_ns, relaxed)); /* TIMEOUT */
	while (burst->count < wanted + 1 && mst_roll_due(roll, horizon_ns, &due)) {
		bool last = due.attempt == MST_UNUSED_ATTEMPTS || mst_run_stopped(context->shared->run);

		if (last)
			mst_roll_give_up(roll, &due, MST_STANDING_SILENT);
		else if (burst->count < wanted)
			ask_again(asking, &due);
		else
			break;
	}
	ask_addrs(asking, wanted);
	ask_queued(asking, wanted);
}

bool mst_unused_asking_is_over(struct mst_unused_asking *asking)
{
	const struct mst_context *context = asking->context;

	if (!asking->active || mst_run_stopped(context->shared->run))
		return true;
	if (!mst_roll_is_empty(roll_of(asking)) || !mst_unused_queue_is_empty(&context->state->unused))
		return false;
	if ((!context->plan->unused.port_count && !is_on_link(asking)) ||
	    mst_load(&context->shared->best, relaxed) == 0)
		return true;
	if (asking->over_ns == 0)
		asking->over_ns = context->now_ns;
	return mst_load(&context->shared->horizon_ns, acquire) >= asking->over_ns; /* HORIZON */
}
