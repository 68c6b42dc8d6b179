/* SPDX-License-Identifier: BSD-2-Clause */
/* units.c - see muster/units.h. */
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <muster/units.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct unit {
	const char *name;
	double factor;
};

static const struct unit scales[] = { { "", 1 }, { "k", 1e3 }, { "K", 1e3 }, { "M", 1e6 }, { "G", 1e9 }, { NULL, 0 } };

static const struct unit durations[] = {
	{ "", 1e9 },   { "us", 1e3 },   { "µs", 1e3 },   { "ms", 1e6 }, { "s", 1e9 },
	{ "m", 60e9 }, { "min", 60e9 }, { "h", 3600e9 }, { NULL, 0 },
};

/* Digits with at most one point. strtod alone accepts signs, blanks, exponents, hexadecimal, "inf" and "nan". */
static const char *read_decimal(double *value, const char *text)
{
	size_t digits = strspn(text, "0123456789.");
	char *end;

	if (digits == 0 || digits > 20 || !strpbrk(text, "0123456789"))
		return NULL;
	*value = strtod(text, &end);
	return end == text + digits ? end : NULL;
}

static int read_with_unit(double *value, const char *text, const struct unit *units)
{
	const char *unit = read_decimal(value, text);

	if (!unit)
		return -EINVAL;
	for (; units->name; units++) {
		if (strcmp(unit, units->name) == 0) {
			*value *= units->factor;
			return 0;
		}
	}
	return -EINVAL;
}

int mst_read_whole(uint64_t *value, const char *text, uint64_t max)
{
	uint64_t sum = 0;

	if (!*text)
		return -EINVAL;
	for (; *text; text++) {
		unsigned digit = (unsigned)(*text - '0');

		if (digit > 9 || sum > (UINT64_MAX - digit) / 10)
			return -EINVAL;
		sum = sum * 10 + digit;
	}
	*value = sum;
	return sum <= max ? 0 : -EINVAL;
}

int mst_read_scaled(uint64_t *value, const char *text)
{
	double real;

	if (read_with_unit(&real, text, scales) < 0 || real >= 0x1p63 || real != floor(real))
		return -EINVAL;
	*value = (uint64_t)real;
	return 0;
}

int mst_read_duration(uint64_t *ns, const char *text)
{
	double real;

	if (read_with_unit(&real, text, durations) < 0 || real >= 0x1p63)
		return -EINVAL;
	*ns = (uint64_t)real;
	return 0;
}

int mst_read_share(double *share, const char *text)
{
	const char *end = read_decimal(share, text);

	if (!end)
		return -EINVAL;
	if (strcmp(end, "%") == 0)
		*share /= 100;
	else if (*end)
		return -EINVAL;
	return *share > 0 && *share <= 1 ? 0 : -EINVAL;
}

const char *mst_write_duration(char *text, size_t size, uint64_t ns)
{
	uint64_t seconds = ns / MST_NS_PER_SECOND;

	if (ns < 10 * MST_NS_PER_MS)
		snprintf(text, size, "%.2f ms", (double)ns / 1e6);
	else if (ns < MST_NS_PER_SECOND)
		snprintf(text, size, "%.0f ms", (double)ns / 1e6);
	else if (seconds < 60)
		snprintf(text, size, "%.1f s", (double)ns / 1e9);
	else if (seconds < 3600)
		snprintf(text, size, "%" PRIu64 " min %" PRIu64 " s", seconds / 60, seconds % 60);
	else if (seconds < 48 * 3600)
		snprintf(text, size, "%" PRIu64 " h %" PRIu64 " min", seconds / 3600, seconds / 60 % 60);
	else
		snprintf(text, size, "%" PRIu64 " days", seconds / 86400);
	return text;
}

const char *mst_write_grouped(char *text, size_t size, mst_uint128 value)
{
	char digits[40];
	size_t count = 0, at = 0;

	do
		digits[count++] = (char)('0' + (unsigned)(value % 10));
	while ((value /= 10) > 0);
	for (; count > 0 && at + 2 < size; count--) {
		if (at > 0 && count % 3 == 0)
			text[at++] = ',';
		text[at++] = digits[count - 1];
	}
	text[at] = '\0';
	return text;
}
