/* SPDX-License-Identifier: BSD-2-Clause */
/* hop_find.c - see hop_find.h. */
#include "round/hop_find.h"

#include <string.h>
#include <sys/resource.h>

#include "base/clock.h"
#include "net/ifaces.h"
#include "target/set.h"

#define HOSTS_MAX 16 /* of one link */

/* What the hops of a round are found by. */
struct finding {
	struct mst_watched_hops *hops;
	struct mst_hop_socket *sockets;
	const struct mst_plan *plan;
	struct mst_tx *const *tx;
	unsigned room;
	struct mst_ifaces ifaces;
	uint64_t now_ns;
};

static bool is_by_kernel(const struct finding *finding, const struct mst_route_out *route)
{
	const struct mst_tx *tx = finding->tx[route->egress->first_lane];

	return tx && strcmp(tx->engine->name, "raw") == 0;
}

static bool is_watched(const struct finding *finding, const struct mst_route_out *route)
{
	const struct mst_hop *hop = &route->hop;

	return route->path->kind == MST_PATH_UNICAST && route->path->gateway.family && hop->next.family &&
	       (hop->kind == MST_HOP_ETHERNET || (hop->kind == MST_HOP_SILENT && is_by_kernel(finding, route)));
}

/* Routers answer solicitations from an address of the link. */
static struct mst_addr source_for(const struct finding *finding, const struct mst_route_out *route)
{
	const struct mst_ifaces *ifaces = &finding->ifaces;

	for (size_t i = 0; i < ifaces->addr_count && route->hop.next.family == MST_IPV6; i++) {
		const struct mst_iface_addr *own = &ifaces->addrs[i];

		if (own->index == route->hop.ifindex && mst_addr_is_link_local(&own->addr) &&
		    mst_iface_addr_is_usable(own))
			return own->addr;
	}
	return route->path->source;
}

static uint16_t find_known(const struct mst_watched_hops *hops, const struct mst_route_out *route)
{
	for (unsigned i = 0; i < hops->count; i++) {
		const struct mst_watched_hop *hop = &hops->of[i];

		if (hop->ifindex == route->hop.ifindex && hop->egress == route->egress->number &&
		    mst_addr_equal(&hop->addr, &route->hop.next))
			return (uint16_t)i;
	}
	return MST_NOT_WATCHED;
}

/* `hop`: of the route, or of one target of it. */
static uint16_t add(struct finding *finding, const struct mst_route_out *route, const struct mst_hop *hop)
{
	struct mst_watched_hops *hops = finding->hops;
	struct mst_addr source = source_for(finding, route);
	struct mst_hop_socket *asking = &finding->sockets[hops->count];

	if (hops->count == finding->room)
		return MST_NOT_WATCHED;
	mst_hop_socket_open(asking, hop, &source);
	if (asking->fd < 0)
		return MST_NOT_WATCHED;
	hops->of[hops->count].egress = route->egress->number;
	hops->of[hops->count].is_target = hop->kind == MST_HOP_NEIGHBOUR;
	mst_watched_hop_open(&hops->of[hops->count], hop, is_by_kernel(finding, route), finding->now_ns);
	return (uint16_t)hops->count++;
}

/* Leaves out those that were added since there were so many. */
static void remove_from(struct finding *finding, unsigned count)
{
	while (finding->hops->count > count) {
		finding->hops->count--;
		mst_hop_socket_close(&finding->sockets[finding->hops->count]);
		memset(&finding->hops->of[finding->hops->count], 0, sizeof *finding->hops->of);
	}
}

/* Adds each target of a route on a link; false, and none is added, when there are too many. */
static bool add_targets(struct finding *finding, const struct mst_route_out *route)
{
	const struct mst_targets *targets = finding->plan->targets.set;
	unsigned before = finding->hops->count;
	mst_uint128 from, to, index;

	if (!mst_targets_index(targets, &route->path->first, &from) ||
	    !mst_targets_index(targets, &route->path->last, &to) || to - from >= HOSTS_MAX)
		return false;
	for (index = from; index <= to; index++) {
		struct mst_hop hop = route->hop;

		hop.next = mst_targets_at(targets, index);
		if (add(finding, route, &hop) == MST_NOT_WATCHED) {
			remove_from(finding, before);
			return false;
		}
	}
	return true;
}

static uint16_t number_of(struct finding *finding, const struct mst_route_out *route)
{
	const struct mst_plan *plan = finding->plan;
	uint16_t known;

	if (route->path->kind == MST_PATH_UNICAST && route->hop.kind == MST_HOP_NEIGHBOUR &&
	    plan->probing.about_ports && plan->paths.flows <= 1)
		return add_targets(finding, route) ? MST_WATCHED_EACH : MST_NOT_WATCHED;
	if (!is_watched(finding, route))
		return MST_NOT_WATCHED;
	known = find_known(finding->hops, route);
	return known == MST_NOT_WATCHED ? add(finding, route, &route->hop) : known;
}

/* Insertion: they come mostly in order. */
static void sort_targets(struct mst_watched_hops *hops)
{
	for (unsigned i = 0; i < hops->count; i++) {
		unsigned at = hops->target_count;

		if (!hops->of[i].is_target)
			continue;
		for (; at > 0 && mst_addr_compare(&hops->of[hops->targets[at - 1]].addr, &hops->of[i].addr) > 0; at--)
			hops->targets[at] = hops->targets[at - 1];
		hops->targets[at] = (uint16_t)i;
		hops->target_count++;
	}
}

/* Most descriptors are left to others. */
static unsigned long descriptors(void)
{
	struct rlimit limit;

	return getrlimit(RLIMIT_NOFILE, &limit) < 0 ? 0 : limit.rlim_cur / 4;
}

/* Each gateway on its interface, in each egress; and few hosts of each route on a link. */
unsigned mst_hops_count_watched(const struct mst_plan *plan)
{
	unsigned long most = descriptors(), count = 0;

	if (most > MST_WATCHED_HOPS_MAX)
		most = MST_WATCHED_HOPS_MAX;
	for (size_t i = 0; i < plan->paths.count && count < most; i++)
		count += plan->routes[i].hop.kind == MST_HOP_NEIGHBOUR ? HOSTS_MAX : 1;
	return (unsigned)(count < most ? count : most);
}

void mst_hops_find_watched(struct mst_watched_hops *hops, struct mst_hop_socket *sockets, const struct mst_plan *plan,
                           struct mst_tx *const *tx)
{
	struct finding finding = { hops, sockets, plan, tx, mst_hops_count_watched(plan), .now_ns = mst_now_ns() };
	struct mst_error ignored;

	(void)mst_ifaces_now(&finding.ifaces, &ignored);
	for (size_t i = 0; i < plan->paths.count; i++)
		hops->of_route[i] = number_of(&finding, &plan->routes[i]);
	sort_targets(hops);
	mst_ifaces_free(&finding.ifaces);
}
