/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * route_look.h - asks the kernel for the routes to all targets, by a thread of its own: with large tables that takes
 * seconds, in which the receiver must read answers. LOOK: the paths, from that thread to the receiver.
 */
#ifndef MST_ROUND_ROUTE_LOOK_H
#define MST_ROUND_ROUTE_LOOK_H

#include <pthread.h>

#include "base/atomic.h"
#include "plan/paths.h"
#include "plan/plan.h"

/* Of the receiver, but for what is marked. */
struct mst_route_look {
	const struct mst_plan *plan; /* borrowed; constant */
	pthread_t thread;
	bool running;           /* it was started, and its paths have not been taken */
	_Atomic bool stop;      /* STOP: the paths are not wanted any more */
	_Atomic bool done;      /* LOOK: `code` and `paths` are there */
	int code;               /* LOOK */
	struct mst_paths paths; /* LOOK */
};

/* Starts a look, if none runs; where no thread can be had, it is over when this returns. */
void mst_route_look_start(struct mst_route_look *look, const struct mst_plan *plan);

/* Whether a look has ended since: gives its code and its paths, which the caller owns. */
bool mst_route_look_take(struct mst_route_look *look, int *code, struct mst_paths *paths);

/* Ends one that runs. */
void mst_route_look_close(struct mst_route_look *look);

#endif
