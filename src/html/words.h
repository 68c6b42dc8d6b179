/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * words.h - how often each word occurs: vendors, products, ports. Memory is bounded: words beyond the first few
 * thousand are counted together.
 */
#ifndef MST_HTML_WORDS_H
#define MST_HTML_WORDS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/siphash.h"
#include "html/ink.h"

#define MST_HTML_WORD_MAX 160 /* bytes; longer ones are cut */
#define MST_HTML_WORDS_MAX 4096
#define MST_HTML_WORDS_SLOTS (2 * MST_HTML_WORDS_MAX) /* a power of two */

struct mst_html_word {
	char *text;
	uint64_t count;
	uint64_t order; /* of equals the lower one comes first */
};

/* Zeroed before the first; mst_html_words_free. */
struct mst_html_words {
	struct mst_html_word *at;
	uint16_t *slots; /* index of a word + 1, by hash */
	struct mst_key key;
	size_t count;
	uint64_t all, others; /* others: of words that had no room */
};

void mst_html_words_add(struct mst_html_words *words, const char *text, size_t length, uint64_t order);

struct mst_html_bars {
	const char *heading; /* of the first column */
	const char *filter;  /* column of the table that holds these words: "port"; NULL: none */
	const char *unnamed; /* a word that stands for none, and filters nothing; NULL: no such word */
	size_t most;         /* so many rows, the most frequent ones */
	const char *(*note)(void *user, const char *text); /* what stands behind a word; NULL: nothing */
	void *user;
};

/* A table with a bar for each word, the most frequent first. Orders the words. Nothing without any. */
void mst_html_words_draw(struct mst_ink *ink, struct mst_html_words *words, const struct mst_html_bars *bars);

void mst_html_words_free(struct mst_html_words *words);

#endif
