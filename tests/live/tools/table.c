/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * table.c - a live table of invented rows, for test_screen.py.
 *
 *     table [ROWS]
 *
 * Row i is "row-i", i squared modulo 97, and unusual text; the status line counts the pictures drawn.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "screen/screen.h"
#include "screen/text.h"

static volatile sig_atomic_t stopped;

struct table {
	size_t rows;
	unsigned pictures;
};

static void stop(int signal)
{
	(void)signal;
	stopped = 1;
}

static size_t take(void *user)
{
	struct table *table = user;

	table->pictures++;
	return table->rows;
}

static size_t square(size_t row)
{
	return row * row % 97;
}

static void cell(void *user, size_t row, size_t column, struct mst_screen_cell *cell)
{
	static const char *const odd[] = { "plain", "kana かな", "bell \a escape \033[31m", "broken \xff\xfe utf8" };
	double values[8];

	(void)user;
	for (size_t i = 0; i < 8; i++)
		values[i] = row % 5 == 4 && i == 3 ? -1 : (double)(i * row % 7);
	if (column == 0)
		snprintf(cell->text, sizeof cell->text, "row-%zu", row);
	else if (column == 1)
		snprintf(cell->text, sizeof cell->text, "%zu", square(row));
	else if (column == 2)
		snprintf(cell->text, sizeof cell->text, "%s", odd[row % 4]);
	else
		mst_text_sparkline(values, 8, 8, cell->text, sizeof cell->text);
	cell->tone = column == 1 && square(row) > 48 ? MST_TONE_BAD : MST_TONE_PLAIN;
}

static int compare(void *user, size_t a, size_t b, size_t column)
{
	(void)user;
	if (column == 1)
		return square(a) < square(b) ? -1 : square(a) > square(b);
	return a < b ? -1 : a > b;
}

static void title(void *user, char *text, size_t size)
{
	(void)user;
	snprintf(text, size, "made-up rows");
}

static void status(void *user, char *text, size_t size)
{
	struct table *table = user;

	snprintf(text, size, "picture %u", table->pictures);
}

int main(int argc, char **argv)
{
	static const struct mst_screen_column columns[] = {
		{ "NAME", 10, 0, false, false },
		{ "SQUARE", 7, 0, true, false },
		{ "TEXT", 12, 1, false, false },
		{ "LINE", 8, 0, false, true },
	};
	struct table table = { .rows = argc > 1 ? strtoul(argv[1], NULL, 10) : 100 };
	struct mst_screen_view view = {
		.columns = columns,
		.column_count = 4,
		.refresh = take,
		.cell = cell,
		.compare = compare,
		.title = title,
		.status = status,
		.user = &table,
	};
	struct sigaction action = { .sa_handler = stop };
	struct mst_screen *screen;
	char why[256];

	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	if (mst_screen_open(&screen, &view, why, sizeof why) < 0) {
		fprintf(stderr, "table: %s\n", why);
		return 2;
	}
	do
		mst_screen_draw(screen);
	while (mst_screen_wait(screen, 200000000) && !stopped);
	mst_screen_close(screen);
	puts(stopped ? "told to stop" : "left");
	return stopped ? 1 : 0;
}
