/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rows.h - sorting, filtering and scrolling of the rows, by their numbers only. Uses no terminal.
 */
#ifndef MST_SCREEN_ROWS_H
#define MST_SCREEN_ROWS_H

#include "screen/view.h"

#define MST_FILTER_TEXT 64

struct mst_screen_rows {
	const struct mst_screen_view *view;
	size_t *order; /* rows of the view, sorted and filtered */
	size_t count, room;
	size_t all;   /* rows of the view */
	size_t first; /* shown at the top */
	size_t sort_column;
	bool descending, paused;
	char filter[MST_FILTER_TEXT];
};

void mst_screen_rows_open(struct mst_screen_rows *rows, const struct mst_screen_view *view);
void mst_screen_rows_close(struct mst_screen_rows *rows);

/* Takes a new picture from the view, unless paused, and sorts it. Without memory fewer rows are shown. */
void mst_screen_rows_take(struct mst_screen_rows *rows);

/* Sorts the current picture again, after a change of the column, the direction or the filter. */
void mst_screen_rows_order(struct mst_screen_rows *rows);

/* Scrolls by `by` rows, within the picture; `visible` rows fit on the terminal. */
void mst_screen_rows_scroll(struct mst_screen_rows *rows, long by, size_t visible);

#endif
