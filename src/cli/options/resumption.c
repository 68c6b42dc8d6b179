/* SPDX-License-Identifier: BSD-2-Clause */
/* resumption.c - see resumption.h. */
#include "cli/options/resumption.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/common/caller.h"
#include "cli/common/command_line.h"

/* ---- what may not change ---- */

static int refuse(const struct mst_option *option, const char *now, const char *then, bool before,
                  struct mst_error *err)
{
	const char *gap = now ? " " : "";

	now = now ? now : "";
	if (option->at_resume == MST_RESUME_GROWS)
		return mst_fail(err, -EINVAL, "--%s %s: it may only grow when a run is resumed; expected %s or more",
		                option->name, now, then);
	if (!before)
		return mst_fail(err, -EINVAL,
		                "--%s%s%s: it cannot change when a run is resumed, and this run began without it; "
		                "expected it left out",
		                option->name, gap, now);
	return mst_fail(err, -EINVAL, "--%s %s: it cannot change when a run is resumed; expected --%s %s, or none",
	                option->name, now, option->name, then ? then : "");
}

static bool is_accepted(const struct mst_option *option, const char *now, const char *then, bool before)
{
	if (option->at_resume == MST_RESUME_GROWS)
		return now && then && strtoull(now, NULL, 10) >= strtoull(then, NULL, 10);
	return before && (option->kind == MST_OPT_FLAG || (now && then && strcmp(now, then) == 0));
}

static int check_option(const struct mst_resumption *resumption, const struct mst_option *option, struct mst_error *err)
{
	bool before = resumption->planned.given[option - resumption->planned.options];
	char *now = mst_option_text(option, resumption->typed_values);
	char *then = mst_option_text(option, resumption->planned_values);
	int code = 0;

	if (!is_accepted(option, now, then, before))
		code = refuse(option, now, then, before, err);
	free(now);
	free(then);
	return code;
}

static int check_typed(const struct mst_resumption *resumption, struct mst_error *err)
{
	const struct mst_option *options = resumption->command->options;
	int code = 0;

	if (resumption->typed.words.count)
		return mst_fail(err, -EINVAL,
		                "%s: the targets of a run cannot change when it is resumed; expected options alone",
		                resumption->typed.words.items[0]);
	for (size_t i = 0; code == 0 && options[i].kind != MST_OPT_END; i++) {
		if (resumption->typed.given[i] &&
		    (options[i].at_resume == MST_RESUME_FIXED || options[i].at_resume == MST_RESUME_GROWS))
			code = check_option(resumption, &options[i], err);
	}
	return code;
}

/* ---- paths of the first command line ---- */

static bool names_file(const struct mst_option *option)
{
	static const char *const arguments[] = { "FILE", "DIR", "OUTPUT" };
	bool any = false;

	for (size_t i = 0; i < sizeof arguments / sizeof *arguments && option->argument; i++)
		any |= strcmp(option->argument, arguments[i]) == 0;
	return any;
}

/* Puts the folder of the run before a relative path. */
static int make_absolute(struct mst_resumption *resumption, const struct mst_option *option, const char **text)
{
	const char *path = strcmp(option->argument, "OUTPUT") == 0 ? mst_files_path_of(*text) : *text;
	char **made, *absolute = NULL;

	if (*path == '/' || strcmp(path, "-") == 0)
		return 0;
	made = reallocarray(resumption->made, resumption->made_count + 1, sizeof *made);
	if (!made)
		return -ENOMEM;
	resumption->made = made;
	if (asprintf(&absolute, "%.*s%s/%s", (int)(path - *text), *text, resumption->folder, path) < 0)
		return -ENOMEM;
	made[resumption->made_count++] = absolute;
	*text = absolute;
	return 0;
}

