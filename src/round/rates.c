/* SPDX-License-Identifier: BSD-2-Clause */
/* rates.c - see rates.h. */
#include "round/rates.h"

#include <math.h>

#include "base/clock.h"
#include "round/trace.h"

#define PAUSE_MS 4
#define HURRIED_PAUSE_MS 1 /* while a rate doubles each time that it is looked at, or when the end is waited for */

void mst_rates_open(struct mst_rates *rates, const struct mst_plan *plan, uint64_t now_ns)
{
	mst_governor_open(&rates->governor, plan, now_ns);
}

/* A new rate, and what it was decided by. */
static void trace(const struct mst_shared *shared, const struct mst_egress *egress, const struct mst_ruling *ruling,
                  const struct mst_senses *senses)
{
	double before_pps = mst_load(&shared->egresses[egress->number].rate_pps, relaxed);
	struct mst_trace_rate rate = {
		.egress = egress->number,
		.rate_pps = ruling->rate_pps,
		.before_pps = before_pps,
		.limit = mst_limit_word(ruling->limit),
		.sent = senses->sent,
		.references = senses->references,
		.references_answered = senses->answered,
		.references_delayed = senses->delayed,
		.drops = senses->drops,
	};

	if (ruling->rate_pps == before_pps)
		return;
	MST_USDT(rate, egress->number, (uint64_t)ruling->rate_pps, (uint64_t)before_pps, ruling->limit);
	if (shared->traced)
		mst_trace_emit(shared, &(struct mst_trace_event){ .kind = MST_TRACE_RATE, .rate = &rate });
}

static void hand_over(struct mst_egress_state *state, const struct mst_ruling *ruling)
{
	mst_store(&state->rate_pps, ruling->rate_pps, relaxed);             /* RATE */
	mst_store(&state->reference_pps, ruling->reference_pps, relaxed);   /* RATE */
	mst_store(&state->count_from_ns, ruling->count_from_ns, relaxed);   /* RATE */
	mst_store(&state->count_until_ns, ruling->count_until_ns, relaxed); /* RATE */
	if (ruling->lossy)
		mst_losses_note(&state->congestion, ruling->lossy_from_ns, ruling->lossy_until_ns); /* LOSS */
}

/* An end of counting that is new must reach the lanes before it has come: see mst_adapt_published. */
static void publish(struct mst_governor *governor, struct mst_egress_state *state, const struct mst_egress *egress,
                    struct mst_ruling *ruling)
{
	bool ends = mst_load(&state->count_until_ns, relaxed) == UINT64_MAX && ruling->count_until_ns != UINT64_MAX;

	hand_over(state, ruling);
	while (ends && mst_governor_note_published(governor, egress, ruling, mst_now_ns()))
		mst_store(&state->count_until_ns, ruling->count_until_ns, relaxed); /* RATE */
}

/* Lanes that wait until hosts may send ICMP errors again seem to have no work. */
static void count(struct mst_rates *rates, const struct mst_shared *shared, const struct mst_ruling *ruling,
                  enum mst_limit machine_limit)
{
	enum mst_limit limit = ruling->limit == MST_LIMIT_MACHINE ? machine_limit : ruling->limit;

	if (limit == MST_LIMIT_WORK && mst_load(&shared->errors_limit, relaxed))
		limit = MST_LIMIT_ERRORS;
	mst_count(&rates->limited[limit], ruling->sent);
}

/* What the scan may send from now on, whatever was planned (mst_scan_set_max_rate). */
static double most_of(const struct mst_shared *shared)
{
	uint64_t pps = mst_load(&shared->run->max_pps, relaxed); /* RATE */

	return pps > 0 ? (double)pps : INFINITY;
}

/* A rate that does not adapt is the planned one, or less. */
static void limit(struct mst_shared *shared, const struct mst_egress *egress)
{
	double planned_pps = mst_pacing_begin_pps(&shared->plan->pacing, egress);
	double most_pps = most_of(shared);

	if (planned_pps <= 0)
		planned_pps = isinf(most_pps) ? 0 : most_pps;
	mst_store(&shared->egresses[egress->number].rate_pps, fmin(planned_pps, most_pps), relaxed); /* RATE */
}

void mst_rates_limit(struct mst_shared *shared)
{
	for (unsigned i = 0; i < shared->plan->egresses.count; i++)
		limit(shared, &shared->plan->egresses.of[i]);
}

static void watch(struct mst_rates *rates, struct mst_shared *shared, const struct mst_egress *egress,
                  enum mst_limit machine_limit, uint64_t now_ns)
{
	struct mst_senses senses = mst_senses_of_lanes(shared, egress, now_ns);
	struct mst_ruling ruling = mst_governor_watch(&rates->governor, shared->plan, egress, &senses);

	limit(shared, egress);
	count(rates, shared, &ruling, machine_limit);
}

int mst_rates_pause_ms(const struct mst_rates *rates, const struct mst_plan *plan)
{
	const struct mst_governor *governor = &rates->governor;
	bool hurried = mst_governor_is_hurried(governor, plan) || mst_governor_is_over(governor, plan);

	return hurried ? HURRIED_PAUSE_MS : PAUSE_MS;
}

void mst_rates_turn(struct mst_rates *rates, struct mst_shared *shared, struct mst_estimator *estimators,
                    const struct mst_intake *intake, enum mst_limit machine_limit, uint64_t now_ns)
{
	const struct mst_egresses *egresses = &shared->plan->egresses;
	struct mst_governor *governor = &rates->governor;

	for (unsigned i = 0; i < egresses->on_link_count; i++)
		watch(rates, shared, &egresses->of[i], machine_limit, now_ns);
	if (!mst_governor_is_due(governor, shared->plan, now_ns))
		return;
	for (unsigned i = egresses->on_link_count; i < egresses->count; i++) {
		if (mst_egress_is_over(shared, &egresses->of[i]))
			mst_governor_note_over(governor, &egresses->of[i]);
	}
	for (unsigned i = egresses->on_link_count; i < egresses->count; i++) {
		struct mst_senses senses;
		struct mst_ruling ruling;

		if (!shared->plan->pacing.adaptive) {
			if (!governor->egresses[i].over)
				watch(rates, shared, &egresses->of[i], machine_limit, now_ns);
			continue;
		}
		senses = mst_senses_of(shared, &egresses->of[i], &estimators[i], intake, now_ns);
		ruling = mst_governor_rule(governor, shared->plan, &egresses->of[i], &senses, most_of(shared));
		trace(shared, &egresses->of[i], &ruling, &senses);
		publish(governor, &shared->egresses[i], &egresses->of[i], &ruling);
		count(rates, shared, &ruling, machine_limit);
	}
}
