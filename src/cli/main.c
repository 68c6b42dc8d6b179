/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * main.c - muster: finds the command and runs it.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/common/environment.h"
#include "cli/common/resident.h"
#include "cli/common/ssh.h"
#include "cli/common/streams.h"
#include "cli/habits/habits.h"
#include "cli/help/usage.h"
#include "cli/run.h"

/* What stands for a command, and is none. */
static const struct mst_command *stands_for(const char *word)
{
	static const struct {
		const char *letter, *name;
		const struct mst_command *command;
	} options[] = { { "-h", "--help", &mst_cmd_help }, { "-V", "--version", &mst_cmd_version } };

	for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
		if (strcmp(word, options[i].letter) == 0 || strcmp(word, options[i].name) == 0)
			return options[i].command;
	}
	return NULL;
}

int main(int argc, char **argv)
{
	const struct mst_command *command;

	mst_resident_begin();
	mst_streams_exist();
	mst_environment_clean();
	mst_ssh_adopt();
	/* The reader of our output may leave: a write then fails, and that is handled in order. */
	signal(SIGPIPE, SIG_IGN);
	/* The same of a file that has reached the limit of ulimit -f. */
	signal(SIGXFSZ, SIG_IGN);
	/* A caller that ignores it hands that on: children would end unseen, and be waited for without end. */
	signal(SIGCHLD, SIG_DFL);
	if (argc < 2) {
		mst_usage_program(mst_commands, stderr);
		return MST_EXIT_USAGE;
	}
	command = mst_command_named(mst_commands, argv[1]);
	if (!command)
		command = stands_for(argv[1]);
	if (!command)
		return mst_habits_guess(mst_commands, argc - 1, argv + 1);
	return mst_run_command(mst_commands, command, argc - 2, argv + 2);
}
