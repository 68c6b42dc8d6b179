/* SPDX-License-Identifier: BSD-2-Clause */
/* test_governor.c - how often the rates of all egresses are looked at. */
#include <criterion/criterion.h>

#include "base/clock.h"
#include "round/governor.h"

#define MS MST_NS_PER_MS

/* One egress of a network of this site, at --rate auto. */
static struct mst_plan *plan_of_one(void)
{
	static struct mst_scan_config config;
	static struct mst_egress egress;
	static struct mst_plan plan;

	config = mst_scan_defaults();
	plan = (struct mst_plan){ .config = &config };
	plan.pacing.adaptive = true;
	plan.pacing.start_pps = plan.pacing.floor_pps = 1000;
	plan.pacing.cap_pps = plan.pacing.polite_pps = 1e6;
	plan.egresses.count = plan.egresses.lanes = 1;
	egress = (struct mst_egress){ .kind = MST_EGRESS_ROUTED, .near = true, .lanes = 1 };
	plan.egresses.of = &egress;
	return &plan;
}

static void look(struct mst_governor *governor, const struct mst_plan *plan, uint64_t now_ns, uint64_t sent)
{
	struct mst_senses senses = { .now_ns = now_ns, .sent = sent };

	cr_assert(mst_governor_is_due(governor, plan, now_ns));
	mst_governor_rule(governor, plan, &plan->egresses.of[0], &senses, 1e6);
}

Test(round_governor, it_hurries_while_frames_leave_at_a_rate_that_rises_and_rests_while_none_do)
{
	const struct mst_plan *plan = plan_of_one();
	struct mst_governor governor;

	mst_governor_open(&governor, plan, MST_NS_PER_SECOND);
	cr_expect(mst_governor_is_hurried(&governor, plan));
	look(&governor, plan, MST_NS_PER_SECOND + MS, 10);
	look(&governor, plan, MST_NS_PER_SECOND + 30 * MS, 10);
	cr_expect(mst_governor_is_hurried(&governor, plan), "answers to the last frames are awaited");
	look(&governor, plan, MST_NS_PER_SECOND + 60 * MS, 10);
	cr_expect_not(mst_governor_is_hurried(&governor, plan), "the lanes wait for time-outs");
	look(&governor, plan, MST_NS_PER_SECOND + 70 * MS, 20);
	cr_expect(mst_governor_is_hurried(&governor, plan), "they ask again");
}
