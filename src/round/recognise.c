/* SPDX-License-Identifier: BSD-2-Clause */
/* recognise.c - see recognise.h. */
#include "round/recognise.h"

#include <pcap/dlt.h>
#include <string.h>

#include "track/verdict.h"

/*
 * Whether a neighbour speaks to the machine that asks along this route, or to all; not to another one of the link. What
 * an HSR device hands on is to this machine, though its ports have addresses of their own (IEC 62439-3).
 */
static bool is_to_us(const struct mst_view *view, const struct mst_route_out *route)
{
	return !view->ethernet || route->hop.ports_mac || view->ethernet[0] & 1 ||
	       memcmp(view->ethernet, route->hop.ethernet + 6, 6) == 0;
}

/* What the kernel's own stack would take of a neighbour, through this interface and in no VLAN of it. */
static enum mst_stray objection_to_neighbour(const struct mst_route_out *route, const struct mst_view *view,
                                             int ifindex)
{
	const struct mst_addr *to = &view->neighbour.to;

	if (to->family && !mst_addr_equal(to, &route->path->source))
		return MST_STRAY_WRONG_DESTINATION;
	return route->solicits && is_to_us(view, route) && !view->vlan &&
	                       (ifindex == 0 || ifindex == route->path->ifindex)
	               ? MST_STRAY_COUNT
	               : MST_STRAY_OTHER_LINK;
}

/*
 * Whether this round asks such a target, from the address that the answer came to; on a link, through this interface.
 * MST_STRAY_COUNT: it does.
 */
static enum mst_stray objection_to(const struct mst_route_out *route, const struct mst_view *view,
                                   const struct mst_answer *answer, int ifindex)
{
	const struct mst_addr *asker = mst_view_is_error(view) ? &view->quoted.source : &view->destination;

	if (!route)
		return MST_STRAY_NOT_ASKED;
	if (answer->has_mac)
		return objection_to_neighbour(route, view, ifindex);
	if (!mst_addr_equal(asker, &route->path->source) || !mst_addr_equal(&view->destination, &route->path->source))
		return MST_STRAY_WRONG_DESTINATION;
	return MST_STRAY_COUNT;
}

/* Why a frame that brings no ticket back is not ours. */
static enum mst_stray why_unrecognised(const struct mst_plan *plan, const struct mst_view *view,
                                       struct mst_answer *answer)
{
	*answer = (struct mst_answer){
		.target = mst_view_is_error(view) ? view->quoted.destination : view->source,
		.from = view->source,
	};
	if (!mst_plan_route_asked(plan, &answer->target, 0))
		return MST_STRAY_UNRELATED;
	return view->kind == MST_VIEW_UDP ? MST_STRAY_OTHER_PORT : MST_STRAY_NO_TICKET;
}

/* The link of an address seen at this device: of own link-local addresses, seen at the loopback,
 * the one that they are of. */
static uint32_t scope_of(const struct mst_plan *plan, const struct mst_addr *source, int ifindex)
{
	struct mst_addr addr = *source;

	for (size_t i = 0; i < plan->paths.count && mst_addr_is_link_local(source); i++) {
		const struct mst_path *path = &plan->paths.paths[i];

		addr.scope = path->first.scope;
		if (path->kind == MST_PATH_LOCAL && path->ifindex == ifindex &&
		    mst_addr_compare(&path->first, &addr) <= 0 && mst_addr_compare(&addr, &path->last) <= 0)
			return addr.scope;
	}
	return (uint32_t)ifindex;
}

/* Why this frame is not believed; MST_STRAY_COUNT: it answers a question of the plan. */
static enum mst_stray recognise_view(const struct mst_plan *plan, const struct mst_received_frame *captured,
                                     const struct mst_view *view, struct mst_recognised *found)
{
	struct mst_answer *answer = &found->answer;

	found->arrival = captured->arrival;
	if (!mst_probe_recognise(plan->expected.probes, plan->expected.count, &plan->setup, view, answer))
		return why_unrecognised(plan, view, answer);
	found->behind_ns = 0;
	found->route = mst_plan_route_asked(plan, &answer->target, answer->port);
	if (found->route)
		found->route = mst_plan_probe_route(plan, found->route, answer->probe);
	found->standing = mst_verdict_standing((enum mst_reason)answer->reason, plan->probing.about,
	                                       mst_addr_equal(&answer->from, &answer->target));
	return objection_to(found->route, view, answer, found->ifindex);
}

/* A capture on several interfaces has it in each frame. */
static int ifindex_of(const struct mst_received_frame *captured)
{
	return captured->ifindex ? captured->ifindex
	                         : mst_frame_ifindex(captured->linktype, captured->bytes, captured->count);
}

enum mst_stray mst_recognise_from(const struct mst_plan *plan, const struct mst_received_frame *captured,
                                  const struct mst_view *view, const struct mst_addr *asked,
                                  struct mst_recognised *found)
{
	struct mst_view as_asked = *view;
	enum mst_stray why;

