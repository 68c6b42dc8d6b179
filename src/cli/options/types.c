/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * types.c - what depends on the type of an option: reading it, showing it, reporting it.
 *
 * Three functions a type at most, and one row that names them.
 */
#include <errno.h>
#include <inttypes.h>
#include <muster/scan.h>
#include <muster/units.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/options/lists.h"
#include "cli/options/rates.h"

struct type {
	const char *expected; /* completes "expected …" */
	int (*read)(const struct mst_option *option, void *value, const char *text);
	bool (*show)(const struct mst_option *option, const void *value, FILE *out);
	void (*pair)(const struct mst_option *option, const void *value,
	             struct mst_pair *pair); /* NULL: the text shown */
};

static int read_flag(const struct mst_option *option, void *value, const char *text)
{
	(void)text;
	if (option->size && option->max == 0)
		*(bool *)value = true;
	else if (option->size && *(uint8_t *)value < option->max)
		++*(uint8_t *)value;
	return 0;
}

static bool show_flag(const struct mst_option *option, const void *value, FILE *out)
{
	(void)out;
	return option->size && *(const uint8_t *)value;
}

static void pair_flag(const struct mst_option *option, const void *value, struct mst_pair *pair)
{
	pair->kind = MST_PAIR_BOOL;
	pair->yes = option->size && *(const uint8_t *)value;
}

static int read_text(const struct mst_option *option, void *value, const char *text)
{
	(void)option;
	if (!*text)
		return -EINVAL;
	*(const char **)value = text;
	return 0;
}

static bool show_text(const struct mst_option *option, const void *value, FILE *out)
{
	const char *text = *(const char *const *)value;

	(void)option;
	if (text)
		fputs(text, out);
	return text;
}

static int read_list(const struct mst_option *option, void *value, const char *text)
{
	(void)option;
	return *text ? mst_words_add(value, text) : -EINVAL;
}

static bool show_list(const struct mst_option *option, const void *value, FILE *out)
{
	const struct mst_words *words = value;

	(void)option;
	for (size_t i = 0; i < words->count; i++)
		fprintf(out, "%s%s", i ? "," : "", words->items[i]);
	return words->count > 0;
}

static uint64_t load_whole(const struct mst_option *option, const void *value)
{
	switch (option->size) {
	case sizeof(uint8_t): return *(const uint8_t *)value;
	case sizeof(uint16_t): return *(const uint16_t *)value;
	case sizeof(uint32_t): return *(const uint32_t *)value;
	default: return *(const uint64_t *)value;
	}
}

static int read_whole(const struct mst_option *option, void *value, const char *text)
{
	bool by_itself = option->zero && strcmp(text, option->zero) == 0;
	uint64_t whole = 0;

	if (!by_itself && (mst_read_whole(&whole, text, option->max) < 0 || whole < option->min))
		return -EINVAL;
	switch (option->size) {
	case sizeof(uint8_t): *(uint8_t *)value = (uint8_t)whole; break;
	case sizeof(uint16_t): *(uint16_t *)value = (uint16_t)whole; break;
	case sizeof(uint32_t): *(uint32_t *)value = (uint32_t)whole; break;
	default: *(uint64_t *)value = whole;
	}
	return 0;
}

static void show_number(uint64_t number, FILE *out)
{
	fprintf(out, "%" PRIu64, number);
}

static bool show_whole(const struct mst_option *option, const void *value, FILE *out)
{
	uint64_t whole = load_whole(option, value);

	if (whole == 0 && option->zero)
		return fputs(option->zero, out) >= 0;
	show_number(whole, out);
	return whole >= option->min;
}

static void pair_whole(const struct mst_option *option, const void *value, struct mst_pair *pair)
{
	uint64_t whole = load_whole(option, value);

	if (whole == 0 && option->zero) {
		pair->text = strdup(option->zero);
		return;
	}
	pair->kind = MST_PAIR_COUNT;
	pair->count = whole;
}

