/*
 * screen.h - a live table on a terminal: a title, columns, rows that move, a line of status, keys. By ncurses.
 *
 *     open ──► draw, wait, draw, wait … ──► close
 *
 * The screen knows nothing of what it shows: a view hands over rows by number, and only cells that are visible are asked for. It
 * sorts, filters, scrolls, pauses, follows a resized window, and gives the terminal back as it was. One at a time in a
 * process, and one thread: ncurses has it so.
 */
#ifndef MST_SCREEN_SCREEN_H
#define MST_SCREEN_SCREEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MST_CELL_TEXT 256

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

#define MST_COLUMNS_MAX 16

struct mst_screen;

/* 0, or a negative errno with a sentence: -ENOTTY when standard output is no terminal that can show it. */
int mst_screen_open(struct mst_screen **screen, const struct mst_view *view, char *why, size_t why_size);

void mst_screen_draw(struct mst_screen *screen);

/*
 * Waits at most this long, handling keys (see keys.c) and a resize as they come; also ends early on a signal. False
 * when the person wants to leave.
 */
bool mst_screen_wait(struct mst_screen *screen, uint64_t at_most_ns);

/* Gives the terminal back. Accepts NULL. */
void mst_screen_close(struct mst_screen *screen);

#endif
