/* trip.c - see trip.h. */
#include "scan/trip.h"

uint64_t mst_trip_received_ns(const struct mst_receiver *receiver, uint64_t wall_ns)
{
	uint64_t at = wall_ns - receiver->wall_offset_ns;

	/* A wall clock that was set meanwhile must not make an answer come from the future. */
	return at <= receiver->now_ns ? at : receiver->now_ns;
}

#define KNOWN_TO_SHIFT 3 /* a round trip that may be an eighth shorter is told */

/* How long, at most, the frame that is answered left after the first one of its question, at the rate of its way. */
static uint64_t behind_first_ns(const struct mst_receiver *receiver, const struct mst_answer *answer)
{
	const struct mst_plan *plan = receiver->round->plan;
	unsigned lane = answer->ticket.slot >> plan->capacity_bits, frames = 0;
	const struct mst_path *path;
	double pps;

	/* A reference probe has one frame only. */
	if (answer->probe == 0 || (lane >= plan->lanes && lane < 2 * plan->lanes) || !(path = mst_decoys_path(plan, &answer->target)))
		return 0;
	for (unsigned p = 0; p < answer->probe; p++)
		frames += mst_plan_can_ask(plan, path, p, &answer->target);
	pps = mst_load(&receiver->round->ways[mst_plan_way(plan, path)].rate_pps, relaxed) / plan->config->lanes; /* RATE */
	return pps > 0 ? (uint64_t)(frames * 1e9 / pps) : frames;
}

/*
 * The entry knows when the first frame of its last attempt left. Where that may not be the one that was answered, the time
 * that the answer itself carries is better; without one the round trip is known as far as frames follow each other quickly.
 */
int64_t mst_trip_ns(const struct mst_receiver *receiver, const struct mst_answer *answer,
                    const struct mst_settlement *settlement, uint64_t wall_ns)
{
	uint64_t at = mst_trip_received_ns(receiver, wall_ns), behind_ns = behind_first_ns(receiver, answer);
	bool first_frame = behind_ns == 0 && settlement && answer->ticket.attempt == mst_word_attempt(settlement->was);
	int64_t rtt_ns;

	if (!settlement || (answer->sent_ns && !first_frame))
		return answer->sent_ns && answer->sent_ns <= at ? (int64_t)(at - answer->sent_ns) : -1;
	rtt_ns = mst_settlement_rtt_ns(settlement, answer->ticket.attempt, at);
	return rtt_ns < 0 || behind_ns <= (uint64_t)rtt_ns >> KNOWN_TO_SHIFT ? rtt_ns : -1;
}

/* Such an answer does not tell which attempt it answers (P. Karn, C. Partridge 1987). */
int64_t mst_trip_by_key_ns(const struct mst_receiver *receiver, const struct mst_settlement *settlement, uint64_t wall_ns)
{
	if (mst_word_attempt(settlement->was) > 1)
		return -1;
	return mst_settlement_rtt_ns(settlement, 1, mst_trip_received_ns(receiver, wall_ns));
}
