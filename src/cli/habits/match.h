/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * match.h - within habits: the row that fits a word, and the options that the command has itself.
 */
#ifndef MST_CLI_HABITS_MATCH_H
#define MST_CLI_HABITS_MATCH_H

#include "cli/habits/habits.h"

/* A line being translated. */
struct mst_habit_reading {
	struct mst_habitual *line;
	const struct mst_command *command;
	char **left;
	int left_count;
	struct mst_error *err;
};

/* The row that fits, and how much it takes. */
struct mst_habit_match {
	const struct mst_habit *habit;
	char *value;       /* in our words, allocated; NULL without one */
	const char *typed; /* as it was typed; NULL when it is missing */
	int words;         /* taken behind this one */
};

/* The first row that fits a whole word, `text` without its dashes. */
bool mst_habit_find_word(const struct mst_habit_reading *reading, struct mst_habit_match *match, const char *text,
                         bool is_long);

/* The first row that fits the first letter of a cluster. */
bool mst_habit_find_letter(const struct mst_habit_reading *reading, struct mst_habit_match *match, const char *cluster);

/* The command's own option of this name or letter; NULL when it has none. */
const struct mst_option *mst_habit_own_name(const struct mst_command *command, const char *name, size_t length);
const struct mst_option *mst_habit_own_letter(const struct mst_command *command, char letter);

/* Whether a list, with blanks between, has this word; of NULL false. */
bool mst_habit_lists(const char *list, const char *word, size_t length);

#endif
