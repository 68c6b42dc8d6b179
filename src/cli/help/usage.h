/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * usage.h - help texts, for people, for man(1) and for shells. All of it comes out of the tables of
 * commands and options.
 */
#ifndef MST_CLI_HELP_USAGE_H
#define MST_CLI_HELP_USAGE_H

#include <stdbool.h>
#include <stdio.h>

#include "cli/common/command.h"

/* The program in a screen: its commands, a list closed by NULL, as below. */
void mst_usage_program(mst_command_list commands, FILE *out);

/* One command: synopsis, description, examples, and its everyday options; or all of its options, and the exit codes. */
void mst_usage_command(const struct mst_command *command, bool all, FILE *out);

/* The page of man(1), in mdoc(7). */
void mst_usage_manual(mst_command_list commands, FILE *out);

/* Scripts that complete commands, options and their values in a shell. */
void mst_usage_bash(mst_command_list commands, FILE *out);
void mst_usage_zsh(mst_command_list commands, FILE *out);
void mst_usage_fish(mst_command_list commands, FILE *out);

/* The default value of an option as people give it, allocated; NULL when it has none worth telling. */
char *mst_usage_default(const struct mst_command *command, const struct mst_option *option);

#endif
