/* SPDX-License-Identifier: BSD-2-Clause */
/* references.c - see references.h. */
#include "round/references.h"

#include <errno.h>

#include "base/clock.h"
#include "base/fail.h"
#include "round/framing.h"

/* SplitMix64 (G. Steele, D. Lea, C. Flood 2014). */
#define STRIDE UINT64_C(0x9e3779b97f4a7c15)

static struct mst_roll *roll_of(const struct mst_references *references)
{
	return &references->context->rolls->of[MST_REFERENCE];
}

int mst_references_open(struct mst_references *references, const struct mst_context *context,
                        struct mst_sending *sending, struct mst_error *err)
{
	const struct mst_plan *plan = context->plan;
	uint32_t entries = plan->capacity.entries;

	*references = (struct mst_references){ .context = context, .sending = sending, .number = context->lane };
	if (!plan->pacing.adaptive)
		return 0;
	if (entries > MST_REFERENCES_IN_FLIGHT)
		entries = MST_REFERENCES_IN_FLIGHT;
	if (mst_roll_open(roll_of(references), entries, plan->wide, MST_NS_PER_SECOND, 1) < 0)
		return mst_fail(err, -ENOMEM, "no memory for reference probes");
	return 0;
}

/* The first comes after as many questions as any other: a scan that is over by then needs none. */
void mst_references_follow(struct mst_references *references, double egress_pps, double reference_pps)
{
	uint32_t every = reference_pps > 0 ? 1 + (uint32_t)(egress_pps / reference_pps) : 0;

	if (egress_pps == references->egress_pps && reference_pps == references->reference_pps)
		return;
	references->egress_pps = egress_pps;
	references->reference_pps = reference_pps;
	if (references->every == 0 || references->in > 2 * every)
		references->in = every;
	references->every = every;
}

void mst_references_ask(struct mst_references *references, const struct mst_reference *reference)
{
	const struct mst_context *context = references->context;
	struct mst_wave wave = { reference->probe, reference->probe + 1 };
	uint64_t stamp_ns = mst_sending_next_stamp(references->sending);
	struct mst_attempt attempt = {
		.purpose = MST_REFERENCE,
		.number = 1,
		.question = mst_space_at(&context->plan->space, reference->position),
	};

	attempt.route = mst_plan_route(context->plan, &attempt.question.addr, attempt.question.port);
	if (mst_egress_counts(context->state, stamp_ns))
		mst_count(&context->published->references_counted, 1);
	attempt.entry = mst_roll_arm(roll_of(references), &attempt.question.addr, attempt.question.port,
	                             stamp_ns); /* ARM */
	mst_references_count(references);
	mst_frame_attempt(references->sending, &attempt, wave);
}

void mst_references_send(struct mst_references *references)
{
	struct mst_reference reference;

	references->number = mst_mix(references->number + STRIDE);
	references->in = 1 + (uint32_t)(references->number % (2 * references->every));
	if (!mst_roll_has_room(roll_of(references)) ||
	    !mst_reference_set_pick(&references->context->state->references, references->number >> 32, &reference))
		return;
	mst_references_ask(references, &reference);
	mst_count(&references->context->published->counts.references, 1);
}

void mst_references_tend(struct mst_references *references)
{
	const struct mst_context *context = references->context;
	const struct mst_shared *shared = context->shared;
	uint64_t horizon_ns = mst_load(&shared->horizon_ns, acquire); /* HORIZON */
	struct mst_roll *roll = roll_of(references);
	struct mst_due due;

	mst_roll_set_timeout(roll, mst_load(&context->state->reference_timeout_ns, relaxed)); /* TIMEOUT */
	while (mst_roll_due(roll, horizon_ns, &due)) {
		uint64_t sent_ns = mst_due_sent_ns(&due, horizon_ns);
		bool unsent = mst_word_refused(due.word) >= due.attempt;
		bool excused = mst_losses_between(&shared->outages, sent_ns, horizon_ns); /* LOSS */

		if (mst_roll_give_up(roll, &due, MST_STANDING_SILENT) && !unsent && !excused)
			mst_count(&context->published->counts.references_lost, 1);
	}
}
