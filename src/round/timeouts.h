/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * timeouts.h - how long the lanes of each egress wait for an answer, from its round trips: TIMEOUT; receiver's thread.
 */
#ifndef MST_ROUND_TIMEOUTS_H
#define MST_ROUND_TIMEOUTS_H

#include "round/estimator.h"
#include "round/shared.h"

/* For all egresses of the round, an estimator each; `stall_ns`: how long this machine kept its threads waiting lately.
 */
void mst_timeouts_publish(struct mst_shared *shared, struct mst_estimator *estimators, uint64_t stall_ns);

#endif
