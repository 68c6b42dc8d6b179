/*
 * main.c - muster: finds the command and runs it.
 */
#include <muster/version.h>
#include <signal.h>
#include <string.h>

#include "cli/command.h"
#include "cli/program.h"
#include "cli/usage.h"

static bool asks_for(const char *word, const char *letter, const char *name)
{
	return strcmp(word, letter) == 0 || strcmp(word, name) == 0;
}

static int unknown_command(const char *word)
{
	struct mst_suggestion suggestion = { .meant = word };

	for (size_t i = 0; mst_commands[i]; i++)
		mst_suggest(&suggestion, mst_commands[i]->name);
	fprintf(stderr, "muster: %s is not a command", word);
	if (suggestion.best)
		fprintf(stderr, "; did you mean %s?", suggestion.best);
	fprintf(stderr, "\ntry: %s --help\n", mst_program_name());
	return MST_EXIT_USAGE;
}

/* COMMAND --help, of commands without options too, and COMMAND --help --all: what the command help prints. */
static bool asks_for_help_of(const struct mst_command *command, int argc, char **argv)
{
	if (argc == 4 && strcmp(argv[3], "--all") == 0)
		return asks_for(argv[2], "-h", "--help");
	return argc == 3 && !command->options && asks_for(argv[2], "-h", "--help");
}

int main(int argc, char **argv)
{
	const struct mst_command *command;

	/* Who reads our output may leave: a write then fails, and that is told in order. */
	signal(SIGPIPE, SIG_IGN);
	if (argc < 2) {
		mst_usage_program(stderr);
		return MST_EXIT_USAGE;
	}
	if (asks_for(argv[1], "-h", "--help"))
		return mst_cmd_help.run(&mst_cmd_help, 0, NULL);
	if (asks_for(argv[1], "-V", "--version"))
		return mst_cmd_version.run(&mst_cmd_version, 0, NULL);
	command = mst_command_named(argv[1]);
	if (!command)
		return unknown_command(argv[1]);
	if (asks_for_help_of(command, argc, argv)) {
		argv[2] = argv[1];
		return mst_cmd_help.run(&mst_cmd_help, argc - 2, argv + 2);
	}
	return command->run(command, argc - 2, argv + 2);
}
