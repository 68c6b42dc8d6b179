/* SPDX-License-Identifier: BSD-2-Clause */
/* words.c - see words.h. */
#include "html/words.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#define MASK (MST_HTML_WORDS_SLOTS - 1)

#define HASHED_WORDS (MST_HTML_WORD_MAX / sizeof(uint64_t))

static uint64_t hash_of(const struct mst_html_words *words, const char *text, size_t length)
{
	uint64_t message[HASHED_WORDS + 1] = { length };

	memcpy(message + 1, text, length);
	return mst_siphash(&words->key, message, 1 + (length + sizeof *message - 1) / sizeof *message);
}

static bool have_memory(struct mst_html_words *words)
{
	if (!words->at)
		words->at = calloc(MST_HTML_WORDS_MAX, sizeof *words->at);
	if (!words->slots) {
		words->slots = calloc(MST_HTML_WORDS_SLOTS, sizeof *words->slots);
		(void)!getrandom(&words->key, sizeof words->key, 0);
	}
	return words->at && words->slots;
}

static struct mst_html_word *new_word(struct mst_html_words *words, uint16_t *slot, const char *text, size_t length,
                                      uint64_t order)
{
	struct mst_html_word *word = words->count < MST_HTML_WORDS_MAX ? &words->at[words->count] : NULL;

	if (!word || !(word->text = strndup(text, length)))
		return NULL;
	word->order = order;
	*slot = (uint16_t)++words->count;
	return word;
}

static struct mst_html_word *find(struct mst_html_words *words, const char *text, size_t length, uint64_t order)
{
	size_t at = (size_t)hash_of(words, text, length) & MASK;

	for (; words->slots[at]; at = (at + 1) & MASK) {
		struct mst_html_word *word = &words->at[words->slots[at] - 1];

		if (strncmp(word->text, text, length) == 0 && !word->text[length])
			return word;
	}
	return new_word(words, &words->slots[at], text, length, order);
}

void mst_html_words_add(struct mst_html_words *words, const char *text, size_t length, uint64_t order)
{
	struct mst_html_word *word;

	words->all++;
	length = strnlen(text, length < MST_HTML_WORD_MAX ? length : MST_HTML_WORD_MAX);
	word = have_memory(words) ? find(words, text, length, order) : NULL;
	if (word)
		word->count++;
	else
		words->others++;
}

/* ---- the table ---- */

static int compare(const void *one, const void *other)
{
	const struct mst_html_word *a = one, *b = other;

	if (a->count != b->count)
		return a->count > b->count ? -1 : 1;
	return a->order < b->order ? -1 : a->order > b->order ? 1 : strcmp(a->text, b->text);
}

static void put_bar(struct mst_ink *ink, uint64_t count, uint64_t most)
{
	double share = count < most ? (double)count / (double)most : 1;

	mst_ink_format(ink,
	               "<td class=\"bar\"><svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" "
	               "aria-hidden=\"true\"><rect width=\"%.2f\" height=\"10\"/></svg></td><td class=\"n\">",
	               100 * share);
	mst_ink_grouped(ink, count);
	mst_ink_put(ink, "</td></tr>");
	mst_ink_line(ink);
}

static void put_word(struct mst_ink *ink, const struct mst_html_word *word, const struct mst_html_bars *bars)
{
	const char *note = bars->note ? bars->note(bars->user, word->text) : NULL;
	bool link = bars->filter && !(bars->unnamed && strcmp(bars->unnamed, word->text) == 0);

	mst_ink_put(ink, "<tr><th scope=\"row\">");
	if (link) {
		mst_ink_format(ink, "<a href=\"#rows\" data-column=\"%s\" data-value=\"", bars->filter);
		mst_ink_words(ink, word->text);
		mst_ink_put(ink, "\">");
	}
	mst_ink_words(ink, word->text);
	mst_ink_put(ink, link ? "</a>" : "");
	if (note && *note) {
		mst_ink_put(ink, " <small>");
		mst_ink_words(ink, note);
		mst_ink_put(ink, "</small>");
	}
	mst_ink_put(ink, "</th>");
}

void mst_html_words_draw(struct mst_ink *ink, struct mst_html_words *words, const struct mst_html_bars *bars)
{
	uint64_t rest = words->all;

	if (words->count == 0)
		return;
	qsort(words->at, words->count, sizeof *words->at, compare);
	memset(words->slots, 0, MST_HTML_WORDS_SLOTS * sizeof *words->slots); /* they named places */
	mst_ink_format(ink,
	               "<table class=\"bars\"><thead><tr><th scope=\"col\">%s</th><td></td><th scope=\"col\">Count"
	               "</th></tr></thead><tbody>",
	               bars->heading);
	for (size_t i = 0; i < words->count && i < bars->most; i++) {
		put_word(ink, &words->at[i], bars);
		put_bar(ink, words->at[i].count, words->at[0].count);
		rest -= words->at[i].count;
	}
	if (rest) {
		mst_ink_put(ink, "<tr><th scope=\"row\">all others</th>");
		put_bar(ink, rest, words->at[0].count);
	}
	mst_ink_put(ink, "</tbody></table>");
	mst_ink_line(ink);
}

void mst_html_words_free(struct mst_html_words *words)
{
	for (size_t i = 0; i < words->count; i++)
		free(words->at[i].text);
	free(words->at);
	free(words->slots);
	*words = (struct mst_html_words){ 0 };
}
