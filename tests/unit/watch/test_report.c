/* SPDX-License-Identifier: BSD-2-Clause */
/* test_report.c - reports of clocks, of rounds that fail, and of rounds that are late. */
#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "watch/handle.h"

#define S UINT64_C(1000000000)

struct reported {
	struct mst_watch watch;
	int count;
	struct mst_watch_event last;
	int answer;
};

static int take(void *user, const struct mst_watch_event *event, struct mst_error *err)
{
	struct reported *reported = user;

	reported->count++;
	reported->last = *event;
	strcpy(err->text, "full");
	return reported->answer;
}

static struct reported *told_new(void)
{
	struct reported *reported = calloc(1, sizeof *reported);

	reported->watch.config = mst_watch_defaults();
	reported->watch.config.sink = take;
	reported->watch.config.sink_user = reported;
	reported->watch.clocks = mst_clocks_read();
	return reported;
}

static void expect(const struct reported *reported, int count, enum mst_watch_matter matter, const char *words)
{
	cr_assert_eq(reported->count, count);
	cr_assert_eq(reported->last.notice.matter, matter);
	cr_assert(strstr(reported->last.notice.text, words), "%s", reported->last.notice.text);
}

Test(watch_report, a_quiet_clock_is_no_news)
{
	struct reported *reported = told_new();

	mst_watch_read_clocks(&reported->watch);
	cr_assert_eq(reported->count, 0);
	free(reported);
}

Test(watch_report, a_machine_that_slept_and_a_clock_that_was_set_are_told)
{
	struct reported *reported = told_new();

	reported->watch.clocks.boot_ns -= 7200 * S, reported->watch.clocks.wall_ns -= 7200 * S;
	mst_watch_read_clocks(&reported->watch);
	expect(reported, 1, MST_MATTER_SLEEP, "slept for 2 h 0 min");
	reported->watch.clocks.wall_ns -= 3600 * S;
	mst_watch_read_clocks(&reported->watch);
	expect(reported, 2, MST_MATTER_CLOCK, "set forward by 1 h 0 min");
	reported->watch.clocks.wall_ns += 90 * S;
	mst_watch_read_clocks(&reported->watch);
	expect(reported, 3, MST_MATTER_CLOCK, "set back by 1 min 30 s");
	free(reported);
}

Test(watch_report, the_same_trouble_is_told_once_and_when_it_is_over)
{
	const struct mst_error why = { "eth7 is away" };
	struct reported *reported = told_new();

	for (int i = 0; i < 5; i++)
		mst_watch_report_trouble(&reported->watch, -ENETDOWN, &why);
	expect(reported, 1, MST_MATTER_ROUND, "eth7 is away; going on with the next round");
	mst_watch_report_trouble(&reported->watch, 0, &why);
	expect(reported, 2, MST_MATTER_ROUND, "all hosts are probed again");
	mst_watch_report_trouble(&reported->watch, 0, &why);
	cr_assert_eq(reported->count, 2);
	free(reported);
}

Test(watch_report, a_late_round_tells_how_long_it_took_and_later_ones_nothing_more)
{
	const struct mst_watch_round round = { .number = 4, .elapsed_ns = 25 * S, .ticks_missed = 2 };
	struct reported *reported = told_new();

	mst_watch_report_late(&reported->watch, &round);
	expect(reported, 1, MST_MATTER_LATE,
	       "round 4 took 25.0 s, longer than --every 10.0 s: the next begins at the next multiple of it");
	mst_watch_report_late(&reported->watch, &round);
	cr_assert_eq(reported->count, 1);
	free(reported);
}

Test(watch_report, after_a_sink_that_failed_nothing_more_is_told)
{
	struct reported *reported = told_new();

	reported->answer = -ENOSPC;
	mst_watch_notice(&reported->watch, MST_MATTER_STATE, "one");
	mst_watch_notice(&reported->watch, MST_MATTER_STATE, "two");
	cr_assert_eq(reported->count, 1);
	cr_assert_eq(reported->watch.sink_code, -ENOSPC);
	cr_assert_str_eq(reported->watch.sink_error.text, "full");
	free(reported);
}
