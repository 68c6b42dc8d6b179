/* hearing.c - see hearing.h. */
#include "scan/hearing.h"

#include "base/clock.h"

#define STAY_NS (10 * MST_NS_PER_SECOND) /* then another may take the place, and a changed way has new shortest trips */

/* What is later than this waited in a queue; less, or an eighth of a long way, may be chance. CoDel's target is 5 ms too. */
#define LATER_NS (5 * MST_NS_PER_MS)
#define LATER_SHIFT 3

bool mst_hearing_has_place(const struct mst_hearing *hearing, const struct mst_way *way, uint64_t key, uint64_t now_ns)
{
	unsigned place = mst_flock_place(key);

	return mst_load(&way->flock.members[place], relaxed) == 0 || now_ns - hearing->members[place].since_ns >= STAY_NS;
}

void mst_hearing_member(struct mst_hearing *hearing, struct mst_way *way, uint64_t key, struct mst_member member,
                        int64_t rtt_ns, uint64_t now_ns)
{
	unsigned place = mst_flock_place(key);

	hearing->members[place].key = key;
	hearing->members[place].since_ns = now_ns;
	hearing->members[place].shortest_ns = rtt_ns >= 0 ? (uint64_t)rtt_ns : UINT64_MAX;
	mst_flock_put(&way->flock, place, member); /* CANARY */
}

void mst_hearing_canary(struct mst_hearing *hearing, const struct mst_way *way, uint64_t key, uint64_t sent_ns,
                        int64_t rtt_ns)
{
	unsigned place = mst_flock_place(key);
	uint64_t *shortest_ns = &hearing->members[place].shortest_ns;
	bool counts = mst_way_counts(way, sent_ns);

	hearing->answered += counts;
	if (rtt_ns < 0 || hearing->members[place].key != key)
		return;
	mst_rtt_sample(&hearing->rtt, (uint64_t)rtt_ns);
	if ((uint64_t)rtt_ns < *shortest_ns)
		*shortest_ns = (uint64_t)rtt_ns;
	if (!counts)
		return;
	hearing->delay_ns += (uint64_t)rtt_ns - *shortest_ns;
	hearing->delayed += (uint64_t)rtt_ns > *shortest_ns + (*shortest_ns >> LATER_SHIFT) + LATER_NS;
}
