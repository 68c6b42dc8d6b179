/* SPDX-License-Identifier: BSD-2-Clause */
/* expiring.c - see expiring.h. */
#include "round/expiring.h"

#include "base/clock.h"
#include "round/by_sockets.h"
#include "round/excuse.h"
#include "round/hop_proof.h"
#include "round/record_asked.h"
#include "round/silent.h"
#include "track/verdict.h"

#define WAVES_NS (240 * MST_NS_PER_SECOND) /* all of them together; ticks can express more */
#define REFUSALS_MAX 2                     /* of the frames of one question */

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
		mst_asking_fail(context);
	asking->results++;
}

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
	uint64_t position = mst_asked_position(&mst_asking_roll(asking)->positions, due->slot);

	mst_by_sockets_over(asking->sending, due->slot);
	/* False: answered in this very moment. */
	if (!mst_roll_give_up(mst_asking_roll(asking), due, standing)) /* SETTLE */
		return;
	mst_record_expired(asking->context, due, standing, reason);
	if (is_plain(asking, due, standing, reason, position))
		report_silence(asking, due, position);
	else
		mst_asking_report(asking, &question, position, mst_verdict_state(standing, about), reason, due->attempt,
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
		.route = mst_plan_route_of_target(context->plan, &due->addr, due->port),
	};

	if (!mst_roll_again(mst_asking_roll(asking), due, mst_sending_next_stamp(asking->sending)))
		return;
	mst_count(&context->published->counts.retried, 1);
	/* An attempt that proves nothing is replaced by another, and does not count for the
	 * estimate of missed answers. */
	if (reason == MST_NO_RESPONSE)
		mst_count(&context->published->asked_again.of[mst_word_proving(due->word, due->attempt + 1u)], 1);
	mst_asking_ask(asking, &attempt);
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

/* ---- one after the other ---- */

/* What the silence of an attempt proves. */
struct silence {
	enum mst_hop_proof proof;
	enum mst_reason reason;
	bool unproven; /* it is not known yet */
	bool hidden;   /* the host may not have been allowed to report an error */
};

static struct silence silence_of(const struct mst_expiring *expiring, const struct mst_due *due, uint64_t sent_ns)
{
	const struct mst_asking *asking = expiring->asking;
	const struct mst_context *context = asking->context;
	struct silence silence = { MST_HOP_PROVEN, MST_NO_RESPONSE, false, false };

	if (sent_ns >= expiring->plain_from_ns && sent_ns <= expiring->plain_until_ns &&
	    mst_word_refused(due->word) == 0)
		return silence;
	/* Before whatever else it proves: the receiver writes in the other order. */
	silence.unproven = mst_engine_proof_is_awaited(&context->state->proof, asking->sending->engine) &&
	                   !mst_excuse_is_heard(context, due);
	silence.proof = mst_hop_proof_of(context, due, sent_ns);
	silence.reason = mst_hop_proof_reason(silence.proof);
	if (silence.reason == MST_NO_RESPONSE && !due->held)
		silence.reason = mst_excuse_of(context, asking->sending->stuck, due, sent_ns, expiring->horizon_ns);
	silence.hidden = !due->held && silence.reason == MST_NO_RESPONSE &&
	                 mst_error_pace_hides(&asking->pace, &due->addr, due->word, sent_ns);
	return silence;
}

static uint64_t last_wait_ns(const struct mst_expiring *expiring)
{
	return mst_last_wait_now_ns(&expiring->last_wait, mst_asking_roll(expiring->asking));
}

/* No answer comes any more, and no other attempt: holds or gives up. */
static void conclude(struct mst_expiring *expiring, const struct mst_due *due, enum mst_reason reason, uint64_t sent_ns)
{
	struct mst_asking *asking = expiring->asking;

	if (reason == MST_NO_RESPONSE && mst_by_sockets_never_left(asking->sending, due->slot))
		reason = MST_NOT_SENT;
	if (reason != MST_NO_RESPONSE) {
		mst_trace_expired(asking->context->shared, due, reason, asking->context->lane);
		give_up(asking, due, MST_STANDING_UNKNOWN, reason);
	} else if (!due->held && !(due->word & MST_WORD_ABSENT) && last_wait_ns(expiring)) {
		mst_roll_hold(mst_asking_roll(asking), due);
	} else {
		give_up_silent(asking, due, sent_ns);
	}
}

