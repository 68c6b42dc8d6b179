/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * resumed.h - what earlier processes of the run left for a plan: which positions have a verdict, what the estimate of
 * missed answers is made of so far, and the rate that was reached. All zero for a run that begins.
 */
#ifndef MST_PLAN_RESUMED_H
#define MST_PLAN_RESUMED_H

#include "target/settled.h"
#include "track/missed.h"

struct mst_resumed {
	const struct mst_settled *settled; /* borrowed; NULL: none */
	struct mst_answered answered;      /* asked, first, second and trips */
	double rate_pps;                   /* of all routed egresses together; 0: not known */
};

/* The first position at or after this one that has no verdict yet. */
static inline uint64_t mst_resumed_next_open(const struct mst_resumed *resumed, uint64_t position)
{
	return resumed->settled ? mst_settled_next_open(resumed->settled, position) : position;
}

#endif
