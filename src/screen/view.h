/*
 * view.h - what a screen shows: the columns and rows of somebody else's table, asked for by number.
 */
#ifndef MST_SCREEN_VIEW_H
#define MST_SCREEN_VIEW_H

#include <stdbool.h>
#include <stddef.h>

#define MST_CELL_TEXT 256
#define MST_COLUMNS_MAX 16

enum mst_tone { MST_TONE_PLAIN, MST_TONE_GOOD, MST_TONE_BAD, MST_TONE_ODD, MST_TONE_FAINT };

/* One cell, filled by the view. UTF-8; what cannot be shown (control characters, broken UTF-8) becomes '?'. */
struct mst_cell {
	char text[MST_CELL_TEXT];
	enum mst_tone tone;
};

struct mst_column {
	const char *title;
	unsigned width;  /* columns of the terminal it wants, at least 1 */
	unsigned weight; /* its share of what is left over; 0: none */
	bool right;      /* numbers */
	bool optional;   /* left out while it is empty, and where the terminal is too narrow, the last such column first */
};

struct mst_view {
	const struct mst_column *columns;
	size_t column_count; /* at most MST_COLUMNS_MAX */
	size_t sort_column;  /* at the beginning */
	bool descending;

	/* Takes a new picture, at every draw unless paused, and returns its number of rows: they keep their contents until then. */
	size_t (*refresh)(void *user);
	void (*cell)(void *user, size_t row, size_t column, struct mst_cell *cell);
	int (*compare)(void *user, size_t a, size_t b, size_t column); /* as qsort's; ties are settled by number */
	void (*title)(void *user, char *text, size_t size);
	void (*status)(void *user, char *text, size_t size);
	bool (*has)(void *user, size_t column); /* whether any row of the picture has something there; NULL: every column has */
	const char *legend; /* what the signs in the rows mean, half a line; NULL: nothing */
	void *user;
};

#endif
