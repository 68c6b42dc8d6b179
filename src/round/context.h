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
	bool indexed;                    /* answers to its questions bring no ticket back */
	uint64_t now_ns, wall_ns;        /* of this turn */
	uint32_t room;                   /* of its engine, for frames that ask anew; UINT32_MAX: no matter how many */
};

/* Whether it asks by ARP or neighbour solicitation. */
static inline bool mst_context_on_link(const struct mst_context *context)
{
	return context->egress->kind == MST_EGRESS_ON_LINK;
}

#endif
