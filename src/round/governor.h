/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * governor.h - the rate of each egress, by pace/adapt.h, within the limit of all egresses together. It takes senses,
 * and returns a ruling. For the receiver only.
 */
#ifndef MST_ROUND_GOVERNOR_H
#define MST_ROUND_GOVERNOR_H

#include "pace/adapt.h"
#include "plan/plan.h"

struct mst_governor {
	struct {
		struct mst_adapt adapt;
		uint64_t lossy_until_ns; /* lossy times before this were reported */
		uint64_t sent;           /* when last looked at */
		uint64_t sent_ns;        /* when that was more than before, last */
		bool over;               /* its lanes have ended */
	} egresses[MST_EGRESSES_MAX];
	uint64_t looked_ns;
	struct mst_senses before; /* what was sensed then, at a fixed rate */
};

/* What an egress may do from now on, and what kept it from more. */
struct mst_ruling {
	bool paced; /* the next four are new; if not, only the limit is */
	double rate_pps, reference_pps;
	uint64_t count_from_ns, count_until_ns; /* reference probes asked between these moments count */
	bool lossy; /* what was asked between these moments may have been lost in the network */
	uint64_t lossy_from_ns, lossy_until_ns;
	enum mst_limit limit; /* for MST_LIMIT_MACHINE the caller knows a more exact reason */
	uint64_t sent;        /* frames since the last ruling, under this limit */
};

void mst_governor_open(struct mst_governor *governor, const struct mst_plan *plan, uint64_t now_ns);

/* Whether frames leave at a rate that doubles as fast as it is looked at: a look each millisecond is not too often. */
bool mst_governor_is_hurried(const struct mst_governor *governor, const struct mst_plan *plan);

/* Whether it is time to look: every few milliseconds; at fixed rates some times a second. Then all are looked at. */
bool mst_governor_is_due(struct mst_governor *governor, const struct mst_plan *plan, uint64_t now_ns);

/* The lanes of this egress have ended: the others may take its share. */
void mst_governor_note_over(struct mst_governor *governor, const struct mst_egress *egress);

/* Whether that is so of all that are routed; false where none is. */
bool mst_governor_is_over(const struct mst_governor *governor, const struct mst_plan *plan);

/* Rules an egress whose rate adapts, by all senses of it. All together send at most `most_pps`. */
struct mst_ruling mst_governor_rule(struct mst_governor *governor, const struct mst_plan *plan,
                                    const struct mst_egress *egress, const struct mst_senses *senses, double most_pps);

/* The ruling has been published at `now_ns`; whether it came too late, has another end of counting now, and must be
 * published again. */
bool mst_governor_note_published(struct mst_governor *governor, const struct mst_egress *egress,
                                 struct mst_ruling *ruling, uint64_t now_ns);

/* For an egress at a fixed rate, by the senses of its lanes: only why it is not reached. */
struct mst_ruling mst_governor_watch(struct mst_governor *governor, const struct mst_plan *plan,
                                     const struct mst_egress *egress, const struct mst_senses *senses);

#endif
