/*
 * main.c - muster: finds the command and runs it.
 */
#include <muster/version.h>
#include <signal.h>
#include <string.h>

#include "cli/common/program.h"
#include "cli/habits/habits.h"
#include "cli/help/usage.h"

static bool asks_for(const char *word, const char *letter, const char *name)
{
	return strcmp(word, letter) == 0 || strcmp(word, name) == 0;
}

/* The command sees its options in our words, whatever they were typed as. */
static int run(const struct mst_command *command, int argc, char **argv)
{
	struct mst_habitual line = { 0 };
	struct mst_error err = { "" };
	int code = mst_habits_translate(&line, command, argc, argv, &err), exit_code;

	for (size_t i = 0; code == 0 && i < line.note_count; i++)
		fprintf(stderr, "muster %s: %s\n", command->name, line.notes[i]);
	exit_code = code < 0 ? mst_command_failed(command, code, &err) : command->run(command, line.argc, line.argv);
	mst_habits_free(&line);
	return exit_code;
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
		return mst_cmd_help.run(&mst_cmd_help, argc - 2, argv + 2);
	if (asks_for(argv[1], "-V", "--version"))
		return mst_cmd_version.run(&mst_cmd_version, argc - 2, argv + 2);
	command = mst_command_named(argv[1]);
	if (!command)
		return mst_habits_guess(argc - 1, argv + 1);
	if (asks_for_help_of(command, argc, argv)) {
		argv[2] = argv[1];
		return mst_cmd_help.run(&mst_cmd_help, argc - 2, argv + 2);
	}
	return run(command, argc - 2, argv + 2);
}
