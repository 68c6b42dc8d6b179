/* SPDX-License-Identifier: BSD-2-Clause */
/* test_service_spell.c - texts of any bytes as UTF-8 without NUL. */
#include <criterion/criterion.h>
#include <string.h>

#include "base/service_spell.h"

static const char *spelled(const char *bytes, size_t size, bool plain)
{
	static char text[4 * 64 + 1];
	struct mst_service_text of = { (const uint8_t *)bytes, (uint16_t)size };

	*mst_service_spell(text, &of, plain) = '\0';
	return text;
}

Test(base_service_spell, what_is_no_text_is_its_number)
{
	cr_expect_str_eq(spelled("nginx/1.2 \xc3\xa4", 12, false), "nginx/1.2 \xc3\xa4");
	cr_expect_str_eq(spelled("a\0b\xff\xc3", 5, false), "a\\x00b\\xff\\xc3");
	cr_expect_str_eq(spelled("\xed\xa0\x80", 3, false), "\\xed\\xa0\\x80");
}

Test(base_service_spell, a_backslash_is_itself_unless_it_would_be_read_as_a_number)
{
	cr_expect_str_eq(spelled("C:\\dir\\", 7, false), "C:\\dir\\");
	cr_expect_str_eq(spelled("\\x41\\\\x", 7, false), "\\x5cx41\\\\x5cx");
}

Test(base_service_spell, plain_has_nothing_that_cannot_be_seen)
{
	cr_expect_str_eq(spelled("a\x1b[0m\n", 6, false), "a\x1b[0m\n");
	cr_expect_str_eq(spelled("a\x1b[0m\n", 6, true), "a\\x1b[0m\\x0a");
	cr_expect_str_eq(spelled("\xe2\x80\xae", 3, true), "\\xe2\\x80\\xae");
}

Test(base_service_spell, a_number_is_one_of_json)
{
	static const struct {
		const char *text;
		bool is_number;
	} cases[] = { { "200", true }, { "0", true },   { "007", false },
		      { "-1", false }, { "2x", false }, { "1e9", false } };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mst_service_text text = { (const uint8_t *)cases[i].text, (uint16_t)strlen(cases[i].text) };

		cr_expect_eq(mst_service_text_is_number(&text), cases[i].is_number, "%s", cases[i].text);
	}
}

Test(base_service_spell, texts_for_people_are_cut_whole)
{
	struct mst_service service = { 0 };
	char text[8];

	cr_expect_eq(mst_service_text(text, sizeof text, NULL, MST_SERVICE_PRODUCT), 0);
	cr_expect_str_empty(text);
	service.of[MST_SERVICE_PRODUCT] = (struct mst_service_text){ (const uint8_t *)"abcdef\xc3\xa4", 8 };
	cr_expect_eq(mst_service_text(text, sizeof text, &service, MST_SERVICE_PRODUCT), 6);
	cr_expect_str_eq(text, "abcdef");
}
