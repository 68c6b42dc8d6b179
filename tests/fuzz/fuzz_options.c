/*
 * fuzz_options.c - command lines of sweep and scan: what is refused says why, what is accepted is within its bounds.
 *
 * Each line of the input is an argument, which is translated first where it is a habit of other tools; an 's' in front of
 * them all makes it scan. Nothing is opened or asked: targets and files are words here.
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

	if (mst_given(options->arguments, "help") || mst_scan_explains_fields(options))
		return;
	assert(scan->lanes >= 1 && scan->lanes <= MST_LANES_MAX);
	assert(scan->retries <= MST_RETRIES_MAX && scan->ttl >= 1);
	assert(scan->timeout_ns == MST_TIMEOUT_AUTO ||
	       (scan->timeout_ns >= MST_NS_PER_MS && scan->timeout_ns <= 60 * MST_NS_PER_SECOND));
	assert(scan->shard >= 1 && scan->shard <= scan->shards);
	assert(scan->sample > 0 && scan->sample <= 1);
	assert(scan->source_port_first <= scan->source_port_last);
	assert(options->states != 0 && options->states < UINT32_C(1) << MST_STATE_COUNT);
	/* Without --ports, the targets name them. */
	assert(!asks_ports || options->port_lists.count == 0 || mst_ports_count(scan->ports) > 0);
}

/* What is typed is translated into a bounded number of words: no row has more than these, and no letter more than a row. */
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
static void show_all(const struct mst_probing *options)
{
	for (const struct mst_option *o = mst_scan_option_table; o->kind != MST_OPT_END; o++) {
		struct mst_pair pair;

		if (o->kind == MST_OPT_HEADING)
			continue;
		free(mst_option_text(o, options));
		pair = mst_option_pair(o, options);
		mst_option_pair_free(&pair);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	bool asks_ports = count > 0 && bytes[0] == 's';
	char *text = strndup((const char *)bytes + asks_ports, count - asks_ports), *rest = text;
	const struct mst_command *command = asks_ports ? &mst_cmd_scan : &mst_cmd_sweep;
	struct mst_probing options;
	struct mst_arguments arguments = { 0 };
	struct mst_habitual line = { 0 };
	struct mst_error err = { "" };
	char *words[ARGUMENTS_MAX];
	int found = 0;

	while (rest && found < ARGUMENTS_MAX)
		words[found++] = strsep(&rest, "\n");
	command->defaults(&options);
	options.arguments = &arguments;
	if (mst_habits_translate(&line, command, found, words, &err) < 0 ||
	    mst_options_read(&arguments, command->options, command->name, line.argc, line.argv, &options, &err) < 0 ||
	    (!mst_given(&arguments, "help") && command->check(&options, &arguments, &err) < 0))
		assert(*err.text && memchr(err.text, '\0', sizeof err.text));
	else
		check_accepted(&options, asks_ports);
	check_line(&line, count);
	show_all(&options);
	mst_habits_free(&line);
	mst_options_free(command->options, &options);
	mst_words_free(&arguments.words);
	free(text);
	return 0;
}
