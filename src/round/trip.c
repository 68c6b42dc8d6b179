/* SPDX-License-Identifier: BSD-2-Clause */
/* trip.c - see trip.h. */
#include "round/trip.h"

#define KNOWN_TO_SHIFT 3 /* a round trip that may be an eighth shorter is still reported */

uint64_t mst_arrival_ns(const struct mst_arrival *arrival)
{
	uint64_t at = arrival->wall_ns - arrival->wall_offset_ns;

	/* A wall clock that was set meanwhile must not make an answer come from the future. */
	return at <= arrival->now_ns ? at : arrival->now_ns;
}

uint64_t mst_trip_behind_ns(const struct mst_plan *plan, const struct mst_route_out *route,
                            const struct mst_answer *answer, double lane_pps)
{
	unsigned frames = 0;

	for (unsigned p = 0; p < answer->probe; p++)
		frames += mst_plan_can_ask(plan, route, p, &answer->target);
	return lane_pps > 0 ? (uint64_t)(frames * 1e9 / lane_pps) : frames;
}

/*
 * The entry knows when the first frame of its last attempt left. Where that may not be the one that was answered, the
 * time that the answer itself carries is better; without one the round trip is known as far as frames
 * follow each other quickly.
 */
int64_t mst_trip_ns(const struct mst_arrival *arrival, const struct mst_answer *answer,
                    const struct mst_settlement *settlement, uint64_t behind_ns)
{
	bool first_frame = behind_ns == 0 && settlement && answer->ticket.attempt == mst_word_attempt(settlement->was);
	uint64_t at = mst_arrival_ns(arrival);
	int64_t rtt_ns;

	if (!settlement || (answer->sent_ns && !first_frame))
		return answer->sent_ns && answer->sent_ns <= at ? (int64_t)(at - answer->sent_ns) : -1;
	rtt_ns = mst_settlement_rtt_ns(settlement, answer->ticket.attempt, at);
	return rtt_ns < 0 || behind_ns <= (uint64_t)rtt_ns >> KNOWN_TO_SHIFT ? rtt_ns : -1;
}

/* Such an answer does not show which attempt it answers (P. Karn, C. Partridge 1987). */
int64_t mst_trip_by_key_ns(const struct mst_arrival *arrival, const struct mst_settlement *settlement)
{
	if (mst_word_attempt(settlement->was) > 1)
		return -1;
	return mst_settlement_rtt_ns(settlement, 1, mst_arrival_ns(arrival));
}
