/* test_text.c - text in columns of a terminal, and rows in their order. */
#include <criterion/criterion.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "screen/rows.h"
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

static const char *const names[] = { "pear", "Apple", "fig", "apple pie", "plum" };

static size_t take(void *user)
{
	return *(size_t *)user;
}

static void cell(void *user, size_t row, size_t column, struct mst_screen_cell *cell)
{
	(void)user, (void)column;
	snprintf(cell->text, sizeof cell->text, "%s", names[row]);
}

/* By length: some are equal. */
static int compare(void *user, size_t a, size_t b, size_t column)
{
	size_t one = strlen(names[a]), other = strlen(names[b]);

	(void)user, (void)column;
	return one < other ? -1 : one > other;
}

static const struct mst_screen_column columns[] = { { .title = "NAME", .width = 10 } };

static struct mst_screen_view view_of(size_t *count)
{
	return (struct mst_screen_view){ .columns = columns, .column_count = 1, .refresh = take, .cell = cell, .compare = compare, .user = count };
}

static const char *order_of(const struct mst_rows *rows)
{
	static char text[64];

	text[0] = '\0';
	for (size_t i = 0; i < rows->count; i++)
		snprintf(text + strlen(text), sizeof text - strlen(text), "%zu", rows->order[i]);
	return text;
}

Test(screen_rows, are_sorted_and_equals_keep_their_order)
{
	size_t count = 5;
	struct mst_screen_view view = view_of(&count);
	struct mst_rows rows;

	mst_rows_open(&rows, &view);
	mst_rows_take(&rows);
	cr_expect_str_eq(order_of(&rows), "20413");
	rows.descending = true;
	mst_rows_order(&rows);
	cr_expect_str_eq(order_of(&rows), "31042");
	mst_rows_close(&rows);
}

Test(screen_rows, are_filtered_however_the_letters_are_written)
{
	size_t count = 5;
	struct mst_screen_view view = view_of(&count);
	struct mst_rows rows;

	mst_rows_open(&rows, &view);
	strcpy(rows.filter, "APPLE");
	mst_rows_take(&rows);
	cr_expect_str_eq(order_of(&rows), "13");
	mst_rows_close(&rows);
}

Test(screen_rows, that_vanish_do_not_leave_the_screen_behind_them)
{
	size_t count = 5;
	struct mst_screen_view view = view_of(&count);
	struct mst_rows rows;

	mst_rows_open(&rows, &view);
	mst_rows_take(&rows);
	mst_rows_scroll(&rows, 100, 2);
	cr_expect_eq(rows.first, 3);
	count = 1;
	mst_rows_take(&rows);
	mst_rows_scroll(&rows, 0, 2);
	cr_expect_eq(rows.first, 0);
	mst_rows_close(&rows);
}
