/* commands.c - see common/command.h. */
#include "cli/common/command.h"

#include <errno.h>
#include <string.h>

#include "cli/common/program.h"
#include "cli/common/standard_output.h"
#include "cli/help/usage.h"

const struct mst_command *const mst_commands[] = {
	&mst_cmd_sweep,
	&mst_cmd_scan,
	&mst_cmd_ping,
	&mst_cmd_watch,
	&mst_cmd_listen,
	&mst_cmd_capture,
	&mst_cmd_ifaces,
	&mst_cmd_route,
	&mst_cmd_bench,
	&mst_cmd_help,
	&mst_cmd_version,
	NULL,
};

const struct mst_command *mst_command_named(const char *name)
{
	for (size_t i = 0; mst_commands[i]; i++) {
		if (strcmp(mst_commands[i]->name, name) == 0)
			return mst_commands[i];
	}
	return NULL;
}

int mst_command_help(const struct mst_command *command, struct mst_error *err)
{
	mst_usage_command(command, false, stdout);
	return mst_stdout_flush(err);
}
