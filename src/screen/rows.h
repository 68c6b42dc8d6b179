/*
 * rows.h - which rows are shown, in which order, from which on: numbers only, the view has the rest. No terminal.
 */
#ifndef MST_SCREEN_ROWS_H
#define MST_SCREEN_ROWS_H

#include "screen/view.h"

#define MST_FILTER_TEXT 64

struct mst_rows {
	const struct mst_view *view;
	size_t *order;  /* rows of the view, sorted and filtered */
	size_t count, room;
	size_t all;     /* rows of the view */
	size_t first;   /* shown at the top */
	size_t sort_column;
	bool descending, paused;
	char filter[MST_FILTER_TEXT];
};

void mst_rows_open(struct mst_rows *rows, const struct mst_view *view);
void mst_rows_close(struct mst_rows *rows);

/* Takes the view's picture, unless paused, and orders it. Without memory fewer rows are shown. */
void mst_rows_take(struct mst_rows *rows);

/* Orders the picture there is once more: after a change of the column, the direction or the filter. */
void mst_rows_order(struct mst_rows *rows);

/* Scrolls by so many rows, as far as there are any, of which `visible` fit. */
void mst_rows_scroll(struct mst_rows *rows, long by, size_t visible);

#endif
