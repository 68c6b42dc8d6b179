/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * retry.h - how often silent targets are asked when a share of missed answers is the goal: RETRY. Receiver's thread.
 *
 * While little is known of losses, silent targets get more attempts, not fewer.
 */
#ifndef MST_ROUND_RETRY_H
#define MST_ROUND_RETRY_H

#include "plan/plan.h"
#include "track/missed.h"

struct mst_retry {
	uint64_t looked_ns;
};

/* Whether it is time to look: some times a second. Never without --until-missed. */
bool mst_retry_is_due(struct mst_retry *retry, const struct mst_plan *plan, uint64_t now_ns);

/* How many attempts a silent target gets, by what answered so far. */
unsigned mst_retry_attempts(const struct mst_plan *plan, const struct mst_answered *answered);

#endif
