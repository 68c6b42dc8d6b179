/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * options.c - see options.h: the command line against a table, the way GNU programs read theirs.
 */
#include "cli/options/options.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* A command line being read. */
struct line {
	const struct mst_option *options;
	const char *command;
	char **left;
	int left_count;
	void *values;
	struct mst_arguments *arguments;
	struct mst_error *err;
};

static const struct mst_option *find_name(const struct mst_option *options, const char *name, size_t length)
{
	for (; options->kind != MST_OPT_END; options++) {
		if (options->kind != MST_OPT_HEADING && strncmp(options->name, name, length) == 0 &&
		    !options->name[length])
			return options;
	}
	return NULL;
}

static const struct mst_option *find_letter(const struct mst_option *options, char letter)
{
	for (; options->kind != MST_OPT_END; options++) {
		if (options->letter == letter)
			return options;
	}
	return NULL;
}

const struct mst_option *mst_option_named(const struct mst_option *options, const char *name)
{
	return find_name(options, name, strlen(name));
}

bool mst_given(const struct mst_arguments *arguments, const char *name)
{
	const struct mst_option *option = arguments->options ? mst_option_named(arguments->options, name) : NULL;

	return option && arguments->given[option - arguments->options];
}

bool mst_option_is_for(const struct mst_option *option, const char *command)
{
	return option->kind != MST_OPT_HEADING && (!option->only || strcmp(option->only, command) == 0);
}

static int unknown_name(const struct line *line, const char *name, size_t length)
{
	char meant[64];
	struct mst_suggestion suggestion = { .meant = meant };

	snprintf(meant, sizeof meant, "%.*s", (int)length, name);
	for (const struct mst_option *o = line->options; o->kind != MST_OPT_END; o++) {
		if (mst_option_is_for(o, line->command))
			mst_suggest(&suggestion, o->name);
	}
	if (suggestion.best)
		return mst_fail(line->err, -EINVAL, "--%s: no such option; did you mean --%s?", meant, suggestion.best);
	return mst_fail(line->err, -EINVAL, "--%s: no such option", meant);
}

static int unknown_letter(const struct line *line, const char *letters, const char *cluster)
{
	/* -rate is read as -r -a -t -e; who typed it meant --rate. */
	const struct mst_option *meant = find_name(line->options, cluster, strcspn(cluster, "="));

	if (meant)
		return mst_fail(line->err, -EINVAL, "-%s: no such option; did you mean --%s?", cluster, meant->name);
	return mst_fail(line->err, -EINVAL, "-%.1s: no such option", letters);
}

static int take(struct line *line, const struct mst_option *option, const char *value)
{
	if (!mst_option_is_for(option, line->command))
		return mst_fail(line->err, -EINVAL, "--%s belongs to %s, not to %s", option->name, option->only,
		                line->command);
	line->arguments->given[option - line->options] = true;
	if (!value && option->kind != MST_OPT_FLAG) {
		if (line->left_count == 0)
			return mst_fail(line->err, -EINVAL, "--%s needs a value: --%s %s", option->name, option->name,
			                option->argument);
		value = *line->left++;
		line->left_count--;
	}
	return mst_option_store(option, line->values, value, line->err);
}

/* name, name=value */
static int read_long(struct line *line, const char *text)
{
	size_t length = strcspn(text, "=");
	const struct mst_option *option = find_name(line->options, text, length);

	if (!option)
		return unknown_name(line, text, length);
	if (option->kind == MST_OPT_FLAG && text[length])
		return mst_fail(line->err, -EINVAL, "--%s: it takes no value", text);
	return take(line, option, text[length] ? text + length + 1 : NULL);
}

/* Flags in a cluster, the last of which may be an option with its value behind it: qv, qp22 */
static int read_letters(struct line *line, const char *cluster)
{
	for (const char *at = cluster; *at; at++) {
		const struct mst_option *option = find_letter(line->options, *at);
		const char *value = at[1] ? at + 1 : NULL;
		int code;

		if (!option)
			return unknown_letter(line, at, cluster);
		if (option->kind != MST_OPT_FLAG)
			return take(line, option, value);
		code = take(line, option, NULL);
		if (code < 0)
			return code;
	}
	return 0;
}

static int read_word(struct line *line, const char *text)
{
	if (mst_words_add(&line->arguments->words, text) < 0)
		return mst_fail(line->err, -ENOMEM, "no memory for the command line");
	return 0;
}

int mst_options_read(struct mst_arguments *arguments, const struct mst_option *options, const char *command, int argc,
                     char **argv, void *values, struct mst_error *err)
{
	struct line line = { options, command, argv, argc, values, arguments, err };
	bool options_end = !options;
	int code = 0;

	arguments->command = command;
	arguments->options = options;
	while (code == 0 && line.left_count > 0) {
		const char *text = *line.left++;

		line.left_count--;
		if (options_end || text[0] != '-' || !text[1])
			code = read_word(&line, text);
		else if (text[1] != '-')
			code = read_letters(&line, text + 1);
		else if (text[2])
			code = read_long(&line, text + 2);
		else
			options_end = true;
	}
	return code;
}

void mst_options_free(const struct mst_option *options, void *values)
{
	for (; options && options->kind != MST_OPT_END; options++) {
		if (options->kind == MST_OPT_LIST)
			mst_words_free((struct mst_words *)((char *)values + options->offset));
	}
}
