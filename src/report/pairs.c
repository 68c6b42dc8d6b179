/*
 * pairs.c - named values copied into one block of memory: the array, then the texts.
 */
#include "report/pairs.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static bool has_text(const struct mst_pair *pair)
{
	return pair->kind == MST_PAIR_TEXT && pair->text;
}

static size_t size_of(struct mst_pairs pairs)
{
	size_t size = pairs.count * sizeof *pairs.pairs;

	for (size_t i = 0; i < pairs.count; i++) {
		size += strlen(pairs.pairs[i].name) + 1;
		size += has_text(&pairs.pairs[i]) ? strlen(pairs.pairs[i].text) + 1 : 0;
	}
	return size;
}

static const char *copy_text(char **space, const char *text)
{
	char *copy = *space;

	*space = stpcpy(copy, text) + 1;
	return copy;
}

int mst_pairs_copy(struct mst_pairs *copy, struct mst_pairs pairs)
{
	struct mst_pair *all = malloc(size_of(pairs) + 1);
	char *space;

	*copy = (struct mst_pairs){ 0 };
	if (!all)
		return -ENOMEM;
	space = (char *)(all + pairs.count);
	for (size_t i = 0; i < pairs.count; i++) {
		all[i] = pairs.pairs[i];
		all[i].name = copy_text(&space, pairs.pairs[i].name);
		if (has_text(&all[i]))
			all[i].text = copy_text(&space, pairs.pairs[i].text);
	}
	*copy = (struct mst_pairs){ .pairs = all, .count = pairs.count };
	return 0;
}

void mst_pairs_free(struct mst_pairs *copy)
{
	free((void *)copy->pairs);
	*copy = (struct mst_pairs){ 0 };
}
