/* SPDX-License-Identifier: BSD-2-Clause */
/* What every command gets from mst_run_command: the order of its calls, and the exit code. */
#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/common/signals.h"
#include "cli/options/options.h"
#include "cli/run.h"

struct values {
	struct mst_words inputs;
	uint32_t count;
	bool quiet;
	char *made; /* by the check */
};

#define FIELD(member) MST_MEMBER(struct values, member)

static const struct mst_option table[] = {
	MST_HEADING("Everything"),
	{ "input", 'i', MST_OPT_LIST, FIELD(inputs), "FILE", .meaning = "read FILE" },
	{ "count", 'c', MST_OPT_WHOLE, FIELD(count), "N", .meaning = "end with N", .min = 0, .max = 1000 },
	{ "quiet", 'q', MST_OPT_FLAG, FIELD(quiet), NULL, .meaning = "print nothing" },
	{ "help", 'h', MST_OPT_FLAG, MST_NOWHERE, NULL, .meaning = "show this help" },
	{ .kind = MST_OPT_END },
};

/* What was called, a letter each, in order; and what the run was given. */
static char calls[16], line[128];
static size_t inputs_seen, words_seen;

static void note(char letter)
{
	size_t length = strlen(calls);

	cr_assert(length + 1 < sizeof calls);
	calls[length] = letter;
}

static void defaults(void *values)
{
	*(struct values *)values = (struct values){ .count = 7 };
}

static int check(void *values, const struct mst_arguments *arguments, struct mst_error *err)
{
	struct values *ours = values;

	note('c');
	ours->made = strdup("made");
	if (ours->quiet && mst_given(arguments, "count"))
		return mst_fail(err, -EINVAL, "--quiet and --count contradict each other");
	return 0;
}

static void free_values(void *values)
{
	note('f');
	free(((struct values *)values)->made);
}

/* Ends with --count: above 500 it fails. */
static int run(const struct mst_call *call, struct mst_error *err)
{
	const struct values *values = call->values;
	char **state = call->state;

	note('r');
	cr_assert(call->commands == mst_commands && !*state);
	*state = strdup("held");
	inputs_seen = values->inputs.count;
	words_seen = call->arguments->words.count;
	snprintf(line, sizeof line, "%s", call->line);
	return values->count > 500 ? mst_fail(err, -EIO, "it broke") : (int)values->count;
}

static void close_state(void *state)
{
	note('x');
	free(*(char **)state);
}

static const struct mst_command command = {
	.name = "probe-nothing",
	.arguments = "[WORD …]",
	.summary = "do nothing",
	.description = "Does nothing.",
	.options = table,
	.values_size = sizeof(struct values),
	.defaults = defaults,
	.check = check,
	.free_values = free_values,
	.state_size = sizeof(char *),
	.run = run,
	.close = close_state,
};

static int run_words(char *words)
{
	char *argv[16];
	int argc = 0;

	memset(calls, 0, sizeof calls);
	for (char *word; (word = strsep(&words, " ")) && argc < 16;)
		argv[argc++] = word;
	return mst_run_command(mst_commands, &command, argc, argv);
}

static int run_text(const char *text)
{
	char *copy = strdup(text);
	int code = run_words(copy);

	free(copy);
	return code;
}

Test(cli_run, checks_runs_and_closes_in_this_order_and_returns_the_code_of_the_run)
{
	cr_assert_eq(run_text("a -i one b --input=two -- -c"), 7);
	cr_assert_str_eq(calls, "crxf");
	cr_assert_eq(inputs_seen, 2);
	cr_assert_eq(words_seen, 3);
	cr_assert_str_eq(line, "muster probe-nothing a -i one b --input=two -- -c");
	cr_assert_eq(run_text("-c 3"), MST_EXIT_CUT);
}

Test(cli_run, what_is_not_understood_reaches_neither_the_check_nor_the_run, .init = cr_redirect_stderr)
{
	cr_assert_eq(run_text("-c 1001"), MST_EXIT_USAGE);
	cr_assert_str_eq(calls, "f");
	cr_assert_eq(run_text("--nonsense"), MST_EXIT_USAGE);
	cr_assert_str_eq(calls, "f");
}

Test(cli_run, what_contradicts_itself_is_freed_and_never_run, .init = cr_redirect_stderr)
{
	cr_assert_eq(run_text("-q -c 1 -i one"), MST_EXIT_USAGE);
	cr_assert_str_eq(calls, "cf");
}

Test(cli_run, a_run_that_failed_is_closed_and_told, .init = cr_redirect_stderr)
{
	cr_assert_eq(run_text("-c 501"), MST_EXIT_COULD_NOT);
	cr_assert_str_eq(calls, "crxf");
	cr_assert_stderr_eq_str("muster probe-nothing: it broke\n");
}

Test(cli_run, a_run_that_a_signal_ended_tells_which)
{
	mst_signals_watch(NULL);
	raise(SIGTERM);
	cr_assert_eq(run_text("-c 128"), MST_EXIT_SIGNAL + SIGTERM);
	cr_assert_eq(run_text("-c 0"), MST_EXIT_DONE);
}

Test(cli_run, help_needs_no_check_and_no_run_wherever_it_stands, .init = cr_redirect_stdout)
{
	cr_assert_eq(run_text("--help"), MST_EXIT_DONE);
	cr_assert_str_eq(calls, "");
	cr_assert_eq(run_text("-h --all"), MST_EXIT_DONE);
	cr_assert_str_eq(calls, "");
	cr_assert_eq(run_text("-q --count 1 -h"), MST_EXIT_DONE);
	cr_assert_str_eq(calls, "f");
}

Test(cli_run, every_command_has_a_row_with_what_a_run_needs)
{
	for (size_t i = 0; mst_commands[i]; i++) {
		const struct mst_command *one = mst_commands[i];

		cr_assert_eq(mst_command_named(mst_commands, one->name), one, "%s", one->name);
		cr_assert(one->run && one->summary && one->description && one->arguments, "%s", one->name);
		cr_assert(!one->close || one->state_size, "%s", one->name);
		cr_assert(!one->defaults || one->values_size, "%s", one->name);
		cr_assert(!one->options || mst_option_named(one->options, "help"), "%s", one->name);
	}
	cr_assert_null(mst_command_named(mst_commands, "nonsense"));
}
