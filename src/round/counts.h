/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * counts.h - what is counted while frames flow: one set for every thread, each written by that thread alone.
 *
 * A snapshot adds the sets up, member by member, out of the table in muster/scan.h.
 */
#ifndef MST_ROUND_COUNTS_H
#define MST_ROUND_COUNTS_H

#include <muster/scan.h>
#include <muster/stray.h>

#include "base/atomic.h"
#include "track/hidden.h"
#include "track/missed.h"

struct mst_counts {
#define MST_COUNT_MEMBER(name, meaning) _Atomic uint64_t name;
	MST_SCAN_COUNTS(MST_COUNT_MEMBER)
#undef MST_COUNT_MEMBER
};

/* Adds this set to a snapshot; any thread. */
static inline void mst_counts_add(struct mst_scan_stats *stats, const struct mst_counts *counts)
{
#define MST_ADD_COUNT(name, meaning) stats->name += mst_load(&counts->name, relaxed);
	MST_SCAN_COUNTS(MST_ADD_COUNT)
#undef MST_ADD_COUNT
}

/* Frames that were not believed, by enum mst_stray. */
struct mst_stray_counts {
	_Atomic uint64_t of[MST_STRAY_COUNT];
};

/* The interfaces, by index, where something was seen, the first ones; 0 where there are fewer. */
struct mst_seen_at {
	_Atomic int ifindex[MST_ASYMMETRIC_MAX];
};

static inline void mst_seen_at_note(struct mst_seen_at *seen, int ifindex)
{
	for (size_t i = 0; i < MST_ASYMMETRIC_MAX; i++) {
		int known = mst_load(&seen->ifindex[i], relaxed);

		if (known == 0)
			mst_store(&seen->ifindex[i], ifindex, relaxed);
		if (known == 0 || known == ifindex)
			return;
	}
}

/* A count for each attempt; [0] is not used. */
struct mst_attempt_counts {
	_Atomic uint64_t of[MST_ANSWERED_ATTEMPTS + 1];
};

/* Targets that answered for the first time. */
struct mst_first_answers {
	struct mst_attempt_counts first; /* by a probe of the first wave: by the attempt answered */
	/* By a probe that only silent targets get, counted from its own first attempt. */
	struct mst_attempt_counts second;
	_Atomic uint64_t trips[MST_TRIP_OCTAVES]; /* by round trip, of answers from beyond the link */
};

/* `attempt` counts those that prove something, from 1; `rtt_ns` < 0: not known, or on a link. */
static inline void mst_first_answers_note(struct mst_first_answers *answers, unsigned attempt, bool second,
                                          int64_t rtt_ns)
{
	_Atomic uint64_t *trips = &answers->trips[rtt_ns < 0 ? 0 : mst_trip_octave((uint64_t)rtt_ns)];
	_Atomic uint64_t *count = second ? &answers->second.of[attempt > 1 ? attempt - 1 : 1]
	                                 : &answers->first.of[attempt];

	mst_store(count, mst_load(count, relaxed) + 1, relaxed);
	if (rtt_ns >= 0)
		mst_store(trips, mst_load(trips, relaxed) + 1, relaxed);
}

static inline void mst_attempt_counts_add(uint64_t *sums, const struct mst_attempt_counts *tally)
{
	for (unsigned j = 1; j <= MST_ANSWERED_ATTEMPTS; j++)
		sums[j] += mst_load(&tally->of[j], relaxed);
}

#endif
