/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * expiring.h - the questions of a lane that have run out: each is asked again, held or given up. For the lane's thread.
 *
 * A burst is filled with many of them. What is the same for all, and may change at any time, is looked at once, when
 * the filling begins: they are judged as if all were tended at that moment.
 */
#ifndef MST_ROUND_EXPIRING_H
#define MST_ROUND_EXPIRING_H

#include "round/asking_parts.h"
#include "round/last_wait.h"

struct mst_expiring {
	struct mst_asking *asking;
	uint64_t horizon_ns;
	uint32_t wanted;                        /* frames in the burst: none is asked again beyond */
	uint64_t plain_from_ns, plain_until_ns; /* attempts that left between these: their silence means no answer */
	struct mst_last_wait last_wait;
	struct mst_roll_look look;
};

/* The burst begins to be filled, up to `wanted` frames. */
void mst_expiring_begin(struct mst_expiring *expiring, struct mst_asking *asking, uint32_t wanted);

/* The next one that has run out; false when there is none, or when it must wait. */
bool mst_expiring_tend(struct mst_expiring *expiring);

#endif
