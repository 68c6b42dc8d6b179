/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pairs.c - named values copied into one block of memory: the array, those of lists, then the texts.
 */
#include "report/pairs.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static bool has_text(const struct mst_pair *pair)
{
	return pair->kind == MST_PAIR_TEXT && pair->text;
}

static size_t size_of_list(const struct mst_pair *pair)
{
	size_t size = 0;

	for (size_t i = 0; i < pair->list.count; i++)
		size += sizeof *pair->list.items + strlen(pair->list.items[i]) + 1;
	return size;
}

static size_t size_of(struct mst_pairs pairs)
{
	size_t size = pairs.count * sizeof *pairs.pairs;

	for (size_t i = 0; i < pairs.count; i++) {
		size += strlen(pairs.pairs[i].name) + 1;
		size += has_text(&pairs.pairs[i]) ? strlen(pairs.pairs[i].text) + 1 : 0;
		size += pairs.pairs[i].kind == MST_PAIR_LIST ? size_of_list(&pairs.pairs[i]) : 0;
	}
	return size;
}

static const char *copy_text(char **space, const char *text)
{
	char *copy = *space;

	*space = stpcpy(copy, text) + 1;
	return copy;
}

/* The arrays of lists come before all texts, so that they are aligned. */
static void copy_list(struct mst_pair *pair, const char ***arrays, char **space)
{
	const char **items = *arrays;

	*arrays += pair->list.count;
	for (size_t i = 0; i < pair->list.count; i++)
		items[i] = copy_text(space, pair->list.items[i]);
	pair->list.items = items;
}

static size_t count_items(struct mst_pairs pairs)
{
	size_t count = 0;

	for (size_t i = 0; i < pairs.count; i++)
		count += pairs.pairs[i].kind == MST_PAIR_LIST ? pairs.pairs[i].list.count : 0;
	return count;
}

int mst_pairs_copy(struct mst_pairs *copy, struct mst_pairs pairs)
{
	struct mst_pair *all = malloc(size_of(pairs) + 1);
	const char **arrays;
	char *space;

	*copy = (struct mst_pairs){ 0 };
	if (!all)
		return -ENOMEM;
	arrays = (const char **)(all + pairs.count);
	space = (char *)(arrays + count_items(pairs));
	for (size_t i = 0; i < pairs.count; i++) {
		all[i] = pairs.pairs[i];
		all[i].name = copy_text(&space, pairs.pairs[i].name);
		if (has_text(&all[i]))
			all[i].text = copy_text(&space, pairs.pairs[i].text);
		if (all[i].kind == MST_PAIR_LIST)
			copy_list(&all[i], &arrays, &space);
	}
	*copy = (struct mst_pairs){ .pairs = all, .count = pairs.count };
	return 0;
}

const struct mst_pair *mst_pairs_find(struct mst_pairs pairs, const char *name, enum mst_pair_kind kind)
{
	for (size_t i = 0; i < pairs.count; i++) {
		const struct mst_pair *pair = &pairs.pairs[i];

		if (pair->kind == kind && strcmp(pair->name, name) == 0)
			return kind == MST_PAIR_TEXT && !pair->text ? NULL : pair;
	}
	return NULL;
}

void mst_pairs_free(struct mst_pairs *copy)
{
	free((void *)copy->pairs);
	*copy = (struct mst_pairs){ 0 };
}
