/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * parse.c - see parse.h.
 *
 *     10.0.2.2                an address
 *     10.0.2.0/24             CIDR; host bits are cleared
 *     10.0.2.2-10.0.3.9       a full range: the only form with six dots
 *     10.0.2.0/255.255.255.0  the same by its mask, or by the mask of its hosts (0.0.0.255)
 *     10.0.0-3.1,5-9          a pattern: each octet is a list of numbers and ranges; * is 0-255
 *
 * Octets are decimal without leading zeros: 010 is eight to some programs and ten to others, so it is refused.
 */
#include "target/parse.h"

#include <string.h>

static const char *read_number(const char **at, uint32_t *number, uint32_t max, const char *over_max)
{
	const char *text = *at;
	size_t digits = strspn(text, "0123456789");
	uint32_t value = 0;

	if (digits == 0)
		return *text && !strchr(".,-/", *text) ? "not made of numbers only" : "a number is missing";
	if (digits > 1 && text[0] == '0')
		return "a number with a leading zero could be octal or decimal";
	for (size_t i = 0; i < digits && value <= max; i++)
		value = value * 10 + (uint32_t)(text[i] - '0');
	if (value > max)
		return over_max;
	*number = value;
	*at = text + digits;
	return NULL;
}

static const char *read_octet(const char **at, uint32_t *octet)
{
	return read_number(at, octet, 255, "an octet is over 255");
}

static const char *read_quad(const char **at, uint32_t *address)
{
	uint32_t octet;

	*address = 0;
	for (int i = 0; i < 4; i++) {
		const char *wrong;

		if (i > 0 && *(*at)++ != '.')
			return "an address has four octets";
		wrong = read_octet(at, &octet);
		if (wrong)
			return wrong;
		*address = *address << 8 | octet;
	}
	return NULL;
}

/* Ones, then zeros. */
static bool is_mask(uint32_t mask)
{
	return (~mask & (~mask + 1)) == 0;
}

/* A netmask (255.255.255.0) or a wildcard mask (0.0.0.255). A mask that could be either is refused. */
static const char *read_mask(uint32_t *prefix, const char *text)
{
	uint32_t mask;
	const char *wrong = read_quad(&text, &mask);

	if (wrong)
		return wrong;
	if (*text)
		return "something follows the mask";
	if (mask == 0)
		return "0.0.0.0 is the mask of everything, or of one host: expected /0 or /32";
	if (!is_mask(mask) && !is_mask(~mask))
		return "a mask is ones, then zeros, such as 255.255.255.0";
	*prefix = (uint32_t)__builtin_popcount(is_mask(mask) ? mask : ~mask);
	return NULL;
}

static const char *read_length(uint32_t *prefix, const char *text)
{
	const char *wrong;

	if (!*text)
		return "the prefix length is missing";
	if (strchr(text, '.'))
		return read_mask(prefix, text);
	wrong = read_number(&text, prefix, 32, "the prefix length is over 32");
	if (wrong)
		return wrong;
	return *text ? "something follows the prefix length" : NULL;
}

static const char *read_cidr(struct mst_expression *expression, const char *text)
{
	struct mst_interval *interval = &expression->interval;
	uint32_t address, prefix, host_bits;
	const char *wrong = read_quad(&text, &address);

	if (wrong)
		return wrong;
	if (*text++ != '/')
		return "the slash belongs behind four octets";
	wrong = read_length(&prefix, text);
	if (wrong)
		return wrong;
	host_bits = prefix == 0 ? UINT32_MAX : (UINT32_C(1) << (32 - prefix)) - 1;
	*interval = (struct mst_interval){ address & ~host_bits, address | host_bits };
	expression->host_bits = address & host_bits;
	return NULL;
}

static const char *read_range(struct mst_interval *interval, const char *text)
{
	const char *wrong = read_quad(&text, &interval->first);

	if (wrong)
		return wrong;
	if (*text++ != '-')
		return "a range has one dash between two addresses";
	wrong = read_quad(&text, &interval->last);
	if (wrong)
		return wrong;
	if (*text)
		return "something follows the range";
	return interval->first <= interval->last ? NULL : "the range runs backwards";
}

static void add_octets(struct mst_octet_set *set, uint32_t first, uint32_t last)
{
	for (uint32_t octet = first; octet <= last; octet++)
		set->bits[octet / 64] |= UINT64_C(1) << octet % 64;
}

static bool has_octet(const struct mst_octet_set *set, uint32_t octet)
{
	return set->bits[octet / 64] >> octet % 64 & 1;
}

