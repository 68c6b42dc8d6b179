/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * reach.h - watches the interfaces and routes of a round, and makes the lanes wait: REACH, ROUTE, LOSS. Receiver's
 * thread.
 */
#ifndef MST_ROUND_REACH_H
#define MST_ROUND_REACH_H

#include "round/captures.h"
#include "round/outage.h"
#include "round/route_watch.h"
#include "round/shared.h"

struct mst_reach {
	struct mst_shared *shared; /* borrowed, as the next */
	const struct mst_captures *captures;
	struct mst_route_watch routes;
	uint64_t now_ns; /* of this look */
	struct mst_outage outage;
	bool watches;             /* gateways: frames leave by raw sockets, and all routes have theirs */
	_Atomic uint64_t outages; /* COUNTS: outages that began */
};

void mst_reach_open(struct mst_reach *reach, struct mst_shared *shared, const struct mst_captures *captures);
void mst_reach_close(struct mst_reach *reach);

/* Looks now, and acts on it. Returns whether an interface is down: that explains a capture that fails. */
bool mst_reach_look(struct mst_reach *reach, uint64_t now_ns);

#endif
