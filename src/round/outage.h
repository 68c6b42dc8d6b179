/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * outage.h - when the targets cannot be reached for a while: an interface is down, or routes are gone. REACH, ROUTE.
 *
 *     REACHABLE ── an interface is down, or a lane found no route ──► LATER: the lanes wait
 *       ▲                                                               │ │
 *       ├── up, routed as at the start, settled ────────────────────────┘ └─ patience over ──► the run ends, or, where
 *       │                                                                    only routes are missing, NEVER: frames
 *       └── (from NEVER too, when routes are back)                           without a route are refused, and targets
 *                                                                            whose route changed are not probed
 *
 * Questions asked shortly before are asked again, because silence proves nothing then. The receiver's thread passes
 * facts, and carries out the event. Pure: facts and clock are arguments.
 */
#ifndef MST_ROUND_OUTAGE_H
#define MST_ROUND_OUTAGE_H

#include <muster/error.h>
#include <stdbool.h>
#include <stdint.h>

#include "net/link.h"
#include "round/run.h"

struct mst_outage {
	bool running;
	bool down;          /* an interface is down now */
	bool by_link;       /* an interface was down in this outage, not only a route missing */
	uint64_t since_ns;  /* the interface is down, or routes are missing: patience counts from here */
	uint64_t back_ns;   /* since when all is as at the start; 0: it is not */
	uint64_t looked_ns; /* at the links */
	uint64_t routed_ns; /* at the routes */
	bool never;         /* the routes did not come back in time */
};

enum mst_routed {
	MST_ROUTED_ELSE, /* no, or in another way */
	MST_ROUTED,
	MST_ROUTED_LATER, /* the look takes longer: ask again */
};

/* The facts that the receiver finds. */
struct mst_outage_facts {
	uint64_t now_ns;
	enum mst_link_state links;   /* the worst of the interfaces */
	const struct mst_error *why; /* in a sentence, where it is not MST_LINK_UP */
	bool lane_waits;             /* a lane found no route for a frame */
	uint64_t changed_ns;         /* since when routes may have changed, as events say; 0: none does */
	enum mst_routed (*is_routed)(
		void *user); /* whether routes are as at the start: a look into the kernel, made when needed */
	bool (*keep_gateways)(
		void *user); /* the same of gateways, where a route that is gone shows by no error; or NULL */
	void *user;
};

/* What the receiver must do. */
struct mst_outage_event {
	bool changed; /* `reachability` is new */
	enum mst_reachability reachability;
	bool rerouted;        /* the routes are other ones for good: so are, maybe, their targets */
	bool begun;           /* an outage began: it is counted */
	bool routes_answered; /* lanes that wait for a route go on */
	bool lossy;           /* frames may have been lost between these moments */
	uint64_t lossy_from_ns, lossy_until_ns;
	int code; /* a negative errno: the run ends with it; 0: the run goes on */
	struct mst_error error;
};

struct mst_outage_event mst_outage_look(struct mst_outage *outage, const struct mst_outage_facts *facts);

#endif
