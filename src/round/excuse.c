/* SPDX-License-Identifier: BSD-2-Clause */
/* excuse.c - see excuse.h. */
#include "round/excuse.h"

bool mst_excuse_is_heard(const struct mst_context *context, const struct mst_due *due)
{
	const struct mst_engine_proof *proof = &context->state->proof;
	const struct mst_route_out *route;

	if (proof->interface_count <= 1) /* one that is heard stands proven */
		return false;
	route = mst_plan_route(context->plan, &due->addr, due->port);
	return route && mst_engine_proof_has_heard_at(proof, route->path->ifindex);
}

/* Gateways whose address is known may share the egress with one that does not answer. */
static bool is_behind_silent_one(const struct mst_context *context, const struct mst_due *due)
{
	const struct mst_route_out *route = mst_plan_route(context->plan, &due->addr, due->port);

	return !route || route->hop.kind == MST_HOP_SILENT;
}

/* What is known of the engine that sent it. */
static enum mst_reason excuse_of_engine(const struct mst_context *context, const struct mst_due *due, uint64_t sent_ns)
{
	enum mst_engine_standing standing = mst_engine_proof_stands(&context->state->proof); /* PROOF */

	if ((standing == MST_ENGINE_UNRESOLVED || standing == MST_ENGINE_EATEN) && mst_excuse_is_heard(context, due))
		standing = MST_ENGINE_PROVEN;
	if (standing == MST_ENGINE_UNRESOLVED && is_behind_silent_one(context, due))
		return MST_GATEWAY_SILENT;
	return standing == MST_ENGINE_EATEN || sent_ns < mst_load(&context->published->engine_since_ns, relaxed)
	               ? MST_LOCAL_LOSS
	               : MST_NO_RESPONSE;
}

enum mst_reason mst_excuse_of(const struct mst_context *context, bool stuck, const struct mst_due *due,
                              uint64_t sent_ns, uint64_t horizon_ns)
{
	const struct mst_shared *shared = context->shared;

	/* A socket tells of the attempt before, too, that it did not leave: see tx/connect.c. */
	if (mst_word_refused(due->word) >= (context->plan->by_sockets ? 1 : due->attempt))
		return MST_NOT_SENT;
	if (stuck || mst_run_failed(shared->run) ||                   /* TROUBLE */
	    mst_losses_between(&shared->losses, sent_ns, horizon_ns)) /* LOSS */
		return MST_LOCAL_LOSS;
	return excuse_of_engine(context, due, sent_ns);
}
