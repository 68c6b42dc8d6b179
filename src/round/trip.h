/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * trip.h - round trips: when an answer came, and how long after its question. Pure.
 */
#ifndef MST_ROUND_TRIP_H
#define MST_ROUND_TRIP_H

#include "plan/plan.h"
#include "track/roll.h"

/* When a frame came: the kernel's stamp, and what is needed to read it as monotonic time. */
struct mst_arrival {
	uint64_t wall_ns;        /* since 1970 */
	uint64_t wall_offset_ns; /* wall - monotonic clock, now */
	uint64_t now_ns;         /* monotonic */
};

/* The moment, ns, monotonic; never later than now. */
uint64_t mst_arrival_ns(const struct mst_arrival *arrival);

/*
 * How long, at most, the frame that is answered left after the first one of its question, at this rate of its lane; 0
 * for the first.
 */
uint64_t mst_trip_behind_ns(const struct mst_plan *plan, const struct mst_route_out *route,
                            const struct mst_answer *answer, double lane_pps);

/* The round trip of an answer, ns; -1 where it is not known. `settlement` of its entry, NULL where that is gone. */
int64_t mst_trip_ns(const struct mst_arrival *arrival, const struct mst_answer *answer,
                    const struct mst_settlement *settlement, uint64_t behind_ns);

/* The same of an answer that brings no ticket back. */
int64_t mst_trip_by_key_ns(const struct mst_arrival *arrival, const struct mst_settlement *settlement);

#endif
