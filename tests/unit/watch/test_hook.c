/* SPDX-License-Identifier: BSD-2-Clause */
/* test_hook.c - commands at changes: bounded, fed, reaped, reported once. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "watch/hook.h"

static const struct mst_variables none;

struct reported {
	int count;
	char last[MST_ERROR_TEXT];
};

static void report(void *user, const char *sentence)
{
	struct reported *reported = user;

	reported->count++;
	snprintf(reported->last, sizeof reported->last, "%s", sentence);
}

static struct mst_hook *hook_of(char *const *command, unsigned jobs, uint64_t time_ms, struct reported *reported)
{
	const struct mst_hook_config config = { command, jobs, time_ms * MST_NS_PER_MS, true, report, reported };

	return mst_hook_new(&config);
}

static void run_out(struct mst_hook *hook)
{
	for (int i = 0; mst_hook_turn(hook, mst_now_ns()); i++) {
		cr_assert_lt(i, 20000);
		usleep(2000);
	}
}

Test(watch_hook, the_text_is_its_standard_input_and_arguments_are_no_shell_words)
{
	char path[64], *const command[] = { "tee", path, NULL };
	char text[128] = "";
	struct reported reported = { 0 };
	struct mst_hook *hook = hook_of(command, 2, 20000, &reported);
	FILE *file;

	snprintf(path, sizeof path, "/tmp/mst;$(hook) %d", getpid());
	mst_hook_add(hook, "{\"a\":1}", 7, &none);
	run_out(hook);
	file = fopen(path, "r");
	cr_assert_not_null(file);
	cr_assert_not_null(fgets(text, sizeof text, file));
	cr_assert_str_eq(text, "{\"a\":1}\n");
	fclose(file);
	unlink(path);
	cr_assert_eq(reported.count, 0, "%s", reported.last);
	mst_hook_free(hook);
}

Test(watch_hook, what_fails_is_told_once_and_counted)
{
	char *const fails[] = { "false", NULL }, *const missing[] = { "/nonexistent/program", NULL };
	struct reported reported = { 0 };
	struct mst_hook *hook = hook_of(fails, 2, 20000, &reported);

	for (int i = 0; i < 5; i++) {
		mst_hook_add(hook, "x", 1, &none);
		run_out(hook);
	}
	cr_assert_eq(reported.count, 1);
	cr_assert(strstr(reported.last, "false: ended with exit 1"), "%s", reported.last);
	cr_assert_eq(mst_hook_count(hook, MST_HOOK_FAILED), 5);
	mst_hook_free(hook);
	hook = hook_of(missing, 2, 20000, &reported);
	mst_hook_add(hook, "x", 1, &none);
	run_out(hook);
	cr_assert(strstr(reported.last, "cannot be started"), "%s", reported.last);
	mst_hook_free(hook);
}

Test(watch_hook, who_does_not_end_is_killed)
{
	char *const command[] = { "sleep", "1000", NULL };
	struct reported reported = { 0 };
	struct mst_hook *hook = hook_of(command, 1, 20, &reported);

	mst_hook_add(hook, "x", 1, &none);
	run_out(hook);
	cr_assert_eq(mst_hook_count(hook, MST_HOOK_KILLED), 1);
	cr_assert(strstr(reported.last, "did not end in 20 ms and was killed"), "%s", reported.last);
	mst_hook_free(hook);
}

/* What the command read, a call a line. */
static void expect_calls(unsigned jobs, int events, const char *expected)
{
	char path[64], script[128], text[512] = "", *const command[] = { "sh", "-c", script, NULL };
	struct reported reported = { 0 };
	struct mst_hook *hook = hook_of(command, jobs, 20000, &reported);
	FILE *file;

	snprintf(path, sizeof path, "/tmp/mst-hook-calls-%d", getpid());
	snprintf(script, sizeof script, "cat >>%s", path);
	for (int i = 0; i < events; i++) {
		char event[16];

		mst_hook_add(hook, event, (size_t)snprintf(event, sizeof event, "{\"n\":%d}", i), &none);
	}
	run_out(hook);
	file = fopen(path, "r");
	cr_assert_not_null(file);
	text[fread(text, 1, sizeof text - 1, file)] = '\0';
	fclose(file);
	unlink(path);
	cr_expect_str_eq(text, expected);
	cr_expect_eq(reported.count, 0, "%s", reported.last);
	mst_hook_free(hook);
}

Test(watch_hook, a_storm_is_one_call_with_a_list)
{
	expect_calls(1, 1, "{\"n\":0}\n");
	expect_calls(2, 3,
	             "{\"type\":\"events\",\"count\":3,\"left_out\":0,\"events\":[{\"n\":0},{\"n\":1},{\"n\":2}]}\n");
}

Test(watch_hook, what_waits_while_all_run_is_given_to_the_next_at_once)
{
	char *const command[] = { "sleep", "0.05", NULL };
	struct reported reported = { 0 };
	struct mst_hook *hook = hook_of(command, 1, 20000, &reported);

	mst_hook_add(hook, "{}", 2, &none);
	cr_expect(mst_hook_turn(hook, mst_now_ns()));
	for (int i = 0; i < 1000; i++)
		mst_hook_add(hook, "{}", 2, &none);
	run_out(hook);
	cr_expect_eq(reported.count, 0, "%s", reported.last);
	mst_hook_free(hook);
}

Test(watch_hook, what_has_no_room_is_left_out_and_counted)
{
	char *const command[] = { "grep", "-q", "\"count\":15,\"left_out\":2,", NULL }, *text = calloc(1, 1 << 20);
	struct reported reported = { 0 };
	struct mst_hook *hook = hook_of(command, 8, 20000, &reported);

	memset(text, '1', 1 << 20);
	for (int i = 0; i < 17; i++)
		mst_hook_add(hook, text, 1 << 20, &none);
	run_out(hook);
	cr_expect_eq(mst_hook_count(hook, MST_HOOK_DROPPED), 2);
	cr_expect_eq(mst_hook_count(hook, MST_HOOK_FAILED), 0, "%s", reported.last);
	cr_expect_eq(reported.count, 1);
	mst_hook_free(hook);
	free(text);
}