static int read_share(const struct mst_option *option, void *value, const char *text)
{
	(void)option;
	return mst_read_share(value, text);
}

static bool show_share(const struct mst_option *option, const void *value, FILE *out)
{
	double share = *(const double *)value;

	(void)option;
	fprintf(out, "%g%%", share * 100);
	return share > 0 && share < 1;
}

static void pair_share(const struct mst_option *option, const void *value, struct mst_pair *pair)
{
	(void)option;
	pair->kind = MST_PAIR_REAL;
	pair->real = *(const double *)value;
}

static int read_seed(const struct mst_option *option, void *value, const char *text)
{
	const char *digits = text + 2;
	size_t length;

	(void)option;
	if (text[0] != '0' || (text[1] != 'x' && text[1] != 'X'))
		return mst_read_whole(value, text, UINT64_MAX);
	length = strlen(digits);
	if (length == 0 || length > 16 || strspn(digits, "0123456789abcdefABCDEF") != length)
		return -EINVAL;
	*(uint64_t *)value = strtoull(digits, NULL, 16);
	return 0;
}

/* A text in reports too: beyond 2^53 many readers of JSON lose digits. */
static bool show_seed(const struct mst_option *option, const void *value, FILE *out)
{
	uint64_t seed = *(const uint64_t *)value;

	(void)option;
	fprintf(out, "%" PRIu64, seed);
	return seed != 0;
}

/* Two whole numbers with `between` in the middle. */
static int read_span(struct mst_span *span, const char *text, char between, uint64_t max)
{
	const char *middle = strchr(text, between);
	uint64_t first, last;
	char head[16];

	if (!middle || (size_t)(middle - text) >= sizeof head)
		return -EINVAL;
	memcpy(head, text, (size_t)(middle - text));
	head[middle - text] = '\0';
	if (mst_read_whole(&first, head, max) < 0 || mst_read_whole(&last, middle + 1, max) < 0)
		return -EINVAL;
	if (first < 1 || first > last)
		return -EINVAL;
	*span = (struct mst_span){ (uint32_t)first, (uint32_t)last };
	return 0;
}

static int read_shard(const struct mst_option *option, void *value, const char *text)
{
	(void)option;
	return read_span(value, text, '/', UINT32_MAX);
}

static bool show_shard(const struct mst_option *option, const void *value, FILE *out)
{
	const struct mst_span *span = value;

	(void)option;
	fprintf(out, "%" PRIu32 "/%" PRIu32, span->first, span->last);
	return span->last > 1;
}

static int read_port_range(const struct mst_option *option, void *value, const char *text)
{
	uint64_t port;

	(void)option;
	if (strchr(text, '-'))
		return read_span(value, text, '-', UINT16_MAX);
	if (mst_read_whole(&port, text, UINT16_MAX) < 0 || port == 0)
		return -EINVAL;
	*(struct mst_span *)value = (struct mst_span){ (uint32_t)port, (uint32_t)port };
	return 0;
}

static bool show_port_range(const struct mst_option *option, const void *value, FILE *out)
{
	const struct mst_span *span = value;

	(void)option;
	fprintf(out, "%" PRIu32, span->first);
	if (span->last != span->first)
		fprintf(out, "-%" PRIu32, span->last);
	return span->first != 0;
}

