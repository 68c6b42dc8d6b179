/* hearing.c - see hearing.h. */
#include "scan/hearing.h"

#include "base/clock.h"

#define STAY_NS (10 * MST_NS_PER_SECOND) /* then another may take the place, and a changed way has new shortest trips */

/* What is later than this waited in a queue; less, or an eighth of a long way, may be chance. CoDel's target is 5 ms too. */
#define LATER_NS (5 * MST_NS_PER_MS)
#define LATER_SHIFT 3

void mst_hearing_member(struct mst_hearing *hearing, struct mst_way *way, uint64_t target, int64_t rtt_ns,
                        uint64_t now_ns)
{
	unsigned place = mst_flock_place(target);
	bool taken = mst_load(&way->flock.targets[place], relaxed) != 0;

	if (taken && now_ns - hearing->members[place].since_ns < STAY_NS)
		return;
	hearing->members[place].since_ns = now_ns;
	hearing->members[place].shortest_ns = rtt_ns >= 0 ? (uint64_t)rtt_ns : UINT64_MAX;
	mst_flock_put(&way->flock, place, target); /* CANARY */
}

void mst_hearing_canary(struct mst_hearing *hearing, const struct mst_way *way, uint64_t target, uint64_t sent_ns,
                        int64_t rtt_ns)
{
	unsigned place = mst_flock_place(target);
	uint64_t *shortest_ns = &hearing->members[place].shortest_ns;
	bool counts = mst_way_counts(way, sent_ns);

	hearing->answered += counts;
	if (rtt_ns < 0 || mst_load(&way->flock.targets[place], relaxed) != target)
		return;
	mst_rtt_sample(&hearing->rtt, (uint64_t)rtt_ns);
	if ((uint64_t)rtt_ns < *shortest_ns)
		*shortest_ns = (uint64_t)rtt_ns;
	if (!counts)
		return;
	hearing->delay_ns += (uint64_t)rtt_ns - *shortest_ns;
	hearing->delayed += (uint64_t)rtt_ns > *shortest_ns + (*shortest_ns >> LATER_SHIFT) + LATER_NS;
}
