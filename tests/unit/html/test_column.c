/* SPDX-License-Identifier: BSD-2-Clause */
/* test_column.c - cells of a column as small JSON. */
#include "html/column.h"

#include <criterion/criterion.h>
#include <string.h>

#include "unit/html/fixture_html.h"

#define COLUMN(...) \
	column((const char *const[]){ __VA_ARGS__ }, \
	       sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(const char *))

static const char *column(const char *const *texts, size_t count)
{
	struct mst_html_cell cells[16];

	for (size_t i = 0; i < count; i++)
		cells[i] = (struct mst_html_cell){ texts[i], strlen(texts[i]) };
	mst_html_column_put(fixture_ink(), cells, count);
	return fixture_text();
}

Test(html_column, cells_that_are_the_same_are_one)
{
	cr_expect_str_eq(COLUMN("", "", ""), "null");
	cr_expect_str_eq(COLUMN("up", "up"), "\"up\"");
	cr_expect_str_eq(COLUMN("x"), "\"x\"");
}

Test(html_column, words_that_repeat_are_letters)
{
	cr_expect_str_eq(COLUMN("up", "down", "up", "up", "", ""), "{\"d\":[\"up\",\"down\",\"\"],\"i\":\"ABAACC\"}");
}

Test(html_column, what_begins_alike_is_cut)
{
	cr_expect_str_eq(COLUMN("10.0.0.1", "10.0.0.12", "10.0.0.3"), "{\"p\":\"10.0.0.\",\"s\":\"1|12|3\"}");
	cr_expect_str_eq(COLUMN("a", "b", "c"), "{\"p\":\"\",\"s\":\"a|b|c\"}");
}

Test(html_column, what_has_the_mark_between_cells_is_not_cut)
{
	cr_expect_str_eq(COLUMN("a|b", "c", "d"), "[\"a|b\",\"c\",\"d\"]");
	cr_expect_str_eq(COLUMN("\xc3\xa9", "\xc3\xa8", "d"), "[\"\xc3\xa9\",\"\xc3\xa8\",\"d\"]");
}

Test(html_column, mac_addresses_are_eight_letters_each)
{
	cr_expect_str_eq(COLUMN("00:1b:21:00:00:01", "ff:ff:ff:ff:ff:fe", ""), "{\"m\":\"ABshAAAB///////+AAAAAAAA\"}");
}

Test(html_column, hostile_text_ends_no_script)
{
	const char *text = COLUMN("</script>", "<!--", "\u2028\"");

	cr_expect_str_eq(text, "[\"\\u003c/script\\u003e\",\"\\u003c!--\",\"\\\\u{2028}\\\"\"]");
}
