/* SPDX-License-Identifier: BSD-2-Clause */
/* test_line.c - a line is what snprintf would make, cut where it is full. */
#include <criterion/criterion.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "dissect/common/line.h"

#define EXPECT_AS_SNPRINTF(...) \
	for (size_t size = 1; size < 64; size++) { \
		char ours[64], theirs[64]; \
		struct mst_line line = mst_line_in(ours, size); \
		mst_line_add(&line, __VA_ARGS__); \
		snprintf(theirs, size, __VA_ARGS__); \
		cr_expect_str_eq(ours, theirs, "size %zu", size); \
		cr_expect_eq(line.length, strlen(theirs)); \
	}

Test(dissect_common_line, formats_are_those_of_snprintf)
{
	EXPECT_AS_SNPRINTF("plain");
	EXPECT_AS_SNPRINTF("%s", "");
	EXPECT_AS_SNPRINTF("%u", 0u);
	EXPECT_AS_SNPRINTF("%u %zu", UINT_MAX, SIZE_MAX);
	EXPECT_AS_SNPRINTF("%s, %u: %zu", "text", 7u, (size_t)10);
	EXPECT_AS_SNPRINTF("%s 0x%02x %s", "a", 5u, "b");
	EXPECT_AS_SNPRINTF("%d%% of %s", -3, "all");
	EXPECT_AS_SNPRINTF("%.*s|%5u", 2, "abcdef", 9u);
}

Test(dissect_common_line, digits_are_those_of_each_byte)
{
	static const uint8_t bytes[] = { 0, 0x0f, 0xf0, 0xff };
	char text[8];
	struct mst_line line = mst_line_in(text, sizeof text);

	mst_line_digits(&line, bytes, 0);
	cr_expect_str_eq(text, "");
	mst_line_digits(&line, bytes, 3);
	cr_expect_str_eq(text, "000ff0");
	mst_line_digits(&line, bytes + 3, 1);
	cr_expect_str_eq(text, "000ff0f", "cut");
}

Test(dissect_common_line, a_full_line_takes_no_more)
{
	char text[4];
	struct mst_line line = mst_line_in(text, sizeof text);

	mst_line_add(&line, "abcdef");
	mst_line_add(&line, "%u", 12345u);
	mst_line_vis(&line, (const uint8_t *)"\x81", 1);
	cr_expect_str_eq(text, "abc");
	cr_expect_eq(line.length, 3);
}

Test(dissect_common_line, bytes_that_are_not_printed_have_tcpdumps_marks)
{
	char text[32];
	struct mst_line line = mst_line_in(text, sizeof text);

	mst_line_vis(&line, (const uint8_t *)"a \"\\\x1b\x7f\x80\xff", 8);
	cr_expect_str_eq(text, "a \\x22\\x5c^[^?M-^@M-^?");
}
