/*
 * gateways.h - the round before all others: gateways whose link-layer address the kernel does not know are asked for it, as
 * targets on a link are.
 */
#ifndef MST_SCAN_GATEWAYS_H
#define MST_SCAN_GATEWAYS_H

#include "plan/plan.h"

/*
 * Completes the hops of a plan's paths, one each. Waits a few seconds at most, for all gateways together. Hops whose gateway
 * stays silent are left so, and marked asked; when no other is left, it is -EHOSTUNREACH, with a sentence. Without privilege
 * nothing is asked: the engines will tell.
 */
int mst_gateways_ask(struct mst_hop *hops, const struct mst_plan *plan, struct mst_error *err);

/* What the gateways of other hops have answered, or not, these need not ask again. */
void mst_gateways_copy(struct mst_hop *hops, size_t count, const struct mst_hop *others, size_t other_count);

#endif
