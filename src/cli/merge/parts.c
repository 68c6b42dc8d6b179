/* SPDX-License-Identifier: BSD-2-Clause */
/* parts.c - see parts.h. */
#include "cli/merge/parts.h"

#include <string.h>

#include "cli/runs/tally.h"

#define PARTS_PRINTED 16
#define SENTENCE 512

/* The shards of one plan: of the same number of parts and the same order, or not. */
struct shards {
	uint32_t parts; /* 0: its files are no shards, or of different divisions */
	bool different; /* numbers of parts, or seeds */
	const char *seed;
};

static struct shards shards_of(const struct mst_rows *merged, size_t plan)
{
	const struct mst_merge_file *file, *first = NULL;
	struct shards shards = { 0 };

	for (size_t i = 0; (file = mst_merge_file(merged, i)); i++) {
		if (file->plan != plan)
			continue;
		if (!first)
			first = file;
		shards.different |= file->shards != first->shards;
		shards.different |= file->shards > 1 && file->seed && first->seed &&
		                    strcmp(file->seed, first->seed) != 0;
	}
	if (first && first->shards > 1 && !shards.different)
		shards.parts = first->shards;
	shards.seed = first ? first->seed : NULL;
	return shards;
}

static unsigned files_with(const struct mst_rows *merged, size_t plan, uint32_t part)
{
	const struct mst_merge_file *file;
	unsigned count = 0;

	for (size_t i = 0; (file = mst_merge_file(merged, i)); i++)
		count += file->plan == plan && file->shard == part;
	return count;
}

bool mst_parts_lack(const struct mst_rows *merged)
{
	for (size_t plan = 0; mst_merge_plan(merged, plan); plan++) {
		struct shards shards = shards_of(merged, plan);

		for (uint32_t part = 1; part <= shards.parts; part++) {
			if (!files_with(merged, plan, part))
				return true;
		}
	}
	return false;
}

/* "3, 7 and 12 more" of those that so many files have: none, or several. */
static uint32_t list_parts(char *text, size_t size, const struct mst_rows *merged, size_t plan, uint32_t parts,
                           bool several)
{
	uint32_t count = 0;
	size_t used = 0;

	text[0] = '\0';
	for (uint32_t part = 1; part <= parts; part++) {
		unsigned files = files_with(merged, plan, part);

		if (several ? files < 2 : files > 0)
			continue;
		if (count++ < PARTS_PRINTED)
			used += (size_t)snprintf(text + used, size - used, "%s%u", used ? ", " : "", part);
	}
	if (count > PARTS_PRINTED)
		snprintf(text + used, size - used, " and %u more", count - PARTS_PRINTED);
	return count;
}

static void print_parts(FILE *out, const struct mst_rows *merged, size_t plan, const struct shards *shards)
{
	char list[PARTS_PRINTED * 12 + 32], sentence[2 * SENTENCE], seed[40] = "";
	uint32_t count = list_parts(list, sizeof list, merged, plan, shards->parts, false);

	if (shards->seed)
		snprintf(seed, sizeof seed, " --seed %s", shards->seed);
	snprintf(sentence, sizeof sentence, "no file has shard%s %s of %u: run the same command with --shard %s/%u%s",
	         count == 1 ? "" : "s", list, shards->parts, count == 1 ? list : "K", shards->parts, seed);
	if (count)
		mst_run_print_sentence(out, "missing", sentence);
	count = list_parts(list, sizeof list, merged, plan, shards->parts, true);
	snprintf(sentence, sizeof sentence, "several files have shard%s %s of %u", count == 1 ? "" : "s", list,
	         shards->parts);
	if (count)
		mst_run_print_sentence(out, "doubled", sentence);
}

void mst_parts_print(FILE *out, const struct mst_rows *merged)
{
	for (size_t plan = 0; mst_merge_plan(merged, plan); plan++) {
		struct shards shards = shards_of(merged, plan);

		if (shards.different)
			mst_run_print_sentence(
				out, "shards",
				"the files have shards of different divisions: of other numbers of parts, "
				"or of other seeds. Such shards overlap and leave gaps");
		if (shards.parts)
			print_parts(out, merged, plan, &shards);
	}
}
