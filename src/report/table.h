/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * table.h - a table with aligned columns: pass it every row twice, first to measure, then to print. Columns in which no
 * cell has text are left out.
 *
 *     measure, measure … ──► fit ──► head, print, print …
 *
 * Without measuring, columns have the width that was set; a longer cell moves the rest of its line to the right.
 */
#ifndef MST_REPORT_TABLE_H
#define MST_REPORT_TABLE_H

#include "report/out.h"

#define MST_COLUMNS_MAX 48
#define MST_CELL_MAX 320 /* two addresses and a dash; the longest field */

struct mst_cell {
	char text[MST_CELL_MAX];
	size_t length;
	const char *colour; /* a terminal's escape sequence, or NULL */
};

struct mst_column {
	char title[32];
	bool right;     /* numbers stand to the right */
	size_t width;   /* 0 until a cell with text was measured */
	size_t least;   /* in a terminal that is too narrow the column may be cut to this width; 0: never cut */
	unsigned spare; /* if it still is too narrow, columns are left out in this order, 1 first; 0: never */
};

struct mst_table {
	struct mst_column columns[MST_COLUMNS_MAX];
	size_t count;
	size_t indent;
	size_t width; /* of the terminal; 0 is unlimited */
	size_t gap;   /* between columns; mst_table_fit sets it */
};

/* `cells` has one for each column. */
void mst_table_measure(struct mst_table *table, const struct mst_cell *cells);

/* Before the first line: fits the table into the terminal. First gaps become smaller, then columns are cut to their
 * least width, then columns with `spare` are left out. */
void mst_table_fit(struct mst_table *table);

/* Prints the titles; a row. */
void mst_table_print_head(const struct mst_table *table, struct mst_out *out);
void mst_table_print(const struct mst_table *table, struct mst_out *out, const struct mst_cell *cells);

#endif
