/* SPDX-License-Identifier: BSD-2-Clause */
/* test_past.c - rounds in sixteen bits, and what many of them come to. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "watch/past.h"

#define MS INT64_C(1000000)

static uint16_t value(uint8_t state, int64_t rtt_ns)
{
	const struct mst_watch_item item = {
		.known = state != MST_UNKNOWN,
		.state = state,
		.strip_up = state == MST_UP || state == MST_OPEN,
		.rtt_ns = rtt_ns,
	};

	return mst_past_value(&item);
}

Test(watch_past, every_state_comes_back)
{
	for (uint8_t state = 0; state < MST_STATE_COUNT; state++)
		cr_expect_eq(mst_past_state(value(state, MS)), state);
	cr_expect_eq(mst_past_state(MST_PAST_NOT_WATCHED), MST_STATE_COUNT);
	cr_expect_eq(mst_past_state(0x8fff), MST_STATE_COUNT, "a state that there is not");
}

Test(watch_past, times_come_back_within_half_a_percent)
{
	for (int64_t ns = 1000; ns < 100000000000; ns += ns / 7) {
		int64_t back = mst_past_rtt_ns(value(MST_UP, ns));

		cr_expect(llabs(back - ns) * 200 <= ns, "%ld: %ld", (long)ns, (long)back);
	}
	cr_expect_eq(mst_past_rtt_ns(value(MST_UP, 0)), 1000);
	cr_expect_eq(mst_past_rtt_ns(value(MST_UP, INT64_MAX)), 100000000000);
	cr_expect_eq(mst_past_rtt_ns(value(MST_UP, -1)), -1);
	cr_expect_eq(mst_past_rtt_ns(value(MST_DOWN, MS)), -1, "an error of a router is no answer of the host");
	cr_expect_eq(mst_past_rtt_ns(value(MST_UNKNOWN, MS)), -1);
}

Test(watch_past, a_summary_has_shares_and_quantiles)
{
	struct mst_past_fold *fold = calloc(1, sizeof *fold);
	struct mst_past_summary summary;

	cr_assert_not(mst_past_summarise(fold, &summary), "never watched");
	for (int i = 1; i <= 100; i++)
		mst_past_add(fold, value(MST_UP, i * MS));
	for (int i = 0; i < 25; i++)
		mst_past_add(fold, value(MST_DOWN, -1));
	for (int i = 0; i < 7; i++)
		mst_past_add(fold, value(MST_UNKNOWN, -1));
	mst_past_add(fold, MST_PAST_NOT_WATCHED);
	cr_assert(mst_past_summarise(fold, &summary));
	cr_expect_eq(summary.known, 125);
	cr_expect_eq(summary.up, 100);
	cr_expect_eq(summary.rtt[MST_PAST_MIN], value(MST_UP, MS) % MST_PAST_CODES);
	cr_expect_eq(summary.rtt[MST_PAST_MEDIAN], value(MST_UP, 50 * MS) % MST_PAST_CODES);
	cr_expect_eq(summary.rtt[MST_PAST_P95], value(MST_UP, 95 * MS) % MST_PAST_CODES);
	cr_expect_eq(summary.rtt[MST_PAST_MAX], value(MST_UP, 100 * MS) % MST_PAST_CODES);
	free(fold);
}

Test(watch_past, a_host_that_never_answered_has_no_times)
{
	struct mst_past_fold *fold = calloc(1, sizeof *fold);
	struct mst_past_summary summary;

	mst_past_add(fold, value(MST_DOWN, -1));
	cr_assert(mst_past_summarise(fold, &summary));
	cr_expect(summary.known == 1 && summary.up == 0 && summary.rtt[MST_PAST_MAX] == 0);
	free(fold);
}

Test(watch_past, summaries_come_back_from_bytes_and_nonsense_does_not)
{
	const struct mst_past_summary summary = { 4000000000, 7, { 1, 2, 3, 4095 } };
	struct mst_past_summary back;
	uint8_t bytes[MST_PAST_SUMMARY_BYTES];

	mst_past_put_summary(bytes, &summary);
	cr_assert(mst_past_get_summary(bytes, &back));
	cr_expect_arr_eq(&back, &summary, sizeof back);
	bytes[15] = 0x10;
	cr_expect_not(mst_past_get_summary(bytes, &back), "no such time");
	mst_past_put_summary(bytes, &(struct mst_past_summary){ 1, 2, { 0 } });
	cr_expect_not(mst_past_get_summary(bytes, &back), "more up than known");
	mst_past_put_summary(bytes, &(struct mst_past_summary){ 1, 1, { 9, 8, 8, 9 } });
	cr_expect_not(mst_past_get_summary(bytes, &back), "a median below the least");
}
