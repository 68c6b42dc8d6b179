/* SPDX-License-Identifier: BSD-2-Clause */
/* cover.c - see cover.h. */
#include "cli/merge/cover.h"

#include <errno.h>
#include <inttypes.h>
#include <muster/text.h>
#include <muster/units.h>
#include <stdlib.h>
#include <string.h>

#include "cli/merge/parts.h"
#include "cli/runs/files.h"
#include "cli/runs/tally.h"

#define RANGES_PRINTED 8
#define RANGE_TEXT (2 * MST_ADDR_TEXT + 32)
#define SENTENCE 512

static size_t plans_of(const struct mst_rows *merged)
{
	size_t count = 0;

	while (mst_merge_plan(merged, count))
		count++;
	return count;
}

bool mst_cover_lacks(const struct mst_rows *merged)
{
	const struct mst_merge_plan *plan;

	for (size_t i = 0; (plan = mst_merge_plan(merged, i)); i++) {
		if (plan->settled < plan->targets)
			return true;
	}
	return mst_merge_counts(merged)->unsettled > 0 || mst_parts_lack(merged);
}

/* "10.0.0.5:22", "[2001:db8::1]:22", or the address alone. */
static size_t put_end(char *text, size_t size, const struct mst_addr *addr, uint16_t port)
{
	char address[MST_ADDR_TEXT];
	bool bracket = port && addr->family == MST_IPV6;
	int used;

	mst_addr_format(addr, address);
	used = port ? snprintf(text, size, bracket ? "[%s]:%u" : "%s:%u", address, port)
	            : snprintf(text, size, "%s", address);
	return (size_t)used;
}

static void write_range(char text[RANGE_TEXT], const struct mst_merge_range *range)
{
	uint16_t first_port = range->every_port ? 0 : range->first_port;
	uint16_t last_port = range->every_port ? 0 : range->last_port;
	size_t used = put_end(text, RANGE_TEXT, &range->first, first_port);

	if (mst_addr_equal(&range->first, &range->last) && first_port == last_port)
		return;
	used += (size_t)snprintf(text + used, RANGE_TEXT - used, "-");
	put_end(text + used, RANGE_TEXT - used, &range->last, last_port);
}

/* "10.0.0.5-10.0.0.9, 10.0.0.77, and 12 more ranges" */
static void print_ranges(FILE *out, const struct mst_merge_plan *plan)
{
	char sentence[SENTENCE + RANGES_PRINTED * RANGE_TEXT] = "", text[RANGE_TEXT], number[32];
	size_t used = 0;
	uint64_t i = 0;

	for (; i < plan->range_count && i < RANGES_PRINTED; i++) {
		write_range(text, &plan->ranges[i]);
		used += (size_t)snprintf(sentence + used, sizeof sentence - used, "%s%s", i ? ", " : "", text);
	}
	if (plan->range_count > i)
		snprintf(sentence + used, sizeof sentence - used, ", and %s more range%s",
		         mst_write_grouped(number, sizeof number, plan->range_count - i),
		         mst_plural(plan->range_count - i));
	if (i > 0)
		mst_run_print_sentence(out, "missing", sentence);
}

static void print_plan(FILE *out, const struct mst_merge_plan *plan, size_t index, size_t plans)
{
	char sentence[SENTENCE], settled[48], all[48], which[80] = "";

	if (plans > 1)
		snprintf(which, sizeof which, " of plan %zu (%zu file%s)", index + 1, plan->files,
		         mst_plural(plan->files));
	mst_write_grouped(settled, sizeof settled, plan->settled);
	mst_write_grouped(all, sizeof all, plan->targets);
	snprintf(sentence, sizeof sentence, "%s of %s targets%s have a verdict%s", settled, all, which,
	         plan->known || plan->settled < plan->targets
	                 ? ""
	                 : "; the files do not say whether their runs had more targets");
	mst_run_print_sentence(out,
	                       plan->settled < plan->targets ? "incomplete"
	                       : plan->known                 ? "whole"
	                                                     : "joined",
	                       sentence);
	print_ranges(out, plan);
}

