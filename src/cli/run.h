/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * run.h - one run of a command, from the words that were typed to the exit code.
 */
#ifndef MST_CLI_RUN_H
#define MST_CLI_RUN_H

#include "cli/common/command.h"

/*
 * Runs one of `commands` with argv[0..argc), which stands behind its name, and returns the exit code. Why it failed is
 * printed on stderr.
 */
int mst_run_command(mst_command_list commands, const struct mst_command *command, int argc, char **argv);

#endif
