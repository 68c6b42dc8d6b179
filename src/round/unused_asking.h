/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * unused_asking.h - a lane's questions to addresses and ports that are not in use: asked, asked again, and forgotten.
 * See plan/unused.h.
 *
 * They have no verdicts; only that something answers is of interest. The first lane of each routed egress asks them.
 */
#ifndef MST_ROUND_UNUSED_ASKING_H
#define MST_ROUND_UNUSED_ASKING_H

#include "round/sending.h"

#define MST_UNUSED_ATTEMPTS 2

struct mst_unused_asking {
	const struct mst_context *context;
	struct mst_sending *sending;
	bool active;
	size_t addr_at;   /* the next of plan->unused.addrs */
	uint64_t over_ns; /* since when there is nothing left to ask; 0: there is */
};

/* Whether this lane asks any, in a round of this plan. */
bool mst_unused_is_asked_by(const struct mst_plan *plan, unsigned lane);

/* Opens the roll too. -ENOMEM with a sentence. */
int mst_unused_asking_open(struct mst_unused_asking *asking, const struct mst_context *context,
                           struct mst_sending *sending, struct mst_error *err);

/* Asks those that are due, while the burst holds fewer frames than wanted. */
void mst_unused_asking_tend(struct mst_unused_asking *asking, uint32_t wanted);

/*
 * Whether a lane that has nothing else to do may end: these questions are over, and every answer that came before it
 * had nothing else to do has been looked at.
 */
bool mst_unused_asking_is_over(struct mst_unused_asking *asking);

#endif
