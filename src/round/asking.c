/* SPDX-License-Identifier: BSD-2-Clause */
/* asking.c - see asking.h. */
#include "round/asking.h"

#include <errno.h>

#include "base/clock.h"
#include "base/fail.h"
#include "plan/preset.h"
#include "round/by_sockets.h"
#include "round/excuse.h"
#include "round/framing.h"
#include "round/hop_proof.h"
#include "round/last_wait.h"
#include "round/positions.h"
#include "round/record_asked.h"
#include "round/silent.h"
#include "round/trace.h"
#include "track/verdict.h"

#define WAVES_NS (240 * MST_NS_PER_SECOND) /* all of them together; ticks can express more */
#define REFUSALS_MAX 2                     /* of the frames of one question */
#define UNSENT_NS (100 * MST_NS_PER_MS)    /* between attempts, while the kernel has refused every frame */
#define SKIPPED_MAX 4096                   /* a turn: a fifth of a millisecond */

static struct mst_roll *roll_of(const struct mst_asking *asking)
{
	return &asking->context->rolls->of[MST_ASK];
}

int mst_asking_open(struct mst_asking *asking, const struct mst_context *context, struct mst_sending *sending,
                    struct mst_error *err)
{
	const struct mst_plan *plan = context->plan;
	int code;

	asking->context = context;
	asking->sending = sending;
	asking->verdicts = &context->shared->verdicts[context->lane];
	if (mst_roll_open(roll_of(asking), plan->capacity.entries, plan->wide, plan->patience.initial_ns,
	                  plan->probing.attempts_at_most) < 0)
		return mst_fail(err, -ENOMEM, "no memory for the roll of a lane");
	/* Most attempts go to hosts that could not answer: they must follow each other as fast as the pace allows. */
	roll_of(asking)->doubling = plan->patience.adaptive && !plan->pacing.error_hosts && !plan->patience.first_ns;
	roll_of(asking)->in_turn = plan->pacing.error_hosts > 0;
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
	roll_of(asking)->first = mst_ticks(asking->context->plan->patience.first_ns);
	mst_error_pace_begin_turn(&asking->pace, &timeout_ns);
	/* What has not left is not answered. */
	if (mst_load(&counts->sent, relaxed) == 0 && mst_load(&counts->not_sent, relaxed)) {
		timeout_ns = timeout_ns > UNSENT_NS ? UNSENT_NS : timeout_ns;
		roll_of(asking)->first = 0;
	}
	mst_roll_set_timeout(roll_of(asking), timeout_ns);
}

static void fail(const struct mst_context *context)
{
	static const struct mst_error no_memory = { "no memory for verdicts" };

	mst_run_fail(context->shared->run, -ENOMEM, &no_memory);
}

/* A verdict that no answer gave. */
static void report(struct mst_asking *asking, const struct mst_question_at *question, uint64_t position,
                   enum mst_state state, enum mst_reason reason, uint8_t attempts, uint8_t error)
{
	struct mst_result result = mst_plan_probing_unanswered(&asking->context->plan->probing, &question->addr,
	                                                       question->port, state, reason, attempts,
	                                                       asking->context->wall_ns);

	result.error = error;
	result.position = position;
	mst_trace_verdict(asking->context->shared, &result);
	if (!mst_outbox_put(asking->verdicts, &result, NULL)) /* RESULT */
		fail(asking->context);
	asking->results++;
}

/* Whether the verdict is the silence that is planned for, and its position says all of it. */
static bool is_plain(const struct mst_asking *asking, const struct mst_due *due, enum mst_standing standing,
                     enum mst_reason reason, uint64_t position)
{
	const struct mst_shared *shared = asking->context->shared;

	return standing == MST_STANDING_SILENT && reason == MST_NO_RESPONSE &&
	       due->attempt == asking->context->plan->probing.attempts &&
	       (position != MST_NO_POSITION || shared->silence_unread) && !mst_traces(shared, &due->addr);
}

