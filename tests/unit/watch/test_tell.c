/* What is told of clocks, of rounds that cannot ask, and of late ones. */
#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "watch/handle.h"

#define S UINT64_C(1000000000)

struct told {
	struct mst_watch watch;
	int count;
	struct mst_watch_event last;
	int answer;
};

static int take(void *user, const struct mst_watch_event *event, struct mst_error *err)
{
	struct told *told = user;

	told->count++;
	told->last = *event;
	strcpy(err->text, "full");
	return told->answer;
}

static struct told *told_new(void)
{
	struct told *told = calloc(1, sizeof *told);

	told->watch.config = mst_watch_defaults();
	told->watch.config.sink = take;
	told->watch.config.sink_user = told;
	told->watch.clocks = mst_clocks_read();
	return told;
}

static void expect(const struct told *told, int count, enum mst_watch_matter matter, const char *words)
{
	cr_assert_eq(told->count, count);
	cr_assert_eq(told->last.notice.matter, matter);
	cr_assert(strstr(told->last.notice.text, words), "%s", told->last.notice.text);
}

Test(watch_tell, a_quiet_clock_is_no_news)
{
	struct told *told = told_new();

	mst_watch_read_clocks(&told->watch);
	cr_assert_eq(told->count, 0);
	free(told);
}

Test(watch_tell, a_machine_that_slept_and_a_clock_that_was_set_are_told)
{
	struct told *told = told_new();

	told->watch.clocks.boot_ns -= 7200 * S, told->watch.clocks.wall_ns -= 7200 * S;
	mst_watch_read_clocks(&told->watch);
	expect(told, 1, MST_MATTER_SLEEP, "slept for 2 h 0 min");
	told->watch.clocks.wall_ns -= 3600 * S;
	mst_watch_read_clocks(&told->watch);
	expect(told, 2, MST_MATTER_CLOCK, "set forward by 1 h 0 min");
	told->watch.clocks.wall_ns += 90 * S;
	mst_watch_read_clocks(&told->watch);
	expect(told, 3, MST_MATTER_CLOCK, "set back by 1 min 30 s");
	free(told);
}

Test(watch_tell, the_same_trouble_is_told_once_and_when_it_is_over)
{
	const struct mst_error why = { "eth7 is away" };
	struct told *told = told_new();

	for (int i = 0; i < 5; i++)
		mst_watch_tell_trouble(&told->watch, -ENETDOWN, &why);
	expect(told, 1, MST_MATTER_ROUND, "eth7 is away; going on with the next round");
	mst_watch_tell_trouble(&told->watch, 0, &why);
	expect(told, 2, MST_MATTER_ROUND, "everybody is asked again");
	mst_watch_tell_trouble(&told->watch, 0, &why);
	cr_assert_eq(told->count, 2);
	free(told);
}

Test(watch_tell, a_late_round_tells_how_long_it_took_and_later_ones_nothing_more)
{
	const struct mst_watch_round round = { .number = 4, .elapsed_ns = 25 * S, .ticks_missed = 2 };
	struct told *told = told_new();

	mst_watch_tell_late(&told->watch, &round);
	expect(told, 1, MST_MATTER_LATE, "round 4 took 25.0 s, longer than --every 10.0 s: the next begins at the next multiple of it");
	mst_watch_tell_late(&told->watch, &round);
	cr_assert_eq(told->count, 1);
	free(told);
}

Test(watch_tell, after_a_sink_that_failed_nothing_more_is_told)
{
	struct told *told = told_new();

	told->answer = -ENOSPC;
	mst_watch_notice(&told->watch, MST_MATTER_STATE, "one");
	mst_watch_notice(&told->watch, MST_MATTER_STATE, "two");
	cr_assert_eq(told->count, 1);
	cr_assert_eq(told->watch.sink_code, -ENOSPC);
	cr_assert_str_eq(told->watch.sink_error.text, "full");
	free(told);
}
