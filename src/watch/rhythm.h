/*
 * rhythm.h - when rounds begin, and what clocks tell of the time between. Pure: the clocks are read by the caller.
 *
 *     tick k is at start + k × every, whatever happens in between: there is no drift
 *
 *     ├────────┼────────┼────────┼────────┼──►
 *     round 1──┘        round 2 ────┘    round 3     a round that takes longer leaves ticks out
 *
 * Ticks are of CLOCK_MONOTONIC, which stands while the machine sleeps and is never set. CLOCK_BOOTTIME less that is how
 * long the machine slept; CLOCK_REALTIME less CLOCK_BOOTTIME changes when the clock is set.
 */
#ifndef MST_WATCH_RHYTHM_H
#define MST_WATCH_RHYTHM_H

#include <muster/watch.h>

struct mst_clocks {
	uint64_t monotonic_ns, boot_ns, wall_ns;
};

struct mst_clocks mst_clocks_read(void);

/* What happened between two readings; sleeps and leaps of less than a second are none (NTP slews that much). */
struct mst_clocks_leap {
	uint64_t slept_ns;
	int64_t set_by_ns; /* forward is positive */
};
struct mst_clocks_leap mst_clocks_compare(const struct mst_clocks *before, const struct mst_clocks *after);

/* From a moment to the wall clock and back, as the clocks stand. */
uint64_t mst_clocks_wall_of(const struct mst_clocks *clocks, mst_moment moment);
mst_moment mst_clocks_moment_of(const struct mst_clocks *clocks, uint64_t wall_ns);

struct mst_rhythm {
	uint64_t start_ns, every_ns;
	uint64_t tick; /* the next one */
};

/* The first tick is now. */
struct mst_rhythm mst_rhythm_from(uint64_t now_ns, uint64_t every_ns);

/* When the next tick is. */
uint64_t mst_rhythm_due_ns(const struct mst_rhythm *rhythm);

/* A round that began at the last tick is over: the next tick is the first that is not past. Returns how many were left out. */
uint64_t mst_rhythm_advance(struct mst_rhythm *rhythm, uint64_t now_ns);

#endif
