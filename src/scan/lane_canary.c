/*
 * lane_canary.c - a lane's canaries. See canary.h.
 *
 * They stand at random places among the other frames: one at the head of every burst would find an empty queue, and
 * tell of no loss where there is much.
 */
#include "scan/lane.h"

/* SplitMix64 (G. Steele, D. Lea, C. Flood 2014). */
#define STRIDE UINT64_C(0x9e3779b97f4a7c15)

void mst_lane_tend_canaries(struct mst_lane *lane)
{
	uint64_t horizon_ns = mst_load(&lane->round->horizon_ns, acquire); /* HORIZON */
	struct mst_due due;

	mst_roll_set_timeout(&lane->canaries, mst_load(&lane->way->canary_ns, relaxed)); /* TIMEOUT */
	while (mst_roll_due(&lane->canaries, horizon_ns, &due)) {
		bool unsent = mst_word_refused(due.word) >= due.attempt;
		bool excused = mst_losses_between(&lane->round->outages, mst_due_sent_ns(&due, horizon_ns), horizon_ns); /* LOSS */

		if (mst_roll_give_up(&lane->canaries, &due, MST_STANDING_SILENT) && !unsent && !excused)
			mst_count(&lane->counts.canaries_lost, 1);
	}
}

void mst_lane_send_canary(struct mst_lane *lane)
{
	struct mst_member member;

	lane->canary_number = mst_mix(lane->canary_number + STRIDE);
	lane->canary_in = 1 + (uint32_t)(lane->canary_number % (2 * lane->canary_every));
	if (!mst_roll_has_room(&lane->canaries) ||
	    !mst_flock_pick(&lane->way->flock, lane->canary_number >> 32, &member))
		return;
	mst_lane_ask_canary(lane, &member);
	mst_count(&lane->counts.canaries, 1);
}
