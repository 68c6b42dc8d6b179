/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * route_watch.h - whether the kernel still routes the targets as planned. Events say when to look; a look compares what
 * the kernel answers now with what the round goes by.
 *
 *     only the gateway of a route is another one     the round goes by it from now on
 *     anything else                                  the lanes wait (outage.h); if it stays so, the targets of that
 *                                                    route are not probed: unknown, reason route-changed (detours.h)
 *
 * Receiver's thread.
 */
#ifndef MST_ROUND_ROUTE_WATCH_H
#define MST_ROUND_ROUTE_WATCH_H

#include "net/rtnl.h"
#include "round/hop_watch.h"
#include "round/outage.h"
#include "round/route_look.h"
#include "round/shared.h"

struct mst_route_watch {
	struct mst_shared *shared; /* borrowed, as the next two; NULL: nothing is watched */
	struct mst_hop_watch *hops;
	struct mst_counts *counts;
	struct mst_paths followed; /* what the round goes by since a gateway was another one; empty: the plan's paths */
	struct mst_route_look look;
	struct mst_paths latest; /* what the latest look found, where the round does not go by it; empty: nothing */
	bool failed;             /* the latest look had no answer */
	uint64_t looking_ns;     /* since when things may be different, of the look that runs; 0: no event said so */
	uint64_t look_ns;        /* when that look began */
	uint64_t changed_ns;     /* since when an event says that something may be different; 0: none does */
	uint64_t next_ns;        /* not before */
};

void mst_route_watch_open(struct mst_route_watch *watch, struct mst_shared *shared, struct mst_hop_watch *hops,
                          struct mst_counts *counts);
void mst_route_watch_close(struct mst_route_watch *watch);

/* An event of the kernel; NULL: some are missing. `watch`: a struct mst_route_watch (mst_hop_watch_others). */
void mst_route_watch_take(void *watch, const struct nlmsghdr *message, uint64_t now_ns);

/* Since when routes may have changed, when it is time to look; 0: they have not, or it is not. */
uint64_t mst_route_watch_due(const struct mst_route_watch *watch, uint64_t now_ns);

/* Looks: whether the targets are routed as the round goes by. A gateway that is another one is followed. Where a look
 * takes longer, MST_ROUTED_LATER: the first question after its end gets the answer. */
enum mst_routed mst_route_watch_look(struct mst_route_watch *watch, uint64_t now_ns);

/* They are not, as the latest look found, and it stays so: publishes which targets are not probed any more, and reports
 * it. */
void mst_route_watch_give_up(struct mst_route_watch *watch);

/* They are again: all targets are probed. */
void mst_route_watch_restore(struct mst_shared *shared);

#endif
