/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * schedule.h - when rounds begin, and whether the machine slept or its clock was set between two of them.
 *
 *     tick k is at start + k × every, however long rounds take: the schedule does not drift
 *
 *     ├────────┼────────┼────────┼────────┼──►
 *     round 1──┘        round 2 ────┘    round 3     a round longer than `every` skips ticks
 *
 * Ticks use CLOCK_MONOTONIC, which stops while the machine sleeps and is never set. CLOCK_BOOTTIME minus
 * CLOCK_MONOTONIC grows by the time that the machine slept; CLOCK_REALTIME minus CLOCK_BOOTTIME changes when the wall
 * clock is set.
 */
#ifndef MST_WATCH_SCHEDULE_H
#define MST_WATCH_SCHEDULE_H

#include <muster/watch.h>

struct mst_clocks {
	uint64_t monotonic_ns, boot_ns, wall_ns;
};

struct mst_clocks mst_clocks_read(void);

/* What happened between two readings. Differences of less than a second count as 0: NTP slews that much. */
struct mst_clocks_leap {
	uint64_t slept_ns;
	int64_t set_by_ns; /* positive: the wall clock was set forward */
};
struct mst_clocks_leap mst_clocks_compare(const struct mst_clocks *before, const struct mst_clocks *after);

/* Convert a moment to wall-clock time and back, by these readings. */
uint64_t mst_clocks_wall_of(const struct mst_clocks *clocks, mst_moment moment);
mst_moment mst_clocks_moment_of(const struct mst_clocks *clocks, uint64_t wall_ns);

struct mst_schedule {
	uint64_t start_ns, every_ns;
	uint64_t tick; /* the next one */
};

/* The first tick is now. */
struct mst_schedule mst_schedule_from(uint64_t now_ns, uint64_t every_ns);

/* When the next tick is. */
uint64_t mst_schedule_due_ns(const struct mst_schedule *schedule);

/*
 * Ends the round of the last tick: the next tick is the first one in the future. Returns the number of ticks skipped.
 */
uint64_t mst_schedule_advance(struct mst_schedule *schedule, uint64_t now_ns);

#endif
