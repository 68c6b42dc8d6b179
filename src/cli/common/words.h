/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * words.h - a list of words: of the command line, or the values of an option that may be repeated.
 */
#ifndef MST_CLI_COMMON_WORDS_H
#define MST_CLI_COMMON_WORDS_H

#include <stddef.h>

/* Borrowed texts; the array is freed with mst_words_free. */
struct mst_words {
	const char **items;
	size_t count;
};

/* 0, or -ENOMEM. */
int mst_words_add(struct mst_words *words, const char *text);
void mst_words_free(struct mst_words *words);

#endif
