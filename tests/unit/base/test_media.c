/* SPDX-License-Identifier: BSD-2-Clause */
/* test_media.c - every class of byte in every medium: a new row of the table is tried by itself. */
#include "base/media.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

#define ALL_MEDIA(medium) \
	enum mst_medium medium = 0; \
	medium < MST_MEDIUM_COUNT; \
	medium++

/* clang-format off */
static const char *const classes[] = {
	"a", "\"", "\\", "'", ",", " ", "=", "+", "-", "@", "\t", "\r", "\n", "\x01", "\x1b[2J", "\x1f", "\x7f",
	"\xc2\x80", "\xc2\x9b" "31m", "\xc2\x9f", "\xc2\xa0",                     /* C1, no-break space */
	"\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80",                           /* é € and a face */
	"\xe2\x80\xae" "evil", "\xe2\x81\xa6", "\xe2\x80\x8f", "\xd8\x9c",        /* direction of text */
	"\xe2\x80\x8b", "\xef\xbb\xbf", "\xe2\x80\xa8", "\xf3\xa0\x81\x81",       /* without a shape */
	"\xff", "\x80", "\x9b", "\xc3", "\xe2\x82", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", /* no UTF-8 */
};
/* clang-format on */

#define CLASSES (sizeof classes / sizeof *classes)

static size_t put(enum mst_medium medium, char *to, const char *text, size_t length)
{
	const char *end = text + length;
	char *at = to;

	while (text < end) {
		char *after = mst_medium_put(medium, at, &text, end);

		cr_assert(after > at && after - at <= MST_MEDIUM_CHAR_MAX);
		at = after;
	}
	return (size_t)(at - to);
}

/* Valid UTF-8 of characters that a terminal shows. */
static bool is_harmless(const char *text, size_t length)
{
	for (size_t at = 0, count; at < length; at += count) {
		uint32_t character;

		count = mst_utf8_read((const uint8_t *)text + at, length - at, &character);
		if (count == 0 || mst_text_is_unseen(character))
			return false;
	}
	return true;
}

Test(base_media, nothing_that_steers_a_terminal_is_in_any_but_raw)
{
	char text[MST_MEDIUM_CHAR_MAX * 16];

	for (ALL_MEDIA(medium)) {
		for (size_t i = 0; i < CLASSES; i++) {
			size_t length = put(medium, text, classes[i], strlen(classes[i]));

			if (medium == MST_TO_RAW)
				cr_expect(length == strlen(classes[i]) && memcmp(text, classes[i], length) == 0);
			else
				cr_expect(is_harmless(text, length), "%s %zu", mst_medium_name(medium), i);
		}
		for (int byte = 0; byte < 256 && medium != MST_TO_RAW; byte++) {
			char one = (char)byte;

			cr_expect(is_harmless(text, put(medium, text, &one, 1)), "%s %d", mst_medium_name(medium),
			          byte);
		}
	}
}

Test(base_media, text_grows_within_bounds)
{
	char text[MST_MEDIUM_CHAR_MAX * 16];

	for (size_t i = 0; i < CLASSES; i++) {
		size_t length = strlen(classes[i]);

		cr_expect_leq(put(MST_TO_JSON, text, classes[i], length), MST_JSON_BYTE_MAX * length);
		cr_expect_leq(put(MST_TO_XML, text, classes[i], length), MST_XML_BYTE_MAX * length);
		cr_expect_leq(put(MST_TO_CELL, text, classes[i], length), length);
		cr_expect_leq(put(MST_TO_ASCII, text, classes[i], length), length);
		cr_expect_leq(put(MST_TO_LINE, text, classes[i], length), MST_MEDIUM_CHAR_MAX / 2 * length);
	}
	for (uint32_t number = 0x80; number <= 0x10ffff; number += number < 0x20000 ? 1 : 0x101) {
		char utf8[5] = { (char)(0xf0 | number >> 18), (char)(0x80 | (number >> 12 & 63)),
			         (char)(0x80 | (number >> 6 & 63)), (char)(0x80 | (number & 63)) };

		if (number < 0x800)
			snprintf(utf8, sizeof utf8, "%c%c", 0xc0 | number >> 6, 0x80 | (number & 63));
		else if (number < 0x10000)
			snprintf(utf8, sizeof utf8, "%c%c%c", 0xe0 | number >> 12, 0x80 | (number >> 6 & 63),
			         0x80 | (number & 63));
		for (ALL_MEDIA(medium))
			cr_assert(medium == MST_TO_RAW || is_harmless(text, put(medium, text, utf8, strlen(utf8))),
			          "%x", number);
	}
}

Test(base_media, a_quote_ends_no_string)
{
	char text[MST_MEDIUM_CHAR_MAX * 4];

	text[put(MST_TO_QUOTED, text, "a\"b\\c\x80", 6)] = '\0';
	cr_expect_str_eq(text, "a\\x22b\\x5cc\\x80");
	text[put(MST_TO_JSON, text, "a\"b\\c\x80", 6)] = '\0';
	cr_expect_str_eq(text, "a\\\"b\\\\c\xef\xbf\xbd");
}

Test(base_media, json_has_unseen_characters_by_number)
{
	char text[MST_MEDIUM_CHAR_MAX * 4];

	text[put(MST_TO_JSON, text, "\xc2\x9b\xe2\x80\xae\xf3\xa0\x81\x81\x7f\n", 11)] = '\0';
	cr_expect_str_eq(text, "\\u009b\\u202e\\udb40\\udc41\\u007f\\n");
}

Test(base_media, xml_has_what_it_can_hold_and_the_bytes_of_all_else_in_words)
{
	static const struct {
		const char *text, *value;
	} cases[] = {
		{ "a<b>&\"'", "a&lt;b&gt;&amp;&quot;&apos;" },
		{ "\t\n\r", "&#x9;&#xa;&#xd;" },
		{ "\x01\x1b\x1f", "\\x01\\x1b\\x1f" },
		{ "\x7f\xc2\x80\xc2\x9b", "&#x7f;&#x80;&#x9b;" },
		{ "\xe2\x80\xae\xf3\xa0\x81\x81", "&#x202e;&#xe0041;" },
		{ "\xff\xc3\xed\xa0\x80", "\\xff\\xc3\\xed\\xa0\\x80" },
		{ "\xef\xbf\xbe\xef\xbf\xbf",
		  "\\xef\\xbf\\xbe\\xef\\xbf\\xbf" }, /* U+FFFE and U+FFFF are no characters */
		{ "\xc3\xa9\xf0\x9f\x98\x80]]>--", "\xc3\xa9\xf0\x9f\x98\x80]]&gt;--" },
	};
	char text[MST_MEDIUM_CHAR_MAX * 16];

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		text[put(MST_TO_XML, text, cases[i].text, strlen(cases[i].text))] = '\0';
		cr_expect_str_eq(text, cases[i].value);
	}
}

Test(base_media, a_copy_is_cut_between_characters)
{
	char text[8];

	cr_expect_eq(mst_medium_copy(MST_TO_QUOTED, text, sizeof text, "ab\x01\x02", 4), 3);
	cr_expect_str_eq(text, "ab\\x01");
	cr_expect_eq(mst_medium_copy(MST_TO_LINE, text, 3, "a\xc3\xa9", 3), 1);
	cr_expect_str_eq(text, "a");
	cr_expect_eq(mst_medium_copy(MST_TO_LINE, text, 1, "a", 1), 0);
	cr_expect_str_eq(text, "");
}
