/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * translate.c - see habits.h: a command line is read as the parser of options would read it, and written anew.
 */
#include "cli/habits/match.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* ---- writing the line ---- */

static int push(struct mst_habitual *line, char *word)
{
	if ((size_t)line->argc + 1 >= line->room) {
		size_t room = line->room ? line->room * 2 : 32;
		char **argv = reallocarray(line->argv, room, sizeof *argv);

		if (!argv)
			return -ENOMEM;
		line->argv = argv;
		line->room = room;
	}
	line->argv[line->argc++] = word;
	line->argv[line->argc] = NULL;
	return 0;
}

/* Takes a text that was allocated; NULL is that there was no memory for it. */
static int push_made(struct mst_habitual *line, char *word)
{
	char **made = word ? reallocarray(line->made, line->made_count + 1, sizeof *made) : NULL;

	if (!made) {
		free(word);
		return -ENOMEM;
	}
	line->made = made;
	made[line->made_count++] = word;
	return push(line, word);
}

/* `length` bytes of a template, with the value for %s. Allocated; NULL without memory. */
static char *fill(const char *template, size_t length, const char *value)
{
	const char *gap = memmem(template, length, "%s", 2);
	char *text = NULL;

	if (!gap)
		return strndup(template, length);
	if (asprintf(&text, "%.*s%s%.*s", (int)(gap - template), template, value, (int)(template + length - gap - 2),
	             gap + 2) < 0)
		return NULL;
	return text;
}

static int add_probe(struct mst_habitual *line, char *probe)
{
	char *joined = NULL;
	int length = probe ? asprintf(&joined, "%s%s%s", line->probes ? line->probes : "", line->probes ? "," : "",
	                              probe)
	                   : -1;

	free(probe);
	if (length < 0)
		return -ENOMEM;
	free(line->probes);
	line->probes = joined;
	return 0;
}

static int push_ours(struct mst_habitual *line, const char *words, const char *value)
{
	bool probe = false;
	int code = 0;

	while (code == 0 && *words) {
		size_t length = strcspn(words, " ");

		if (probe)
			code = add_probe(line, fill(words, length, value));
		else if (strncmp(words, "--probe+", length) != 0 || length < strlen("--probe+"))
			code = push_made(line, fill(words, length, value));
		probe = !probe && length == strlen("--probe+") && strncmp(words, "--probe+", length) == 0;
		words += length + strspn(words + length, " ");
	}
	return code;
}

/* ---- one habit ---- */

static void add_note(struct mst_habitual *line, const struct mst_habit *habit, const char *typed)
{
	char *note = NULL;

	if (!habit->note || line->note_count == MST_HABIT_NOTES_MAX)
		return;
	if (asprintf(&note, "%s%s%s%s %s", habit->spelling, *typed ? " " : "", typed,
	             strcmp(habit->tool, MST_HABIT_RENAMED) == 0 ? "" : ":", habit->note) < 0)
		return;
	for (size_t i = 0; i < line->note_count; i++) {
		if (strcmp(line->notes[i], note) == 0) {
			free(note);
			return;
		}
	}
	line->notes[line->note_count++] = note;
}

static bool takes_value(const struct mst_habit *habit)
{
	return habit->value != MST_HABIT_ALONE && habit->value != MST_HABIT_BEFORE;
}

/* Takes what a row fits, and the words with it. */
static int take_habit(struct mst_habit_reading *reading, struct mst_habit_match *match)
{
	const struct mst_habit *habit = match->habit;
	const char *typed = match->typed ? match->typed : "";
	const char *between = habit->value == MST_HABIT_GLUED || (takes_value(habit) && !match->words) ? "" : " ";
	int code;

	if (habit->ours && takes_value(habit) && !match->typed)
		code = mst_fail(reading->err, -EINVAL, "%s needs a value: %s %s", habit->spelling, habit->spelling,
		                habit->example);
	else if (!habit->ours)
		code = mst_fail(reading->err, -EINVAL, "%s%s%s: %s", habit->spelling, *typed ? between : "", typed,
		                habit->sentence);
	else
		code = push_ours(reading->line, habit->ours, match->value ? match->value : "");
	if (code == 0)
		add_note(reading->line, habit, typed);
	if (code == 0 && habit->contradicts && reading->line->row_count < MST_OPTIONS_MAX)
		reading->line->rows[reading->line->row_count++] = habit;
	reading->line->used++;
	reading->left += match->words;
	reading->left_count -= match->words;
	free(match->value);
	return code == -ENOMEM ? mst_fail(reading->err, code, "no memory for the command line") : code;
}

