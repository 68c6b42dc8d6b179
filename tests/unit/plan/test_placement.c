/* SPDX-License-Identifier: BSD-2-Clause */
/* test_placement.c - which thread runs on which CPUs. */
#include "plan/placement.h"

#include <criterion/criterion.h>
#include <string.h>

static const char *placed(const char *list, enum mst_role role, unsigned lane, unsigned lanes)
{
	static char text[64];
	struct mst_error err = { "" };
	struct mst_cpus cpus;
	cpu_set_t all, set;

	CPU_ZERO(&all);
	for (size_t cpu = 0; cpu < 16; cpu++)
		CPU_SET(cpu, &all);
	cr_assert_eq(mst_cpus_read(&cpus, list, &all, &err), 0, "%s", err.text);
	cr_assert_eq(mst_placement_of(&set, &cpus, role, lane, lanes), &set);
	return mst_cpus_write(text, sizeof text, &set);
}

Test(plan_placement, lanes_take_the_cpus_in_turn_and_begin_again)
{
	static const char *const own[] = { "4", "5", "6", "7" }, *const turns[] = { "9", "2", "9", "2" };

	for (unsigned lane = 0; lane < 4; lane++) {
		cr_expect_str_eq(placed("4-9", MST_ROLE_LANE, lane, 4), own[lane]);
		cr_expect_str_eq(placed("9,2", MST_ROLE_LANE, lane, 4), turns[lane]);
	}
}

Test(plan_placement, the_receiver_has_the_next_and_the_reporter_the_rest)
{
	cr_expect_str_eq(placed("4-9", MST_ROLE_RECEIVER, 0, 4), "8");
	cr_expect_str_eq(placed("4-9", MST_ROLE_REPORTER, 0, 4), "9");
	cr_expect_str_eq(placed("8,1,0-3,15", MST_ROLE_RECEIVER, 0, 2), "0");
	cr_expect_str_eq(placed("8,1,0-3,15", MST_ROLE_REPORTER, 0, 2), "2-3,15");
}

Test(plan_placement, who_finds_none_left_shares_them_all)
{
	cr_expect_str_eq(placed("4-8", MST_ROLE_REPORTER, 0, 4), "4-8");
	cr_expect_str_eq(placed("4-7", MST_ROLE_RECEIVER, 0, 4), "4-7");
	cr_expect_str_eq(placed("4-7", MST_ROLE_REPORTER, 0, 4), "4-7");
	cr_expect_str_eq(placed("4,6", MST_ROLE_RECEIVER, 0, 4), "4,6");
	cr_expect_str_eq(placed("3", MST_ROLE_LANE, 1, 2), "3");
	cr_expect_str_eq(placed("3", MST_ROLE_REPORTER, 0, 1), "3");
}

Test(plan_placement, without_a_list_any_cpu_will_do)
{
	const struct mst_cpus none = { .count = 0 };
	cpu_set_t set;

	cr_expect_null(mst_placement_of(&set, &none, MST_ROLE_LANE, 0, 1));
	cr_expect_null(mst_placement_of(&set, &none, MST_ROLE_RECEIVER, 0, 1));
	cr_expect_null(mst_placement_of(&set, &none, MST_ROLE_REPORTER, 0, 1));
}
