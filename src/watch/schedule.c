/* SPDX-License-Identifier: BSD-2-Clause */
/* schedule.c - see schedule.h. */
#include "watch/schedule.h"

#include <time.h>

#include "base/clock.h"

#define LEAST_NS ((int64_t)MST_NS_PER_SECOND)

struct mst_clocks mst_clocks_read(void)
{
	struct timespec boot;

	clock_gettime(CLOCK_BOOTTIME, &boot);
	return (struct mst_clocks){
		.monotonic_ns = mst_now_ns(),
		.boot_ns = (uint64_t)boot.tv_sec * MST_NS_PER_SECOND + (uint64_t)boot.tv_nsec,
		.wall_ns = mst_wall_ns(),
	};
}

struct mst_clocks_leap mst_clocks_compare(const struct mst_clocks *before, const struct mst_clocks *after)
{
	int64_t booted = (int64_t)(after->boot_ns - before->boot_ns);
	int64_t slept = booted - (int64_t)(after->monotonic_ns - before->monotonic_ns);
	int64_t set_by = (int64_t)(after->wall_ns - before->wall_ns) - booted;

	return (struct mst_clocks_leap){
		.slept_ns = slept >= LEAST_NS ? (uint64_t)slept : 0,
		.set_by_ns = set_by >= LEAST_NS || set_by <= -LEAST_NS ? set_by : 0,
	};
}

uint64_t mst_clocks_wall_of(const struct mst_clocks *clocks, mst_moment moment)
{
	int64_t wall_ns;

	if (moment == MST_WATCH_NEVER)
		return 0;
	wall_ns = (int64_t)clocks->wall_ns - ((int64_t)clocks->boot_ns - moment);
	return wall_ns > 0 ? (uint64_t)wall_ns : 0;
}

mst_moment mst_clocks_moment_of(const struct mst_clocks *clocks, uint64_t wall_ns)
{
	return wall_ns ? (int64_t)clocks->boot_ns - (int64_t)(clocks->wall_ns - wall_ns) : MST_WATCH_NEVER;
}

struct mst_schedule mst_schedule_from(uint64_t now_ns, uint64_t every_ns)
{
	return (struct mst_schedule){ .start_ns = now_ns, .every_ns = every_ns };
}

uint64_t mst_schedule_due_ns(const struct mst_schedule *schedule)
{
	return schedule->start_ns + schedule->tick * schedule->every_ns;
}

uint64_t mst_schedule_advance(struct mst_schedule *schedule, uint64_t now_ns)
{
	uint64_t passed_ns = now_ns - schedule->start_ns;
	uint64_t next = passed_ns / schedule->every_ns + (passed_ns % schedule->every_ns != 0);
	uint64_t left_out = 0;

	schedule->tick++;
	if (next > schedule->tick) {
		left_out = next - schedule->tick;
		schedule->tick = next;
	}
	return left_out;
}
