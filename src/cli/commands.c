/* SPDX-License-Identifier: BSD-2-Clause */
/* commands.c - see commands.h. */
#include "cli/commands.h"

#define ADDRESS(name) &mst_cmd_##name,

const struct mst_command *const mst_commands[] = { MST_COMMANDS(ADDRESS) NULL };
