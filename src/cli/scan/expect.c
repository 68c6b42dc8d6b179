/* SPDX-License-Identifier: BSD-2-Clause */
/* expect.c - see expect.h. */
#include "cli/scan/expect.h"

#include <errno.h>
#include <muster/text.h>
#include <stdio.h>
#include <string.h>

#include "cli/common/command.h"

/* The word for what a question looks for. */
static const char *word_of(enum mst_question question)
{
	return question == MST_ASK_PORTS ? "open" : "up";
}

int mst_expect_check(const char *word, enum mst_question question, struct mst_error *err)
{
	if (strcmp(word, "any") == 0 || strcmp(word, word_of(question)) == 0)
		return 0;
	return mst_fail(err, -EINVAL, "--expect %s: expected %s or any", word, word_of(question));
}

static uint64_t count_of(uint32_t states, const struct mst_scan_stats *stats)
{
	const struct {
		enum mst_state state;
		uint64_t count;
	} counts[] = {
		{ MST_UNKNOWN, stats->unknown },         { MST_DOWN, stats->down },
		{ MST_UNREACHABLE, stats->unreachable }, { MST_UP, stats->up },
		{ MST_FILTERED, stats->filtered },       { MST_OPEN_FILTERED, stats->open_filtered },
		{ MST_CLOSED, stats->closed },           { MST_OPEN, stats->open },
	};
	uint64_t sum = 0;

	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		sum += states >> counts[i].state & 1 ? counts[i].count : 0;
	return sum;
}

int mst_expect_met(const char *word, uint32_t states, const struct mst_scan_stats *stats, struct mst_error *err)
{
	if (strcmp(word, "up") == 0)
		return stats->up ? 0 : mst_fail(err, -ENOENT, "--expect up: no host is up");
	if (strcmp(word, "open") == 0)
		return stats->open ? 0 : mst_fail(err, -ENOENT, "--expect open: no port is open");
	return count_of(states, stats) ? 0 : mst_fail(err, -ENOENT, "--expect any: the report lists nothing");
}

int mst_expect_exit_code(const struct mst_probing *options, const struct mst_scan_stats *stats)
{
	struct mst_error err;

	/* A dry run finds nothing, and finishes nothing. */
	if (!stats->finished || !options->expect || mst_expect_met(options->expect, options->states, stats, &err) == 0)
		return MST_EXIT_DONE;
	if (!options->quiet)
		mst_print(stderr, "%s\n", err.text);
	return MST_EXIT_COULD_NOT;
}
