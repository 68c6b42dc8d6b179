/* SPDX-License-Identifier: BSD-2-Clause */
/* hop_proof.c - see hop_proof.h. */
#include "round/hop_proof.h"

#include "base/clock.h"

#define LONGEST_WAIT_NS (30 * MST_NS_PER_SECOND) /* a gateway is given up before, and outages end */

static bool is_gone(const struct mst_context *context, const struct mst_watched_hop *hop)
{
	enum mst_watched_hop_state standing = mst_load(&hop->standing, acquire); /* NEXTHOP */

	return standing == MST_WATCHED_HOP_LOST ||
	       (standing == MST_WATCHED_HOP_SILENT && mst_run_stopped(context->shared->run));
}

enum mst_reason mst_hop_objects(const struct mst_context *context, const struct mst_route_out *route,
                                const struct mst_addr *addr)
{
	const struct mst_watched_hop *hop = mst_watched_hops_of(&context->shared->hops, context->plan, route, addr);

	if (hop && is_gone(context, hop))
		return hop->is_target ? MST_HOST_DOWN : MST_GATEWAY_SILENT;
	return mst_is_detoured(&context->shared->detours, addr) ? MST_ROUTE_CHANGED : MST_NO_RESPONSE;
}

enum mst_hop_proof mst_hop_look_up(const struct mst_context *context, const struct mst_due *due, uint64_t sent_ns)
{
	const struct mst_watched_hops *hops = &context->shared->hops;
	const struct mst_watched_hop *hop;
	uint64_t proven_ns;
	const struct mst_run *run = context->shared->run;

	/* What never left proves nothing of a gateway: excuse.h. */
	if (due->held || mst_run_failed(run) || mst_word_refused(due->word) >= due->attempt)
		return MST_HOP_PROVEN;
	/* Stopped in an outage, in which gateways are not asked: what was lost in it is noted elsewhere. */
	if (mst_run_stopped(run) && mst_load(&run->reachability, relaxed) == MST_REACHABLE_LATER)
		return MST_HOP_PROVEN;
	if (mst_is_detoured(&context->shared->detours, &due->addr))
		return MST_HOP_DETOURED;
	hop = mst_watched_hops_of(hops, context->plan, mst_plan_route(context->plan, &due->addr, due->port),
	                          &due->addr);
	if (!hop)
		return MST_HOP_PROVEN;
	proven_ns = mst_load(&hop->proven_ns, acquire); /* NEXTHOP */
	if (mst_watched_hop_lost(hop, sent_ns))
		return MST_HOP_VOID;
	if (sent_ns <= proven_ns)
		return MST_HOP_PROVEN;
	if (!is_gone(context, hop) && context->now_ns < sent_ns + LONGEST_WAIT_NS)
		return MST_HOP_UNPROVEN;
	return hop->is_target ? MST_HOP_HOST_GONE : MST_HOP_GONE;
}
