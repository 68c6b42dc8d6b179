/* SPDX-License-Identifier: BSD-2-Clause */
/* When a lane lost the CPU, and what that takes off a round trip. */
#include "round/slips.h"

#include <criterion/criterion.h>

#define MS UINT64_C(1024000) /* a multiple of a tick, so that nothing is rounded */

static void slip(struct mst_slips *slips, uint64_t from_ns, uint64_t until_ns)
{
	mst_slips_begin(slips, from_ns);
	mst_slips_end(slips, until_ns);
}

Test(round_slips, a_frame_that_left_late_was_on_its_way_for_less)
{
	struct mst_slips slips = { 0 };

	cr_expect_eq(mst_slips_least_ns(&slips, 11 * MS, 6 * MS), 6 * MS);
	slip(&slips, 10 * MS, 16 * MS);
	cr_expect_eq(mst_slips_least_ns(&slips, 11 * MS, 6 * MS), MS);
	cr_expect_eq(mst_slips_least_ns(&slips, 10 * MS, 5 * MS), 0);
	cr_expect_eq(mst_slips_least_ns(&slips, 16 * MS, 6 * MS), 6 * MS);
}

Test(round_slips, a_host_that_is_far_stays_far)
{
	struct mst_slips slips = { 0 };

	slip(&slips, 10 * MS, 16 * MS);
	cr_expect_eq(mst_slips_least_ns(&slips, 11 * MS, 300 * MS), 295 * MS);
	cr_expect_eq(mst_slips_least_ns(&slips, 9 * MS, 300 * MS), 300 * MS, "stamped before");
	cr_expect_eq(mst_slips_least_ns(&slips, 17 * MS, 300 * MS), 300 * MS, "stamped after");
}

Test(round_slips, a_call_that_took_no_longer_than_usual_is_none)
{
	struct mst_slips slips = { 0 };

	slip(&slips, 10 * MS, 11 * MS);
	cr_expect_eq(mst_slips_least_ns(&slips, 10 * MS, 6 * MS), 6 * MS);
}

Test(round_slips, while_frames_are_offered_nobody_knows_when_they_leave)
{
	struct mst_slips slips = { 0 };

	mst_slips_begin(&slips, 10 * MS);
	cr_expect_eq(mst_slips_least_ns(&slips, 10 * MS, 6 * MS), 0);
	cr_expect_eq(mst_slips_least_ns(&slips, 9 * MS, 6 * MS), 6 * MS);
	mst_slips_end(&slips, 11 * MS);
	cr_expect_eq(mst_slips_least_ns(&slips, 10 * MS, 6 * MS), 6 * MS);
}

Test(round_slips, the_latest_are_known)
{
	struct mst_slips slips = { 0 };

	for (uint64_t i = 1; i <= MST_SLIPS + 1; i++)
		slip(&slips, 100 * i * MS, (100 * i + 5) * MS);
	cr_expect_eq(mst_slips_least_ns(&slips, 101 * MS, 6 * MS), 6 * MS);
	for (uint64_t i = 2; i <= MST_SLIPS + 1; i++)
		cr_expect_eq(mst_slips_least_ns(&slips, (100 * i + 1) * MS, 6 * MS), 2 * MS);
}
