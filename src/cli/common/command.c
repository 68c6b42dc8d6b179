/* SPDX-License-Identifier: BSD-2-Clause */
/* command.c - see command.h. */
#include "cli/common/command.h"

#include <errno.h>
#include <muster/text.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/common/program.h"

const struct mst_exit_code mst_exit_codes[] = {
	{ "0", "the run was complete, whatever the answers" },
	{ "1", "it failed: missing privileges, an output that cannot be written, an interface that went away, or a "
	       "name without an address (the others were probed)" },
	{ "2", "the command line or a target was not understood; nothing was sent" },
	{ "130, 143, 129", "stopped by ^C, SIGTERM or SIGHUP; reports are whole and marked as interrupted" },
	{ NULL, NULL },
};

const struct mst_exit_code mst_exit_codes_of_texts[] = {
	{ "0", "the text was printed" },
	{ "1", "standard output could not be written" },
	{ "2", "the command line was not understood" },
	{ NULL, NULL },
};

const struct mst_exit_code mst_exit_codes_of_listeners[] = {
	{ "0",
	  "the run was complete: stopped by ^C or SIGTERM, at its limit, or because the reader closed the output" },
	{ "1", "it failed: missing privileges, an output that cannot be written, an interface that went away" },
	{ "2", "the command line or the filter was not understood" },
	{ NULL, NULL },
};

const struct mst_command *mst_command_named(mst_command_list commands, const char *name)
{
	for (; *commands; commands++) {
		if (strcmp((*commands)->name, name) == 0)
			return *commands;
	}
	return NULL;
}

void *mst_command_values(const struct mst_command *command)
{
	void *values = calloc(1, command->values_size + 1); /* of a command without options, too */

	if (values && command->defaults)
		command->defaults(values);
	return values;
}

int mst_command_failed(const struct mst_command *command, int code, const struct mst_error *err)
{
	mst_print(stderr, "muster %s: ", command->name);
	mst_print_lines(stderr, err->text);
	fputc('\n', stderr);
	if (code != -EINVAL)
		return command->failed ? (int)command->failed : MST_EXIT_COULD_NOT;
	mst_print(stderr, "try: %s %s --help\n", mst_program_name(), command->name);
	return MST_EXIT_USAGE;
}