static const struct type types[MST_OPT_KINDS] = {
	[MST_OPT_FLAG] = { "nothing", read_flag, show_flag, pair_flag },
	[MST_OPT_TEXT] = { "a value that is not empty", read_text, show_text, NULL },
	[MST_OPT_LIST] = { "a value that is not empty", read_list, show_list, NULL },
	[MST_OPT_WHOLE] = { "a whole number", read_whole, show_whole, pair_whole },
	[MST_OPT_RATE] = { "a number of frames a second such as 500, 10k or 1.5M, or where it fits max, auto",
	                   mst_option_read_rate, mst_option_show_rate, mst_option_pair_rate },
	[MST_OPT_SIZE] = { "a number of bytes such as 100M or 2G", mst_option_read_size, mst_option_show_size,
	                   pair_whole },
	[MST_OPT_DURATION] = { "a time such as 500ms, 2s or 5m", mst_option_read_duration, mst_option_show_duration,
	                       mst_option_pair_duration },
	[MST_OPT_SHARE] = { "a share such as 1% or 0.01, more than 0 and at most 100%", read_share, show_share,
	                    pair_share },
	[MST_OPT_SEED] = { "a number of up to 64 bits, decimal or as 0x hexadecimal", read_seed, show_seed, NULL },
	[MST_OPT_SHARD] = { "K/N, the K-th of N parts such as 2/5", read_shard, show_shard, NULL },
	[MST_OPT_PORT_RANGE] = { "a port or a range of ports, 1 to 65535, such as 40000-40999", read_port_range,
	                         show_port_range, NULL },
};

/* The bounds, as they may be given; nothing when there are none. */
static void show_bounds(const struct mst_option *option, FILE *out)
{
	void (*show)(uint64_t, FILE *) = option->kind == MST_OPT_DURATION ? mst_option_show_ns : show_number;

	if (option->kind != MST_OPT_WHOLE && option->kind != MST_OPT_DURATION && option->kind != MST_OPT_SIZE)
		return;
	fputs(option->max == UINT64_MAX ? ", at least " : ", from ", out);
	show(option->min, out);
	if (option->max == UINT64_MAX)
		return;
	fputs(" to ", out);
	show(option->max, out);
}

int mst_option_store(const struct mst_option *option, void *values, const char *text, struct mst_error *err)
{
	const struct type *type = &types[option->kind];
	char *bounds = NULL;
	size_t size;
	FILE *out;

	if (type->read(option, (char *)values + option->offset, text) == 0)
		return 0;
	out = open_memstream(&bounds, &size);
	if (!out)
		return mst_fail(err, -ENOMEM, "no memory for the command line");
	show_bounds(option, out);
	if (option->zero)
		fprintf(out, ", or %s", option->zero);
	fclose(out);
	mst_fail(err, -EINVAL, "--%s %s: expected %s%s", option->name, *text ? text : "\"\"", type->expected, bounds);
	free(bounds);
	return -EINVAL;
}

/* What the type shows, allocated; NULL without memory. */
static char *show(const struct mst_option *option, const void *values, bool *is_set)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	*is_set = types[option->kind].show(option, (const char *)values + option->offset, out);
	fclose(out);
	return text;
}

char *mst_option_text(const struct mst_option *option, const void *values)
{
	bool is_set = false;
	char *text = show(option, values, &is_set);

	if (is_set && option->kind != MST_OPT_FLAG)
		return text;
	free(text);
	return NULL;
}

struct mst_pair mst_option_pair(const struct mst_option *option, const void *values)
{
	struct mst_pair pair = { .name = option->pair, .kind = MST_PAIR_TEXT };
	bool is_set;

	const void *value = (const char *)values + option->offset;

	if (option->kind == MST_OPT_LIST)
		mst_pair_of_items(&pair, ((const struct mst_words *)value)->items,
		                  ((const struct mst_words *)value)->count, option->between);
	else if (option->kind == MST_OPT_TEXT && option->between)
		mst_pair_of_items(&pair, value, *(const char *const *)value != NULL, option->between);
	else if (types[option->kind].pair)
		types[option->kind].pair(option, value, &pair);
	else
		pair.text = show(option, values, &is_set);
	return pair;
}

void mst_option_pair_free(const struct mst_pair *pair)
{
	if (pair->kind == MST_PAIR_TEXT)
		free((void *)pair->text);
	else if (pair->kind == MST_PAIR_LIST)
		free((void *)pair->list.items);
}

bool mst_option_pair_made(const struct mst_pair *pair)
{
	return !(pair->kind == MST_PAIR_TEXT && !pair->text) && !(pair->kind == MST_PAIR_LIST && !pair->list.items);
}
