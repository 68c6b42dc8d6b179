/* SPDX-License-Identifier: BSD-2-Clause */
/* test_budget.c - how many events are written in a flood, and after it. */
#include <criterion/criterion.h>

#include "cli/common/budget.h"

#define HOUR_NS (UINT64_C(3600) * 1000000000)

static uint64_t flood(struct mst_budget *budget, uint64_t now_ns, unsigned events)
{
	uint64_t written = 0;

	for (unsigned i = 0; i < events; i++)
		written += mst_budget_take(budget, now_ns + i);
	return written;
}

Test(cli_common_budget, a_flood_gets_so_many_events_and_the_rest_are_counted)
{
	struct mst_budget budget = { .most = 240 };

	cr_assert_eq(flood(&budget, 5, 1000), 240u);
	cr_assert_eq(budget.left_out, 760u);
	cr_assert_eq(flood(&budget, 5 + HOUR_NS, 1000), 10u, "an hour later");
	cr_assert_eq(flood(&budget, 5 + 1000 * HOUR_NS, 1000), 240u, "never more than a day's");
}

Test(cli_common_budget, the_first_that_is_left_out_is_told_once)
{
	struct mst_budget budget = { .most = 1 };

	cr_assert(mst_budget_take(&budget, 0));
	cr_assert_not(mst_budget_just_ended(&budget));
	cr_assert_not(mst_budget_take(&budget, 1));
	cr_assert(mst_budget_just_ended(&budget));
	cr_assert_not(mst_budget_take(&budget, 2));
	cr_assert_not(mst_budget_just_ended(&budget));
}
