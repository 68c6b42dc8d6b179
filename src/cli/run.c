/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * run.c - see run.h: what all commands do alike, in the one order that is safe.
 *
 *     words typed ─► habits ─► options ─┬─► help
 *                                       └─► check ─► rights ─► run ─► signals forgotten ─► close ─► exit code
 *
 * Nothing is opened before all values are checked. Then the process becomes the caller's user, with the capabilities
 * that these options need: files and names are read with no others. A command opens what needs them, drops them, and
 * only then opens outputs and reads from the network.
 */
#include "cli/run.h"

#include <errno.h>
#include <muster/text.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/common/command_line.h"
#include "cli/common/privilege.h"
#include "cli/common/signals.h"
#include "cli/common/standard_output.h"
#include "cli/habits/habits.h"
#include "cli/help/usage.h"
#include "cli/options/options.h"

/* Everything one run holds; closing accepts whatever exists so far. */
struct run {
	struct mst_call call;
	struct mst_habitual typed; /* the command line in muster's own words: values borrow from it */
	struct mst_arguments arguments;
	struct mst_rights rights;
	char *line;
	bool entered;
};

static void close_run(struct run *run)
{
	const struct mst_command *command = run->call.command;

	mst_signals_forget();
	if (run->entered && command->close)
		command->close(run->call.state);
	if (run->call.values && command->free_values)
		command->free_values(run->call.values);
	if (run->call.values)
		mst_options_free(command->options, run->call.values);
	mst_words_free(&run->arguments.words);
	mst_habits_free(&run->typed);
	free(run->call.values);
	free(run->call.state);
	free(run->line);
}

/* The command sees its options in our words, whatever they were typed as. */
static int translate(struct run *run, int argc, char **argv, struct mst_error *err)
{
	const struct mst_command *command = run->call.command;
	int code = mst_habits_translate(&run->typed, command, argc, argv, err);

	for (size_t i = 0; code == 0 && i < run->typed.note_count; i++)
		mst_print(stderr, "muster %s: %s\n", command->name, run->typed.notes[i]);
	run->line = code == 0 ? mst_command_line(command->name, run->typed.argc, run->typed.argv) : NULL;
	run->call.line = run->line;
	return code == 0 && !run->line ? mst_fail(err, -ENOMEM, "no memory for the command line") : code;
}

static int read_values(struct run *run, struct mst_error *err)
{
	const struct mst_command *command = run->call.command;

	run->call.values = mst_command_values(command);
	run->call.state = calloc(1, command->state_size + 1);
	if (!run->call.values || !run->call.state)
		return mst_fail(err, -ENOMEM, "no memory for the options");
	run->call.arguments = &run->arguments;
	return mst_options_read(&run->arguments, command->options, command->name, run->typed.argc, run->typed.argv,
	                        run->call.values, err);
}

static int print_help(const struct mst_command *command, bool all, struct mst_error *err)
{
	mst_usage_command(command, all, stdout);
	return mst_stdout_flush(err);
}

/* Before anything is read or opened. */
static int begin_rights(struct run *run, struct mst_error *err)
{
	const struct mst_command *command = run->call.command;
	int code;

	if (command->only_explains)
		return 0;
	code = mst_privilege_check(err);
	if (command->rights)
		command->rights(run->call.values, &run->rights);
	run->rights.open = mst_given(&run->arguments, "no-sandbox");
	run->rights.verbose = mst_given(&run->arguments, "verbose");
	run->call.rights = &run->rights;
	return code < 0 ? code : mst_privilege_begin(&run->rights, err);
}

static int check_and_run(struct run *run, struct mst_error *err)
{
	const struct mst_command *command = run->call.command;
	int code = command->check ? command->check(run->call.values, &run->arguments, err) : 0;

	if (code == 0)
		code = begin_rights(run, err);
	if (code < 0)
		return code;
	run->entered = true;
	return command->run(&run->call, err);
}

static bool is_help(const char *word)
{
	return strcmp(word, "-h") == 0 || strcmp(word, "--help") == 0;
}

/* Before anything else is read: --help alone, also of commands without options, and --help --all. */
static bool asks_for_help(int argc, char **argv, bool *all)
{
	*all = argc == 2 && strcmp(argv[1], "--all") == 0;
	return (argc == 1 || *all) && is_help(argv[0]);
}

static int exit_code_of(int code)
{
	return code == MST_EXIT_SIGNAL ? MST_EXIT_SIGNAL + mst_signals_seen() : code;
}

int mst_run_command(mst_command_list commands, const struct mst_command *command, int argc, char **argv)
{
	struct run run = { .call = { .command = command, .commands = commands } };
	struct mst_error err = { "" };
	bool all;
	int code;

	if (asks_for_help(argc, argv, &all)) {
		code = print_help(command, all, &err);
	} else {
		code = translate(&run, argc, argv, &err);
		if (code == 0)
			code = read_values(&run, &err);
		if (code == 0)
			code = mst_given(&run.arguments, "help") ? print_help(command, false, &err)
			                                         : check_and_run(&run, &err);
	}
	close_run(&run);
	return code < 0 ? mst_command_failed(command, code, &err) : exit_code_of(code);
}
