/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test_escape.c - text of any bytes as a JSON string.
 */
#include "report/escape.h"

#include <criterion/criterion.h>
#include <string.h>

static const char *json_of(const char *text)
{
	static char at[256];

	*mst_escape_json(at, text, strlen(text)) = '\0';
	return at;
}

Test(report_escape, control_characters_quotes_and_backslashes_are_escaped)
{
	cr_assert_str_eq(json_of("a\"b\\c"), "\"a\\\"b\\\\c\"");
	cr_assert_str_eq(json_of("\b\t\n\f\r\x01\x1f\x7f"), "\"\\b\\t\\n\\f\\r\\u0001\\u001f\\u007f\"");
	cr_assert_str_eq(json_of(""), "\"\"");
}

Test(report_escape, valid_utf8_is_kept)
{
	cr_assert_str_eq(json_of("gr\xc3\xbc\xc3\x9f \xe2\x82\xac \xf0\x9f\x98\x80"),
	                 "\"gr\xc3\xbc\xc3\x9f \xe2\x82\xac \xf0\x9f\x98\x80\"");
}

#define BAD "\xef\xbf\xbd"
Test(report_escape, each_byte_that_is_no_utf8_becomes_a_replacement_character)
{
	cr_assert_str_eq(json_of("a\xff"
	                         "b"),
	                 "\"a" BAD "b\"");
	cr_assert_str_eq(json_of("\xc3"), "\"" BAD "\"", "cut");
	cr_assert_str_eq(json_of("\xc0\xaf"), "\"" BAD BAD "\"", "overlong");
	cr_assert_str_eq(json_of("\xe0\x80\xaf"), "\"" BAD BAD BAD "\"", "overlong");
	cr_assert_str_eq(json_of("\xed\xa0\x80"), "\"" BAD BAD BAD "\"", "surrogate");
	cr_assert_str_eq(json_of("\xf4\x90\x80\x80"), "\"" BAD BAD BAD BAD "\"", "past U+10FFFF");
	cr_assert_str_eq(json_of("\xc3\""), "\"" BAD "\\\"\"", "a quote is never swallowed");
}
