/* SPDX-License-Identifier: BSD-2-Clause */
/* estimator.c - see estimator.h. */
#include "round/estimator.h"

#include "base/clock.h"

/* Then another target may take the place, and a changed path has new shortest trips. */
#define STAY_NS (10 * MST_NS_PER_SECOND)

/* What is later than this waited in a queue; less, or an eighth of a long trip, may be chance.
 * CoDel's target is 5 ms too. */
#define LATER_NS (5 * MST_NS_PER_MS)
#define LATER_SHIFT 3

/* Until which moment none of them leaves its place: the first that came is the first to go. */
static uint64_t full_until_ns(const struct mst_estimator *estimator, const struct mst_egress_state *egress)
{
	uint64_t since_ns = UINT64_MAX - STAY_NS;

	if (mst_load(&egress->references.count, relaxed) < MST_REFERENCES)
		return 0;
	for (unsigned i = 0; i < MST_REFERENCES; i++) {
		if (estimator->members[i].since_ns < since_ns)
			since_ns = estimator->members[i].since_ns;
	}
	return since_ns + STAY_NS;
}

bool mst_estimator_has_place(const struct mst_estimator *estimator, const struct mst_egress_state *egress, uint64_t key,
                             uint64_t now_ns)
{
	unsigned place = mst_reference_place(key);

	return mst_load(&egress->references.members[place], relaxed) == 0 ||
	       now_ns - estimator->members[place].since_ns >= STAY_NS;
}

void mst_estimator_join(struct mst_estimator *estimator, struct mst_egress_state *egress, uint64_t key,
                        struct mst_reference reference, int64_t rtt_ns, uint64_t now_ns)
{
	unsigned place = mst_reference_place(key);

	estimator->members[place].key = key;
	estimator->members[place].since_ns = now_ns;
	estimator->members[place].shortest_ns = rtt_ns >= 0 ? (uint64_t)rtt_ns : UINT64_MAX;
	mst_reference_set_put(&egress->references, place, reference); /* REFERENCE */
	if (now_ns > estimator->joined_ns)
		estimator->joined_ns = now_ns;
	estimator->full_until_ns = full_until_ns(estimator, egress);
}

void mst_estimator_reference(struct mst_estimator *estimator, const struct mst_egress_state *egress, uint64_t key,
                             const struct mst_reference_trip *trip)
{
	unsigned place = mst_reference_place(key);
	uint64_t *shortest_ns = &estimator->members[place].shortest_ns, rtt_ns = (uint64_t)trip->rtt_ns;
	bool counts = mst_egress_counts(egress, trip->sent_ns);

	estimator->answered += counts;
	if (trip->rtt_ns < 0 || estimator->members[place].key != key)
		return;
	mst_rtt_sample_of(&estimator->rtt, rtt_ns, trip->least_ns);
	if (rtt_ns < *shortest_ns)
		*shortest_ns = rtt_ns;
	if (!counts)
		return;
	estimator->delay_ns += rtt_ns - *shortest_ns;
	estimator->delayed += rtt_ns > *shortest_ns + (*shortest_ns >> LATER_SHIFT) + LATER_NS;
}
