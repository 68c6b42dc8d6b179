/* SPDX-License-Identifier: BSD-2-Clause */
/* tally.c - see tally.h. */
#include "cli/runs/tally.h"

#include <errno.h>
#include <muster/text.h>
#include <muster/units.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/common/paragraph.h"

#define ROWS_AT_ONCE 256
#define NUMBER_WIDTH 14

static bool is_unsettled(const struct mst_result *result)
{
	bool cut = result->reason == MST_UNFINISHED || (result->reason == MST_NOT_SENT && result->error == 0);

	return result->state == MST_UNKNOWN && cut;
}

int mst_run_count(struct mst_run_tally *tally, struct mst_rows *rows, struct mst_error *err)
{
	struct mst_result results[ROWS_AT_ONCE];
	size_t count;

	*tally = (struct mst_run_tally){ 0 };
	mst_rows_rewind(rows);
	while ((count = mst_rows_next(rows, results, ROWS_AT_ONCE)) > 0) {
		for (size_t i = 0; i < count; i++) {
			tally->states[results[i].state % MST_STATE_COUNT]++;
			tally->unsettled += is_unsettled(&results[i]);
			tally->named = tally->named || mst_rows_name(rows, &results[i].addr);
		}
		tally->targets += count;
	}
	return mst_rows_code(rows, err);
}

/* ---- for reports ---- */

static bool has_pair(const struct mst_pairs *pairs, const char *name)
{
	for (size_t i = 0; i < pairs->count; i++) {
		if (strcmp(pairs->pairs[i].name, name) == 0)
			return true;
	}
	return false;
}

static void write_moment(char text[MST_RUN_MOMENT], uint64_t ns)
{
	time_t seconds = (time_t)(ns / MST_NS_PER_SECOND);
	struct tm utc;
	size_t length;

	gmtime_r(&seconds, &utc);
	length = strftime(text, MST_RUN_MOMENT, "%Y-%m-%dT%H:%M:%S", &utc);
	snprintf(text + length, MST_RUN_MOMENT - length, ".%03uZ", (unsigned)(ns / MST_NS_PER_MS % 1000));
}

int mst_run_parameters(struct mst_run_parameters *parameters, const struct mst_rows_about *about, const char *title)
{
	size_t count = about->parameters.count;

	parameters->count = 0;
	parameters->pairs = calloc(count + 3, sizeof *parameters->pairs);
	if (!parameters->pairs)
		return -ENOMEM;
	if (about->command && !has_pair(&about->parameters, "command"))
		parameters->pairs[parameters->count++] = (struct mst_pair){ .name = "command",
			                                                    .kind = MST_PAIR_TEXT,
			                                                    .text = about->command };
	if (about->started_ns && !has_pair(&about->parameters, "start")) {
		write_moment(parameters->start, about->started_ns);
		parameters->pairs[parameters->count++] = (struct mst_pair){ .name = "start",
			                                                    .kind = MST_PAIR_TEXT,
			                                                    .text = parameters->start };
	}
	for (size_t i = 0; i < count; i++) {
		if (!title || strcmp(about->parameters.pairs[i].name, "title") != 0)
			parameters->pairs[parameters->count++] = about->parameters.pairs[i];
	}
	if (title)
		parameters->pairs[parameters->count++] = (struct mst_pair){ .name = "title",
			                                                    .kind = MST_PAIR_TEXT,
			                                                    .text = title };
	return 0;
}

/* "open_filtered": what summaries call the states. */
static const char *const state_names[MST_STATE_COUNT] = {
	[MST_UNKNOWN] = "unknown", [MST_DOWN] = "down",         [MST_UNREACHABLE] = "unreachable",
	[MST_UP] = "up",           [MST_FILTERED] = "filtered", [MST_OPEN_FILTERED] = "open_filtered",
	[MST_CLOSED] = "closed",   [MST_OPEN] = "open",
};

/* As the file of the run has it. */
static size_t add_missed(struct mst_pair pairs[3], const struct mst_rows_missed *missed)
{
	pairs[0] = (struct mst_pair){ .name = "missed_share", .kind = MST_PAIR_REAL, .real = missed->share };
	pairs[1] = (struct mst_pair){ .name = "missed_low", .kind = MST_PAIR_REAL, .real = missed->low };
	pairs[2] = (struct mst_pair){ .name = "missed_high", .kind = MST_PAIR_REAL, .real = missed->high };
	return 3;
}

size_t mst_run_summary(struct mst_pair pairs[MST_RUN_SUMMARY_MAX], const struct mst_run_tally *tally,
                       const struct mst_rows_about *about)
{
	size_t count = 0;

	pairs[count++] = (struct mst_pair){ .name = "targets", .kind = MST_PAIR_COUNT, .count = tally->targets };
	for (size_t i = 0; i < MST_STATE_COUNT; i++)
		pairs[count++] = (struct mst_pair){ .name = state_names[i],
			                            .kind = MST_PAIR_COUNT,
			                            .count = tally->states[i] };
	if (about->started_ns && about->ended_ns >= about->started_ns)
		pairs[count++] = (struct mst_pair){ .name = "elapsed_ms",
			                            .kind = MST_PAIR_COUNT,
			                            .count = (about->ended_ns - about->started_ns) / MST_NS_PER_MS };
	if (about->missed.known)
		count += add_missed(pairs + count, &about->missed);
	pairs[count++] = (struct mst_pair){ .name = "interrupted", .kind = MST_PAIR_BOOL, .yes = tally->unsettled > 0 };
	return count;
}

/* ---- for people ---- */

void mst_run_print_count(FILE *out, uint64_t count, const char *meaning)
{
	struct mst_text_area area = mst_text_area_of(out);
	char number[32];
	int indent = mst_print(out, "%*s  ", NUMBER_WIDTH, mst_write_grouped(number, sizeof number, count));

	mst_paragraph_print(out, meaning, (size_t)indent, area.width);
}

void mst_run_print_sentence(FILE *out, const char *word, const char *sentence)
{
	struct mst_text_area area = mst_text_area_of(out);
	int indent = mst_print(out, "%*s  ", NUMBER_WIDTH, word);

	mst_paragraph_print(out, sentence, (size_t)indent, area.width);
}

void mst_run_print(FILE *out, const struct mst_run_tally *tally)
{
	mst_run_print_count(out, tally->targets, tally->targets == 1 ? "target" : "targets");
	for (size_t i = 0; i < MST_STATE_COUNT; i++) {
		if (tally->states[i])
			mst_run_print_count(out, tally->states[i], mst_state_name((enum mst_state)i));
	}
	if (tally->unsettled)
		mst_run_print_count(out, tally->unsettled,
		                    "of them without a verdict: the run ended, or has not come to "
		                    "them yet");
}
