/* SPDX-License-Identifier: BSD-2-Clause */
/* words.c - see words.h. */
#include "dissect/common/words.h"

const char *mst_word_of(const struct mst_word *words, uint32_t number)
{
	for (; words->word; words++) {
		if (words->number == number)
			return words->word;
	}
	return NULL;
}

void mst_line_flags(struct mst_line *line, const struct mst_word *flags, uint32_t bits)
{
	const char *before = "";

	for (; flags->word; flags++) {
		if ((bits & flags->number) != flags->number)
			continue;
		mst_line_add(line, "%s%s", before, flags->word);
		before = ", ";
	}
	if (!*before)
		mst_line_add(line, "none");
}
