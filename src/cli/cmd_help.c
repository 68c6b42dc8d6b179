/*
 * cmd_help.c - help and version.
 */
#include <errno.h>
#include <muster/version.h>
#include <string.h>

#include "base/fail.h"
#include "cli/command.h"
#include "cli/usage.h"

enum topic { TOPIC_MAN, TOPIC_BASH, TOPIC_COUNT };

static const char *const topic_words[] = { [TOPIC_MAN] = "man", [TOPIC_BASH] = "bash", [TOPIC_COUNT] = NULL };

static void (*const topic_printers[])(FILE *out) = {
	[TOPIC_MAN] = mst_usage_manual,
	[TOPIC_BASH] = mst_usage_completion,
};

/* Help that did not arrive is no help: a full disk or a closed pipe is told. */
static int printed(const struct mst_command *self)
{
	struct mst_error err;

	if (fflush(stdout) == 0 && !ferror(stdout))
		return MST_EXIT_DONE;
	return mst_command_failed(self, mst_fail(&err, -errno, "standard output: %s", strerror(errno)), &err);
}

static int run_help(const struct mst_command *self, int argc, char **argv)
{
	const struct mst_command *command = argc ? mst_command_named(argv[0]) : NULL;
	struct mst_error err;

	if (argc == 0) {
		mst_usage_program(stdout);
		return printed(self);
	}
	for (size_t i = 0; argc == 1 && topic_words[i]; i++) {
		if (strcmp(topic_words[i], argv[0]) == 0) {
			topic_printers[i](stdout);
			return printed(self);
		}
	}
	if (!command || argc > 1) {
		mst_fail(&err, -EINVAL, "%s: expected one command, man or bash", argv[argc - 1]);
		return mst_command_failed(self, -EINVAL, &err);
	}
	mst_usage_command(command, stdout);
	return printed(self);
}

static int run_version(const struct mst_command *self, int argc, char **argv)
{
	struct mst_error err;

	if (argc) {
		mst_fail(&err, -EINVAL, "%s: version takes no arguments", argv[0]);
		return mst_command_failed(self, -EINVAL, &err);
	}
	printf("muster %s\n", MST_VERSION);
	return printed(self);
}

const struct mst_command mst_cmd_help = {
	.name = "help",
	.arguments = "[COMMAND | man | bash]",
	.summary = "what a command does, the manual page, completion for bash",
	.description = "Without a word: the commands. With a command: its options and examples. muster help man prints the "
	               "page for man(1), muster help bash a script that completes commands and options.",
	.words = topic_words,
	.names_commands = true,
	.run = run_help,
};

const struct mst_command mst_cmd_version = {
	.name = "version",
	.arguments = "",
	.summary = "which muster this is",
	.description = "Prints the version.",
	.run = run_version,
};