static int make_all_absolute(struct mst_resumption *resumption, void *values)
{
	int code = 0;

	for (const struct mst_option *o = resumption->command->options; o->kind != MST_OPT_END && code == 0; o++) {
		void *value = (char *)values + o->offset;
		struct mst_words *list = value;
		const char **text = value;

		if (!names_file(o))
			continue;
		if (o->kind == MST_OPT_TEXT && *text)
			code = make_absolute(resumption, o, text);
		for (size_t i = 0; o->kind == MST_OPT_LIST && i < list->count && code == 0; i++)
			code = make_absolute(resumption, o, &list->items[i]);
	}
	return code;
}

/* ---- both together ---- */

/* A list that is given now takes the place of the earlier one. */
static void empty_replaced(const struct mst_resumption *resumption, void *values)
{
	const struct mst_option *options = resumption->command->options;

	for (size_t i = 0; options[i].kind != MST_OPT_END; i++) {
		struct mst_words *list = (struct mst_words *)((char *)values + options[i].offset);

		if (options[i].kind == MST_OPT_LIST && resumption->typed.given[i] &&
		    options[i].at_resume != MST_RESUME_ADDS) {
			mst_words_free(list);
			*list = (struct mst_words){ 0 };
		}
	}
}

/* Made of the words, whatever the journal says that it was. */
static int make_line(struct mst_resumption *resumption)
{
	char *line = mst_command_line(resumption->command->name, resumption->word_count - 1, resumption->words + 1);

	resumption->made = line ? malloc(sizeof *resumption->made) : NULL;
	if (!resumption->made) {
		free(line);
		return -ENOMEM;
	}
	resumption->made[resumption->made_count++] = line;
	resumption->line = line;
	return 0;
}

/* The words behind the command's name. */
static int read_planned(const struct mst_resumption *resumption, struct mst_arguments *arguments, void *values,
                        struct mst_error *err)
{
	return mst_options_read(arguments, resumption->command->options, resumption->command->name,
	                        resumption->word_count - 1, resumption->words + 1, values, err);
}

static int read_apart(struct mst_resumption *resumption, int argc, char **argv, struct mst_error *err)
{
	const struct mst_command *command = resumption->command;
	int code;

	resumption->planned_values = mst_command_values(command);
	resumption->typed_values = mst_command_values(command);
	if (!resumption->planned_values || !resumption->typed_values)
		return mst_fail(err, -ENOMEM, "no memory for the options");
	code = read_planned(resumption, &resumption->planned, resumption->planned_values, err);
	if (code == 0)
		code = mst_options_read(&resumption->typed, command->options, command->name, argc, argv,
		                        resumption->typed_values, err);
	return code < 0 ? code : check_typed(resumption, err);
}

int mst_resumption_read(struct mst_resumption *resumption, const struct mst_command *command,
                        struct mst_arguments *arguments, int argc, char **argv, void *values, struct mst_error *err)
{
	int code;

	resumption->command = command;
	if (make_line(resumption) < 0)
		return mst_fail(err, -ENOMEM, "no memory for the command line");
	code = read_apart(resumption, argc, argv, err);
	if (code == 0)
		code = read_planned(resumption, arguments, values, err);
	if (code == 0 && make_all_absolute(resumption, values) < 0)
		code = mst_fail(err, -ENOMEM, "no memory for the options");
	if (code < 0)
		return code;
	empty_replaced(resumption, values);
	return mst_options_read(arguments, command->options, command->name, argc, argv, values, err);
}

void mst_resumption_free(struct mst_resumption *resumption)
{
	if (resumption->planned_values)
		mst_options_free(resumption->command->options, resumption->planned_values);
	if (resumption->typed_values)
		mst_options_free(resumption->command->options, resumption->typed_values);
	free(resumption->planned_values);
	free(resumption->typed_values);
	mst_words_free(&resumption->planned.words);
	mst_words_free(&resumption->typed.words);
	for (size_t i = 0; i < resumption->made_count; i++)
		free(resumption->made[i]);
	free(resumption->made);
	free(resumption->memory);
	*resumption = (struct mst_resumption){ 0 };
}