/* ---- our own options ---- */

static int copy(struct mst_habit_reading *reading, char *word)
{
	return push(reading->line, word) < 0 ? mst_fail(reading->err, -ENOMEM, "no memory for the command line") : 0;
}

/* The option's word, and the next one when that is its value. */
static int copy_option(struct mst_habit_reading *reading, char *word, bool wants_value)
{
	int code = copy(reading, word);

	if (code == 0 && wants_value && reading->left_count > 0) {
		code = copy(reading, *reading->left++);
		reading->left_count--;
	}
	return code;
}

static int translate_long(struct mst_habit_reading *reading, char *word)
{
	size_t length = strcspn(word + 2, "=");
	const struct mst_option *own = mst_habit_own_name(reading->command, word + 2, length);
	struct mst_habit_match match = { 0 };

	if (mst_habit_find_word(reading, &match, word + 2, true))
		return take_habit(reading, &match);
	return copy_option(reading, word, own && own->kind != MST_OPT_FLAG && !word[2 + length]);
}

static int push_flag(struct mst_habit_reading *reading, char letter)
{
	char *flag = NULL;

	if (asprintf(&flag, "-%c", letter) < 0)
		flag = NULL;
	return push_made(reading->line, flag) < 0 ? mst_fail(reading->err, -ENOMEM, "no memory for the command line")
	                                          : 0;
}

/* Whether one of a cluster's letters is a habit: if not, the word is left as it is. */
static bool has_habit(const struct mst_habit_reading *reading, const char *cluster)
{
	for (const char *at = cluster; *at; at++) {
		struct mst_habit_match match = { 0 };
		const struct mst_option *own = mst_habit_own_letter(reading->command, *at);

		if (mst_habit_find_letter(reading, &match, at)) {
			free(match.value);
			return true;
		}
		if (!own || own->kind != MST_OPT_FLAG)
			return false;
	}
	return false;
}

/* Whether a cluster of our own ends in an option whose value is the next word. */
static bool wants_value(const struct mst_command *command, const char *cluster)
{
	for (const char *at = cluster; *at; at++) {
		const struct mst_option *own = mst_habit_own_letter(command, *at);

		if (!own || own->kind != MST_OPT_FLAG)
			return own && !at[1];
	}
	return false;
}

/* Letter by letter: -nvXs0. */
static int translate_cluster(struct mst_habit_reading *reading, char *word)
{
	int code = 0;

	if (mst_habit_own_name(reading->command, word + 1, strcspn(word + 1, "=")) || !has_habit(reading, word + 1))
		return copy_option(reading, word, wants_value(reading->command, word + 1));
	for (char *at = word + 1; code == 0 && *at; at++) {
		struct mst_habit_match match = { 0 };
		const struct mst_option *own = mst_habit_own_letter(reading->command, *at);

		if (mst_habit_find_letter(reading, &match, at)) {
			bool to_the_end = match.habit->value != MST_HABIT_ALONE;

			code = take_habit(reading, &match);
			if (to_the_end)
				break;
		} else {
			code = push_flag(reading, *at);
			if (code == 0 && at[1] && (!own || own->kind != MST_OPT_FLAG))
				return copy(reading, at + 1);
			if (code == 0 && own && own->kind != MST_OPT_FLAG)
				return reading->left_count ? reading->left_count--, copy(reading, *reading->left++) : 0;
		}
	}
	return code;
}

