/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pairs.c - the parameters and the summary of a report; see summary.h.
 *
 * Both come out of tables: the parameters out of the options', the summary out of MST_SCAN_COUNTS.
 */
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <muster/text.h>
#include <muster/units.h>
#include <muster/version.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/options/lists.h"
#include "cli/scan/summary.h"

/* Takes the pair, and its text or list with it. */
static int add(struct mst_pair_list *list, struct mst_pair pair)
{
	struct mst_pair *pairs = reallocarray(list->pairs, list->count + 1, sizeof *pairs);

	if (pairs)
		list->pairs = pairs;
	if (!pairs || !mst_option_pair_made(&pair)) {
		mst_option_pair_free(&pair);
		return -ENOMEM;
	}
	pairs[list->count++] = pair;
	return 0;
}

static int add_text(struct mst_pair_list *list, const char *name, const char *text)
{
	return add(list, (struct mst_pair){ .name = name, .kind = MST_PAIR_TEXT, .text = strdup(text) });
}

int mst_pair_list_count(struct mst_pair_list *list, const char *name, uint64_t count)
{
	return add(list, (struct mst_pair){ .name = name, .kind = MST_PAIR_COUNT, .count = count });
}

static int add_words(struct mst_pair_list *list, const char *name, const struct mst_words *words)
{
	struct mst_pair pair = { .name = name };

	mst_pair_of_items(&pair, words->items, words->count, '\0');
	return add(list, pair);
}

/* An option is reported if it was given or has a default value, and matters in this scan. */
static bool is_reported(const struct mst_probing *options, const struct mst_option *option, const char *command)
{
	char *text;
	bool is_set;

	if (!option->pair || !mst_option_is_for(option, command))
		return false;
	if (option->offset == offsetof(struct mst_probing, scan.probing.probes))
		return options->scan.probing.question == MST_ASK_HOSTS || options->scan.probing.discover;
	if (mst_given(options->arguments, option->name))
		return true;
	text = mst_option_text(option, options);
	is_set = text != NULL;
	free(text);
	return is_set;
}

/* A count above 64 bits is rounded to a real. */
static int add_addresses(struct mst_pair_list *list, mst_uint128 count)
{
	struct mst_pair roughly = { .name = "addresses", .kind = MST_PAIR_REAL, .real = (double)count };

	return count > UINT64_MAX ? add(list, roughly) : mst_pair_list_count(list, "addresses", (uint64_t)count);
}

int mst_pair_list_parameters(struct mst_pair_list *list, const struct mst_probing *options, const char *command_line)
{
	const char *command = options->scan.probing.question == MST_ASK_PORTS ? "scan" : "sweep";
	struct timespec now;
	char start[40], moment[64];
	struct tm utc;
	int code;

	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &utc);
	strftime(start, sizeof start, "%Y-%m-%dT%H:%M:%S", &utc);
	snprintf(moment, sizeof moment, "%s.%03uZ", start, (unsigned)((uint64_t)now.tv_nsec / MST_NS_PER_MS));
	code = add_text(list, "command", command_line);
	if (code == 0)
		code = add_text(list, "version", MST_VERSION);
	if (code == 0)
		code = add_text(list, "start", moment);
	if (code == 0)
		code = add_words(list, "targets", &options->arguments->words);
	if (code == 0)
		code = add_addresses(list, mst_targets_count(options->scan.probing.targets));
	for (const struct mst_option *o = mst_scan_option_table; code == 0 && o->kind != MST_OPT_END; o++) {
		if (is_reported(options, o, command))
			code = add(list, mst_option_pair(o, options));
	}
	return code;
}

/* null where it is not known. */
static int add_missed(struct mst_pair_list *list, const struct mst_missed *missed)
{
	const struct mst_pair pairs[] = {
		{ .name = "missed_share", .kind = MST_PAIR_REAL, .real = missed->share },
		{ .name = "missed_low", .kind = MST_PAIR_REAL, .real = missed->low },
		{ .name = "missed_high", .kind = MST_PAIR_REAL, .real = missed->high },
	};
	int code = 0;

	for (size_t i = 0; i < sizeof pairs / sizeof *pairs && code == 0; i++) {
		struct mst_pair pair = pairs[i];

		if (!missed->known)
			pair.real = NAN;
		code = add(list, pair);
	}
	return code;
}

/* "strays_no_ticket": what reports call them. */
static const char *const stray_names[] = {
#define STRAY_NAME(constant, word, member, meaning) [constant] = "strays_" #member,
	MST_STRAYS(STRAY_NAME)
#undef STRAY_NAME
};

int mst_pair_list_summary(struct mst_pair_list *list, const struct mst_scan_stats *stats)
{
	int code = 0;

#define ADD_COUNT(count_name, meaning) \
	if (code == 0) \
		code = mst_pair_list_count(list, #count_name, stats->count_name);
	MST_SCAN_COUNTS(ADD_COUNT)
#undef ADD_COUNT
	for (enum mst_stray stray = 0; stray < MST_STRAY_COUNT && code == 0; stray++)
		code = mst_pair_list_count(list, stray_names[stray], stats->strays_by[stray]);
	if (code == 0)
		code = mst_pair_list_count(list, "elapsed_ms", stats->elapsed_ns / MST_NS_PER_MS);
	if (code == 0)
		code = add(list,
		           (struct mst_pair){ .name = "rate_pps", .kind = MST_PAIR_REAL, .real = stats->rate_pps });
	code = code < 0 ? code : add_missed(list, &stats->missed);
	if (code == 0)
		code = add(list, (struct mst_pair){ .name = "unanswered",
		                                    .kind = MST_PAIR_BOOL,
		                                    .yes = stats->unanswered_at != 0 });
	if (code == 0)
		code = add_text(list, "limit", mst_limit_word(stats->limit));
	if (code == 0)
		code = add(list, (struct mst_pair){
					 .name = "interrupted", .kind = MST_PAIR_BOOL, .yes = stats->interrupted });
	return code;
}

struct mst_pairs mst_pair_list_view(const struct mst_pair_list *list)
{
	return (struct mst_pairs){ .pairs = list->pairs, .count = list->count };
}

void mst_pair_list_free(struct mst_pair_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		mst_option_pair_free(&list->pairs[i]);
	free(list->pairs);
	*list = (struct mst_pair_list){ 0 };
}

#define NUMBER_WIDTH 14 /* as in the rows of the summary, summary.c */

static void print_value(const struct mst_pair *pair, FILE *out)
{
	switch (pair->kind) {
	case MST_PAIR_TEXT: mst_print(out, "%s", pair->text); break;
	case MST_PAIR_COUNT: fprintf(out, "%" PRIu64, pair->count); break;
	case MST_PAIR_REAL: fprintf(out, "%g", pair->real); break;
	case MST_PAIR_BOOL: fputs(pair->yes ? "yes" : "no", out); break;
	case MST_PAIR_LIST:
		for (size_t i = 0; i < pair->list.count; i++)
			mst_print(out, "%s%s", i ? " " : "", pair->list.items[i]);
		break;
	}
}

void mst_summary_print_parameters(const struct mst_pair_list *list, FILE *out)
{
	for (size_t i = 0; i < list->count; i++) {
		mst_print(out, "%*s  ", NUMBER_WIDTH, list->pairs[i].name);
		print_value(&list->pairs[i], out);
		fputc('\n', out);
	}
}
