/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * digits.h - numbers to text without printf: each call writes at `at` and returns the end. No NUL is written.
 */
#ifndef MST_REPORT_DIGITS_H
#define MST_REPORT_DIGITS_H

#include <stdint.h>
#include <string.h>

/* The longest that mst_put_whole writes. */
#define MST_DIGITS_MAX 20

/* Exactly `count` digits, the lowest ones of the value. */
static inline char *mst_put_digits(char *at, uint64_t value, unsigned count)
{
	for (unsigned i = count; i-- > 0; value /= 10)
		at[i] = (char)('0' + value % 10);
	return at + count;
}

/* Decimal, without leading zeros. */
static inline char *mst_put_whole(char *at, uint64_t value)
{
	unsigned count = 1;

	if (value < 10) {
		*at = (char)('0' + value);
		return at + 1;
	}
	for (uint64_t rest = value / 10; rest > 0; rest /= 10)
		count++;
	return mst_put_digits(at, value, count);
}

static inline char *mst_put_text(char *at, const char *text)
{
	size_t length = strlen(text);

	memcpy(at, text, length);
	return at + length;
}

#endif
