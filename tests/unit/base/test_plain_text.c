/* SPDX-License-Identifier: BSD-2-Clause */
/* test_plain_text.c - byte order marks, and characters that no editor shows, in words. */
#include "base/plain_text.h"

#include <criterion/criterion.h>
#include <muster/error.h>
#include <string.h>

Test(base_plain_text, a_mark_is_one_only_where_the_bytes_begin)
{
	cr_expect_eq(mst_text_mark("\xef\xbb\xbfx", 4), 3);
	cr_expect_eq(mst_text_mark("\xef\xbb\xbf", 3), 3);
	cr_expect_eq(mst_text_mark("\xef\xbb", 2), 0);
	cr_expect_eq(mst_text_mark("x\xef\xbb\xbf", 4), 0);
	cr_expect_eq(mst_text_mark("", 0), 0);
	cr_expect_str_eq(mst_text_encoding("\xff\xfe"
	                                   "1\0",
	                                   4),
	                 "UTF-16");
	cr_expect_str_eq(mst_text_encoding("\xfe\xff\0"
	                                   "1",
	                                   4),
	                 "UTF-16");
	cr_expect_null(mst_text_encoding("\xff", 1));
	cr_expect_null(mst_text_encoding("10", 2));
}

Test(base_plain_text, characters_are_quoted_by_number_and_name)
{
	static const struct {
		const char *from, *all, *invisible;
	} cases[] = {
		{ "10.0.0.1", "10.0.0.1", "10.0.0.1" },
		{ "\xef\xbb\xbf"
		  "a",
		  "<U+FEFF byte order mark>a", "<U+FEFF byte order mark>a" },
		{ "a\xc2\xa0", "a<U+00A0 no-break space>", "a<U+00A0 no-break space>" },
		{ "\xe2\x80\x8b", "<U+200B zero width space>", "<U+200B zero width space>" },
		{ "\xf3\xa0\x80\xa1", "<U+E0021 tag character>", "<U+E0021 tag character>" },
		{ "1\xe2\x80\x93"
		  "9",
		  "1<U+2013 dash, not the minus of the keyboard>9",
		  "1\xe2\x80\x93"
		  "9" },
		{ "Z\xc3\xbcrich", "Z<U+00FC>rich", "Z\xc3\xbcrich" },
		{ "\xf0\x9f\x98\x80", "<U+1F600>", "\xf0\x9f\x98\x80" },
		{ "a\tb\x1b", "a?b?", "a?b?" },
		{ "\xff"
		  "a",
		  "?a", "?a" },
		{ "\xc3", "?", "?" },             /* cut short */
		{ "\xc0\x80", "??", "??" },       /* longer than it need be */
		{ "\xed\xa0\x80", "???", "???" }, /* a surrogate */
		{ "\xf4\x90\x80\x80", "????", "????" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char text[128];

		cr_expect_eq(mst_text_quote(text, sizeof text, cases[i].from, 0), strlen(cases[i].from));
		cr_expect_str_eq(text, cases[i].all);
		mst_text_quote(text, sizeof text, cases[i].from, 1);
		cr_expect_str_eq(text, cases[i].invisible);
	}
}

Test(base_plain_text, what_has_no_room_is_left_out_whole)
{
	char text[12];

	cr_expect_eq(mst_text_quote(text, sizeof text,
	                            "abc\xc3\xbc"
	                            "d",
	                            0),
	             5);
	cr_expect_str_eq(text, "abc<U+00FC>");
	cr_expect_eq(mst_text_quote(text, sizeof text,
	                            "abcd\xc3\xbc"
	                            "d",
	                            0),
	             4);
	cr_expect_str_eq(text, "abcd");
	cr_expect_eq(mst_text_quote(text, 1, "a", 0), 0);
	cr_expect_str_eq(text, "");
}

Test(base_plain_text, every_sentence_of_an_error_names_what_cannot_be_seen)
{
	struct mst_error err;

	mst_fail(&err, -22, "--rate %s: expected a number \xe2\x80\xa6", "10k\xe2\x80\x8b");
	cr_expect_str_eq(err.text, "--rate 10k<U+200B zero width space>: expected a number \xe2\x80\xa6");
}