/* Asks again, holds or gives up; false when asking again must wait, the burst holds what is wanted. */
static bool tend(struct mst_expiring *expiring, struct mst_due *due)
{
	struct mst_asking *asking = expiring->asking;
	struct mst_counts *counts = &asking->context->published->counts;
	uint64_t sent_ns = mst_due_sent_ns(due, expiring->horizon_ns);
	struct silence silence = silence_of(expiring, due, sent_ns);
	enum mst_reason reason = silence.reason;
	bool again = !due->held && silence.proof < MST_HOP_GONE &&
	             deserves_another(asking, due, silence.hidden ? MST_LOCAL_LOSS : reason, sent_ns,
	                              expiring->horizon_ns);

	asking->awaits = silence.proof == MST_HOP_UNPROVEN ||
	                 (silence.unproven && !silence.hidden && mst_sending_awaits_proof(asking->sending, reason));
	if (asking->awaits)
		return false;
	if (!again) {
		if (reason == MST_NO_RESPONSE && !(due->word & MST_WORD_ABSENT) &&
		    (silence.unproven || is_unfinished(asking, due, reason)))
			reason = MST_UNFINISHED;
		conclude(expiring, due, reason, sent_ns);
		return true;
	}
	if (asking->sending->burst.count >= expiring->wanted ||
	    !mst_error_pace_take(&asking->pace, &due->addr, due->attempt + 1u))
		return false;
	mst_trace_expired(asking->context->shared, due, reason, asking->context->lane);
	if ((silence.hidden || mst_reason_is_void(reason)) && !mst_roll_excuse(mst_asking_roll(asking), due))
		return true; /* answered in this very moment */
	if (mst_reason_is_void(reason))
		mst_count(reason == MST_LOCAL_LOSS ? &counts->local_loss : &counts->gateway_loss, 1);
	ask_again(asking, due, silence.hidden ? MST_LOCAL_LOSS : reason);
	return true;
}

/*
 * On a link, and where hosts limit their ICMP errors, silent targets are asked again when all have been asked once, or
 * the roll is full; or after this long: then the others still get their turn, at half the rate, before ticks wrap.
 */
static uint64_t patience_ns(const struct mst_asking *asking)
{
	unsigned attempts;

	if ((!mst_context_on_link(asking->context) && !asking->pace.hosts) ||
	    !mst_roll_has_room(mst_asking_roll(asking)) || !mst_asking_has_next(asking))
		return 0;
	attempts = mst_load(&asking->context->shared->attempts, relaxed); /* RETRY */
	return attempts > 1 ? WAVES_NS / (2 * attempts - 1) : 0;
}

/* Of attempts that left between two moments the silence proves that there was no answer, as far as the round knows when
 * the burst begins to be filled: silence_of would find nothing else for any of them. */
static void find_plain(struct mst_expiring *expiring)
{
	const struct mst_asking *asking = expiring->asking;
	const struct mst_context *context = asking->context;
	const struct mst_shared *shared = context->shared;
	/* In this order, as in silence_of. */
	bool awaited = mst_engine_proof_is_awaited(&context->state->proof, asking->sending->engine);
	uint64_t until_ns = mst_hops_proven_until_ns(shared);
	enum mst_engine_standing standing = mst_engine_proof_stands(&context->state->proof);

	expiring->plain_from_ns = UINT64_MAX;
	expiring->plain_until_ns = 0;
	if (awaited || standing == MST_ENGINE_EATEN || standing == MST_ENGINE_UNRESOLVED || asking->pace.hosts ||
	    asking->sending->stuck || mst_run_failed(shared->run) || mst_losses_are_noted(&shared->losses)) /* LOSS */
		return;
	expiring->plain_from_ns = mst_load(&context->published->engine_since_ns, relaxed);
	expiring->plain_until_ns = until_ns;
}

void mst_expiring_begin(struct mst_expiring *expiring, struct mst_asking *asking, uint32_t wanted)
{
	const struct mst_context *context = asking->context;

	expiring->asking = asking;
	expiring->wanted = wanted;
	expiring->horizon_ns = mst_load(&context->shared->horizon_ns, acquire); /* HORIZON */
	find_plain(expiring);
	mst_last_wait_look(&expiring->last_wait, context);
	mst_roll_set_patience(mst_asking_roll(asking), last_wait_ns(expiring));
	mst_roll_look(&expiring->look, mst_asking_roll(asking), expiring->horizon_ns, 0);
}

bool mst_expiring_tend(struct mst_expiring *expiring)
{
	struct mst_due due;

	mst_roll_set_patience(mst_asking_roll(expiring->asking), last_wait_ns(expiring));
	return mst_roll_due_next(&expiring->look, patience_ns(expiring->asking), &due) && tend(expiring, &due);
}