static int translate_short(struct mst_habit_reading *reading, char *word)
{
	struct mst_habit_match match = { 0 };

	if (word[2] && mst_habit_find_word(reading, &match, word + 1, false))
		return take_habit(reading, &match);
	return translate_cluster(reading, word);
}

/* ---- the whole line ---- */

/* Whether our own option of this name is among the words of the translated line. */
static bool has_given(const struct mst_habitual *line, const struct mst_command *command,
                      const struct mst_option *option)
{
	for (int i = 0; i < line->argc; i++) {
		const char *word = line->argv[i];
		size_t length = word[0] == '-' && word[1] == '-' ? strcspn(word + 2, "=") : 0;

		if (length && mst_habit_own_name(command, word + 2, length) == option)
			return true;
		if (!length && word[0] == '-' && strcmp(word, "--") == 0)
			return false;
		for (const char *at = word + 1; word[0] == '-' && !length && *at; at++) {
			const struct mst_option *own = mst_habit_own_letter(command, *at);

			if (own == option)
				return true;
			if (!own || own->kind != MST_OPT_FLAG)
				break;
		}
	}
	return false;
}

static int check_opposites(const struct mst_habitual *line, const struct mst_command *command, struct mst_error *err)
{
	for (size_t i = 0; i < line->row_count; i++) {
		for (const struct mst_option *o = command->options; o->kind != MST_OPT_END; o++) {
			if (mst_option_is_for(o, command->name) &&
			    mst_habit_lists(line->rows[i]->contradicts, o->name, strlen(o->name)) &&
			    has_given(line, command, o))
				return mst_fail(err, -EINVAL, "%s and --%s contradict each other: give one of them",
				                line->rows[i]->spelling, o->name);
		}
	}
	return 0;
}

/* Probes that were collected become one --probe, in front: behind them may stand "--". */
static int put_probes(struct mst_habitual *line, const struct mst_command *command, struct mst_error *err)
{
	const struct mst_option *probe = mst_habit_own_name(command, "probe", strlen("probe"));
	char *word = NULL;

	if (!line->probes)
		return 0;
	if (probe && has_given(line, command, probe))
		return mst_fail(err, -EINVAL, "%s and --probe both choose the probes: give --probe alone",
		                line->probes);
	if (asprintf(&word, "--probe=%s", line->probes) < 0)
		word = NULL;
	if (push_made(line, word) < 0)
		return mst_fail(err, -ENOMEM, "no memory for the command line");
	memmove(line->argv + 1, line->argv, (size_t)(line->argc - 1) * sizeof *line->argv);
	line->argv[0] = word;
	return 0;
}

static int translate_word(struct mst_habit_reading *reading)
{
	char *word = *reading->left++;

	reading->left_count--;
	if (word[0] != '-' || !word[1])
		return copy(reading, word);
	return word[1] == '-' ? translate_long(reading, word) : translate_short(reading, word);
}

int mst_habits_translate(struct mst_habitual *line, const struct mst_command *command, int argc, char **argv,
                         struct mst_error *err)
{
	struct mst_habit_reading reading = { line, command, argv, argc, err };
	bool options_end = !command->options;
	int code = 0;

	while (code == 0 && reading.left_count > 0) {
		options_end |= strcmp(*reading.left, "--") == 0;
		if (options_end)
			code = copy_option(&reading, *reading.left++, false), reading.left_count--;
		else
			code = translate_word(&reading);
	}
	if (code == 0)
		code = put_probes(line, command, err);
	return code < 0 ? code : check_opposites(line, command, err);
}

void mst_habits_free(struct mst_habitual *line)
{
	for (size_t i = 0; i < line->made_count; i++)
		free(line->made[i]);
	for (size_t i = 0; i < line->note_count; i++)
		free(line->notes[i]);
	free(line->made);
	free(line->argv);
	free(line->probes);
	*line = (struct mst_habitual){ 0 };
}
