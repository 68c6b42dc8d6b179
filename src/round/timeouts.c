/* SPDX-License-Identifier: BSD-2-Clause */
/* timeouts.c - see timeouts.h. */
#include "round/timeouts.h"

#include "base/clock.h"

#define REFERENCE_FLOOR_NS (20 * MST_NS_PER_MS)

/* If our threads lack CPU, so do the kernel's: frames wait in both directions. */
static uint64_t timeout_ns(const struct mst_rtt *rtt, uint64_t initial_ns, uint64_t floor_ns, uint64_t ceiling_ns,
                           uint64_t stall_ns)
{
	uint64_t timeout = mst_rtt_timeout_ns(rtt, initial_ns, floor_ns, ceiling_ns);

	if (timeout >= ceiling_ns || ceiling_ns - timeout < stall_ns)
		return timeout > ceiling_ns ? timeout : ceiling_ns;
	return timeout + stall_ns;
}

/*
 * What sockets tell has the time at which it was read: the longest of the run. Frames bring the kernel's time; a lane
 * that loses the CPU between the stamp of a frame and its departure tells of it (slips.h).
 */
static void note_blur(const struct mst_plan *plan, struct mst_estimator *estimators, uint64_t stall_ns)
{
	for (unsigned i = 0; plan->by_sockets && i < plan->egresses.count; i++) {
		if (estimators[i].rtt.blur_ns < stall_ns)
			estimators[i].rtt.blur_ns = stall_ns;
	}
}

void mst_timeouts_publish(struct mst_shared *shared, struct mst_estimator *estimators, uint64_t stall_ns)
{
	const struct mst_egresses *egresses = &shared->plan->egresses;
	const struct mst_patience *patience = &shared->plan->patience;
	uint64_t longest_ns = 0;

	note_blur(shared->plan, estimators, stall_ns);
	for (unsigned i = 0; i < egresses->count; i++) {
		const struct mst_rtt *rtt = &estimators[i].rtt;
		struct mst_egress_state *state = &shared->egresses[i];
		uint64_t floor_ns = egresses->of[i].kind == MST_EGRESS_ON_LINK ? patience->on_link_floor_ns
		                                                               : patience->floor_ns;

		if (mst_rtt_patience_ns(rtt) > longest_ns)
			longest_ns = mst_rtt_patience_ns(rtt);
		mst_store(&state->timeout_ns,
		          timeout_ns(rtt, patience->initial_ns, floor_ns, patience->ceiling_ns, stall_ns),
		          relaxed); /* TIMEOUT */
		mst_store(&state->last_wait_ns, mst_patience_last_ns(patience, &egresses->of[i], rtt),
		          relaxed); /* TIMEOUT */
		mst_store(&state->reference_timeout_ns,
		          timeout_ns(rtt, MST_NS_PER_SECOND, REFERENCE_FLOOR_NS, MST_NS_PER_SECOND, stall_ns),
		          relaxed); /* TIMEOUT */
	}
	mst_store(&shared->patience_ns, longest_ns, relaxed);
}
