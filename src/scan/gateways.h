/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * gateways.h - the round before all others: it asks gateways for link-layer addresses that the kernel does not know, as
 * it asks targets on a link.
 */
#ifndef MST_SCAN_GATEWAYS_H
#define MST_SCAN_GATEWAYS_H

#include "plan/plan.h"

/*
 * Completes the hops of a plan's paths, one for each. Waits a few seconds at most, for all gateways together. Hops of
 * silent gateways are marked as asked and left without address. -EHOSTUNREACH with a sentence when all are silent.
 * Without privilege nothing is asked: opening the engines will report that.
 *
 * 1: next hops of equal-cost routes are silent, and were added to `dead`: the plan is to be made again without them.
 */
int mst_gateways_ask(struct mst_hop *hops, const struct mst_plan *plan, struct mst_dead_hops *dead,
                     struct mst_error *err);

/* Copies the results of other hops, so that the same gateways are not asked again. */
void mst_gateways_copy(struct mst_hop *hops, size_t count, const struct mst_hop *others, size_t other_count);

#endif
