/*
 * table.h - aligned columns: show it every row twice, first to measure, then to print. Columns in which no
 * cell has text are left out.
 */
#ifndef MST_REPORT_TABLE_H
#define MST_REPORT_TABLE_H

#include "report/out.h"

#define MST_COLUMNS_MAX 16
#define MST_CELL_MAX 160 /* two addresses and a dash */

struct mst_cell {
	char text[MST_CELL_MAX];
	size_t length;
	const char *colour; /* a terminal's escape sequence, or NULL */
};

struct mst_column {
	char title[32];
	bool right; /* numbers stand to the right */
	size_t width; /* 0 until a cell with text was measured */
};

struct mst_table {
	struct mst_column columns[MST_COLUMNS_MAX];
	size_t count;
	size_t indent;
	size_t width; /* of the terminal, where the gaps give way; 0 is unlimited */
};

/* `cells` has one for each column. */
void mst_table_measure(struct mst_table *table, const struct mst_cell *cells);

/* The titles; the rows. */
void mst_table_print_head(const struct mst_table *table, struct mst_out *out);
void mst_table_print(const struct mst_table *table, struct mst_out *out, const struct mst_cell *cells);

#endif
