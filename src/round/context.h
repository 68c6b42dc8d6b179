/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * context.h - what all parts of a lane use: its number, what it shares with other threads, and the time of this turn.
 */
#ifndef MST_ROUND_CONTEXT_H
#define MST_ROUND_CONTEXT_H

#include "round/shared.h"

/* lane.c writes it; the parts of the lane only read. */
struct mst_context {
	const struct mst_plan *plan;
	const struct mst_egress *egress;
	struct mst_shared *shared;
	struct mst_egress_state *state;  /* of its egress */
	struct mst_published *published; /* its own */
	struct mst_rolls *rolls;         /* likewise */
	unsigned lane;                   /* its number in the round */
	bool works;                      /* in this turn it takes new positions, too: CREW */
	bool indexed;                    /* answers to its questions bring no ticket back */
	uint64_t now_ns, wall_ns;        /* of this turn */
	uint32_t room;                   /* of its engine, for frames that ask anew; UINT32_MAX: no matter how many */
};

/*
 * The lane, before each turn, and before it reads the clock: whether it takes part from now on; if not, `idle` says
 * whether it rests. Frames of a lane that no longer rests are so stamped after the receiver could see that.
 */
static inline void mst_context_heed_crew(struct mst_context *context, bool idle)
{
	_Atomic bool *rests = &context->published->rests;
	bool rest;

	context->works = context->lane - context->egress->first_lane <
	                 mst_load(&context->state->crew, acquire); /* CREW */
	rest = !context->works && idle;
	if (rest != mst_load(rests, relaxed))
		mst_store(rests, rest, seq_cst); /* CREW */
}

/* Whether it asks by ARP or neighbour solicitation. */
static inline bool mst_context_on_link(const struct mst_context *context)
{
	return context->egress->kind == MST_EGRESS_ON_LINK;
}

#endif