static void report_silence(struct mst_asking *asking, const struct mst_due *due, uint64_t position)
{
	const struct mst_context *context = asking->context;

	MST_USDT(settled, &due->addr, due->port, mst_silent_state(context->plan), MST_NO_RESPONSE);
	if (!mst_outbox_put_silent(asking->verdicts, position, context->wall_ns)) /* RESULT */
		fail(context);
	asking->results++;
}

/* ---- asking ---- */

static inline void ask(struct mst_asking *asking, const struct mst_attempt *attempt)
{
	const struct mst_context *context = asking->context;

	mst_trace_armed(context->shared, &attempt->question.addr, attempt->question.port, attempt->number,
	                context->lane);
	mst_references_count(&asking->references);
	mst_frame_attempt(asking->sending, attempt, mst_attempt_wave(asking->context, attempt));
}

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
		const struct mst_question_at question = mst_space_at(&plan->space, position);
		const struct mst_egress *egress;

		attempt->position = position;
		/* Each by itself: one copy of both would read, at once, what was just written in parts, 5 ns. */
		attempt->question.addr = question.addr;
		attempt->question.port = question.port;
		attempt->route = mst_plan_route(plan, &attempt->question.addr, attempt->question.port);
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
	struct mst_preset preset = mst_preset_verdict(context->plan, attempt->route, &question->addr);
	enum mst_reason objection = mst_hop_objects(context, attempt->route, &question->addr);
	struct mst_roll *roll = roll_of(asking);

	if (!preset.settled && objection != MST_NO_RESPONSE)
		preset = (struct mst_preset){ true, MST_UNKNOWN, (uint8_t)objection };
	if (preset.settled) {
		mst_record_preset(context, question, &preset);
		/* The only refusal that is known before: the device of an own address is down. */
		report(asking, question, mst_unasked_position(&roll->positions, attempt->position),
		       (enum mst_state)preset.state, (enum mst_reason)preset.reason, 0,
		       preset.reason == MST_NOT_SENT ? ENETDOWN : 0);
		return;
	}
	attempt->entry = mst_roll_arm_at(roll, &question->addr, question->port, attempt->position,
	                                 mst_sending_next_stamp(asking->sending)); /* ARM */
	if (context->indexed)
		mst_index_put(context->shared->index, context->lane, attempt->entry, &question->addr,
		              question->port); /* INDEX */
	ask(asking, attempt);
	mst_count(&context->published->counts.asked, 1);
}

/* ---- what has run out ---- */

/* When its first attempt left; `sent_ns` is of the latest. */
static uint64_t first_ns_of(const struct mst_due *due, uint64_t sent_ns)
{
	return sent_ns - (uint64_t)(due->attempt - 1) * ((uint64_t)due->gap << MST_GAP_SHIFT);
}

static void give_up(struct mst_asking *asking, const struct mst_due *due, enum mst_standing standing,
                    enum mst_reason reason)
{
	struct mst_question_at question = { due->addr, due->port };
	enum mst_about about = asking->context->plan->probing.about;
	uint64_t position = mst_asked_position(&roll_of(asking)->positions, due->slot);

	mst_by_sockets_over(asking->sending, due->slot);
	/* False: answered in this very moment. */
	if (!mst_roll_give_up(roll_of(asking), due, standing)) /* SETTLE */
		return;
	mst_record_expired(asking->context, due, standing, reason);
	if (is_plain(asking, due, standing, reason, position))
		report_silence(asking, due, position);
	else
		report(asking, &question, position, mst_verdict_state(standing, about), reason, due->attempt,
		       reason == MST_NOT_SENT ? mst_sending_refusal(asking->sending, due->slot) : 0);
}

