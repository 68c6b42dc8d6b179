/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * claims.h - what answers on a link show besides that a host is up: which machine has which link-layer address, whether
 * two machines claim one address, whether one claims all. For the receiver only.
 */
#ifndef MST_ROUND_CLAIMS_H
#define MST_ROUND_CLAIMS_H

#include "probe/probe.h"
#include "track/neighbours.h"

/* A verdict that is suspect by now, and whether it was before. */
struct mst_claim {
	const struct mst_neighbour *neighbour;
	enum mst_suspicion suspicion;
	bool suspected;
};

/*
 * The answer that settles a target claims an address for a machine: what is suspicious about it. `*grew`: the machine
 * has become suspect with this one, and so have its addresses before it: mst_claims_next has them.
 */
enum mst_suspicion mst_claims_take(struct mst_neighbours *neighbours, const struct mst_result *result, bool *grew);

/* The next address that the machine of this result claimed before, from *at (begin with 0);
 * false when there are no more. */
bool mst_claims_next(const struct mst_neighbours *neighbours, const struct mst_result *result, size_t *at,
                     struct mst_claim *claim);

/*
 * Another answer of a target that has its verdict: whether another machine claims the address, for the first time. The
 * machine that was first keeps it, as far as ports are asked.
 */
bool mst_claims_dispute(struct mst_neighbours *neighbours, const struct mst_answer *answer, struct mst_claim *claim);

#endif
