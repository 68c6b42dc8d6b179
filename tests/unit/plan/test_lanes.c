/* SPDX-License-Identifier: BSD-2-Clause */
/* test_lanes.c - how many lanes an egress may come to have. */
#include "plan/lanes.h"

#include <criterion/criterion.h>

static unsigned lanes(struct mst_lanes_facts facts)
{
	return mst_lanes_at_most(&facts);
}

Test(plan_lanes, many_questions_may_use_all_cpus_up_to_four)
{
	cr_expect_eq(lanes((struct mst_lanes_facts){ .questions = 1 << 20, .cpus = 1 }), 1);
	cr_expect_eq(lanes((struct mst_lanes_facts){ .questions = 1 << 20, .cpus = 2 }), 2);
	cr_expect_eq(lanes((struct mst_lanes_facts){ .questions = 1 << 20, .cpus = 64 }), 4);
	cr_expect_eq(lanes((struct mst_lanes_facts){ .questions = UINT64_MAX, .cpus = 3, .cap_pps = 20e6 }), 3);
}

Test(plan_lanes, few_or_slow_questions_have_one)
{
	cr_expect_eq(lanes((struct mst_lanes_facts){ .questions = 65536, .cpus = 8 }), 1);
	cr_expect_eq(lanes((struct mst_lanes_facts){ .questions = 1 << 24, .cpus = 8, .cap_pps = 100000 }), 1);
	cr_expect_eq(lanes((struct mst_lanes_facts){ .questions = 1 << 24, .cpus = 8, .one_suffices = true }), 1);
}

Test(plan_lanes, of_a_list_the_last_two_are_for_receiver_and_reporter)
{
	cr_expect_eq(lanes((struct mst_lanes_facts){ .questions = 1 << 24, .cpus = 2, .listed = true }), 1);
	cr_expect_eq(lanes((struct mst_lanes_facts){ .questions = 1 << 24, .cpus = 4, .listed = true }), 2);
	cr_expect_eq(lanes((struct mst_lanes_facts){ .questions = 1 << 24, .cpus = 32, .listed = true }), 4);
}
