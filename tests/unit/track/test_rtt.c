/* SPDX-License-Identifier: BSD-2-Clause */
/* test_rtt.c - the round-trip time and how much it varies. */
#include "track/rtt.h"

#include <criterion/criterion.h>

Test(track_rtt, follows_rfc_6298_and_settles_on_a_steady_time)
{
	struct mst_rtt rtt = { 0 };

	mst_rtt_sample(&rtt, 8000000);
	cr_expect_eq(rtt.smoothed_ns, 8000000);
	cr_expect_eq(rtt.variation_ns, 4000000);
	cr_expect_eq(mst_rtt_patience_ns(&rtt), 24000000);
	mst_rtt_sample(&rtt, 16000000);
	cr_expect_eq(rtt.smoothed_ns, 9000000);
	cr_expect_eq(rtt.variation_ns, 5000000);
	for (int i = 0; i < 200; i++)
		mst_rtt_sample(&rtt, 2000000);
	cr_expect(rtt.smoothed_ns > 1999000 && rtt.smoothed_ns < 2001000, "%lu", rtt.smoothed_ns);
	cr_expect_lt(rtt.variation_ns, 1000);
}

Test(track_rtt, a_far_answer_is_remembered_where_answers_are_few_and_chance_is_forgotten)
{
	struct mst_rtt rtt = { 0 };

	cr_expect_not(mst_rtt_is_far(&rtt));
	for (int i = 0; i < 100; i++)
		mst_rtt_sample(&rtt, 300000);
	cr_expect_not(mst_rtt_is_far(&rtt));
	mst_rtt_sample(&rtt, 12000000);
	for (int i = 0; i < 400; i++)
		mst_rtt_sample(&rtt, 300000);
	cr_expect(mst_rtt_is_far(&rtt));
	for (int i = 0; i < 4000; i++)
		mst_rtt_sample(&rtt, 300000);
	cr_expect_not(mst_rtt_is_far(&rtt), "one of 4,500, long ago");
	for (int i = 0; i < 10000; i++)
		mst_rtt_sample(&rtt, i % 300 ? 300000 : 5000000);
	cr_expect(mst_rtt_is_far(&rtt), "one of 300, again and again");
}

Test(track_rtt, what_this_machine_delayed_is_not_far_and_still_lengthens_the_time_out)
{
	struct mst_rtt rtt = { 0 };

	for (int i = 0; i < 1000; i++)
		mst_rtt_sample_of(&rtt, 12000000, 300000);
	cr_expect_not(mst_rtt_is_far(&rtt));
	cr_expect_geq(mst_rtt_timeout_ns(&rtt, 0, 0, UINT64_C(1000000000)), 12000000);
	mst_rtt_sample_of(&rtt, 312000000, 300000000);
	cr_expect(mst_rtt_is_far(&rtt));
}
