/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * learning.h - what an answer shows of the network: round trips, losses, responders to ask again. Only answers of the
 * target itself: routers limit and delay their ICMP errors, so these show nothing.
 */
#ifndef MST_ROUND_LEARNING_H
#define MST_ROUND_LEARNING_H

#include "round/estimator.h"
#include "round/recognise.h"
#include "round/shared.h"

/* A settled question. */
struct mst_learnt {
	const struct mst_recognised *found;
	const struct mst_result *result;
	const struct mst_settlement *settlement;
	bool first; /* it had no verdict before */
};

/* Both of the egress along which it was asked. */
void mst_learning_note(const struct mst_shared *shared, struct mst_estimator *estimator, struct mst_egress_state *state,
                       const struct mst_learnt *learnt);

/* A reference probe has been answered, for the first time. */
void mst_learning_reference(const struct mst_shared *shared, struct mst_estimator *estimator,
                            const struct mst_egress_state *state, const struct mst_recognised *found,
                            const struct mst_settlement *settlement);

#endif
