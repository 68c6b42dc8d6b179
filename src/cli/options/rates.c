/* SPDX-License-Identifier: BSD-2-Clause */
/* rates.c - see rates.h. */
#include "cli/options/rates.h"

#include <errno.h>
#include <inttypes.h>
#include <muster/scan.h>
#include <muster/units.h>
#include <stdlib.h>
#include <string.h>

/* Rates that are no numbers. */
static const struct rate_word {
	const char *text;
	uint64_t rate;
} rate_words[] = { { "max", MST_RATE_MAX }, { "auto", MST_RATE_AUTO } };

static const struct rate_word *word_named(const char *text)
{
	for (size_t i = 0; i < sizeof rate_words / sizeof *rate_words; i++) {
		if (strcmp(rate_words[i].text, text) == 0)
			return &rate_words[i];
	}
	return NULL;
}

static const struct rate_word *word_of(uint64_t rate)
{
	for (size_t i = 0; i < sizeof rate_words / sizeof *rate_words; i++) {
		if (rate_words[i].rate == rate)
			return &rate_words[i];
	}
	return NULL;
}

/* A row with a least value takes numbers only, and 0 is none given. */
int mst_option_read_rate(const struct mst_option *option, void *value, const char *text)
{
	const struct rate_word *word = word_named(text);
	uint64_t *rate = value;

	if (word && !option->min)
		*rate = word->rate;
	else if (word || mst_read_scaled(rate, text) < 0 || *rate == 0 || *rate == MST_RATE_AUTO)
		return -EINVAL;
	return 0;
}

static void show_scaled(uint64_t number, FILE *out)
{
	if (number % 1000000 == 0)
		fprintf(out, "%" PRIu64 "M", number / 1000000);
	else if (number % 1000 == 0)
		fprintf(out, "%" PRIu64 "k", number / 1000);
	else
		fprintf(out, "%" PRIu64, number);
}

bool mst_option_show_rate(const struct mst_option *option, const void *value, FILE *out)
{
	uint64_t rate = *(const uint64_t *)value;
	const struct rate_word *word = word_of(rate);

	if (option->min && rate == 0)
		return false;
	if (word)
		fputs(word->text, out);
	else
		show_scaled(rate, out);
	return true;
}

/* A number for programs that compute; a text only for words. */
void mst_option_pair_rate(const struct mst_option *option, const void *value, struct mst_pair *pair)
{
	const struct rate_word *word = word_of(*(const uint64_t *)value);

	(void)option;
	pair->count = *(const uint64_t *)value;
	if (!word)
		pair->kind = MST_PAIR_COUNT;
	else
		pair->text = strdup(word->text);
}

int mst_option_read_size(const struct mst_option *option, void *value, const char *text)
{
	uint64_t bytes;

	if (mst_read_scaled(&bytes, text) < 0 || bytes < option->min || bytes > option->max)
		return -EINVAL;
	*(uint64_t *)value = bytes;
	return 0;
}

bool mst_option_show_size(const struct mst_option *option, const void *value, FILE *out)
{
	uint64_t bytes = *(const uint64_t *)value;

	show_scaled(bytes, out);
	return bytes >= option->min;
}

int mst_option_read_duration(const struct mst_option *option, void *value, const char *text)
{
	uint64_t ns = 0;
	bool by_itself = option->zero && strcmp(text, option->zero) == 0;

	if (!by_itself && (mst_read_duration(&ns, text) < 0 || ns < option->min || ns > option->max))
		return -EINVAL;
	*(uint64_t *)value = ns;
	return 0;
}

void mst_option_show_ns(uint64_t ns, FILE *out)
{
	if (ns % MST_NS_PER_SECOND == 0)
		fprintf(out, "%" PRIu64 "s", ns / MST_NS_PER_SECOND);
	else
		fprintf(out, "%gms", (double)ns / 1e6);
}

bool mst_option_show_duration(const struct mst_option *option, const void *value, FILE *out)
{
	uint64_t ns = *(const uint64_t *)value;

	if (ns == 0 && option->zero)
		return fputs(option->zero, out) >= 0;
	mst_option_show_ns(ns, out);
	return ns >= option->min;
}

/* In milliseconds, as the name of such a pair says. */
void mst_option_pair_duration(const struct mst_option *option, const void *value, struct mst_pair *pair)
{
	uint64_t ns = *(const uint64_t *)value;

	if (ns == 0 && option->zero) {
		pair->text = strdup(option->zero);
		return;
	}
	pair->kind = MST_PAIR_REAL;
	pair->real = (double)ns / 1e6;
}
