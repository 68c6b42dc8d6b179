/* SPDX-License-Identifier: BSD-2-Clause */
/* part.c - see part.h. */
#include "compare/part.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The value of an option in a command line: "--shard 2/4", "--shard=2/4". NULL: it is not there. */
static const char *value_in(const char *line, const char *option)
{
	size_t length = strlen(option);

	for (const char *at = line; at && (at = strstr(at, option)); at += length) {
		bool begins = at == line || at[-1] == ' ';

		if (begins && (at[length] == ' ' || at[length] == '='))
			return at + length + 1;
	}
	return NULL;
}

static const struct mst_pair *pair_named(const struct mst_rows_about *about, const char *name)
{
	for (size_t i = 0; i < about->parameters.count; i++) {
		if (strcmp(about->parameters.pairs[i].name, name) == 0)
			return &about->parameters.pairs[i];
	}
	return NULL;
}

/* The text of a parameter, or of the option in the command line; at most `size` bytes with the NUL. */
static bool find(const struct mst_rows_about *about, const char *name, const char *option, char *text, size_t size)
{
	const struct mst_pair *pair = pair_named(about, name);
	const char *value = value_in(about->command, option);

	if (pair && pair->kind == MST_PAIR_TEXT && pair->text)
		snprintf(text, size, "%s", pair->text);
	else if (pair && pair->kind == MST_PAIR_COUNT)
		snprintf(text, size, "%" PRIu64, pair->count);
	else if (pair && pair->kind == MST_PAIR_REAL)
		snprintf(text, size, "%g", pair->real);
	else if (value)
		snprintf(text, size, "%.*s", (int)strcspn(value, " "), value);
	else
		return false;
	return true;
}

static void read_shard(struct mst_part *part, const char *text)
{
	uint32_t shard, shards;
	char more;

	if (sscanf(text, "%" SCNu32 "/%" SCNu32 "%c", &shard, &shards, &more) != 2 || shard < 1 || shard > shards)
		return;
	part->shard = shard;
	part->shards = shards;
}

struct mst_part mst_part_of(const struct mst_rows_about *about)
{
	struct mst_part part = { .shard = 1, .shards = 1 };
	char text[32];

	if (find(about, "shard", "--shard", text, sizeof text))
		read_shard(&part, text);
	if (!find(about, "seed", "--seed", part.seed, sizeof part.seed))
		part.seed[0] = '\0';
	part.sampled = find(about, "sample", "--sample", text, sizeof text) && strcmp(text, "1") != 0;
	part.sampled |= find(about, "max", "--max", text, sizeof text);
	return part;
}
