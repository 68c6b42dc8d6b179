/*
 * commands.h - every command there is: the one place that knows them all.
 */
#ifndef MST_CLI_COMMANDS_H
#define MST_CLI_COMMANDS_H

#include "cli/common/command.h"

/* Closed by NULL, in the order in which help lists them. To add one: a folder with its command.c, and its row. */
extern const struct mst_command *const mst_commands[];

extern const struct mst_command mst_cmd_sweep, mst_cmd_scan;
extern const struct mst_command mst_cmd_ping;
extern const struct mst_command mst_cmd_watch;
extern const struct mst_command mst_cmd_listen;
extern const struct mst_command mst_cmd_capture;
extern const struct mst_command mst_cmd_ifaces;
extern const struct mst_command mst_cmd_route;
extern const struct mst_command mst_cmd_bench;
extern const struct mst_command mst_cmd_help, mst_cmd_version;

#endif
