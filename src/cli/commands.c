/* commands.c - see commands.h. */
#include "cli/commands.h"

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
