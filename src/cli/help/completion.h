/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * completion.h - what the completion scripts of all shells share: what may stand behind an option or a command.
 *
 * A shell has one file, completion_SHELL.c, that prints its script from the tables of commands and options.
 */
#ifndef MST_CLI_HELP_COMPLETION_H
#define MST_CLI_HELP_COMPLETION_H

#include <stdio.h>

#include "cli/common/command.h"
#include "cli/options/options.h"

enum mst_completes {
	MST_COMPLETES_NOTHING, /* the user's own: numbers, addresses */
	MST_COMPLETES_FILES,
	MST_COMPLETES_INTERFACES,
	MST_COMPLETES_HOSTS,
	MST_COMPLETES_WORDS, /* those of the option's `values` */
};

/* What completes the value of an option. */
enum mst_completes mst_completes_value(const struct mst_option *option);

/* What completes the words of a command that are no options. */
enum mst_completes mst_completes_words(const struct mst_command *command);

/* The first statement of the meaning: what is before a semicolon. */
#define MST_BRIEF_MAX 128
const char *mst_option_brief(const struct mst_option *option, char brief[MST_BRIEF_MAX]);

/* The words of the option's `values`, with blanks between. */
void mst_print_values(const struct mst_option *option, FILE *out);

/* Calls for each option of the command, and for each word it knows. */
void mst_completion_options(const struct mst_command *command, FILE *out,
                            void (*print)(const struct mst_command *command, const struct mst_option *option,
                                          FILE *out));
void mst_completion_words(mst_command_list commands, const struct mst_command *command, FILE *out,
                          void (*print)(const char *word, FILE *out));

/* `text`, each byte of `special` behind a backslash. */
void mst_print_escaped(const char *text, const char *special, FILE *out);

#endif