static void ask_again(struct mst_asking *asking, const struct mst_due *due, enum mst_reason reason)
{
	const struct mst_context *context = asking->context;
	struct mst_attempt attempt = {
		.purpose = MST_ASK,
		.entry = due->slot,
		.number = (uint8_t)(due->attempt + 1),
		.question = { due->addr, due->port },
		.route = mst_plan_route(context->plan, &due->addr, due->port),
	};

	if (!mst_roll_again(roll_of(asking), due, mst_sending_next_stamp(asking->sending)))
		return;
	mst_count(&context->published->counts.retried, 1);
	/* An attempt that proves nothing is replaced by another, and does not count for the
	 * estimate of missed answers. */
	if (reason == MST_NO_RESPONSE)
		mst_count(&context->published->asked_again.of[mst_word_proving(due->word, due->attempt + 1u)], 1);
	ask(asking, &attempt);
}

/* Whether the question is asked once more. */
static bool deserves_another(const struct mst_asking *asking, const struct mst_due *due, enum mst_reason reason,
                             uint64_t sent_ns, uint64_t horizon_ns)
{
	const struct mst_context *context = asking->context;
	unsigned wanted = mst_load(&context->shared->attempts, relaxed); /* RETRY */

	if (mst_run_stopped(context->shared->run) || due->attempt >= context->plan->probing.attempts_at_most)
		return false;
	/* What the kernel has refused so often it will refuse again: its reason is not one that passes. */
	if (reason == MST_NOT_SENT && mst_word_refused(due->word) >= REFUSALS_MAX)
		return false;
	if (mst_silent_attempts(due, reason) < wanted)
		return true;
	/* Of earlier attempts too: as many as were made in a bad time may be worth nothing. */
	return due->attempt < wanted + MST_EXTRA_ATTEMPTS &&
	       (reason != MST_NO_RESPONSE ||
	        mst_losses_between(&context->state->congestion, first_ns_of(due, sent_ns), horizon_ns)); /* LOSS */
}

/* No answer, and no excuse. A router that found no such host once has not been contradicted. */
static void give_up_silent(struct mst_asking *asking, const struct mst_due *due, uint64_t sent_ns)
{
	enum mst_about about = asking->context->plan->probing.about;

	mst_last_wait_note(asking->context, first_ns_of(due, sent_ns));
	mst_trace_expired(asking->context->shared, due, MST_NO_RESPONSE, asking->context->lane);
	if (due->word & MST_WORD_ABSENT)
		give_up(asking, due, mst_verdict_standing(MST_HOST_UNREACH, about, false), MST_HOST_UNREACH);
	else
		give_up(asking, due, MST_STANDING_SILENT, MST_NO_RESPONSE);
}

/* Whether the run ended before the question was asked as often as it should have been: its silence proves nothing. */
static bool is_unfinished(const struct mst_asking *asking, const struct mst_due *due, enum mst_reason reason)
{
	const struct mst_context *context = asking->context;

	return mst_run_stopped(context->shared->run) && !due->held &&
	       due->attempt < context->plan->probing.attempts_at_most &&
	       mst_silent_attempts(due, reason) < mst_load(&context->shared->attempts, relaxed); /* RETRY */
}

