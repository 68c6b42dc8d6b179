/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * command.c - help and version.
 */
#include <errno.h>
#include <muster/engine.h>
#include <muster/fleet.h>
#include <muster/version.h>
#include <string.h>

#include "cli/common/command.h"
#include "cli/common/standard_output.h"
#include "cli/common/syscalls.h"
#include "cli/habits/habits.h"
#include "cli/help/usage.h"
#include "cli/options/options.h"
#include "cli/serve/serve.h"

static const char *const topic_words[] = { "man", "bash", "zsh", "fish", NULL };
static void (*const topic_printers[])(mst_command_list commands, FILE *out) = {
	mst_usage_manual,
	mst_usage_bash,
	mst_usage_zsh,
	mst_usage_fish,
};
_Static_assert(sizeof topic_words / sizeof *topic_words == sizeof topic_printers / sizeof *topic_printers + 1,
               "a printer a word");

struct options {
	bool all;
};

#define FIELD(member) MST_MEMBER(struct options, member)

static const struct mst_option options_table[] = {
	{ .name = "Contents", .kind = MST_OPT_HEADING },
	{ "all", 0, MST_OPT_FLAG, FIELD(all), NULL, .meaning = "print every option of the command, and its exit codes",
	  .by_default = "the everyday options" },
	{ "help", 'h', MST_OPT_FLAG, MST_NOWHERE, NULL, .meaning = "show this help" },
	{ .kind = MST_OPT_END },
};

static int check(void *values, const struct mst_arguments *arguments, struct mst_error *err)
{
	const struct options *options = values;

	if (arguments->words.count > 1)
		return mst_fail(err, -EINVAL, "%s: expected one command, or man, bash, zsh or fish",
		                arguments->words.items[1]);
	if (options->all && !arguments->words.count)
		return mst_fail(err, -EINVAL, "--all: expected a command beside it, such as help sweep --all");
	return 0;
}

/* The manual or a script. False: there is no such topic. */
static bool print_topic(mst_command_list commands, const char *word)
{
	for (size_t i = 0; topic_words[i]; i++) {
		if (strcmp(topic_words[i], word) != 0)
			continue;
		topic_printers[i](commands, stdout);
		return true;
	}
	return false;
}

static int print_word(mst_command_list commands, const char *word, bool all, struct mst_error *err)
{
	const struct mst_command *command = mst_command_named(commands, word);

	if (command)
		mst_usage_command(command, all, stdout);
	if (command || print_topic(commands, word) || mst_habits_print(commands, word, stdout))
		return 0;
	if (mst_habit_synonym(word))
		return mst_fail(err, -EINVAL, "%s: expected one command; did you mean %s?", word,
		                mst_habit_synonym(word));
	return mst_fail(err, -EINVAL,
	                "%s: expected one command, or man, bash, zsh or fish, or another tool such as nmap", word);
}

/* A failure to write the help, such as a full disk, is reported. */
static int run_help(const struct mst_call *call, struct mst_error *err)
{
	const struct options *options = call->values;
	const struct mst_words *words = &call->arguments->words;
	int code = 0;

	if (words->count)
		code = print_word(call->commands, words->items[0], options->all, err);
	else
		mst_usage_program(call->commands, stdout);
	return code < 0 ? code : mst_stdout_flush(err);
}

static int check_version(void *values, const struct mst_arguments *arguments, struct mst_error *err)
{
	(void)values;
	if (arguments->words.count)
		return mst_fail(err, -EINVAL, "%s: version takes no arguments", arguments->words.items[0]);
	return 0;
}

static void print_absent_engines(const char *option, enum mst_engine_role role)
{
	const char *name, *absence;

	for (size_t i = 0; (name = mst_engine_name(role, i)); i++) {
		absence = mst_engine_absence(role, name);
		if (absence)
			printf("no %s %s: %s\n", option, name, absence);
	}
}

static int run_version(const struct mst_call *call, struct mst_error *err)
{
	(void)call;
	printf("muster %s\n", MST_VERSION);
	print_absent_engines("--engine", MST_ENGINE_SEND);
	print_absent_engines("--rx", MST_ENGINE_RECEIVE);
	if (mst_fleet_absence())
		printf("%s\n", mst_fleet_absence());
	if (mst_syscalls_absent())
		printf("%s\n", mst_syscalls_absent());
	if (mst_serve_absent())
		printf("no --metrics ADDRESS:PORT: %s\n", mst_serve_absent());
	return mst_stdout_flush(err);
}

const struct mst_command mst_cmd_help = {
	.name = "help",
	.arguments = "[COMMAND | man | bash | zsh | fish]",
	.summary = "explain a command, or print the manual page or a completion script",
	.description = "Without a word it lists the commands. With the name of a command it prints examples and the "
		       "everyday options, and with --all every option and the exit codes; muster COMMAND --help does "
		       "the same. muster help man prints the page for man(1). muster help bash, zsh or fish prints a "
		       "script that completes commands and options in that shell. muster help nmap lists what to type "
		       "in place of nmap's options; there are such lists for masscan, zmap, fping, arp-scan, tcpdump, "
		       "iputils (ping) and procps (watch) too.",
	.options = options_table,
	.values_size = sizeof(struct options),
	.words = topic_words,
	.names_commands = true,
	.exits = mst_exit_codes_of_texts,
	.only_explains = true,
	.check = check,
	.run = run_help,
};

const struct mst_command mst_cmd_version = {
	.name = "version",
	.arguments = "",
	.summary = "print the version, and what this build lacks",
	.description =
		"Prints the version of muster, and a line for each engine that this build lacks: why, and what is "
		"needed to build it.",
	.exits = mst_exit_codes_of_texts,
	.only_explains = true,
	.check = check_version,
	.run = run_version,
};
