/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * claims.h - what answers on a link show besides that a host is up: which machine has which link-layer address, whether
 * two machines claim one address, whether one answers for others. For the receiver only.
 *
 * Many addresses on one machine are usual (aliases, privacy addresses). So a machine with several is tested: addresses
 * that no host has are asked for (plan/unused.h), and the machine that answers for these, too, is a proxy.
 */
#ifndef MST_ROUND_CLAIMS_H
#define MST_ROUND_CLAIMS_H

#include "plan/unused.h"
#include "probe/probe.h"
#include "round/unused_queue.h"
#include "track/neighbours.h"

/* A verdict that is suspect by now, and whether it was before. */
struct mst_claim {
	const struct mst_neighbour *neighbour;
	enum mst_suspicion suspicion;
	bool suspected;
};

/*
 * The answer that settles a target claims an address for a machine: what is suspicious about it. `*grew`: the machine
 * has become suspect with this one, and so have its addresses before it: mst_claims_next has them. `*many`: it is to be
 * tested by mst_claims_test.
 */
enum mst_suspicion mst_claims_take(struct mst_neighbours *neighbours, const struct mst_result *result, bool *grew,
                                   bool *many);

/*
 * Has the unused addresses of this egress and family asked, once: all machines of a link hear the question. `tested`
 * has a bit for each family of the egress. UNUSED
 */
void mst_claims_test(const struct mst_unused *unused, unsigned egress, uint8_t family, uint8_t *tested,
                     struct mst_unused_queue *queue);

/* An unused address has been answered for, by the machine of this result: whether it has become suspect with it. */
bool mst_claims_unused(struct mst_neighbours *neighbours, const struct mst_result *result);

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