static void print_unfinished(FILE *out, const struct mst_rows *merged, const struct mst_words *names)
{
	const struct mst_merge_file *file;
	char sentence[SENTENCE], number[32];

	for (size_t i = 0; (file = mst_merge_file(merged, i)); i++) {
		if (!file->unsettled)
			continue;
		snprintf(sentence, sizeof sentence, "%s: its run ended before %s target%s had a verdict",
		         mst_run_file_name(names->items[i]), mst_write_grouped(number, sizeof number, file->unsettled),
		         mst_plural(file->unsettled));
		mst_run_print_sentence(out, "unfinished", sentence);
	}
}

static void print_doubled(FILE *out, const struct mst_merge_counts *counts)
{
	char sentence[SENTENCE], number[32];

	if (!counts->doubled)
		return;
	if (counts->differing)
		snprintf(sentence, sizeof sentence,
		         "have verdicts in several files; those about %s of them differ, and the better one counts",
		         mst_write_grouped(number, sizeof number, counts->differing));
	else
		snprintf(sentence, sizeof sentence, "have the same verdict in several files; the later one counts");
	mst_run_print_count(out, counts->doubled, sentence);
}

void mst_cover_print(FILE *out, const struct mst_rows *merged, const struct mst_words *names)
{
	size_t plans = plans_of(merged);

	if (plans > 1)
		mst_run_print_sentence(out, "plans",
		                       "the files are of runs with different targets or ports: they are joined all the "
		                       "same, and each plan is counted by itself");
	for (size_t i = 0; i < plans; i++)
		print_plan(out, mst_merge_plan(merged, i), i, plans);
	mst_parts_print(out, merged);
	print_unfinished(out, merged, names);
	print_doubled(out, mst_merge_counts(merged));
}

/* ---- for reports ---- */

/* Every range of every plan that is kept. */
static int list_missing(struct mst_cover_pairs *pairs, const struct mst_rows *merged)
{
	const struct mst_merge_plan *plan;

	pairs->missing = calloc(plans_of(merged) * MST_MERGE_RANGES, sizeof *pairs->missing);
	if (!pairs->missing)
		return -ENOMEM;
	for (size_t p = 0; (plan = mst_merge_plan(merged, p)); p++) {
		for (uint64_t i = 0; i < plan->range_count && i < MST_MERGE_RANGES; i++) {
			char *text = malloc(RANGE_TEXT);

			if (!text)
				return -ENOMEM;
			write_range(text, &plan->ranges[i]);
			pairs->missing[pairs->missing_count++] = text;
		}
	}
	return 0;
}

static struct mst_pair whole(const char *name, mst_uint128 count)
{
	return count > UINT64_MAX ? (struct mst_pair){ .name = name, .kind = MST_PAIR_REAL, .real = (double)count }
	                          : (struct mst_pair){ .name = name, .kind = MST_PAIR_COUNT, .count = (uint64_t)count };
}

int mst_cover_pairs(struct mst_cover_pairs *pairs, const struct mst_rows *merged)
{
	const struct mst_merge_counts *counts = mst_merge_counts(merged);
	const struct mst_merge_plan *plan;
	mst_uint128 targets = 0, settled = 0;
	uint64_t ranges = 0;
	int code;

	*pairs = (struct mst_cover_pairs){ 0 };
	code = list_missing(pairs, merged);
	for (size_t i = 0; (plan = mst_merge_plan(merged, i)); i++) {
		targets += plan->targets;
		settled += plan->settled;
		ranges += plan->range_count;
	}
	pairs->pairs[pairs->count++] = whole("planned", targets);
	pairs->pairs[pairs->count++] = whole("settled", settled);
	pairs->pairs[pairs->count++] = whole("missing", targets - settled);
	pairs->pairs[pairs->count++] = whole("missing_ranges", ranges);
	pairs->pairs[pairs->count++] = (struct mst_pair){ .name = "missing_first",
		                                          .kind = MST_PAIR_LIST,
		                                          .list = { (const char *const *)pairs->missing,
		                                                    pairs->missing_count } };
	pairs->pairs[pairs->count++] = whole("doubled", counts->doubled);
	pairs->pairs[pairs->count++] = whole("differing", counts->differing);
	return code;
}

void mst_cover_free(struct mst_cover_pairs *pairs)
{
	for (size_t i = 0; i < pairs->missing_count; i++)
		free(pairs->missing[i]);
	free(pairs->missing);
	*pairs = (struct mst_cover_pairs){ 0 };
}
