/* SPDX-License-Identifier: BSD-2-Clause */
/* test_recent.c - rounds, half hours and days in rings. */
#include "watch/recent.h"

#include <criterion/criterion.h>

#define MS INT64_C(1000000)
#define HALF_HOUR MST_RECENT_HALF_HOUR_NS
#define DAY MST_RECENT_DAY_NS
#define BEGIN (20000 * DAY)

static struct mst_recent recent;

static void begin(void)
{
	cr_assert_eq(mst_recent_open(&recent, 2, BEGIN), 0);
}

static void end(void)
{
	mst_recent_close(&recent);
}

TestSuite(watch_recent, .init = begin, .fini = end);

/* The first item is up with this time; the other is down, or not known. */
static void round_at(uint64_t wall_ns, int64_t rtt_ns, bool known)
{
	const struct mst_watch_item items[] = {
		{ .known = true, .state = MST_UP, .strip_up = 1, .rtt_ns = rtt_ns },
		{ .known = known, .state = MST_DOWN, .rtt_ns = -1 },
	};

	mst_recent_add(&recent, items, wall_ns);
}

Test(watch_recent, the_last_rounds_are_in_order)
{
	uint16_t rounds[MST_RECENT_ROUNDS];

	for (int i = 0; i < MST_RECENT_ROUNDS + 5; i++)
		round_at(BEGIN + (uint64_t)i, (i + 1) * MS, false);
	mst_recent_rounds(&recent, 0, rounds);
	cr_expect_float_eq((double)mst_past_rtt_ns(rounds[0]), 6e6, 3e4);
	cr_expect_float_eq((double)mst_past_rtt_ns(rounds[MST_RECENT_ROUNDS - 1]), 65e6, 3e5);
	mst_recent_rounds(&recent, 1, rounds);
	cr_expect_eq(mst_past_state(rounds[0]), MST_UNKNOWN);
}

Test(watch_recent, rounds_that_were_not_are_not_watched)
{
	uint16_t rounds[MST_RECENT_ROUNDS];

	round_at(BEGIN, MS, true);
	mst_recent_rounds(&recent, 1, rounds);
	cr_expect_eq(rounds[0], MST_PAST_NOT_WATCHED);
	cr_expect_eq(mst_past_state(rounds[MST_RECENT_ROUNDS - 1]), MST_DOWN);
}

Test(watch_recent, half_hours_move_and_what_is_older_than_a_day_goes)
{
	struct mst_recent_span spans[MST_RECENT_HALF_HOURS];

	round_at(BEGIN, MS, true);
	round_at(BEGIN + 1, 100 * MS, false);
	round_at(BEGIN + 47 * HALF_HOUR, MS, true);
	cr_assert(mst_recent_spans(&recent.day, 1, spans));
	cr_expect_eq(spans[0].known, 1);
	cr_expect_eq(spans[0].unknown, 1);
	cr_expect_eq(spans[0].up, 0);
	cr_expect_eq(spans[1].known + spans[1].unknown, 0);
	cr_expect_eq(spans[47].known, 1);
	mst_recent_spans(&recent.day, 0, spans);
	cr_expect_eq(spans[0].up, 2);
	cr_expect_float_eq((double)mst_recent_time_ns(&spans[0]), 1e7, 1e5, "the mean of their logarithms");
	round_at(BEGIN + 48 * HALF_HOUR, MS, true);
	mst_recent_spans(&recent.day, 0, spans);
	cr_expect_eq(spans[0].known, 0);
	cr_expect_eq(spans[47].up, 1);
}

Test(watch_recent, a_long_gap_leaves_nothing)
{
	struct mst_recent_span spans[MST_RECENT_HALF_HOURS];

	round_at(BEGIN, MS, true);
	round_at(BEGIN + 400 * DAY, MS, true);
	mst_recent_spans(&recent.month, 0, spans);
	for (size_t i = 0; i < MST_RECENT_DAYS; i++)
		cr_expect_eq(spans[i].known, i == MST_RECENT_DAYS - 1 ? 1 : 0);
	mst_recent_spans(&recent.day, 0, spans);
	for (size_t i = 0; i < MST_RECENT_HALF_HOURS; i++)
		cr_expect_eq(spans[i].known, i == MST_RECENT_HALF_HOURS - 1 ? 1 : 0);
}

Test(watch_recent, a_clock_that_was_set_back_adds_to_the_ring_and_not_before_it)
{
	struct mst_recent_span spans[MST_RECENT_HALF_HOURS];

	round_at(BEGIN + 10 * DAY, MS, true);
	round_at(BEGIN, MS, true);
	mst_recent_spans(&recent.day, 0, spans);
	cr_expect_eq(spans[MST_RECENT_HALF_HOURS - 1].known, 1);
	mst_recent_spans(&recent.month, 0, spans);
	cr_expect_eq(spans[MST_RECENT_DAYS - 11].known, 1);
}

Test(watch_recent, many_answers_keep_their_mean)
{
	struct mst_recent_span spans[MST_RECENT_HALF_HOURS];

	for (int i = 0; i < 70000; i++)
		round_at(BEGIN, 5 * MS, true);
	mst_recent_spans(&recent.day, 0, spans);
	cr_expect_eq(spans[MST_RECENT_HALF_HOURS - 1].up, 70000);
	cr_expect_float_eq((double)mst_recent_time_ns(&spans[MST_RECENT_HALF_HOURS - 1]), 5e6, 5e4);
}

Test(watch_recent, the_past_of_a_file_goes_before)
{
	const struct mst_watch_span hour = {
		.begin_ns = BEGIN - 3 * DAY, .known = 360, .up = 300, .rtt_median_ns = -1
	};
	const struct mst_watch_span before = { .begin_ns = BEGIN - 400 * DAY, .known = 360, .up = 300 };
	const struct mst_watch_span one = {
		.begin_ns = BEGIN - 1, .known = 1, .up = 1, .state = MST_UP, .rtt_median_ns = MS
	};
	struct mst_recent_span spans[MST_RECENT_HALF_HOURS];
	uint16_t rounds[MST_RECENT_ROUNDS];

	mst_recent_fill_span(&recent, 0, &hour);
	mst_recent_fill_span(&recent, 0, &before);
	mst_recent_fill_round(&recent, 0, &one, false);
	round_at(BEGIN, 3 * MS, true);
	mst_recent_rounds(&recent, 0, rounds);
	cr_expect_float_eq((double)mst_past_rtt_ns(rounds[MST_RECENT_ROUNDS - 2]), 1e6, 1e4);
	cr_expect_float_eq((double)mst_past_rtt_ns(rounds[MST_RECENT_ROUNDS - 1]), 3e6, 3e4);
	mst_recent_spans(&recent.month, 0, spans);
	cr_expect_eq(spans[MST_RECENT_DAYS - 4].up, 300);
	cr_expect_eq(spans[MST_RECENT_DAYS - 2].up, 0, "its hour is summed up already");
	mst_recent_spans(&recent.day, 0, spans);
	cr_expect_eq(spans[MST_RECENT_HALF_HOURS - 2].up, 1);
}

Test(watch_recent, of_very_many_only_the_rounds_are_kept)
{
	struct mst_recent many;
	struct mst_recent_span spans[MST_RECENT_HALF_HOURS];

	cr_assert_eq(mst_recent_open(&many, MST_RECENT_SPANS_MAX + 1, BEGIN), 0);
	cr_expect_not(mst_recent_spans(&many.day, 0, spans));
	mst_recent_close(&many);
}
