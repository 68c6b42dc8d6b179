/* SPDX-License-Identifier: BSD-2-Clause */
/* test_schedule.c - ticks do not drift, and changes of the clocks are noticed. */
#include <criterion/criterion.h>

#include "watch/schedule.h"

#define S UINT64_C(1000000000)

Test(watch_schedule, ticks_are_multiples_of_the_interval_whenever_rounds_end)
{
	struct mst_schedule schedule = mst_schedule_from(100 * S, 10 * S);

	for (uint64_t k = 1; k < 100000; k++) {
		cr_assert_eq(mst_schedule_due_ns(&schedule), (100 + 10 * (k - 1)) * S);
		cr_assert_eq(mst_schedule_advance(&schedule, mst_schedule_due_ns(&schedule) + k % 10 * S + 1), 0);
	}
}

Test(watch_schedule, a_long_round_leaves_ticks_out_and_the_next_is_on_time)
{
	struct mst_schedule schedule = mst_schedule_from(0, 10 * S);

	cr_assert_eq(mst_schedule_advance(&schedule, 35 * S), 3);
	cr_assert_eq(mst_schedule_due_ns(&schedule), 40 * S);
	cr_assert_eq(mst_schedule_advance(&schedule, 50 * S), 0, "just in time");
	cr_assert_eq(mst_schedule_due_ns(&schedule), 50 * S);
}

static struct mst_clocks at(uint64_t monotonic, uint64_t boot, uint64_t wall)
{
	return (struct mst_clocks){ monotonic * S, boot * S, wall * S };
}

Test(watch_schedule, sleep_and_set_clocks_are_told_apart)
{
	const struct mst_clocks start = at(50, 60, 1000), on = at(60, 70, 1010), slept = at(51, 161, 1101),
				forward = at(51, 61, 4601), back = at(51, 61, 501), both = at(51, 161, 2101);

	cr_assert(mst_clocks_compare(&start, &on).slept_ns == 0 && mst_clocks_compare(&start, &on).set_by_ns == 0);
	cr_assert(mst_clocks_compare(&start, &slept).slept_ns == 100 * S &&
	          mst_clocks_compare(&start, &slept).set_by_ns == 0);
	cr_assert(mst_clocks_compare(&start, &forward).slept_ns == 0);
	cr_assert_eq(mst_clocks_compare(&start, &forward).set_by_ns, 3600 * (int64_t)S);
	cr_assert_eq(mst_clocks_compare(&start, &back).set_by_ns, -500 * (int64_t)S);
	cr_assert(mst_clocks_compare(&start, &both).slept_ns == 100 * S);
	cr_assert_eq(mst_clocks_compare(&start, &both).set_by_ns, 1000 * (int64_t)S);
}

Test(watch_schedule, moments_follow_a_clock_that_is_set_and_reach_before_the_machine_started)
{
	const struct mst_clocks now = at(50, 60, 1000), set = at(50, 60, 5000);
	mst_moment moment = mst_clocks_moment_of(&now, 900 * S);

	cr_assert_eq(moment, -40 * (int64_t)S);
	cr_assert_eq(mst_clocks_wall_of(&now, moment), 900 * S);
	cr_assert_eq(mst_clocks_wall_of(&set, moment), 4900 * S);
	cr_assert_eq(mst_clocks_moment_of(&now, 0), MST_WATCH_NEVER);
	cr_assert_eq(mst_clocks_wall_of(&now, MST_WATCH_NEVER), 0);
}
