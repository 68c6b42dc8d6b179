/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * screen.c - see screen.h.
 *
 *     line 0        title
 *     line 1        columns, the one that sorts marked
 *     lines 2…      rows
 *     last but one  status
 *     last          keys, or the filter being typed; at its right the rows that are shown, where they are not all
 */
#include "screen/screen.h"

#include <errno.h>
#include <locale.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "screen/handle.h"
#include "screen/text.h"

#define HEAD 2
#define FOOT 2
#define GAP 2
#define LINE_TEXT 1024
#define NS_PER_MS UINT64_C(1000000)

/* Where columns stand on the terminal. */
struct layout {
	size_t widths[MST_SCREEN_COLUMNS_MAX]; /* 0: left out */
};

/* How many rows fit. */
static size_t visible_rows(void)
{
	return LINES > HEAD + FOOT ? (size_t)(LINES - HEAD - FOOT) : 0;
}

/* ---- layout ---- */

static size_t whole_width(const struct layout *layout, size_t count)
{
	size_t width = 0;

	for (size_t i = 0; i < count; i++)
		width += layout->widths[i] ? layout->widths[i] + (width ? GAP : 0) : 0;
	return width;
}

static struct layout lay_out(const struct mst_screen_view *view)
{
	size_t most = COLS > 0 ? (size_t)COLS : 0, weights = 0, left;
	struct layout layout = { { 0 } };

	for (size_t i = 0; i < view->column_count; i++) {
		bool has = !view->columns[i].optional || !view->has || view->has(view->user, i);

		layout.widths[i] = has ? view->columns[i].width : 0;
	}
	for (size_t i = view->column_count; i-- > 0 && whole_width(&layout, view->column_count) > most;) {
		if (view->columns[i].optional)
			layout.widths[i] = 0;
	}
	left = whole_width(&layout, view->column_count);
	left = most > left ? most - left : 0;
	for (size_t i = 0; i < view->column_count; i++)
		weights += layout.widths[i] ? view->columns[i].weight : 0;
	for (size_t i = 0; i < view->column_count && weights; i++) {
		if (layout.widths[i])
			layout.widths[i] += left * view->columns[i].weight / weights;
	}
	return layout;
}

/* ---- drawing ---- */

/* Whether choose_colours chose any. */
static bool has_pairs(void)
{
	short colour, ground;

	return pair_content(1, &colour, &ground) == OK && colour == COLOR_GREEN;
}

static attr_t attribute_of(enum mst_tone tone)
{
	switch (tone) {
	case MST_TONE_GOOD: return has_pairs() ? COLOR_PAIR(1) : A_NORMAL;
	case MST_TONE_BAD: return has_pairs() ? COLOR_PAIR(2) : A_BOLD;
	case MST_TONE_ODD: return has_pairs() ? COLOR_PAIR(3) : A_BOLD;
	case MST_TONE_FAINT: return A_DIM;
	default: return A_NORMAL;
	}
}

/* Text from column `x` on, in exactly `width` columns, as far as the terminal goes. */
static void put_cell(int y, size_t x, size_t width, const struct mst_screen_cell *cell, bool right, attr_t attributes)
{
	char text[4 * MST_CELL_TEXT];
	size_t room = (size_t)COLS > x ? (size_t)COLS - x : 0, used, pad;

	if (width > room)
		width = room;
	if (!width)
		return;
	used = mst_text_fit(text, sizeof text, cell->text, width);
	pad = width - used;
	attrset((int)(attributes | attribute_of(cell->tone)));
	mvaddstr(y, (int)(x + (right ? pad : 0)), text);
	attrset(A_NORMAL);
}

static void put_line(int y, const char *line, attr_t attributes)
{
	char text[4 * LINE_TEXT];

	mst_text_fit(text, sizeof text, line, (size_t)COLS);
	attrset((int)attributes);
	mvaddstr(y, 0, text);
	attrset(A_NORMAL);
}

