/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dead_hops.h - next hops of equal-cost routes that did not answer for their link-layer address. The targets that the
 * kernel's hash gives to them are asked by the other next hops of the route, as the kernel does when it knows
 * (net.ipv4.fib_multipath_use_neigh).
 */
#ifndef MST_PLAN_DEAD_HOPS_H
#define MST_PLAN_DEAD_HOPS_H

#include "net/path.h"

#define MST_DEAD_HOPS_MAX 16 /* further ones stay in use: their targets are unknown, reason gateway-silent */

struct mst_dead_hop {
	int ifindex;
	struct mst_addr gateway;
};

struct mst_dead_hops {
	struct mst_dead_hop of[MST_DEAD_HOPS_MAX];
	unsigned count;
};

/* Whether the next hop of this path is one of them. `dead` may be NULL. */
bool mst_dead_hops_have(const struct mst_dead_hops *dead, const struct mst_path *path);

/* Adds the next hop of a path; false when it is known, has no gateway, or there is no room. */
bool mst_dead_hops_add(struct mst_dead_hops *dead, const struct mst_path *path);

/* Whether the route of a path has a next hop that is not dead. */
bool mst_dead_hops_leave_one(const struct mst_dead_hops *dead, const struct mst_paths *paths,
                             const struct mst_path *path);

/* Gives the paths of dead next hops to the living ones of their routes, in turn. */
void mst_dead_hops_replace(const struct mst_dead_hops *dead, struct mst_paths *paths);

#endif
