/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * table.h - the large table of a page: its first rows as HTML, which need no script, the others as JSON, which the
 * script draws as they come into view.
 *
 *     begin ──► row, row … ──► end
 *
 *     rows 1 … 500     <tr><td>10.0.0.1</td>…
 *     the others       [{"n":256,"c":[column, …]},…], 256 rows a piece, see column.h
 *
 * Memory holds one piece.
 */
#ifndef MST_HTML_TABLE_H
#define MST_HTML_TABLE_H

#include <stdbool.h>

#include "html/column.h"

#define MST_HTML_COLUMNS_MAX 52
#define MST_HTML_ROWS_AS_HTML 500
#define MST_HTML_PIECE 256

struct mst_html_column {
	const char *name;  /* of the field: filters name it */
	const char *title; /* of the column */
	bool number;       /* ordered as numbers, to the right */
};

/* Zeroed before begin; mst_html_table_free. */
struct mst_html_table {
	struct mst_ink *ink;
	struct mst_html_column columns[MST_HTML_COLUMNS_MAX];
	size_t count;
	uint64_t rows;
	bool html_ended;

	/* the piece: its cells by rows */
	size_t piece_rows;
	size_t *ends; /* of each cell, in `text` */
	char *text;
	size_t used, room;
	bool lost; /* there was no memory for some rows */
};

/* Columns are set; `caption` is for those who hear the page. */
void mst_html_table_begin(struct mst_html_table *table, struct mst_ink *ink, const char *caption);

/* `cells` has one for each column. The column named "state" has its words marked. */
void mst_html_table_row(struct mst_html_table *table, const struct mst_html_cell *cells);

void mst_html_table_end(struct mst_html_table *table);

void mst_html_table_free(struct mst_html_table *table);

#endif
