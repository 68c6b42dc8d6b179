/* SPDX-License-Identifier: BSD-2-Clause */
/* Where an adaptive rate begins. */
#include <criterion/criterion.h>

#include "plan/pacing.h"

static double start_of(double rate_pps, double cap_pps)
{
	struct mst_pacing pacing = { .adaptive = true, .start_pps = 1000, .floor_pps = 100, .cap_pps = cap_pps };

	mst_pacing_resume(&pacing, rate_pps, cap_pps);
	return pacing.start_pps;
}

Test(plan_pacing, a_resumed_run_starts_at_the_rate_that_was_reached)
{
	cr_expect_eq(start_of(7300, 1e6), 7300);
	cr_expect_eq(start_of(1, 1e6), 100, "not below the floor");
	cr_expect_eq(start_of(9000, 5000), 5000, "not above the cap");
	cr_expect_eq(start_of(5e6, 2e7), MST_BLIND_PPS, "the network may be another one");
}

static double begins_at(bool near, const struct mst_scan_rate *rate)
{
	struct mst_egress egress = { .kind = MST_EGRESS_ROUTED, .near = near };
	struct mst_egresses egresses = { .of = &egress, .count = 1 };
	struct mst_pacing pacing = mst_pacing_choose(rate, &egresses, 0);

	return mst_pacing_begin_pps(&pacing, &egress);
}

Test(plan_pacing, the_first_frames_into_near_networks_leave_faster)
{
	struct mst_scan_rate by_itself = { .pps = MST_RATE_AUTO }, low = by_itself, resumed = by_itself;

	low.max_pps = 300;
	resumed.start_pps = 700;
	cr_expect_eq(begins_at(true, &by_itself), 10000);
	cr_expect_eq(begins_at(false, &by_itself), 1000, "networks of others");
	cr_expect_eq(begins_at(true, &low), 300);
	cr_expect_eq(begins_at(true, &resumed), 700, "known to be slow");
}

static double cap_of(double room, uint64_t questions)
{
	struct mst_pacing pacing = {
		.adaptive = true, .start_pps = 1000, .floor_pps = 100, .cap_pps = 1e6, .polite_pps = 1e5
	};

	mst_pacing_by_sockets(&pacing, room, questions);
	cr_expect_leq(pacing.start_pps, pacing.cap_pps);
	cr_expect_leq(pacing.floor_pps, pacing.cap_pps);
	cr_expect_leq(pacing.polite_pps, pacing.cap_pps);
	return pacing.cap_pps;
}

Test(plan_pacing, silence_never_fills_the_table_of_tracked_connections)
{
	cr_expect_eq(cap_of(240000, 1 << 20), 1500, "an unanswered SYN stays there for two minutes");
	cr_expect_eq(cap_of(60, 1 << 20), 1, "not stopped");
	cr_expect_eq(cap_of(0, 1 << 20), 1);
}

Test(plan_pacing, where_nothing_is_tracked_or_all_has_room_sockets_change_nothing)
{
	struct mst_pacing fixed = { .start_pps = 5000, .cap_pps = 5000, .floor_pps = 5000 };

	cr_expect_eq(cap_of(-1, 1 << 20), 1e6);
	cr_expect_eq(cap_of(240000, 1000), 1e6);
	mst_pacing_by_sockets(&fixed, 0, 1 << 20);
	cr_expect_eq(fixed.cap_pps, 5000, "the user set the rate");
}
