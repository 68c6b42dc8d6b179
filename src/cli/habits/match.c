/* SPDX-License-Identifier: BSD-2-Clause */
/* match.c - see match.h. */
#include "cli/habits/match.h"

#include <stdlib.h>
#include <string.h>

static const struct mst_habit *const tables[] = {
	mst_habits_of_renames,   mst_habits_of_letters, mst_habits_of_scanners, mst_habits_of_sweepers,
	mst_habits_of_listeners, mst_habits_of_pings,   mst_habits_of_seldom,
};

const struct mst_habit *mst_habit_at(size_t index)
{
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
		for (const struct mst_habit *habit = tables[i]; habit->tool; habit++) {
			if (index-- == 0)
				return habit;
		}
	}
	return NULL;
}

/* ---- rows and options ---- */

/* Whether a list of words has this one. */
bool mst_habit_lists(const char *list, const char *word, size_t length)
{
	while (list && *list) {
		size_t item = strcspn(list, " ");

		if (item == length && strncmp(list, word, length) == 0)
			return true;
		list += item + strspn(list + item, " ");
	}
	return false;
}

const struct mst_option *mst_habit_own_name(const struct mst_command *command, const char *name, size_t length)
{
	for (const struct mst_option *o = command->options; o && o->kind != MST_OPT_END; o++) {
		if (mst_option_is_for(o, command->name) && strlen(o->name) == length &&
		    strncmp(o->name, name, length) == 0)
			return o;
	}
	return NULL;
}

const struct mst_option *mst_habit_own_letter(const struct mst_command *command, char letter)
{
	for (const struct mst_option *o = command->options; o && o->kind != MST_OPT_END; o++) {
		if (mst_option_is_for(o, command->name) && o->letter == letter)
			return o;
	}
	return NULL;
}

/* Every option that the words name. */
static bool has_options(const struct mst_command *command, const char *words)
{
	for (const char *at = words; (at = strstr(at, "--"));) {
		size_t length = strcspn(at, " +=");

		if (!mst_habit_own_name(command, at + 2, length - 2))
			return false;
		at += length;
	}
	return true;
}

bool mst_habit_is_for(const struct mst_habit *habit, const struct mst_command *command)
{
	return command->options && mst_habit_lists(habit->commands, command->name, strlen(command->name)) &&
	       (!habit->ours || has_options(command, habit->ours));
}

/* ---- a row and a word ---- */

static bool is_address(const char *word)
{
	struct mst_addr addr;

	return mst_addr_parse(&addr, word) == 0;
}

/* The next word stays where it is; NULL: there is a glued value in its place. */
static bool fits_before(struct mst_habit_match *match, const char *next)
{
	char *accepted = next ? match->habit->turn(next) : NULL;
	bool fits = accepted;

	match->words = 0;
	free(accepted);
	return fits;
}

/* Tries a row with a value; `glued` is what stands in the same word, or NULL. */
static bool try_value(const struct mst_habit_reading *reading, struct mst_habit_match *match, const char *glued)
{
	const struct mst_habit *habit = match->habit;
	const char *value = glued;

	if (!value && habit->value != MST_HABIT_GLUED) {
		if (reading->left_count == 0)
			return !habit->turn ||
			       habit->value == MST_HABIT_BEFORE; /* a missing value is reported when the row is taken */
		value = reading->left[0];
		match->words = 1;
	}
	if (habit->value == MST_HABIT_BEFORE)
		return fits_before(match, glued ? NULL : value);
	match->typed = value ? value : "";
	if (habit->value == MST_HABIT_RANGE && !glued && reading->left_count > 1 && is_address(value) &&
	    is_address(reading->left[1])) {
		match->words = 2;
		return asprintf(&match->value, "%s-%s", value, reading->left[1]) >= 0 || (match->value = NULL, false);
	}
	match->value = habit->turn ? habit->turn(match->typed) : strdup(match->typed);
	return match->value;
}

/* `text` stands behind the dashes, and ends where the name of a long one does. */
static bool try_word(const struct mst_habit_reading *reading, struct mst_habit_match *match, const char *text,
                     bool is_long)
{
	const char *name = match->habit->spelling + (is_long ? 2 : 1);
	size_t length = strlen(name);
	bool alone = match->habit->value == MST_HABIT_ALONE, glues = match->habit->value == MST_HABIT_GLUED;

	if (is_long != (match->habit->spelling[1] == '-') || strncmp(text, name, length) != 0)
		return false;
	if (!text[length])
		return alone || try_value(reading, match, NULL);
	if (alone)
		return false;
	if (is_long)
		return text[length] == '=' && try_value(reading, match, text + length + 1);
	return (glues || length == 1) && try_value(reading, match, text + length);
}

/* The first row that fits a whole word. */
bool mst_habit_find_word(const struct mst_habit_reading *reading, struct mst_habit_match *match, const char *text,
                         bool is_long)
{
	const struct mst_habit *habit;

	for (size_t i = 0; (habit = mst_habit_at(i)); i++) {
		*match = (struct mst_habit_match){ .habit = habit };
		if (mst_habit_is_for(match->habit, reading->command) && try_word(reading, match, text, is_long))
			return true;
	}
	return false;
}

/* The first row that fits the first letter of a cluster. */
bool mst_habit_find_letter(const struct mst_habit_reading *reading, struct mst_habit_match *match, const char *cluster)
{
	const struct mst_habit *habit;

	for (size_t i = 0; (habit = mst_habit_at(i)); i++) {
		const char *spelling = habit->spelling;

		*match = (struct mst_habit_match){ .habit = habit };
		if (spelling[1] != *cluster || spelling[2] || !mst_habit_is_for(match->habit, reading->command))
			continue;
		if (match->habit->value == MST_HABIT_ALONE ||
		    try_value(reading, match, cluster[1] ? cluster + 1 : NULL))
			return true;
	}
	return false;
}
