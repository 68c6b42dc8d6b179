/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * next_hops.h - all next hops of the route that the kernel's table has for an address: several where the route is an
 * equal-cost one (`ip route … nexthop … nexthop …`), or has a group of nexthop objects (ip-nexthop(8)).
 */
#ifndef MST_NET_NEXT_HOPS_H
#define MST_NET_NEXT_HOPS_H

#include "net/routes.h"

#define MST_NEXT_HOPS_MAX 32 /* more are left out */

struct mst_next_hop {
	int ifindex;
	struct mst_addr gateway; /* no family: on-link */
};

struct mst_next_hops {
	struct mst_next_hop of[MST_NEXT_HOPS_MAX];
	unsigned count;    /* 0 or 1: the route is no equal-cost one */
	bool names_source; /* the route has a source address for all of them (`src`) */
};

/* Those of an address, without hops whose device is down (RTNH_F_DEAD). 0, or the kernel's negative errno. */
int mst_next_hops_ask(struct mst_next_hops *hops, struct mst_rtnl *rtnl, const struct mst_route_question *question);

/* Takes the RTM_NEWROUTE message of such an answer into a zeroed struct mst_next_hops. */
extern const struct mst_rtnl_reading mst_next_hops_answer;

#endif
