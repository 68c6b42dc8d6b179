/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * run.c - see run.h: what all commands do alike, in the one order that is safe.
 *
 *                   (a journal's words ─┐)
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
#include "cli/options/resumption.h"

/* Everything one run holds; closing accepts whatever exists so far. */
struct run {
	struct mst_call call;
	struct mst_habitual typed; /* the command line in muster's own words: values borrow from it */
	struct mst_resumption resumption;
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
	mst_resumption_free(&run->resumption);
	mst_habits_free(&run->typed);
	free(run->call.values);
	free(run->call.state);
	free(run->line);
}

/* Allocated; NULL without memory. */
static char *make_line(const struct run *run)
{
	const struct mst_habitual *typed = &run->typed;
	char **words, *line;

	if (!run->resumption.path)
		return mst_command_line(run->call.command->name, typed->argc, typed->argv);
	words = calloc((size_t)typed->argc + 1, sizeof *words);
	if (!words)
		return NULL;
	words[0] = (char *)(run->resumption.is_ours ? run->resumption.id : run->resumption.path);
	for (int i = 0; i < typed->argc; i++)
		words[i + 1] = typed->argv[i];
	line = mst_command_line("resume", typed->argc + 1, words);
	free(words);
	return line;
}

/* The command sees its options in our words, whatever they were typed as. */
static int translate(struct run *run, int argc, char **argv, struct mst_error *err)
{
	const struct mst_command *command = run->call.command;
	int code = mst_habits_translate(&run->typed, command, argc, argv, err);

	for (size_t i = 0; code == 0 && i < run->typed.note_count; i++)
		mst_print(stderr, "muster %s: %s\n", command->name, run->typed.notes[i]);
	run->line = code == 0 ? make_line(run) : NULL;
	run->call.line = run->line;
	run->call.words = run->typed.argv;
	run->call.word_count = run->typed.argc;
	return code == 0 && !run->line ? mst_fail(err, -ENOMEM, "no memory for the command line") : code;
}

static int read_values(struct run *run, struct mst_error *err)
{
	const struct mst_command *command = run->call.command;
	int code;

	run->call.values = mst_command_values(command);
	run->call.state = calloc(1, command->state_size + 1);
	if (!run->call.values || !run->call.state)
		return mst_fail(err, -ENOMEM, "no memory for the options");
	run->call.arguments = &run->arguments;
	if (!run->resumption.path)
		return mst_options_read(&run->arguments, command->options, command->name, run->typed.argc,
		                        run->typed.argv, run->call.values, err);
	code = mst_resumption_read(&run->resumption, command, &run->arguments, run->typed.argc, run->typed.argv,
	                           run->call.values, err);
	if (code == 0)
		command->take_resumed(run->call.values, &run->resumption);
	return code;
}

/* The command whose run is resumed takes the place of the one that was typed, and its words that of those. */
static int find_resumed(struct run *run, int *argc, char ***argv, struct mst_error *err)
{
	const struct mst_command *command = run->call.command;
	int code = command->find_resumed
	                   ? command->find_resumed(&run->resumption, run->call.commands, *argc, *argv, err)
	                   : 0;

	if (code <= 0)
		return code;
	command = mst_command_named(run->call.commands, run->resumption.words[0]);
	if (!command || !command->take_resumed)
		return mst_fail(err, -EINVAL, "%s: the journal of a command that cannot be resumed: %s",
		                run->resumption.path, run->resumption.words[0]);
	run->call.command = command;
	*argc = run->resumption.now_count;
	*argv = run->resumption.now;
	return 0;
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

/* Puts "--" before the word that ends the command's own options. Allocated; NULL: there is none. */
static char **end_options(const struct mst_command *command, int argc, char **argv)
{
	int at = 0;
	char **words;

	while (command->ends_options && at < argc && !command->ends_options(argv[at]))
		at++;
	if (!command->ends_options || at == argc)
		return NULL;
	words = calloc((size_t)argc + 2, sizeof *words);
	for (int i = 0; words && i < argc; i++)
		words[i + (i >= at)] = argv[i];
	if (words)
		words[at] = (char *)"--";
	return words;
}

static int exit_code_of(int code)
{
	return code == MST_EXIT_SIGNAL ? MST_EXIT_SIGNAL + mst_signals_seen() : code;
}

int mst_run_command(mst_command_list commands, const struct mst_command *command, int argc, char **argv)
{
	struct run run = { .call = { .command = command, .commands = commands } };
	struct mst_error err = { "" };
	char **ended = end_options(command, argc, argv);
	bool all;
	int code;

	if (ended) {
		argv = ended;
		argc++;
	}
	if (asks_for_help(argc, argv, &all)) {
		code = print_help(command, all, &err);
	} else {
		code = find_resumed(&run, &argc, &argv, &err);
		if (code == 0)
			code = translate(&run, argc, argv, &err);
		if (code == 0)
			code = read_values(&run, &err);
		if (code == 0)
			code = mst_given(&run.arguments, "help") ? print_help(command, false, &err)
			                                         : check_and_run(&run, &err);
	}
	close_run(&run);
	free(ended);
	return code < 0 ? mst_command_failed(command, code, &err) : exit_code_of(code);
}