/* "1", "5-9", "*" */
static const char *read_octets(const char **at, uint32_t *first, uint32_t *last)
{
	const char *wrong;

	*first = 0;
	*last = 255;
	if (**at == '*') {
		(*at)++;
		return NULL;
	}
	wrong = read_octet(at, first);
	*last = *first;
	if (wrong || **at != '-')
		return wrong;
	(*at)++;
	return read_octet(at, last);
}

/* "1,5-9", "*": up to the dot or the end. */
static const char *read_octet_list(const char **at, struct mst_octet_set *set)
{
	*set = (struct mst_octet_set){ 0 };
	for (;; (*at)++) {
		uint32_t first = 0, last;
		const char *wrong = read_octets(at, &first, &last);

		if (wrong)
			return wrong;
		if (first > last)
			return "the range runs backwards";
		add_octets(set, first, last);
		if (**at != ',')
			return NULL;
	}
}

static const char *read_pattern(struct mst_expression *expression, const char *text)
{
	expression->is_pattern = true;
	for (int i = 0; i < 4; i++) {
		const char *wrong;

		if (i > 0 && *text++ != '.')
			return "an address has four octets";
		wrong = read_octet_list(&text, &expression->octets[i]);
		if (wrong)
			return wrong;
	}
	if (*text)
		return *text == '.' ? "an address has four octets" : "something follows the address";
	if (mst_expression_pieces(expression) > MST_PIECES_MAX)
		return "the pattern falls into more than 16,777,216 pieces";
	return NULL;
}

const char *mst_expression_parse(struct mst_expression *expression, const char *text)
{
	struct mst_interval *interval = &expression->interval;
	const char *at = text;
	unsigned dots = 0;

	if (!*text)
		return "the text is empty";
	if (strchr(text, ':'))
		return mst_expression_parse_ipv6(expression, text);
	expression->family = MST_IPV4;
	expression->is_pattern = expression->host_bits = false;
	expression->scope[0] = '\0';
	if (!read_quad(&at, &interval->first) && !*at) {
		interval->last = interval->first;
		return NULL;
	}
	if (strchr(text, '/'))
		return read_cidr(expression, text);
	for (at = text; *at; at++)
		dots += *at == '.';
	return dots == 6 && strchr(text, '-') ? read_range(interval, text) : read_pattern(expression, text);
}

static uint64_t count_octets(const struct mst_octet_set *set)
{
	uint64_t count = 0;

	for (int i = 0; i < 4; i++)
		count += (uint64_t)__builtin_popcountll(set->bits[i]);
	return count;
}

/* The next run of octets in the set at or behind `*first`; false when there is none. */
static bool next_run(const struct mst_octet_set *set, uint32_t *first, uint32_t *last)
{
	while (*first < 256 && !has_octet(set, *first))
		(*first)++;
	if (*first == 256)
		return false;
	for (*last = *first; *last < 255 && has_octet(set, *last + 1);)
		(*last)++;
	return true;
}

static uint64_t count_runs(const struct mst_octet_set *set)
{
	uint64_t count = 0;

	for (uint32_t first = 0, last; next_run(set, &first, &last); first = last + 1)
		count++;
	return count;
}

uint64_t mst_expression_pieces(const struct mst_expression *expression)
{
	uint64_t pieces = 1;

	if (!expression->is_pattern)
		return 1;
	for (int i = 0; i < 3; i++)
		pieces *= count_octets(&expression->octets[i]);
	return pieces * count_runs(&expression->octets[3]);
}

static int expand_octet(const struct mst_octet_set *octets, uint32_t prefix, struct mst_intervals *list)
{
	for (uint32_t first = 0, last; next_run(octets, &first, &last); first = last + 1) {
		struct mst_interval interval = { prefix << 8 | first, prefix << 8 | last };
		int code = mst_intervals_add(list, interval);

		if (code < 0)
			return code;
	}
	return 0;
}

int mst_expression_expand(const struct mst_expression *expression, struct mst_intervals *list)
{
	const struct mst_octet_set *octets = expression->octets;

	if (!expression->is_pattern)
		return mst_intervals_add(list, expression->interval);
	for (uint32_t prefix = 0; prefix < UINT32_C(1) << 24; prefix++) {
		int code;

		if (!has_octet(&octets[0], prefix >> 16)) {
			prefix |= 0xffff;
			continue;
		}
		if (!has_octet(&octets[1], prefix >> 8 & 0xff)) {
			prefix |= 0xff;
			continue;
		}
		if (!has_octet(&octets[2], prefix & 0xff))
			continue;
		code = expand_octet(&octets[3], prefix, list);
		if (code < 0)
			return code;
	}
	return 0;
}

bool mst_text_is_numeric(const char *text)
{
	return text[strspn(text, "0123456789.-,/*")] == '\0' || strchr(text, ':');
}