static void draw_heads(const struct mst_screen *screen, const struct layout *layout)
{
	size_t x = 0;

	for (size_t i = 0; i < screen->view.column_count; i++) {
		struct mst_screen_cell cell = { .text = "" };
		const struct mst_screen_column *column = &screen->view.columns[i];
		bool sorts = i == screen->rows.sort_column;

		if (!layout->widths[i])
			continue;
		snprintf(cell.text, sizeof cell.text, "%s%s", column->title,
		         !sorts                    ? ""
		         : screen->rows.descending ? mst_text_is_utf8() ? "▼" : "v"
		         : mst_text_is_utf8()      ? "▲"
		                                   : "^");
		put_cell(1, x, layout->widths[i], &cell, column->right, sorts ? A_BOLD | A_UNDERLINE : A_UNDERLINE);
		x += layout->widths[i] + GAP;
	}
}

static void draw_row(const struct mst_screen *screen, const struct layout *layout, int y, size_t row)
{
	size_t x = 0;

	for (size_t i = 0; i < screen->view.column_count; i++) {
		struct mst_screen_cell cell = { .text = "" };

		if (!layout->widths[i])
			continue;
		screen->view.cell(screen->view.user, row, i, &cell);
		put_cell(y, x, layout->widths[i], &cell, screen->view.columns[i].right, A_NORMAL);
		x += layout->widths[i] + GAP;
	}
}

static void draw_help(const struct mst_screen_view *view)
{
	int y = HEAD;

	for (int i = 0; mst_screen_keys_help[i] && y < LINES - FOOT; i++)
		put_line(y++, mst_screen_keys_help[i], A_NORMAL);
	if (view->legend && y < LINES - FOOT)
		put_line(y, view->legend, A_NORMAL);
}

static void draw_rows(struct mst_screen *screen, const struct layout *layout)
{
	size_t visible = visible_rows();

	mst_screen_rows_scroll(&screen->rows, 0, visible); /* there may be fewer than there were */
	for (size_t i = 0; i < visible && screen->rows.first + i < screen->rows.count; i++)
		draw_row(screen, layout, HEAD + (int)i, screen->rows.order[screen->rows.first + i]);
}

/* Which rows are visible, when there are more above or below; else "". */
static const char *write_hidden(const struct mst_screen *screen, char *text, size_t size)
{
	const struct mst_screen_rows *rows = &screen->rows;
	size_t last = rows->first + visible_rows();

	last = last < rows->count ? last : rows->count;
	text[0] = '\0';
	if (rows->first > 0 || last < rows->count)
		snprintf(text, size, "  rows %zu-%zu of %zu", rows->first + 1, last, rows->count);
	return text;
}

/* The keys, or as many of them as there is room for: how to leave and to find the others is always there. */
static void write_keys(const struct mst_screen *screen, size_t room, char *line, size_t size)
{
	static const char *const keys[] = { "? keys  / filter  < > sort  p pause  q quit",
		                            "? keys  / filter  p pause  q quit", "? keys  q quit", "q quit" };
	const struct mst_screen_rows *rows = &screen->rows;
	size_t i = 0;

	line[0] = '\0';
	if (rows->filter[0])
		snprintf(line, size, "%zu of %zu rows with \"%s\" (Esc: all)  ? keys  q quit", rows->count, rows->all,
		         rows->filter);
	else if (screen->view.legend)
		snprintf(line, size, "%s   %s", keys[0], screen->view.legend);
	if (*line && strlen(line) <= room)
		return;
	if (rows->filter[0]) {
		snprintf(line, size, "Esc: all  ? keys  q quit");
		return;
	}
	while (i + 1 < sizeof keys / sizeof *keys && strlen(keys[i]) > room)
		i++;
	snprintf(line, size, "%s", keys[i]);
}

static void draw_keys(const struct mst_screen *screen)
{
	char hidden[80], line[LINE_TEXT];
	size_t columns = (size_t)COLS, length = strlen(write_hidden(screen, hidden, sizeof hidden));

	if (screen->typing)
		snprintf(line, sizeof line, "/%s_", screen->rows.filter);
	else
		write_keys(screen, length < columns ? columns - length : 0, line, sizeof line);
	put_line(LINES - 1, line, A_DIM);
	if (!length || length > columns)
		return;
	attrset((int)A_BOLD);
	mvaddstr(LINES - 1, COLS - (int)length, hidden);
	attrset(A_NORMAL);
}

