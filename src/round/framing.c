/* SPDX-License-Identifier: BSD-2-Clause */
/* framing.c - see framing.h. */
#include "round/framing.h"

struct mst_wave mst_attempt_wave(const struct mst_context *context, const struct mst_attempt *attempt)
{
	return (struct mst_wave){ 0, mst_plan_probes(context->plan, attempt->route, attempt->number) };
}

/* Inline: it is looked for before every frame. */
static inline __attribute__((always_inline)) const uint8_t *
mac_of(const struct mst_shared *shared, const struct mst_route_out *route, const struct mst_addr *addr, uint8_t own[6])
{
	const struct mst_watched_hop *hop = mst_watched_hops_of(&shared->hops, shared->plan, route, addr);

	if (hop && mst_watched_hop_mac(hop, own)) /* NEXTHOP */
		return own;
	return mst_plan_mac(shared->plan, route, addr);
}

const uint8_t *mst_frame_mac(const struct mst_shared *shared, const struct mst_route_out *route,
                             const struct mst_addr *addr, uint8_t own[6])
{
	return mac_of(shared, route, addr, own);
}

void mst_frame_attempt(struct mst_sending *sending, const struct mst_attempt *attempt, struct mst_wave wave)
{
	const struct mst_context *context = sending->context;
	const struct mst_plan *plan = context->plan;
	const struct mst_route_out *route = attempt->route;
	struct mst_ticket ticket = {
		.slot = mst_slot_of(&plan->capacity, attempt->purpose, context->lane, attempt->entry),
		.attempt = attempt->number,
	};
	struct mst_aim aim = { attempt->question.addr, attempt->question.port, ticket, context->now_ns };
	uint8_t mac[6];

	mst_sending_begin_question(sending, ticket.slot);
	for (unsigned p = wave.first; p < wave.end; p++) {
		const struct mst_route_out *own = mst_plan_probe_route(plan, route, p);

		if (!plan->probing.about_ports)
			aim.port = plan->probing.probes[p].port;
		if (mst_plan_can_ask(plan, own, p, &aim.addr))
			mst_burst_add(&sending->burst, &own->templates[p], &plan->setup, &aim, &own->hop,
			              mac_of(context->shared, own, &aim.addr, mac));
	}
}
