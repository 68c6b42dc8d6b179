/* SPDX-License-Identifier: BSD-2-Clause */
/* test_print.c - what is printed ends no line that the format does not end, and steers no terminal. */
#include <criterion/criterion.h>
#include <muster/text.h>
#include <stdlib.h>
#include <string.h>

static char printed[4096];
static int returned;

/* What mst_print writes for this format and one text. */
#define PRINT(format, text) \
	do { \
		FILE *out = fmemopen(printed, sizeof printed, "w"); \
		returned = mst_print(out, format, text); \
		fclose(out); \
	} while (0)

Test(base_print, plain_text_is_printed_as_by_printf)
{
	PRINT("listening on %s\n", "eth0");
	cr_expect_str_eq(printed, "listening on eth0\n");
	cr_expect_eq(returned, 18);
	PRINT("%-6s|", "ab");
	cr_expect_str_eq(printed, "ab    |");
	PRINT("%s\n  of two lines\n", "a");
	cr_expect_str_eq(printed, "a\n  of two lines\n");
}

Test(base_print, text_from_outside_steers_nothing)
{
	PRINT("%s\n", "a\x1b[2J\r\x7f\xc2\x9b\xff");
	cr_expect_str_eq(printed, "a?[2J?"
	                          "?<U+009B control character>?\n");
	PRINT("%s\n", "\xe2\x80\xae"
	              "b\xc3\xa9");
	cr_expect_str_eq(printed, "<U+202E text direction>b\xc3\xa9\n");
}

Test(base_print, only_the_format_ends_lines)
{
	PRINT("on %s\n", "a\nmuster: all is well");
	cr_expect_str_eq(printed, "on a?muster: all is well\n");
	PRINT("on %s", "a\n");
	cr_expect_str_eq(printed, "on a?");
	PRINT("on %s\nthen\n", "a\nb");
	cr_expect_str_eq(printed, "on a?b?then\n");
}

Test(base_print, long_text_is_printed_whole)
{
	char text[2000];

	memset(text, 'x', sizeof text);
	text[sizeof text - 2] = '\x1b';
	text[sizeof text - 1] = '\0';
	PRINT("%s\n", text);
	cr_expect(returned == 2000 && strlen(printed) == 2000 && strcmp(printed + 1997, "x?\n") == 0);
}

Test(base_print, lines_that_are_made_stay)
{
	FILE *out = fmemopen(printed, sizeof printed, "w");

	cr_expect_eq(mst_print_lines(out, "a\x1b\nb\n"), 5);
	fclose(out);
	cr_expect_str_eq(printed, "a?\nb\n");
}
