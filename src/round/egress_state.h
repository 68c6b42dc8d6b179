/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * egress_state.h - what the threads of a round share about one egress: how far its lanes are, and what the receiver
 * publishes for them.
 *
 * All egresses walk the same order of positions, each by its own count,
 * and a lane asks those that leave through its own.
 */
#ifndef MST_ROUND_EGRESS_STATE_H
#define MST_ROUND_EGRESS_STATE_H

#include "round/engine_proof.h"
#include "round/reference_set.h"
#include "round/unused_queue.h"
#include "track/loss.h"

struct mst_egress_state {
	MST_OWN_LINE _Atomic uint64_t next_position;      /* NEXT */
	MST_OWN_LINE _Atomic double rate_pps;             /* RATE: of its lanes together; 0 is without limit */
	_Atomic double reference_pps;                     /* RATE: reference probes, of them */
	_Atomic uint64_t count_from_ns, count_until_ns;   /* RATE: those asked between these moments count */
	_Atomic uint64_t timeout_ns;                      /* TIMEOUT: of first attempts, from now on */
	_Atomic uint64_t last_wait_ns;                    /* TIMEOUT: after a last attempt, at least; 0: its time-out */
	_Atomic uint64_t reference_timeout_ns;            /* TIMEOUT: of reference probes */
	_Atomic unsigned crew;                            /* CREW: so many of its lanes, the first, take positions */
	_Atomic unsigned sharers;                         /* CREW: so many share the rate */
	_Atomic bool held;                                /* NEXTHOP: all its gateways are silent: lanes wait */
	struct mst_engine_proof proof;                    /* PROOF */
	struct mst_losses congestion;                     /* LOSS: in the network */
	MST_OWN_LINE struct mst_reference_set references; /* REFERENCE */
	MST_OWN_LINE struct mst_unused_queue unused;      /* UNUSED */
};

/* Whether a reference probe asked at this moment counts. */
static inline bool mst_egress_counts(const struct mst_egress_state *egress, uint64_t sent_ns)
{
	return sent_ns >= mst_load(&egress->count_from_ns, relaxed) &&
	       sent_ns < mst_load(&egress->count_until_ns, relaxed); /* RATE */
}

#endif
