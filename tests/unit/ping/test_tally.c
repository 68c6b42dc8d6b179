/* SPDX-License-Identifier: BSD-2-Clause */
/* test_tally.c - what round-trip times come to, against what is known of them. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#include "ping/tally.h"

static struct mst_ping_stats stats_of(const struct mst_tally *tally)
{
	struct mst_ping_stats stats = { 0 };

	mst_tally_report(tally, &stats);
	return stats;
}

Test(ping_tally, least_mean_most_and_deviation_are_those_of_ping)
{
	static const int64_t rtts[] = { 2000000, 4000000, 4000000, 4000000, 5000000, 5000000, 7000000, 9000000 };
	struct mst_tally tally = { 0 };
	struct mst_ping_stats stats;

	for (size_t i = 0; i < 8; i++)
		mst_tally_add(&tally, rtts[i]);
	stats = stats_of(&tally);
	cr_expect_eq(stats.min_ns, 2e6);
	cr_expect_eq(stats.avg_ns, 5e6);
	cr_expect_eq(stats.max_ns, 9e6);
	cr_expect_lt(fabs(stats.mdev_ns - 2e6), 1);
	mst_tally_free(&tally);
}

static int compare(const void *a, const void *b)
{
	int64_t one = *(const int64_t *)a, other = *(const int64_t *)b;

	return one < other ? -1 : one > other;
}

/* From a microsecond to a second, most of them short. */
Test(ping_tally, quantiles_are_within_three_percent_of_the_sorted_values)
{
	static int64_t rtts[20001];
	struct mst_tally tally = { 0 };
	uint64_t state = 7;

	for (size_t i = 0; i < 20001; i++) {
		state = state * 6364136223846793005u + 1442695040888963407u;
		rtts[i] = (int64_t)(1000 * exp((double)(state >> 40) / 16777216.0 * 13.8));
		mst_tally_add(&tally, rtts[i]);
	}
	qsort(rtts, 20001, sizeof *rtts, compare);
	for (double share = 0.01; share < 1; share += 0.07) {
		double exact = (double)rtts[(size_t)(share * 20000)], told = mst_tally_quantile(&tally, share);

		cr_expect_lt(fabs(told / exact - 1), 0.035, "%.2f: %.0f, exactly %.0f", share, told, exact);
	}
	mst_tally_free(&tally);
}

Test(ping_tally, one_value_is_all_of_its_quantiles)
{
	struct mst_tally tally = { 0 };

	mst_tally_add(&tally, 123456);
	cr_expect_eq(mst_tally_quantile(&tally, 0.5), 123456);
	cr_expect_eq(mst_tally_quantile(&tally, 0.95), 123456);
	mst_tally_free(&tally);
}

Test(ping_tally, odd_values_have_a_bucket)
{
	struct mst_tally tally = { 0 };

	mst_tally_add(&tally, 0);
	mst_tally_add(&tally, INT64_MAX);
	cr_expect_eq(stats_of(&tally).min_ns, 0);
	mst_tally_free(&tally);
}

Test(ping_tally, the_last_sixty_are_kept_and_a_late_answer_mends_the_last_loss)
{
	struct mst_tally tally = { 0 };
	struct mst_ping_stats stats;

	for (int64_t i = 1; i <= 100; i++)
		mst_tally_add(&tally, i == 98 ? -1 : i * 1000);
	stats = stats_of(&tally);
	cr_expect_eq(stats.last_count, 60);
	cr_expect_eq(stats.last_ns[0], 41000);
	cr_expect_eq(stats.last_ns[57], -1);
	mst_tally_amend(&tally, 98000);
	stats = stats_of(&tally);
	cr_expect_eq(stats.last_ns[57], 98000);
	cr_expect_eq(tally.replies, 100);
	mst_tally_free(&tally);
}
