/* SPDX-License-Identifier: BSD-2-Clause */
/* asking.c - see asking.h. */
#include "round/asking.h"

#include <errno.h>

#include "base/clock.h"
#include "base/fail.h"
#include "plan/preset.h"
#include "round/expiring.h"
#include "round/hop_proof.h"
#include "round/positions.h"
#include "round/record_asked.h"

#define UNSENT_NS (100 * MST_NS_PER_MS) /* between attempts, while the kernel has refused every frame */
#define SKIPPED_MAX 4096                /* a turn: a fifth of a millisecond */

int mst_asking_open(struct mst_asking *asking, const struct mst_context *context, struct mst_sending *sending,
                    struct mst_error *err)
{
	const struct mst_plan *plan = context->plan;
	int code;

	asking->context = context;
	asking->sending = sending;
	asking->verdicts = &context->shared->verdicts[context->lane];
	if (mst_roll_open(mst_asking_roll(asking), plan->capacity.entries, plan->wide, plan->patience.initial_ns,
	                  plan->probing.attempts_at_most) < 0)
		return mst_fail(err, -ENOMEM, "no memory for the roll of a lane");
	/* Most attempts go to hosts that could not answer: they must follow each other as fast as the pace allows. */
	mst_asking_roll(asking)->doubling = plan->patience.adaptive && !plan->pacing.error_hosts &&
	                                    !plan->patience.first_ns;
	mst_asking_roll(asking)->in_turn = plan->pacing.error_hosts > 0;
	code = mst_error_pace_open(&asking->pace, context, err);
	if (code == 0)
		code = mst_references_open(&asking->references, context, sending, err);
	if (code == 0)
		code = mst_unused_asking_open(&asking->unused, context, sending, err);
	if (code == 0 && context->indexed && !mst_index_open_lane(context->shared->index, context->lane))
		code = mst_fail(err, -ENOMEM, "no memory for the index of a lane");
	return code;
}

void mst_asking_close(struct mst_asking *asking)
{
	mst_error_pace_close(&asking->pace);
}

void mst_asking_begin_turn(struct mst_asking *asking)
{
	const struct mst_egress_state *state = asking->context->state;
	const struct mst_counts *counts = &asking->context->published->counts;
	uint64_t timeout_ns = mst_load(&state->timeout_ns, relaxed); /* TIMEOUT */

	asking->results = asking->skipped = 0;
	asking->awaits = false;
	mst_asking_roll(asking)->first = mst_ticks(asking->context->plan->patience.first_ns);
	mst_error_pace_begin_turn(&asking->pace, &timeout_ns);
	/* What has not left is not answered. */
	if (mst_load(&counts->sent, relaxed) == 0 && mst_load(&counts->not_sent, relaxed)) {
		timeout_ns = timeout_ns > UNSENT_NS ? UNSENT_NS : timeout_ns;
		mst_asking_roll(asking)->first = 0;
	}
	mst_roll_set_timeout(mst_asking_roll(asking), timeout_ns);
}

/* ---- asking ---- */

/*
 * The next question that leaves through this lane's egress; the lanes of other egresses come by the others, too.
 * Questions that no path serves are those of the first egress.
 */
static bool next_question(struct mst_asking *asking, struct mst_attempt *attempt)
{
	const struct mst_context *context = asking->context;
	const struct mst_plan *plan = context->plan;
	uint64_t position;

	while (asking->skipped < SKIPPED_MAX && mst_positions_next(context, &position)) {
		const struct mst_question_at *question = mst_ahead_at(&asking->ahead, &plan->space, position);
		const struct mst_egress *egress;

		attempt->position = position;
		/* Each by itself: one copy of both would read, at once, what was just written in parts, 5 ns. */
		attempt->question.addr = question->addr;
		attempt->question.port = question->port;
		attempt->route = mst_plan_route_of_target(plan, &attempt->question.addr, attempt->question.port);
		egress = attempt->route ? attempt->route->egress : &plan->egresses.of[0];
		if (egress == context->egress)
			return true;
		asking->skipped++;
	}
	return false;
}

static void ask_new(struct mst_asking *asking, struct mst_attempt *attempt)
{
	const struct mst_context *context = asking->context;
	const struct mst_question_at *question = &attempt->question;
	struct mst_preset preset = { 0 };
	enum mst_reason objection = mst_hop_objects(context, attempt->route, &question->addr);
	struct mst_roll *roll = mst_asking_roll(asking);

	if (!mst_preset_never(context->plan, attempt->route))
		preset = mst_preset_verdict(context->plan, attempt->route, &question->addr);
	if (!preset.settled && objection != MST_NO_RESPONSE)
		preset = (struct mst_preset){ true, MST_UNKNOWN, (uint8_t)objection };
	if (preset.settled) {
		mst_record_preset(context, question, &preset);
		/* The only refusal that is known before: the device of an own address is down. */
		mst_asking_report(asking, question, mst_unasked_position(&roll->positions, attempt->position),
		                  (enum mst_state)preset.state, (enum mst_reason)preset.reason, 0,
		                  preset.reason == MST_NOT_SENT ? ENETDOWN : 0);
		return;
	}
	attempt->entry = mst_roll_arm_at(roll, &question->addr, question->port, attempt->position,
	                                 mst_sending_next_stamp(asking->sending)); /* ARM */
	if (context->indexed)
		mst_index_put(context->shared->index, context->lane, attempt->entry, &question->addr,
		              question->port); /* INDEX */
	mst_asking_ask(asking, attempt);
	mst_count(&context->published->counts.asked, 1);
}

/* ---- filling a burst ---- */

/* When it is time for one. Before questions, for repeated ones come first, and may be many just when most is lost. */
static void ask_reference(struct mst_asking *asking, uint32_t wanted)
{
	if (mst_references_are_due(&asking->references) && asking->sending->burst.count < wanted &&
	    asking->context->room > asking->sending->burst.count)
		mst_references_send(&asking->references);
}

static bool ask_next(struct mst_asking *asking)
{
	struct mst_error_pace *pace = &asking->pace;
	bool found;

	if (!mst_asking_has_room(asking) || mst_run_stopped(asking->context->shared->run))
		return false;
	found = pace->held_count && mst_error_pace_take_held(pace);
	while (!found && mst_error_pace_can_hold(pace) && next_question(asking, &pace->next)) {
		found = mst_error_pace_take(pace, &pace->next.question.addr, 1);
		if (!found)
			mst_error_pace_hold(pace);
	}
	if (found)
		ask_new(asking, &pace->next);
	return found;
}

bool mst_asking_fill(struct mst_asking *asking, uint32_t wanted)
{
	const struct mst_burst *burst = &asking->sending->burst;
	struct mst_expiring expiring;
	bool did = false;

	mst_expiring_begin(&expiring, asking, wanted);
	mst_unused_asking_tend(&asking->unused, wanted);
	ask_reference(asking, wanted);
	while (asking->results < MST_LANE_RESULTS && mst_expiring_tend(&expiring)) {
		did = true;
		ask_reference(asking, wanted);
	}
	while (burst->count < wanted && asking->results < MST_LANE_RESULTS && ask_next(asking)) {
		did = true;
		ask_reference(asking, wanted);
	}
	return did || burst->count;
}
