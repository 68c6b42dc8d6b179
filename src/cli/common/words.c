/* SPDX-License-Identifier: BSD-2-Clause */
/* words.c - see words.h. */
#include "cli/common/words.h"

#include <errno.h>
#include <stdlib.h>

int mst_words_add(struct mst_words *words, const char *text)
{
	const char **items = reallocarray(words->items, words->count + 1, sizeof *items);

	if (!items)
		return -ENOMEM;
	words->items = items;
	items[words->count++] = text;
	return 0;
}

void mst_words_free(struct mst_words *words)
{
	free(words->items);
	*words = (struct mst_words){ 0 };
}
