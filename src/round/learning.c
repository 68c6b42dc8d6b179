/* SPDX-License-Identifier: BSD-2-Clause */
/* learning.c - see learning.h. */
#include "round/learning.h"

static void join_references(const struct mst_plan *plan, struct mst_estimator *estimator,
                            struct mst_egress_state *state, const struct mst_learnt *learnt)
{
	const struct mst_result *result = learnt->result;
	struct mst_reference reference = { .probe = learnt->found->answer.probe };
	uint64_t key = mst_reference_key(&result->addr, result->port), now_ns = learnt->found->arrival.now_ns;

	if (mst_estimator_has_place(estimator, state, key, now_ns) &&
	    mst_space_find(&plan->space, &result->addr, result->port, &reference.position) &&
	    reference.position < MST_REFERENCE_POSITIONS)
		mst_estimator_join(estimator, state, key, reference, result->rtt_ns, now_ns);
}

/* How long the round trip of an answer took at the least: its frame may have left late. */
static uint64_t least_ns(const struct mst_shared *shared, const struct mst_recognised *found, uint64_t rtt_ns)
{
	uint64_t at_ns = mst_arrival_ns(&found->arrival);

	if (rtt_ns < MST_RTT_FAR_NS || rtt_ns > at_ns)
		return rtt_ns;
	return mst_slips_least_ns(&shared->published[found->place.lane].slips, at_ns - rtt_ns, rtt_ns); /* SLIP */
}

void mst_learning_note(const struct mst_shared *shared, struct mst_estimator *estimator, struct mst_egress_state *state,
                       const struct mst_learnt *learnt)
{
	const struct mst_plan *plan = shared->plan;
	const struct mst_recognised *found = learnt->found;
	const struct mst_result *result = learnt->result;
	const struct mst_settlement *settlement = learnt->settlement;

	if (result->rtt_ns >= 0)
		mst_rtt_sample_of(&estimator->rtt, (uint64_t)result->rtt_ns,
		                  least_ns(shared, found, (uint64_t)result->rtt_ns));
	if (!plan->pacing.adaptive || found->route->egress->kind == MST_EGRESS_ON_LINK)
		return;
	/* Hosts send few ICMP errors a second (RFC 1812, section 4.3.2.8): asking for two loses one. */
	if (plan->probing.about == MST_ABOUT_UDP && result->state != MST_OPEN)
		return;
	/* A reference probe is recognised by its ticket, and its answer comes from the address asked. */
	if (!found->answer.by_key && !mst_estimator_is_full(estimator, found->arrival.now_ns) &&
	    mst_addr_equal(&found->answer.from, &found->answer.target))
		join_references(plan, estimator, state, learnt);
	/* A host that answers the second wave's probe was asked by it for the first time: nothing was lost. */
	if (mst_plan_probing_is_second(&plan->probing, found->answer.probe))
		return;
	/* Frames that this machine refused to send, or whose answers it may have lost, were not lost in the network. */
	if (learnt->first && mst_word_refused(settlement->was) + mst_word_excused(settlement->was) == 0)
		mst_repeats_note(&estimator->repeats, mst_settlement_asked_ns(settlement, found->arrival.now_ns),
		                 result->attempt > 1);
}

void mst_learning_reference(const struct mst_shared *shared, struct mst_estimator *estimator,
                            const struct mst_egress_state *state, const struct mst_recognised *found,
                            const struct mst_settlement *settlement)
{
	const struct mst_answer *answer = &found->answer;
	int64_t rtt_ns = mst_trip_ns(&found->arrival, answer, settlement, 0);
	struct mst_reference_trip trip = {
		.sent_ns = mst_settlement_asked_ns(settlement, found->arrival.now_ns),
		.rtt_ns = rtt_ns,
		.least_ns = rtt_ns < 0 ? 0 : least_ns(shared, found, (uint64_t)rtt_ns),
	};

	mst_estimator_reference(
		estimator, state,
		mst_reference_key(&answer->target, shared->plan->probing.about_ports ? answer->port : 0), &trip);
}
