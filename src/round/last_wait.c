/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * last_wait.c - see last_wait.h.
 *
 * How long the last attempt waits. Time-outs follow the fast majority; sixty hosts at 12 ms and one at 500 ms behind
 * the same gateway, asked twice:
 *
 *     ms   0        50                 150               500                                   3050
 *     ask  1        2                  │                  │                                     │
 *          ├────────┼──────────────────┼──────────────────┼── … ────────────────────────────────┤
 *          first     second attempt    its time-out:       the far host answers                 patience is over:
 *          attempt                     held, no verdict    its first attempt: up                the others are down
 *
 * While there are targets to be asked anew, waiting costs nothing but slots of the roll. So silent targets that will
 * not be asked again are held: they keep their slots, without a verdict, until they have waited for egress_state's
 * last_wait_ns since their last attempt. All wait at the same time: a run ends at most one such wait later. Where the
 * roll is too small for all questions and becomes full, the oldest are given up after their ordinary time-out, to make
 * room. These have waited for about as long as it takes to fill a roll, a second at full rate, and answers that come
 * later still amend their verdicts for as long as the run lasts: that is at least one such wait, for the last questions
 * are held to the end. Nothing is held where a wait is known to be in vain or unwanted: on a link, where all hosts that
 * answer are near (plan/patience.c decides), with a time-out that the user set, and in a scan that is stopped.
 */
#include "round/last_wait.h"

#include "round/positions.h"

#define ROOM_LEAST 64 /* for frames of new questions, in the engine: where there is less, it is crowded, too */
#define RESERVE 8     /* a part of the roll: where less is free, it is crowded */

void mst_last_wait_look(struct mst_last_wait *wait, const struct mst_context *context)
{
	uint64_t wait_ns = mst_load(&context->state->last_wait_ns, relaxed); /* TIMEOUT */

	*wait = (struct mst_last_wait){ 0 };
	if (wait_ns == 0 || mst_run_stopped(context->shared->run))
		return;
	wait->wait_ns = wait_ns;
	/* Whether the slots, or sockets, of those that are held are needed for new questions. */
	if (!mst_positions_has_next(context))
		return;
	if (context->room < ROOM_LEAST + context->plan->probing.count)
		wait->wait_ns = 0;
	if (mst_plan_forgets(context->plan))
		wait->room_least = context->rolls->of[MST_ASK].capacity / RESERVE;
}

void mst_last_wait_note(const struct mst_context *context, uint64_t first_ns)
{
	_Atomic uint64_t *latest_ns = &context->published->latest_silent_ns;

	if (first_ns > mst_load(latest_ns, relaxed) && !mst_context_on_link(context))
		mst_store(latest_ns, first_ns, relaxed);
}
