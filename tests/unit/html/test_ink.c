/* SPDX-License-Identifier: BSD-2-Clause */
/* test_ink.c - what stands in a page of text from outside. */
#include "html/ink.h"

#include <criterion/criterion.h>
#include <string.h>

#include "unit/html/fixture_html.h"

static const char *as_text(const char *text)
{
	mst_ink_words(fixture_ink(), text);
	return fixture_text();
}

static const char *as_script(const char *text)
{
	mst_ink_script(fixture_ink(), text, strlen(text));
	return fixture_text();
}

Test(html_ink, markup_in_text_is_text)
{
	cr_expect_str_eq(as_text("<script>alert(1)</script>"), "&lt;script&gt;alert(1)&lt;/script&gt;");
	cr_expect_str_eq(as_text("a & b &lt;"), "a &amp; b &amp;lt;");
}

Test(html_ink, a_quote_ends_no_attribute)
{
	cr_expect_str_eq(as_text("\" onload=\"x' y"), "&quot; onload=&quot;x&#39; y");
}

Test(html_ink, nothing_ends_a_script_element)
{
	cr_expect_str_eq(as_script("</script>"), "\\u003c/script\\u003e");
	cr_expect_str_eq(as_script("<!--<script>-->"), "\\u003c!--\\u003cscript\\u003e--\\u003e");
	cr_expect_str_eq(as_script("&amp;"), "\\u0026amp;");
	cr_expect_str_eq(as_script("a\"b\\c"), "a\\\"b\\\\c");
}

/* U+2028 ended strings in JavaScript before 2019, and U+202E turns what is around it: both are shown. */
Test(html_ink, what_cannot_be_seen_is_shown)
{
	cr_expect_str_eq(as_text("a\u2028b\u202ec\x1b\n"), "a\\u{2028}b\\u{202e}c\\u{1b}\\u{a}");
	cr_expect_str_eq(as_script("a\u2028b\u202ec\x1b\n"), "a\\\\u{2028}b\\\\u{202e}c\\\\u{1b}\\\\u{a}");
}

Test(html_ink, bytes_that_are_no_utf_8_are_shown)
{
	cr_expect_str_eq(as_text("\xff\xc3"), "\\xff\\xc3");
	cr_expect_str_eq(as_script("\xff\xc3"), "\\\\xff\\\\xc3");
	cr_expect_str_eq(as_text("é 日本"), "é 日本");
}

Test(html_ink, text_of_any_length_comes_out_whole)
{
	static char text[3 * MST_INK_BUFFER + 1];

	memset(text, 'x', sizeof text - 1);
	cr_expect_str_eq(as_text(text), text);
}

Test(html_ink, numbers_for_people_are_grouped)
{
	struct mst_ink *ink = fixture_ink();

	mst_ink_grouped(ink, 1234567);
	mst_ink_put(ink, " ");
	mst_ink_whole(ink, 1234567);
	mst_ink_format(ink, " %u", 7u);
	mst_ink_line(ink);
	cr_expect_str_eq(fixture_text(), "1,234,567 1234567 7\n");
}
