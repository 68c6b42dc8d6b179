/* SPDX-License-Identifier: BSD-2-Clause */
/* column.c - see column.h. */
#include "html/column.h"

#include <openssl/evp.h>
#include <stdbool.h>
#include <string.h>

#define WORDS_MAX 52
#define BETWEEN '|'

static bool is_same(const struct mst_html_cell *one, const struct mst_html_cell *other)
{
	return one->length == other->length && memcmp(one->text, other->text, one->length) == 0;
}

static void put_string(struct mst_ink *ink, const struct mst_html_cell *cell)
{
	mst_ink_put(ink, "\"");
	mst_ink_script(ink, cell->text, cell->length);
	mst_ink_put(ink, "\"");
}

/* ---- a few words ---- */

struct words {
	const struct mst_html_cell *at[WORDS_MAX];
	size_t count;
};

/* The index of a word, which is added if there is room; WORDS_MAX: there is none. */
static size_t index_of(struct words *words, const struct mst_html_cell *cell)
{
	for (size_t i = 0; i < words->count; i++) {
		if (is_same(words->at[i], cell))
			return i;
	}
	if (words->count < WORDS_MAX)
		words->at[words->count++] = cell;
	else
		return WORDS_MAX;
	return words->count - 1;
}

/* Whether words repeat: then their letters are shorter than they are. */
static bool find_words(struct words *words, const struct mst_html_cell *cells, size_t count)
{
	words->count = 0;
	for (size_t i = 0; i < count; i++) {
		if (index_of(words, &cells[i]) == WORDS_MAX)
			return false;
	}
	return words->count * 2 <= count;
}

static void put_words(struct mst_ink *ink, struct words *words, const struct mst_html_cell *cells, size_t count)
{
	static const char letters[WORDS_MAX + 1] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

	mst_ink_put(ink, "{\"d\":[");
	for (size_t i = 0; i < words->count; i++) {
		mst_ink_put(ink, i ? "," : "");
		put_string(ink, words->at[i]);
	}
	mst_ink_put(ink, "],\"i\":\"");
	for (size_t i = 0; i < count; i++)
		mst_ink_bytes(ink, &letters[index_of(words, &cells[i])], 1);
	mst_ink_put(ink, "\"}");
}

/* ---- MAC addresses ---- */

#define MAC_BYTES 6
#define MAC_TEXT 17 /* 00:1b:21:fc:bb:4c */
#define MAC_BASE64 8

static int nibble(char digit)
{
	static const char digits[] = "0123456789abcdef";
	const char *found = digit ? strchr(digits, digit) : NULL;

	return found ? (int)(found - digits) : -1;
}

/* False: it is none, or that of six zeros, which stands for an empty cell. */
static bool read_mac(unsigned char mac[MAC_BYTES], const struct mst_html_cell *cell)
{
	unsigned sum = 0;

	memset(mac, 0, MAC_BYTES);
	if (cell->length == 0)
		return true;
	for (size_t i = 0; i < MAC_BYTES && cell->length == MAC_TEXT; i++) {
		int high = nibble(cell->text[3 * i]), low = nibble(cell->text[3 * i + 1]);

		if (high < 0 || low < 0 || (i + 1 < MAC_BYTES && cell->text[3 * i + 2] != ':'))
			return false;
		mac[i] = (unsigned char)(high << 4 | low);
		sum += mac[i];
	}
	return sum > 0;
}

static bool are_macs(const struct mst_html_cell *cells, size_t count)
{
	unsigned char mac[MAC_BYTES];

	for (size_t i = 0; i < count; i++) {
		if (!read_mac(mac, &cells[i]))
			return false;
	}
	return true;
}

static void put_macs(struct mst_ink *ink, const struct mst_html_cell *cells, size_t count)
{
	mst_ink_put(ink, "{\"m\":\"");
	for (size_t i = 0; i < count; i++) {
		unsigned char mac[MAC_BYTES], text[MAC_BASE64 + 1];

		read_mac(mac, &cells[i]);
		EVP_EncodeBlock(text, mac, sizeof mac);
		mst_ink_bytes(ink, (const char *)text, MAC_BASE64);
	}
	mst_ink_put(ink, "\"}");
}

/* ---- what begins alike ---- */

/* Plain ASCII may be cut anywhere. */
static bool is_plain(const struct mst_html_cell *cell)
{
	for (size_t i = 0; i < cell->length; i++) {
		if (cell->text[i] < ' ' || cell->text[i] > '~' || cell->text[i] == BETWEEN)
			return false;
	}
	return true;
}

/* The length of what all begin with; -1: one of them must not be cut. */
static int beginning_of(const struct mst_html_cell *cells, size_t count)
{
	size_t length = cells[0].length;

	for (size_t i = 0; i < count; i++) {
		if (!is_plain(&cells[i]))
			return -1;
		while (length > cells[i].length || memcmp(cells[i].text, cells[0].text, length) != 0)
			length--;
	}
	return (int)length;
}

static void put_rests(struct mst_ink *ink, const struct mst_html_cell *cells, size_t count, size_t beginning)
{
	mst_ink_put(ink, "{\"p\":\"");
	mst_ink_script(ink, cells[0].text, beginning);
	mst_ink_put(ink, "\",\"s\":\"");
	for (size_t i = 0; i < count; i++) {
		mst_ink_put(ink, i ? "|" : "");
		mst_ink_script(ink, cells[i].text + beginning, cells[i].length - beginning);
	}
	mst_ink_put(ink, "\"}");
}

static void put_all(struct mst_ink *ink, const struct mst_html_cell *cells, size_t count)
{
	mst_ink_put(ink, "[");
	for (size_t i = 0; i < count; i++) {
		mst_ink_put(ink, i ? "," : "");
		put_string(ink, &cells[i]);
	}
	mst_ink_put(ink, "]");
}

void mst_html_column_put(struct mst_ink *ink, const struct mst_html_cell *cells, size_t count)
{
	struct words words;
	bool same = true;
	int beginning;

	for (size_t i = 1; i < count && same; i++)
		same = is_same(&cells[0], &cells[i]);
	if (same && (count == 0 || cells[0].length == 0)) {
		mst_ink_put(ink, "null");
	} else if (same) {
		put_string(ink, &cells[0]);
	} else if (find_words(&words, cells, count)) {
		put_words(ink, &words, cells, count);
	} else if (are_macs(cells, count)) {
		put_macs(ink, cells, count);
	} else if ((beginning = beginning_of(cells, count)) >= 0) {
		put_rests(ink, cells, count, (size_t)beginning);
	} else {
		put_all(ink, cells, count);
	}
}