static void draw_foot(const struct mst_screen *screen)
{
	const struct mst_screen_rows *rows = &screen->rows;
	char status[LINE_TEXT / 2] = "", line[LINE_TEXT];

	screen->view.status(screen->view.user, status, sizeof status);
	snprintf(line, sizeof line, "%s%s", rows->paused ? "paused; " : "", status);
	put_line(LINES - 2, line, rows->paused ? A_BOLD : A_NORMAL);
	draw_keys(screen);
}

static void paint(struct mst_screen *screen)
{
	struct layout layout = lay_out(&screen->view);
	char title[LINE_TEXT] = "";

	erase();
	screen->view.title(screen->view.user, title, sizeof title);
	put_line(0, title, A_BOLD);
	if (LINES > 1)
		draw_heads(screen, &layout);
	if (screen->helping)
		draw_help(&screen->view);
	else
		draw_rows(screen, &layout);
	if (LINES > HEAD)
		draw_foot(screen);
	refresh();
}

void mst_screen_draw(struct mst_screen *screen)
{
	mst_screen_rows_take(&screen->rows);
	paint(screen);
}

/* ---- keys ---- */

static uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 * NS_PER_MS + (uint64_t)now.tv_nsec;
}

bool mst_screen_wait(struct mst_screen *screen, uint64_t at_most_ns)
{
	uint64_t until_ns = now_ns() + at_most_ns, at_ns;

	do {
		struct pollfd keyboard = { .fd = STDIN_FILENO, .events = POLLIN };
		int key = getch();

		if (key != ERR) {
			mst_screen_key(screen, key, visible_rows());
			paint(screen);
			continue;
		}
		at_ns = now_ns();
		if (at_ns >= until_ns || screen->leaving)
			break;
		if (poll(&keyboard, 1, (int)((until_ns - at_ns) / NS_PER_MS) + 1) < 0) {
			/* getch(3) reports a new size; any other signal is for the caller. */
			key = getch();
			if (key == ERR)
				break;
			mst_screen_key(screen, key, visible_rows());
			paint(screen);
		}
		if (keyboard.revents & (POLLHUP | POLLNVAL | POLLERR))
			screen->leaving = true; /* the terminal is gone */
	} while (!screen->leaving);
	return !screen->leaving;
}

/* ---- opening ---- */

static void choose_colours(void)
{
	const char *no_colour = getenv("NO_COLOR"); /* no-color.org */

	if ((no_colour && *no_colour) || !has_colors() || start_color() == ERR)
		return;
	use_default_colors();
	init_pair(1, COLOR_GREEN, -1);
	init_pair(2, COLOR_RED, -1);
	init_pair(3, COLOR_YELLOW, -1);
}

int mst_screen_open(struct mst_screen **out, const struct mst_screen_view *view, char *why, size_t why_size)
{
	const char *term = getenv("TERM");
	struct mst_screen *screen;

	*out = NULL;
	if (!isatty(STDOUT_FILENO) || !isatty(STDIN_FILENO)) {
		snprintf(why, why_size, "a live table needs a terminal for input and output");
		return -ENOTTY;
	}
	if (!mst_screen_moves_cursor()) {
		snprintf(why, why_size, "a live table needs a terminal whose cursor can be moved, and TERM is %s",
		         term && *term ? term : "not set");
		return -ENOTTY;
	}
	screen = calloc(1, sizeof *screen);
	setlocale(LC_CTYPE, "");
	if (screen)
		screen->terminal = newterm(NULL, stdout, stdin);
	if (!screen || !screen->terminal) {
		snprintf(why, why_size, "no memory for the screen");
		free(screen);
		return -ENOMEM;
	}
	screen->view = *view;
	mst_screen_rows_open(&screen->rows, &screen->view);
	set_term(screen->terminal);
	set_escdelay(50);
	cbreak();
	noecho();
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	curs_set(0);
	choose_colours();
	*out = screen;
	return 0;
}

void mst_screen_close(struct mst_screen *screen)
{
	if (!screen)
		return;
	if (screen->terminal) {
		endwin();
		delscreen(screen->terminal);
	}
	mst_screen_rows_close(&screen->rows);
	free(screen);
}
