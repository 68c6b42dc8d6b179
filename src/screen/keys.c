/* SPDX-License-Identifier: BSD-2-Clause */
/* keys.c - handles the keys of a screen. See handle.h. */
#include <string.h>

#include "screen/handle.h"

#define ESCAPE 27
#define CONTROL(letter) ((letter)&31)

const char *const mst_screen_keys_help[] = {
	"up down j k      one row",
	"PgUp PgDn        one page",
	"Home End g G     the first, the last row",
	"left right < >   the column to sort by",
	"r                the other way round",
	"/                only rows with this text: Enter keeps it, Esc shows all",
	"p space          pause, and go on",
	"^L               draw anew",
	"q                leave",
	NULL,
};

static void type(struct mst_screen *screen, int key)
{
	char *filter = screen->rows.filter;
	size_t length = strlen(filter);

	if (key == '\n' || key == '\r' || key == KEY_ENTER)
		screen->typing = false;
	else if (key == ESCAPE) {
		screen->typing = false;
		filter[0] = '\0';
	} else if ((key == KEY_BACKSPACE || key == 127 || key == '\b') && length) {
		filter[length - 1] = '\0';
	} else if (key >= ' ' && key < 256 && key != 127 && length + 1 < MST_FILTER_TEXT) {
		filter[length] = (char)key;
		filter[length + 1] = '\0';
	}
	screen->rows.first = 0;
	mst_screen_rows_order(&screen->rows);
}

static void sort_by(struct mst_screen *screen, int step)
{
	size_t count = screen->view.column_count;

	screen->rows.sort_column = (screen->rows.sort_column + (step > 0 ? 1 : count - 1)) % count;
	mst_screen_rows_order(&screen->rows);
}

static void command(struct mst_screen *screen, int key, size_t visible)
{
	struct mst_screen_rows *rows = &screen->rows;
	long page = (long)visible, all = (long)rows->count;

	switch (key) {
	case KEY_UP:
	case 'k': mst_screen_rows_scroll(rows, -1, visible); break;
	case KEY_DOWN:
	case 'j': mst_screen_rows_scroll(rows, 1, visible); break;
	case KEY_PPAGE: mst_screen_rows_scroll(rows, -page, visible); break;
	case KEY_NPAGE: mst_screen_rows_scroll(rows, page, visible); break;
	case KEY_HOME:
	case 'g': mst_screen_rows_scroll(rows, -all, visible); break;
	case KEY_END:
	case 'G': mst_screen_rows_scroll(rows, all, visible); break;
	case KEY_LEFT:
	case '<': sort_by(screen, -1); break;
	case KEY_RIGHT:
	case '>':
	case 's': sort_by(screen, 1); break;
	case 'r':
		rows->descending = !rows->descending;
		mst_screen_rows_order(rows);
		break;
	case '/': screen->typing = true; break;
	case ESCAPE:
		rows->filter[0] = '\0';
		mst_screen_rows_order(rows);
		break;
	case 'p':
	case ' ': rows->paused = !rows->paused; break;
	case CONTROL('l'): clearok(curscr, TRUE); break;
	case 'q': screen->leaving = true; break;
	case '?':
	case 'h': screen->helping = true; break;
	default: break;
	}
}

void mst_screen_key(struct mst_screen *screen, int key, size_t visible)
{
	if (key == KEY_RESIZE)
		mst_screen_rows_scroll(&screen->rows, 0, visible);
	else if (screen->helping)
		screen->helping = false;
	else if (screen->typing)
		type(screen, key);
	else
		command(screen, key, visible);
}
