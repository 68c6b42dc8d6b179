/* SPDX-License-Identifier: BSD-2-Clause */
/* test_words.c - counted words, and their bars. */
#include "html/words.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "unit/html/fixture_html.h"

static void add(struct mst_html_words *words, const char *text, uint64_t order)
{
	mst_html_words_add(words, text, strlen(text), order);
}

static const char *draw(struct mst_html_words *words, struct mst_html_bars bars)
{
	mst_html_words_draw(fixture_ink(), words, &bars);
	return fixture_text();
}

Test(html_words, the_most_frequent_comes_first_and_of_equals_the_lower_one)
{
	struct mst_html_words words = { 0 };

	add(&words, "443", 443);
	add(&words, "80", 80);
	add(&words, "22", 22);
	add(&words, "443", 443);
	draw(&words, (struct mst_html_bars){ .heading = "Port", .most = 5 });
	cr_expect_str_eq(words.at[0].text, "443");
	cr_expect_str_eq(words.at[1].text, "22");
	cr_expect_str_eq(words.at[2].text, "80");
	mst_html_words_free(&words);
}

Test(html_words, the_rest_is_counted_together)
{
	struct mst_html_words words = { 0 };
	const char *text;

	for (unsigned i = 0; i < 1000; i++) {
		char word[8];

		snprintf(word, sizeof word, "%u", i % 10);
		add(&words, word, i % 10);
	}
	text = draw(&words, (struct mst_html_bars){ .heading = "Port", .most = 3 });
	cr_expect(strstr(text, "all others"));
	cr_expect(strstr(text, ">700</td>"));
	cr_expect_eq(fixture_count(text, "<tr>"), 5); /* head, three, others */
	mst_html_words_free(&words);
}

Test(html_words, more_words_than_there_is_room_for_are_counted)
{
	struct mst_html_words words = { 0 };

	for (unsigned i = 0; i < MST_HTML_WORDS_MAX + 1000; i++) {
		char word[16];

		snprintf(word, sizeof word, "w%u", i);
		add(&words, word, 0);
	}
	add(&words, "w7", 0);
	cr_expect_eq(words.count, MST_HTML_WORDS_MAX);
	cr_expect_eq(words.others, 1000);
	cr_expect_eq(words.all, MST_HTML_WORDS_MAX + 1001);
	mst_html_words_free(&words);
}

Test(html_words, long_words_are_cut_and_the_same_when_cut)
{
	struct mst_html_words words = { 0 };
	char word[2 * MST_HTML_WORD_MAX + 1] = "";

	memset(word, 'x', sizeof word - 1);
	add(&words, word, 0);
	word[MST_HTML_WORD_MAX + 1] = 'y';
	add(&words, word, 0);
	cr_expect_eq(words.count, 1);
	cr_expect_eq(words.at[0].count, 2);
	mst_html_words_free(&words);
}

Test(html_words, a_hostile_word_is_text_in_its_link_too)
{
	struct mst_html_words words = { 0 };
	const char *text;

	add(&words, "\"><img src=x>", 0);
	text = draw(&words, (struct mst_html_bars){ .heading = "Product", .filter = "product", .most = 5 });
	cr_expect(strstr(text, "data-value=\"&quot;&gt;&lt;img src=x&gt;\">"));
	cr_expect_not(strstr(text, "<img"));
	mst_html_words_free(&words);
}

Test(html_words, a_word_for_none_is_no_link)
{
	struct mst_html_words words = { 0 };

	add(&words, "not known", 0);
	cr_expect_not(strstr(draw(&words,
	                          (struct mst_html_bars){
					  .heading = "Vendor", .filter = "vendor", .unnamed = "not known", .most = 5 }),
	                     "<a "));
	mst_html_words_free(&words);
}
