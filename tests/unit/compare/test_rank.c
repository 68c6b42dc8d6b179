/* SPDX-License-Identifier: BSD-2-Clause */
/* test_rank.c - which verdict about a target is better. */
#include "compare/rank.h"

#include <criterion/criterion.h>

#include "track/verdict.h"
#include "unit/compare/fixture_memory.h"

/* UNKNOWN, SILENT, ERROR, CLOSED, BEST */
static enum mst_rank rank_of_standing(enum mst_standing standing)
{
	return (enum mst_rank)(standing - MST_STANDING_UNKNOWN);
}

Test(compare_rank, is_the_standing_of_every_verdict_of_a_scan)
{
	for (int about = MST_ABOUT_HOST; about <= MST_ABOUT_UDP; about++) {
		for (int reason = 0; reason < MST_REASON_COUNT; reason++) {
			enum mst_standing standing = mst_verdict_standing(
				(enum mst_reason)reason, (enum mst_about)about, reason == MST_PORT_UNREACH);
			struct mst_result row = host(1, mst_verdict_state(standing, (enum mst_about)about),
			                             (enum mst_reason)reason);

			if (reason == MST_UNFINISHED || reason == MST_PORT_UNREACH)
				continue;
			cr_expect_eq(mst_rank_of(&row), rank_of_standing(standing), "about %d, %s: %d", about,
			             mst_reason_name((enum mst_reason)reason), mst_rank_of(&row));
		}
	}
}

Test(compare_rank, a_run_that_ended_settles_nothing)
{
	struct mst_result unfinished = host(1, MST_UNKNOWN, MST_UNFINISHED),
			  unasked = host(1, MST_UNKNOWN, MST_NOT_SENT), refused = host(1, MST_UNKNOWN, MST_NOT_SENT),
			  lost = host(1, MST_UNKNOWN, MST_LOCAL_LOSS), down = host(1, MST_DOWN, MST_NO_RESPONSE);

	refused.error = 1;
	cr_expect(!mst_is_settled(&unfinished));
	cr_expect(!mst_is_settled(&unasked));
	cr_expect(mst_is_settled(&refused));
	cr_expect(mst_is_settled(&lost));
	cr_expect(mst_is_settled(&down));
	cr_expect(mst_is_better(&lost, &unfinished));
	cr_expect(!mst_is_better(&unfinished, &lost));
}

Test(compare_rank, of_equals_the_later_is_better)
{
	struct mst_result early = host(1, MST_UP, MST_ECHO_REPLY), late = early, timeless = early;

	early.time_ns = 1;
	late.time_ns = 2;
	cr_expect(mst_is_better(&late, &early));
	cr_expect(!mst_is_better(&early, &late));
	cr_expect(mst_is_better(&timeless, &late));
}