/* Asks again, holds or gives up; false when asking again must wait, the burst holds what is wanted. */
static bool tend(struct mst_asking *asking, struct mst_due *due, uint64_t horizon_ns, uint32_t wanted)
{
	uint64_t sent_ns = mst_due_sent_ns(due, horizon_ns);
	struct mst_counts *counts = &asking->context->published->counts;
	/* Before whatever else it proves: the receiver writes in the other order. */
	bool unproven = mst_engine_proof_is_awaited(&asking->context->state->proof, asking->sending->engine) &&
	                !mst_excuse_is_heard(asking->context, due);
	enum mst_hop_proof proof = mst_hop_proof_of(asking->context, due, sent_ns);
	enum mst_reason reason = mst_hop_proof_reason(proof);
	bool hidden, again;

	if (reason == MST_NO_RESPONSE && !due->held)
		reason = mst_excuse_of(asking->context, asking->sending->stuck, due, sent_ns, horizon_ns);
	hidden = !due->held && reason == MST_NO_RESPONSE &&
	         mst_error_pace_hides(&asking->pace, &due->addr, due->word, sent_ns);
	again = !due->held && proof < MST_HOP_GONE &&
	        deserves_another(asking, due, hidden ? MST_LOCAL_LOSS : reason, sent_ns, horizon_ns);
	asking->awaits = proof == MST_HOP_UNPROVEN ||
	                 (unproven && !hidden && mst_sending_awaits_proof(asking->sending, reason));
	if (asking->awaits)
		return false;
	if (again && (asking->sending->burst.count >= wanted ||
	              !mst_error_pace_take(&asking->pace, &due->addr, due->attempt + 1u)))
		return false;
	if (!again && reason == MST_NO_RESPONSE && !(due->word & MST_WORD_ABSENT) &&
	    (unproven || is_unfinished(asking, due, reason)))
		reason = MST_UNFINISHED;
	if (!again && reason == MST_NO_RESPONSE && mst_by_sockets_never_left(asking->sending, due->slot))
		reason = MST_NOT_SENT;
	if (!again && reason == MST_NO_RESPONSE) {
		if (!due->held && !(due->word & MST_WORD_ABSENT) && mst_last_wait_ns(asking->context))
			mst_roll_hold(roll_of(asking), due);
		else
			give_up_silent(asking, due, sent_ns);
		return true;
	}
	mst_trace_expired(asking->context->shared, due, reason, asking->context->lane);
	if (!again) {
		give_up(asking, due, MST_STANDING_UNKNOWN, reason);
		return true;
	}
	if ((hidden || mst_reason_is_void(reason)) && !mst_roll_excuse(roll_of(asking), due))
		return true; /* answered in this very moment */
	if (mst_reason_is_void(reason))
		mst_count(reason == MST_LOCAL_LOSS ? &counts->local_loss : &counts->gateway_loss, 1);
	ask_again(asking, due, hidden ? MST_LOCAL_LOSS : reason);
	return true;
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

/*
 * On a link, and where hosts limit their ICMP errors, silent targets are asked again when all have been asked once, or
 * the roll is full; or after this long: then the others still get their turn, at half the rate, before ticks wrap.
 */
static uint64_t patience_ns(const struct mst_asking *asking)
{
	unsigned attempts;

	if ((!mst_context_on_link(asking->context) && !asking->pace.hosts) || !mst_roll_has_room(roll_of(asking)) ||
	    !mst_asking_has_next(asking))
		return 0;
	attempts = mst_load(&asking->context->shared->attempts, relaxed); /* RETRY */
	return attempts > 1 ? WAVES_NS / (2 * attempts - 1) : 0;
}

static bool next_due(struct mst_asking *asking, uint64_t horizon_ns, struct mst_due *due)
{
	struct mst_roll *roll = roll_of(asking);

	mst_roll_set_patience(roll, mst_last_wait_ns(asking->context));
	return mst_roll_due_after(roll, horizon_ns, patience_ns(asking), due);
}

bool mst_asking_fill(struct mst_asking *asking, uint32_t wanted)
{
	uint64_t horizon_ns = mst_load(&asking->context->shared->horizon_ns, acquire); /* HORIZON */
	const struct mst_burst *burst = &asking->sending->burst;
	struct mst_due due;
	bool did = false;

	mst_unused_asking_tend(&asking->unused, wanted);
	ask_reference(asking, wanted);
	while (asking->results < MST_LANE_RESULTS && next_due(asking, horizon_ns, &due) &&
	       tend(asking, &due, horizon_ns, wanted)) {
		did = true;
		ask_reference(asking, wanted);
	}
	while (burst->count < wanted && asking->results < MST_LANE_RESULTS && ask_next(asking)) {
		did = true;
		ask_reference(asking, wanted);
	}
	return did || burst->count;
}
