/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * commands.h - every command there is: the one place that knows them all.
 *
 * To add one: a folder with a command.c that ends in a struct mst_command, mst_cmd_NAME, and its row here.
 */
#ifndef MST_CLI_COMMANDS_H
#define MST_CLI_COMMANDS_H

#include "cli/common/command.h"

/* In the order in which help lists them. */
#define MST_COMMANDS(ROW) \
	ROW(sweep) \
	ROW(scan) \
	ROW(resume) \
	ROW(status) \
	ROW(fleet) \
	ROW(replay) \
	ROW(report) \
	ROW(merge) \
	ROW(diff) ROW(ping) ROW(watch) ROW(listen) ROW(capture) ROW(ifaces) ROW(route) ROW(bench) ROW(help) ROW(version)

#define MST_COMMAND_DECLARED(name) extern const struct mst_command mst_cmd_##name;
MST_COMMANDS(MST_COMMAND_DECLARED)

/* Closed by NULL. */
extern const struct mst_command *const mst_commands[];

#endif
