/* SPDX-License-Identifier: BSD-2-Clause */
/* rows.c - see rows.h. */
#include "screen/rows.h"

#include <stdlib.h>
#include <string.h>

#include "screen/text.h"

void mst_screen_rows_open(struct mst_screen_rows *rows, const struct mst_screen_view *view)
{
	*rows = (struct mst_screen_rows){ .view = view,
		                          .sort_column = view->sort_column,
		                          .descending = view->descending };
}

void mst_screen_rows_close(struct mst_screen_rows *rows)
{
	free(rows->order);
	*rows = (struct mst_screen_rows){ 0 };
}

static bool is_wanted(const struct mst_screen_rows *rows, size_t row)
{
	const struct mst_screen_view *view = rows->view;
	struct mst_screen_cell cell;

	if (!rows->filter[0])
		return true;
	for (size_t i = 0; i < view->column_count; i++) {
		cell = (struct mst_screen_cell){ .text = "" };
		view->cell(view->user, row, i, &cell);
		if (mst_text_has(cell.text, rows->filter))
			return true;
	}
	return false;
}

static int compare(const void *a, const void *b, void *user)
{
	const struct mst_screen_rows *rows = user;
	size_t one = *(const size_t *)a, other = *(const size_t *)b;
	int order = rows->view->compare(rows->view->user, one, other, rows->sort_column);

	if (order != 0)
		return rows->descending ? -order : order;
	return one < other ? -1 : one > other;
}

void mst_screen_rows_order(struct mst_screen_rows *rows)
{
	if (rows->all > rows->room) {
		size_t *bigger = reallocarray(rows->order, rows->all, sizeof *bigger);

		if (bigger) {
			rows->order = bigger;
			rows->room = rows->all;
		}
	}
	rows->count = 0;
	for (size_t row = 0; row < rows->all && rows->count < rows->room; row++) {
		if (is_wanted(rows, row))
			rows->order[rows->count++] = row;
	}
	if (rows->count)
		qsort_r(rows->order, rows->count, sizeof *rows->order, compare, rows);
}

void mst_screen_rows_take(struct mst_screen_rows *rows)
{
	if (rows->paused)
		return;
	rows->all = rows->view->refresh(rows->view->user);
	mst_screen_rows_order(rows);
}

void mst_screen_rows_scroll(struct mst_screen_rows *rows, long by, size_t visible)
{
	size_t last = rows->count > visible ? rows->count - visible : 0;

	if (by < 0)
		rows->first = (size_t)-by < rows->first ? rows->first - (size_t)-by : 0;
	else
		rows->first = last - (rows->first < last ? rows->first : last) < (size_t)by ? last
		                                                                            : rows->first + (size_t)by;
	if (rows->first > last)
		rows->first = last;
}
