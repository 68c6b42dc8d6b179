/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * published.h - what a lane publishes for other threads: counts, how far it is, what it waits for. The lane writes all
 * but `route_wait`, which the receiver answers; any thread reads.
 */
#ifndef MST_ROUND_PUBLISHED_H
#define MST_ROUND_PUBLISHED_H

#include "base/share.h"
#include "round/counts.h"
#include "round/slips.h"

#define MST_EPOCH_OVER UINT64_MAX

/* Between a lane whose engine found no route for a frame and the receiver, which looks: ROUTE. */
enum mst_route_wait {
	MST_ROUTE_WAIT_NONE,
	MST_ROUTE_WAIT_BEGUN,    /* the lane waits */
	MST_ROUTE_WAIT_ANSWERED, /* there is a route: a frame that finds none now is refused */
};

struct mst_published {
	MST_OWN_LINE _Atomic uint64_t chunk_at, chunk_end; /* NEXT: positions taken and not yet asked */
	struct mst_counts counts;
	struct mst_attempt_counts asked_again; /* COUNTS: questions, by attempt from the second on */
	_Atomic uint64_t last_sent_ns;         /* COUNTS: when the last frame left */
	_Atomic uint64_t waited_ns;            /* COUNTS: how long, before that, there was nothing to send */
	_Atomic uint64_t latest_silent_ns;     /* COUNTS: when the latest that was given up was first asked; or 0 */
	_Atomic uint64_t references_counted;   /* COUNTS: asked when they count */
	_Atomic uint64_t unused_ns, held_ns;   /* COUNTS: how long there was nothing to send; the report was behind */
	_Atomic uint64_t slept_ns; /* COUNTS: while it takes part: how long something else than the CPU kept it */
	_Atomic bool rests;        /* CREW: it takes no part, and has nothing in flight */
	_Atomic uint64_t late_ns;  /* COUNTS: how long there was, and the thread had no CPU */
	_Atomic uint64_t left_ns;  /* LEFT: frames stamped before have left, or have been stamped anew */
	struct mst_slips slips;    /* SLIP: when frames left later than their stamps say */
	_Atomic int refused_error; /* COUNTS: errno of the last refusal of a frame; 0: none */
	struct mst_share share;    /* COUNTS: the thread's share of the CPU */
	_Atomic enum mst_route_wait route_wait; /* ROUTE */
	_Atomic uint64_t engine_since_ns;    /* PROOF: frames stamped since then left by its present engine; 0: all */
	_Atomic unsigned silent;             /* PROOF: 1 + the engine of which a silent question awaits proof; or 0 */
	_Atomic unsigned stuck;              /* PROOF: 1 + the engine from which the device takes no frame; or 0 */
	MST_OWN_LINE _Atomic uint64_t epoch; /* EPOCH: turns ended, with everything put in them flushed */
};

/* Whether the lane has ended. */
static inline bool mst_published_is_over(const struct mst_published *lane)
{
	return mst_load(&lane->epoch, relaxed) == MST_EPOCH_OVER; /* EPOCH */
}

#endif
