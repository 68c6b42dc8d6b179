/* SPDX-License-Identifier: BSD-2-Clause */
/* senses.c - see senses.h. */
#include "round/senses.h"

struct mst_senses mst_senses_of_lanes(const struct mst_shared *shared, const struct mst_egress *egress, uint64_t now_ns)
{
	struct mst_senses senses = { .now_ns = now_ns,
		                     .left_ns = now_ns,
		                     .lanes = mst_load(&shared->egresses[egress->number].sharers, relaxed) };

	for (unsigned i = egress->first_lane; i < egress->first_lane + egress->lanes; i++) {
		const struct mst_published *lane = &shared->published[i];

		senses.sent += mst_load(&lane->counts.sent, relaxed);
		senses.references += mst_load(&lane->references_counted, relaxed);
		senses.idle_ns += mst_load(&lane->unused_ns, relaxed);
		senses.held_ns += mst_load(&lane->held_ns, relaxed);
		senses.late_ns += mst_load(&lane->late_ns, relaxed);
		if (!mst_published_is_over(lane) && !mst_load(&lane->rests, acquire) && /* CREW */
		    mst_load(&lane->left_ns, relaxed) < senses.left_ns)
			senses.left_ns = mst_load(&lane->left_ns, acquire); /* LEFT */
	}
	return senses;
}

bool mst_egress_is_over(const struct mst_shared *shared, const struct mst_egress *egress)
{
	for (unsigned i = egress->first_lane; i < egress->first_lane + egress->lanes; i++) {
		if (!mst_published_is_over(&shared->published[i]))
			return false;
	}
	return true;
}

/* Questions first asked before this moment: the first repetition has been answered, or is lost. */
static uint64_t repeats_known_ns(const struct mst_shared *shared, const struct mst_egress_state *state,
                                 uint64_t read_ns)
{
	uint64_t timeout_ns = mst_load(&state->timeout_ns, relaxed);
	uint64_t lag_ns = 2 * timeout_ns + mst_load(&shared->patience_ns, relaxed);

	return read_ns > lag_ns ? read_ns - lag_ns : 0;
}

struct mst_senses mst_senses_of(const struct mst_shared *shared, const struct mst_egress *egress,
                                struct mst_estimator *estimator, const struct mst_intake *intake, uint64_t now_ns)
{
	const struct mst_egress_state *state = &shared->egresses[egress->number];
	struct mst_senses senses = mst_senses_of_lanes(shared, egress, now_ns);

	senses.read_ns = mst_load(&shared->horizon_ns, relaxed);
	senses.patience_ns = mst_load(&state->reference_timeout_ns, relaxed);
	senses.stall_ns = intake->stall_ns;
	senses.members = mst_load(&state->references.count, relaxed);
	senses.answered = estimator->answered;
	senses.delayed = estimator->delayed;
	senses.delay_ns = estimator->delay_ns;
	senses.received = intake->received;
	senses.drops = intake->drops;
	senses.device_drops = intake->device_drops;
	mst_repeats_close(&estimator->repeats, repeats_known_ns(shared, state, senses.read_ns));
	senses.firsts = estimator->repeats.closed_first;
	senses.repeats = estimator->repeats.closed_repeated;
	senses.closed_until_ns = mst_repeats_closed_ns(&estimator->repeats);
	return senses;
}
