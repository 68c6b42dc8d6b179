/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hop_proof.h - what the silence of a question proves, as far as its gateway (watched_hop.h) and its route (detours.h)
 * go. Lane's thread.
 */
#ifndef MST_ROUND_HOP_PROOF_H
#define MST_ROUND_HOP_PROOF_H

#include "round/context.h"

enum mst_hop_proof {
	MST_HOP_PROVEN,    /* the attempt passed its gateway, or that is not watched */
	MST_HOP_UNPROVEN,  /* not yet known: it waits */
	MST_HOP_VOID,      /* the attempt did not pass it */
	MST_HOP_GONE,      /* the gateway is silent, and is not waited for any more */
	MST_HOP_HOST_GONE, /* so is the target, on a link */
	MST_HOP_DETOURED,  /* the route changed: the target is not probed any more */
};

/* Where no route changed, whether each gateway that is watched is known to have lived then, and none ever failed. */
static inline bool mst_hops_are_proven(const struct mst_shared *shared, uint64_t sent_ns)
{
	const struct mst_watched_hops *hops = &shared->hops;

	if (mst_load(&shared->detours.now, relaxed)) /* ROUTES */
		return false;
	/* In this order: what is proven later was noted as lost before. */
	return !hops->count || (sent_ns <= mst_load(&hops->proven_ns, acquire) && /* NEXTHOP */
	                        !mst_load(&hops->troubled, relaxed));
}

/* Up to which moment they are; 0: not all are. */
static inline uint64_t mst_hops_proven_until_ns(const struct mst_shared *shared)
{
	const struct mst_watched_hops *hops = &shared->hops;
	uint64_t proven_ns = hops->count ? mst_load(&hops->proven_ns, acquire) : UINT64_MAX; /* NEXTHOP */

	return mst_hops_are_proven(shared, proven_ns) ? proven_ns : 0;
}

/* Of the current attempt of a question that has run out, where they are not. */
enum mst_hop_proof mst_hop_look_up(const struct mst_context *context, const struct mst_due *due, uint64_t sent_ns);

/* Of the current attempt of a question that has run out. */
static inline enum mst_hop_proof mst_hop_proof_of(const struct mst_context *context, const struct mst_due *due,
                                                  uint64_t sent_ns)
{
	return mst_hops_are_proven(context->shared, sent_ns) ? MST_HOP_PROVEN : mst_hop_look_up(context, due, sent_ns);
}

/* Why a new question cannot be asked by this route: MST_GATEWAY_SILENT, MST_HOST_DOWN, MST_ROUTE_CHANGED; else
 * MST_NO_RESPONSE. */
enum mst_reason mst_hop_objects(const struct mst_context *context, const struct mst_route_out *route,
                                const struct mst_addr *addr);

/* The reason that a verdict has by this proof; MST_NO_RESPONSE where it is another matter. */
static inline enum mst_reason mst_hop_proof_reason(enum mst_hop_proof proof)
{
	static const uint8_t reasons[] = {
		[MST_HOP_PROVEN] = MST_NO_RESPONSE,  [MST_HOP_UNPROVEN] = MST_NO_RESPONSE,
		[MST_HOP_VOID] = MST_GATEWAY_SILENT, [MST_HOP_GONE] = MST_GATEWAY_SILENT,
		[MST_HOP_HOST_GONE] = MST_HOST_DOWN, [MST_HOP_DETOURED] = MST_ROUTE_CHANGED,
	};

	return (enum mst_reason)reasons[proof];
}

#endif
