/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * watched_hops.h - the gateways of a round that are watched, and the one of each route: NEXTHOP. The receiver's thread
 * fills and changes them (hop_watch.h), lanes read.
 */
#ifndef MST_ROUND_WATCHED_HOPS_H
#define MST_ROUND_WATCHED_HOPS_H

#include "plan/plan.h"
#include "round/watched_hop.h"

#define MST_WATCHED_HOPS_MAX \
	512 /* each has a socket, of a quarter of all descriptors; further ones are not watched \
	     */
#define MST_NOT_WATCHED UINT16_MAX
#define MST_WATCHED_EACH (UINT16_MAX - 1) /* each target of the route is one */

struct mst_watched_hops {
	struct mst_watched_hop *of; /* NULL: none is watched */
	uint16_t *of_route;         /* a number of `of`, by number of the route; or one of these */
	unsigned count;
	uint16_t *targets; /* numbers of those that are targets themselves, by ascending address */
	unsigned target_count;
	_Atomic uint64_t proven_ns; /* NEXTHOP: what left before has passed every one of them */
	_Atomic bool troubled;      /* NEXTHOP: some of them lost frames once */
};

/* That of a target which is on a link itself. */
static inline struct mst_watched_hop *mst_watched_hops_at(const struct mst_watched_hops *hops,
                                                          const struct mst_addr *target)
{
	unsigned low = 0, high = hops->target_count;

	while (low < high) {
		unsigned middle = low + (high - low) / 2;
		struct mst_watched_hop *hop = &hops->of[hops->targets[middle]];
		int order = mst_addr_compare(target, &hop->addr);

		if (order == 0)
			return hop;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

/* The one of a route to this target; NULL: it is not watched. */
static inline struct mst_watched_hop *mst_watched_hops_of(const struct mst_watched_hops *hops,
                                                          const struct mst_plan *plan,
                                                          const struct mst_route_out *route,
                                                          const struct mst_addr *target)
{
	uint16_t number = hops->count && route ? hops->of_route[route - plan->routes] : MST_NOT_WATCHED;

	if (number == MST_WATCHED_EACH)
		return mst_watched_hops_at(hops, target);
	return number == MST_NOT_WATCHED ? NULL : &hops->of[number];
}

#endif
