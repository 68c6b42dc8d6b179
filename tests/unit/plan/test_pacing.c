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
