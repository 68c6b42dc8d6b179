/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzz_options.c - command lines of every command: what is refused says why,
 * what sweep and scan accept is within its bounds.
 *
 * Each line of the input is an argument, which is translated first where it is a habit of other tools; a byte in front
 * of them all may choose the command. Nothing is opened or asked: targets and files are words here.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "cli/commands.h"
#include "cli/habits/habits.h"
#include "cli/scan/options.h"

#define ARGUMENTS_MAX 64

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

static void check_accepted(const struct mst_probing *options, bool asks_ports)
{
	const struct mst_scan_config *scan = &options->scan;

	if (mst_scan_explains_fields(options))
		return;
	assert(scan->threads.lanes <= MST_LANES_MAX); /* 0 is MST_LANES_AUTO */
	assert(scan->retry.count <= MST_RETRIES_MAX && scan->header.ttl >= 1);
	assert(scan->retry.timeout_ns == MST_TIMEOUT_AUTO ||
	       (scan->retry.timeout_ns >= MST_NS_PER_MS && scan->retry.timeout_ns <= 60 * MST_NS_PER_SECOND));
	assert(scan->order.shard >= 1 && scan->order.shard <= scan->order.shards);
	assert(scan->order.sample > 0 && scan->order.sample <= 1);
	assert(scan->header.source_port_first <= scan->header.source_port_last);
	assert(options->states != 0 && options->states < UINT32_C(1) << MST_STATE_COUNT);
	/* Without --ports, the targets name them. */
	assert(!asks_ports || options->port_lists.count == 0 || mst_ports_count(scan->probing.ports) > 0);
}

/* What is typed is translated into a bounded number of words: no row has more than these,
 * and no letter more than a row. */
#define WORDS_OF_A_ROW 4

static void check_line(const struct mst_habitual *line, size_t typed)
{
	size_t bytes = 0;

	assert(line->argc >= 0 && (size_t)line->argc <= (typed + 1) * WORDS_OF_A_ROW);
	assert(line->note_count <= MST_HABIT_NOTES_MAX);
	for (int i = 0; i < line->argc; i++)
		bytes += strlen(line->argv[i]);
	assert(bytes < SIZE_MAX / 2 && (!line->argv || !line->argv[line->argc]));
}

/* Whatever was read, can be shown and reported. */
static void show_all(const struct mst_command *command, const void *values)
{
	for (const struct mst_option *o = command->options; o && o->kind != MST_OPT_END; o++) {
		struct mst_pair pair;

		if (o->kind == MST_OPT_HEADING)
			continue;
		free(mst_option_text(o, values));
		pair = mst_option_pair(o, values);
		mst_option_pair_free(&pair);
	}
}

/* 's' is scan, a small number another command; all else is sweep, and belongs to the line. */
static const struct mst_command *choose(const uint8_t **bytes, size_t *count)
{
	const struct mst_command *command = &mst_cmd_sweep;
	size_t commands = 0;

	while (mst_commands[commands])
		commands++;
	if (*count == 0 || (**bytes != 's' && **bytes >= commands))
		return command;
	command = **bytes == 's' ? &mst_cmd_scan : mst_commands[**bytes];
	++*bytes;
	--*count;
	return command;
}

static int read_and_check(const struct mst_command *command, const struct mst_habitual *line,
                          struct mst_arguments *arguments, void *values, struct mst_error *err)
{
	int code = mst_options_read(arguments, command->options, command->name, line->argc, line->argv, values, err);

	if (code == 0 && command->check && !mst_given(arguments, "help"))
		code = command->check(values, arguments, err);
	return code;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	const struct mst_command *command = choose(&bytes, &count);
	char *text = strndup((const char *)bytes, count), *rest = text, *words[ARGUMENTS_MAX];
	struct mst_arguments arguments = { 0 };
	struct mst_habitual line = { 0 };
	struct mst_error err = { "" };
	void *values = mst_command_values(command);
	int found = 0;

	while (rest && found < ARGUMENTS_MAX)
		words[found++] = strsep(&rest, "\n");
	if (mst_habits_translate(&line, command, found, words, &err) < 0 ||
	    read_and_check(command, &line, &arguments, values, &err) < 0)
		assert(*err.text && memchr(err.text, '\0', sizeof err.text));
	else if (command->options == mst_scan_option_table && !mst_given(&arguments, "help"))
		check_accepted(values, command == &mst_cmd_scan);
	check_line(&line, count);
	show_all(command, values);
	if (command->free_values)
		command->free_values(values);
	mst_options_free(command->options, values);
	mst_words_free(&arguments.words);
	mst_habits_free(&line);
	free(values);
	free(text);
	return 0;
}
