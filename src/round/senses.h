/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * senses.h - collects the senses of one egress for pace/adapt.h, from what its lanes publish, and from its answers.
 * Receiver's thread.
 */
#ifndef MST_ROUND_SENSES_H
#define MST_ROUND_SENSES_H

#include "pace/epoch.h"
#include "round/estimator.h"
#include "round/shared.h"

/* What this machine received so far, and lost of it. */
struct mst_intake {
	uint64_t received;     /* frames that the captures handed over */
	uint64_t drops;        /* frames that they lost */
	uint64_t device_drops; /* frames that interfaces dropped */
	uint64_t stall_ns;     /* how long it kept threads waiting lately */
};

/* Of the lanes alone. */
struct mst_senses mst_senses_of_lanes(const struct mst_shared *shared, const struct mst_egress *egress,
                                      uint64_t now_ns);

/* Of lanes and answers. Closes the estimator's slots of questions for which no more answers are expected. */
struct mst_senses mst_senses_of(const struct mst_shared *shared, const struct mst_egress *egress,
                                struct mst_estimator *estimator, const struct mst_intake *intake, uint64_t now_ns);

/* Whether the lanes of an egress have ended. */
bool mst_egress_is_over(const struct mst_shared *shared, const struct mst_egress *egress);

#endif
