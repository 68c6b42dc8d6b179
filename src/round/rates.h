/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rates.h - gets the governor's ruling for each egress of a round, and publishes it to the lanes: RATE.
 * Receiver's thread.
 */
#ifndef MST_ROUND_RATES_H
#define MST_ROUND_RATES_H

#include "round/governor.h"
#include "round/senses.h"

struct mst_rates {
	struct mst_governor governor;
	_Atomic uint64_t limited[MST_LIMIT_COUNT]; /* COUNTS: frames sent while this kept the rate from rising */
};

/* Before the start: lanes begin at the rate that the scan may have by now. Any thread. */
void mst_rates_limit(struct mst_shared *shared);

void mst_rates_open(struct mst_rates *rates, const struct mst_plan *plan, uint64_t now_ns);

/* How long the receiver may sleep until it looks again. */
int mst_rates_pause_ms(const struct mst_rates *rates, const struct mst_plan *plan);

/*
 * Looks every few milliseconds, when called more often. `estimators`: one an egress; `machine_limit`: what limits the
 * rate when this machine does.
 */
void mst_rates_turn(struct mst_rates *rates, struct mst_shared *shared, struct mst_estimator *estimators,
                    const struct mst_intake *intake, enum mst_limit machine_limit, uint64_t now_ns);

#endif
