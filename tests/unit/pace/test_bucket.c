/* SPDX-License-Identifier: BSD-2-Clause */
/* test_bucket.c - the pace of frames, over virtual seconds. */
#include "pace/bucket.h"

#include <criterion/criterion.h>

#define SECOND UINT64_C(1000000000)
#define START (100 * SECOND)

static uint64_t next_random(uint64_t *state)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return *state >> 33;
}

/*
 * A lane that sleeps as told and wakes up to `late_ns` too late; returns the frames sent in `seconds`. Each look must
 * find a frame: a lane that looks too early looks again at once, and spends the CPU on it.
 */
static uint64_t run(double rate, uint64_t seconds, uint64_t late_ns)
{
	struct mst_bucket bucket;
	uint64_t now = START, sent = 0, random = 1;

	mst_bucket_open(&bucket, rate, START);
	while (now < START + seconds * SECOND) {
		uint32_t allowed = mst_bucket_allows(&bucket, now, UINT32_MAX);
		uint64_t next;

		cr_assert_leq(allowed, bucket.late_burst);
		cr_assert_geq(allowed, 1, "%.0f/s, %lu ns late: a look in vain after %lu frames", rate, late_ns, sent);
		mst_bucket_spend(&bucket, now, allowed);
		sent += allowed;
		next = mst_bucket_next_ns(&bucket);
		now = (next > now ? next : now + 1) + (late_ns ? next_random(&random) % late_ns : 0);
	}
	return sent;
}

Test(pace_bucket, the_rate_is_exact_however_late_the_lane_wakes)
{
	static const double rates[] = { 10, 97, 1000, 12345, 50000, 200000, 1000000 };
	static const uint64_t lateness[] = { 0, 60000, 400000 };

	for (size_t r = 0; r < sizeof rates / sizeof *rates; r++) {
		for (size_t l = 0; l < sizeof lateness / sizeof *lateness; l++) {
			uint64_t seconds = rates[r] < 1000 ? 100 : 10, wanted = (uint64_t)rates[r] * seconds;
			uint64_t sent = run(rates[r], seconds, lateness[l]);
			uint64_t slack = (uint64_t)(rates[r] / 500) + 2; /* what two bursts hold */

			cr_expect(sent + slack >= wanted && sent <= wanted + slack, "%.0f/s, %lu ns late: %lu of %lu",
			          rates[r], lateness[l], sent, wanted);
		}
	}
}

Test(pace_bucket, nothing_leaves_before_the_start_and_a_limit_is_kept)
{
	struct mst_bucket bucket;

	mst_bucket_open(&bucket, 1000, START);
	cr_expect_eq(mst_bucket_allows(&bucket, START - 1, 10), 0);
	cr_expect_eq(mst_bucket_allows(&bucket, START, 10), 1);
	mst_bucket_open(&bucket, 1000000, START);
	cr_expect_eq(mst_bucket_allows(&bucket, START + SECOND, 64), 64);
}

Test(pace_bucket, a_long_stall_is_forgiven_and_caught_up_with_one_burst_at_a_time)
{
	struct mst_bucket bucket;
	uint64_t now = START + 60 * SECOND, sent = 0, first_ms = 0;

	mst_bucket_open(&bucket, 100000, START);
	for (uint64_t us = 0; us < 2000000; us += 50) {
		uint32_t allowed = mst_bucket_allows(&bucket, now + us * 1000, UINT32_MAX);

		cr_assert_leq(allowed, 100);
		mst_bucket_spend(&bucket, now + us * 1000, allowed);
		sent += allowed;
		first_ms += us < 1000 ? allowed : 0;
	}
	cr_expect(sent >= 224900 && sent <= 225300, "2 s, and 250 ms of a minute: %lu", sent);
	cr_expect_leq(first_ms, 255, "a burst, then at most half above the rate: %lu", first_ms);
}

Test(pace_bucket, a_lane_that_is_late_sends_ten_frames_at_once_but_no_more_than_ten_milliseconds_bring)
{
	static const struct {
		double rate;
		uint32_t at_once;
	} rows[] = { { 50, 1 }, { 100, 1 }, { 500, 5 }, { 1000, 10 }, { 5000, 10 }, { 10000, 10 }, { 50000, 50 } };

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct mst_bucket bucket;
		uint64_t now = START + SECOND;

		mst_bucket_open(&bucket, rows[i].rate, START);
		cr_expect_eq(mst_bucket_allows(&bucket, now, UINT32_MAX), rows[i].at_once, "%.0f", rows[i].rate);
		mst_bucket_spend(&bucket, now, rows[i].at_once);
		cr_expect_eq(mst_bucket_allows(&bucket, now, UINT32_MAX), 0, "%.0f, at once", rows[i].rate);
	}
}

Test(pace_bucket, what_was_not_needed_is_not_owed)
{
	struct mst_bucket bucket;

	mst_bucket_open(&bucket, 1000, START);
	mst_bucket_rest(&bucket, START + SECOND / 20);
	cr_expect_eq(mst_bucket_allows(&bucket, START + SECOND / 20, 1000), 1);
	mst_bucket_spend(&bucket, START + SECOND / 20, 1);
	cr_expect_eq(mst_bucket_allows(&bucket, START + SECOND / 20, 1000), 0);
	mst_bucket_rest(&bucket, START);
	cr_expect_eq(mst_bucket_allows(&bucket, START + SECOND / 20, 1000), 0, "resting never owes back");
}

Test(pace_bucket, without_a_rate_everything_may_leave)
{
	struct mst_bucket bucket;

	mst_bucket_open(&bucket, 0, START);
	mst_bucket_spend(&bucket, START, 1000000);
	cr_expect_eq(mst_bucket_allows(&bucket, START, 64), 64);
	cr_expect_eq(mst_bucket_next_ns(&bucket), 0);
}

Test(pace_bucket, a_rate_that_finds_itself_owes_no_more_than_it_says_after_a_stall)
{
	struct mst_bucket bucket;
	uint64_t sent = 0;

	mst_bucket_open(&bucket, 100000, START);
	bucket.forgiven_ns = 10e6;
	for (uint64_t us = 0; us < 100000; us += 50) {
		uint64_t now = START + SECOND + us * 1000;
		uint32_t allowed = mst_bucket_allows(&bucket, now, UINT32_MAX);

		mst_bucket_spend(&bucket, now, allowed);
		sent += allowed;
	}
	cr_expect(sent >= 10900 && sent <= 11010, "100 ms, and 10 ms of a second: %lu", sent);
}
