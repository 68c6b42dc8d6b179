/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * words.h - tables of numbers and their words, for lines.
 */
#ifndef MST_DISSECT_COMMON_WORDS_H
#define MST_DISSECT_COMMON_WORDS_H

#include "dissect/common/line.h"

/* The last row of a table has no word. */
struct mst_word {
	uint32_t number; /* or, in a table of flags, bits */
	const char *word;
};

/* NULL when the number has no word. */
const char *mst_word_of(const struct mst_word *words, uint32_t number);

/* "Learn, Forward": the words of all flags of the table that are set, in its order; "none" where there are none. */
void mst_line_flags(struct mst_line *line, const struct mst_word *flags, uint32_t bits);

#endif
