/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * view.h - the interface of a table that a screen shows: columns, and rows fetched by number.
 */
#ifndef MST_SCREEN_VIEW_H
#define MST_SCREEN_VIEW_H

#include <stdbool.h>
#include <stddef.h>

#define MST_CELL_TEXT 256
#define MST_SCREEN_COLUMNS_MAX 16

enum mst_tone { MST_TONE_PLAIN, MST_TONE_GOOD, MST_TONE_BAD, MST_TONE_ODD, MST_TONE_FAINT };

/* One cell, filled by the view. UTF-8; control characters and invalid UTF-8 are shown as '?'. */
struct mst_screen_cell {
	char text[MST_CELL_TEXT];
	enum mst_tone tone;
};

struct mst_screen_column {
	const char *title;
	unsigned width;  /* columns of the terminal it wants, at least 1 */
	unsigned weight; /* its share of spare columns; 0: none */
	bool right;      /* numbers */
	bool optional;   /* hidden while empty, and on narrow terminals, the last such column first */
};

struct mst_screen_view {
	const struct mst_screen_column *columns;
	size_t column_count; /* at most MST_SCREEN_COLUMNS_MAX */
	size_t sort_column;  /* at the start */
	bool descending;

	/*
	 * Takes a new picture, at each draw unless paused; returns its number of rows. Rows do not change until the
	 * next refresh.
	 */
	size_t (*refresh)(void *user);
	void (*cell)(void *user, size_t row, size_t column, struct mst_screen_cell *cell);
	int (*compare)(void *user, size_t a, size_t b, size_t column); /* as for qsort(3); ties: by row number */
	void (*title)(void *user, char *text, size_t size);
	void (*status)(void *user, char *text, size_t size);
	bool (*has)(void *user, size_t column); /* whether any row has a value in this column; NULL: all columns have */
	const char *legend;                     /* explains the signs in the rows, half a line; NULL: none */
	void *user;
};

#endif
