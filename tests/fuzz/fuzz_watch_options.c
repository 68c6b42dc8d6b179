/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzz_watch_options.c - command lines of watch: what is refused says why, what is accepted is within its bounds, and
 * the words of --on-change stand within its text.
 *
 * Each line of the input is an argument. Nothing is opened or asked.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "cli/commands.h"
#include "cli/watch/options.h"

#define ARGUMENTS_MAX 64

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

static void check_accepted(const struct mst_watch_options *options)
{
	const struct mst_watch_config *watch = &options->watch;

	if (mst_given(options->scan.arguments, "help") || options->report)
		return;
	assert(watch->every_ns >= 50 * MST_NS_PER_MS && watch->every_ns <= 7 * 86400 * MST_NS_PER_SECOND);
	assert(watch->confirm >= 1 && watch->confirm <= MST_WATCH_CONFIRM_MAX);
	assert(!options->flap || (watch->flap_changes >= 1 && watch->flap_changes <= MST_WATCH_FLAP_MAX &&
	                          watch->flap_ns >= MST_NS_PER_SECOND));
	assert(watch->command_jobs >= 1 && watch->command_jobs <= MST_WATCH_JOBS_MAX);
	assert(!options->scan.scan.probing.discover || options->scan.scan.probing.question == MST_ASK_PORTS);
	if (!options->on_change)
		return;
	assert(options->command.count > 0 && !options->command.items[options->command.count]);
	for (size_t i = 0; i < options->command.count; i++) {
		const char *word = options->command.items[i];

		assert(word >= options->command_text &&
		       word + strlen(word) <= options->command_text + strlen(options->on_change));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	char *text = strndup((const char *)bytes, count), *rest = text;
	const struct mst_command *command = &mst_cmd_watch;
	struct mst_watch_options options;
	struct mst_arguments arguments = { 0 };
	struct mst_error err = { "" };
	char *words[ARGUMENTS_MAX];
	int found = 0;

	while (rest && found < ARGUMENTS_MAX)
		words[found++] = strsep(&rest, "\n");
	command->defaults(&options);
	options.scan.arguments = &arguments;
	if (mst_options_read(&arguments, command->options, command->name, found, words, &options, &err) < 0 ||
	    (!mst_given(&arguments, "help") && command->check(&options, &arguments, &err) < 0))
		assert(*err.text && memchr(err.text, '\0', sizeof err.text));
	else
		check_accepted(&options);
	command->free_values(&options);
	mst_options_free(command->options, &options);
	mst_words_free(&arguments.words);
	free(text);
	return 0;
}
