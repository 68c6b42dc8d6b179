/* SPDX-License-Identifier: BSD-2-Clause */
/* lists.c - see lists.h. */
#include "cli/options/lists.h"

#include <stdlib.h>
#include <string.h>

static size_t count_parts(const char *text, char between)
{
	size_t count = 1;

	for (; between && *text; text++)
		count += *text == between;
	return count;
}

/* Ends each part with a NUL, in a copy that is the caller's. */
static const char **take_apart(const char **parts, char *copy, char between)
{
	const char separators[] = { between, '\0' };
	char *part;

	while ((part = strsep(&copy, separators)))
		*parts++ = part;
	return parts;
}

void mst_pair_of_items(struct mst_pair *pair, const char *const *items, size_t count, char between)
{
	size_t parts = 0, bytes = 0;
	const char **array, **at;
	char *space;

	for (size_t i = 0; i < count; i++) {
		parts += count_parts(items[i], between);
		bytes += strlen(items[i]) + 1;
	}
	pair->kind = MST_PAIR_LIST;
	pair->list.items = array = at = malloc(parts * sizeof *array + bytes + 1);
	pair->list.count = array ? parts : 0;
	if (!array)
		return;
	space = (char *)(array + parts);
	for (size_t i = 0; i < count; i++) {
		char *copy = space;

		space = stpcpy(copy, items[i]) + 1;
		at = take_apart(at, copy, between);
	}
}
