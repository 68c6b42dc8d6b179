/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * command_line.h - the command line as it could be typed again.
 */
#ifndef MST_CLI_COMMON_COMMAND_LINE_H
#define MST_CLI_COMMON_COMMAND_LINE_H

#include <stdio.h>

/* "muster COMMAND ARGUMENTS", quoted for a shell; allocated, freed with free(3). NULL without memory. */
char *mst_command_line(const char *command, int argc, char **argv);

/* A word as a shell would read it again: in quotes where it needs them. */
void mst_command_word(const char *word, FILE *out);

#endif
