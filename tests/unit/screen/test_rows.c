/* SPDX-License-Identifier: BSD-2-Clause */
/* test_rows.c - rows of a table in their order, filtered and scrolled. */
#include "screen/rows.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

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
	return (struct mst_screen_view){
		.columns = columns, .column_count = 1, .refresh = take, .cell = cell, .compare = compare, .user = count
	};
}

static const char *order_of(const struct mst_screen_rows *rows)
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
	struct mst_screen_rows rows;

	mst_screen_rows_open(&rows, &view);
	mst_screen_rows_take(&rows);
	cr_expect_str_eq(order_of(&rows), "20413");
	rows.descending = true;
	mst_screen_rows_order(&rows);
	cr_expect_str_eq(order_of(&rows), "31042");
	mst_screen_rows_close(&rows);
}

Test(screen_rows, are_filtered_however_the_letters_are_written)
{
	size_t count = 5;
	struct mst_screen_view view = view_of(&count);
	struct mst_screen_rows rows;

	mst_screen_rows_open(&rows, &view);
	strcpy(rows.filter, "APPLE");
	mst_screen_rows_take(&rows);
	cr_expect_str_eq(order_of(&rows), "13");
	mst_screen_rows_close(&rows);
}

Test(screen_rows, that_vanish_do_not_leave_the_screen_behind_them)
{
	size_t count = 5;
	struct mst_screen_view view = view_of(&count);
	struct mst_screen_rows rows;

	mst_screen_rows_open(&rows, &view);
	mst_screen_rows_take(&rows);
	mst_screen_rows_scroll(&rows, 100, 2);
	cr_expect_eq(rows.first, 3);
	count = 1;
	mst_screen_rows_take(&rows);
	mst_screen_rows_scroll(&rows, 0, 2);
	cr_expect_eq(rows.first, 0);
	mst_screen_rows_close(&rows);
}