	as_asked.source = *asked;
	why = recognise_view(plan, captured, &as_asked, found);
	if (why != MST_STRAY_COUNT)
		return why;
	found->answer.from = view->source;
	if (!plan->probing.about_ports)
		found->answer.reason = MST_OTHER_ADDRESS;
	found->standing = mst_verdict_standing((enum mst_reason)found->answer.reason, plan->probing.about, false);
	return MST_STRAY_COUNT;
}

enum mst_fate mst_recognise_view(const struct mst_plan *plan, const struct mst_received_frame *captured,
                                 struct mst_view *view, struct mst_recognised *found)
{
	enum mst_fate fate = mst_frame_read(view, captured->linktype, captured->bytes, captured->count);

	found->ifindex = ifindex_of(captured);
	if (fate == MST_FATE_WHOLE)
		mst_view_set_scope(view, scope_of(plan, &view->source, found->ifindex));
	return fate;
}

static bool is_our_port(const struct mst_probe_setup *setup, uint16_t port)
{
	return port >= setup->source_port_first && port < setup->source_port_first + setup->source_ports;
}

/* Of a whole packet, a filter (rx/filter.h) would not have let this one in. */
static bool is_filtered(const struct mst_plan *plan, const struct mst_received_frame *captured,
                        const struct mst_view *view)
{
	if (!captured->reassembled)
		return false;
	return (view->kind == MST_VIEW_TCP && !is_our_port(&plan->setup, view->tcp.destination)) ||
	       (view->kind == MST_VIEW_UDP && !is_our_port(&plan->setup, view->udp.destination));
}

enum mst_found_fate mst_recognise(const struct mst_plan *plan, const struct mst_received_frame *captured,
                                  struct mst_view *view, struct mst_recognised *found, enum mst_stray *why)
{
	switch (mst_recognise_view(plan, captured, view, found)) {
	case MST_FATE_WHOLE:
		*why = recognise_view(plan, captured, view, found);
		if (*why != MST_STRAY_COUNT && ((view->kind == MST_VIEW_NEIGHBOUR && view->neighbour.volunteered) ||
		                                is_filtered(plan, captured, view)))
			return MST_FOUND_TALK;
		return *why == MST_STRAY_COUNT ? MST_FOUND : MST_FOUND_STRAY;
	case MST_FATE_FRAGMENT: found->fragment = view->fragment; return MST_FOUND_FRAGMENT;
	case MST_FATE_FOREIGN:
		if (captured->reassembled)
			return MST_FOUND_TALK;
		*found = (struct mst_recognised){ .arrival = captured->arrival, .ifindex = found->ifindex };
		*why = MST_STRAY_FOREIGN;
		return MST_FOUND_STRAY;
	case MST_FATE_CUT:
	case MST_FATE_BAD_SUM: break;
	}
	return MST_FOUND_MALFORMED;
}

bool mst_recognise_again(struct mst_fragments *fragments, const struct mst_received_frame *captured,
                         const struct mst_recognised *found, struct mst_received_frame *whole)
{
	struct mst_fragment_view packet;

	if (!mst_fragments_take(fragments, &found->fragment, found->ifindex, captured->arrival.now_ns, &packet))
		return false;
	*whole = (struct mst_received_frame){
		.arrival = captured->arrival,
		.linktype = DLT_RAW,
		.ifindex = found->ifindex,
		.bytes = packet.bytes,
		.count = packet.count,
		.reassembled = true,
	};
	return true;
}

/* The link-layer address of a target on a local link. */
static void name_machine(const struct mst_plan *plan, const struct mst_recognised *found, struct mst_result *result)
{
	const struct mst_answer *answer = &found->answer;
	const uint8_t *mac = answer->has_mac ? answer->mac : mst_plan_mac(plan, found->route, &answer->target);

	result->has_mac = mac != NULL;
	if (mac)
		memcpy(result->mac, mac, sizeof result->mac);
}

/* Where it is wanted: a result that was filled by bytes, and copied by words at once, would wait for these bytes. */
void mst_recognised_result(struct mst_result *result, const struct mst_plan *plan, const struct mst_recognised *found)
{
	const struct mst_answer *answer = &found->answer;
	bool about_port = plan->probing.about_ports;

	*result = (struct mst_result){ .position = MST_NO_POSITION, .rtt_ns = -1 };
	result->addr = answer->target;
	result->from = answer->from;
	result->time_ns = found->arrival.wall_ns;
	result->port = about_port ? answer->port : 0;
	result->proto = about_port ? mst_plan_probing_port_proto(&plan->probing) : answer->proto;
	result->state = (uint8_t)mst_verdict_state(found->standing, plan->probing.about);
	result->reason = answer->reason;
	result->ttl = answer->ttl;
	result->attempt = answer->ticket.attempt;
	result->icmp_type = answer->icmp_type;
	result->icmp_code = answer->icmp_code;
	result->about_port = about_port;
	name_machine(plan, found, result);
}
