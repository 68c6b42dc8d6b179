/* SPDX-License-Identifier: BSD-2-Clause */
/* test_text.c - text in columns of a terminal. */
#include <criterion/criterion.h>
#include <locale.h>
#include <string.h>

#include "screen/text.h"

static void use_utf8(void)
{
	cr_assert_not_null(setlocale(LC_CTYPE, "C.UTF-8"));
}

TestSuite(screen_text, .init = use_utf8);

static const char *fitted(const char *from, size_t columns)
{
	static char text[256];

	cr_expect_leq(mst_text_fit(text, sizeof text, from, columns), columns);
	return text;
}

Test(screen_text, what_fits_is_kept_and_what_does_not_is_cut)
{
	cr_expect_str_eq(fitted("abc", 3), "abc");
	cr_expect_str_eq(fitted("abcd", 3), "ab…");
	cr_expect_str_eq(fitted("abcd", 1), "…");
	cr_expect_str_eq(fitted("abcd", 0), "");
}

Test(screen_text, wide_letters_take_two_columns)
{
	cr_expect_str_eq(fitted("かな", 4), "かな");
	cr_expect_str_eq(fitted("かな", 3), "か…");
	cr_expect_str_eq(fitted("かなx", 4), "か…");
}

Test(screen_text, control_characters_and_broken_sequences_are_made_harmless)
{
	cr_expect_str_eq(fitted("a\033[2Jb\tc\n", 20), "a?[2Jb?c?");
	cr_expect_str_eq(fitted("a\xff\xc3", 20), "a??");
	cr_expect_str_eq(fitted("\xc2\x9b", 20), "?"); /* CSI in one byte, as C1 */
}

Test(screen_text, a_small_buffer_is_never_overrun)
{
	char text[6];

	for (size_t columns = 0; columns < 12; columns++) {
		mst_text_fit(text, sizeof text, "äöüäöüäöü", columns);
		cr_expect_lt(strlen(text), sizeof text);
	}
}

Test(screen_text, a_sparkline_goes_from_the_least_to_the_greatest)
{
	double values[] = { 5, 1, 2, -1, 8 };
	char text[64];

	cr_expect_str_eq(mst_text_sparkline(values, 5, 4, text, sizeof text), "▁▂×█");
	cr_expect_str_eq(mst_text_sparkline(values, 0, 4, text, sizeof text), "");
	cr_expect_str_eq(mst_text_sparkline(values + 3, 1, 4, text, sizeof text), "×");
}
