/* SPDX-License-Identifier: BSD-2-Clause */
/* table.c - see table.h. */
#include "html/table.h"

#include <stdlib.h>
#include <string.h>

#define ROOM_FIRST 65536

/* ---- rows as HTML ---- */

void mst_html_table_begin(struct mst_html_table *table, struct mst_ink *ink, const char *caption)
{
	table->ink = ink;
	mst_ink_put(ink, "<div id=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"rows\"><table "
	                 "id=\"table\"><caption>");
	mst_ink_words(ink, caption);
	mst_ink_put(ink, "</caption><thead><tr>");
	for (size_t i = 0; i < table->count; i++) {
		mst_ink_format(ink, "<th scope=\"col\" data-name=\"%s\"%s>", table->columns[i].name,
		               table->columns[i].number ? " class=\"n\"" : "");
		mst_ink_words(ink, table->columns[i].title);
		mst_ink_put(ink, "</th>");
	}
	mst_ink_put(ink, "</tr></thead><tbody>");
	mst_ink_line(ink);
}

static bool is_state(const struct mst_html_column *column)
{
	return strcmp(column->name, "state") == 0 || strcmp(column->name, "was") == 0 ||
	       strcmp(column->name, "change") == 0;
}

static void put_cell(struct mst_ink *ink, const struct mst_html_column *column, const struct mst_html_cell *cell)
{
	mst_ink_put(ink, column->number ? "<td class=\"n\">" : "<td>");
	if (is_state(column) && cell->length) {
		mst_ink_put(ink, "<b class=\"s\" data-s=\"");
		mst_ink_text(ink, cell->text, cell->length);
		mst_ink_put(ink, "\">");
	}
	mst_ink_text(ink, cell->text, cell->length);
	mst_ink_put(ink, is_state(column) && cell->length ? "</b></td>" : "</td>");
}

static void put_row(struct mst_html_table *table, const struct mst_html_cell *cells)
{
	mst_ink_put(table->ink, "<tr>");
	for (size_t i = 0; i < table->count; i++)
		put_cell(table->ink, &table->columns[i], &cells[i]);
	mst_ink_put(table->ink, "</tr>");
	mst_ink_line(table->ink);
}

/* ---- the others ---- */

static bool make_room(struct mst_html_table *table, size_t count)
{
	size_t room = table->room ? table->room : ROOM_FIRST;
	char *text;

	if (!table->ends)
		table->ends = calloc(MST_HTML_PIECE * MST_HTML_COLUMNS_MAX, sizeof *table->ends);
	while (room < table->used + count)
		room *= 2;
	text = room == table->room ? table->text : realloc(table->text, room);
	if (text)
		table->text = text;
	if (text)
		table->room = room;
	return text && table->ends;
}

static struct mst_html_cell cell_of(const struct mst_html_table *table, size_t row, size_t column)
{
	size_t at = row * table->count + column, from = at ? table->ends[at - 1] : 0;

	return (struct mst_html_cell){ table->text + from, table->ends[at] - from };
}

static void put_piece(struct mst_html_table *table)
{
	struct mst_html_cell cells[MST_HTML_PIECE];

	if (table->piece_rows == 0)
		return;
	mst_ink_put(table->ink, table->rows - table->piece_rows > MST_HTML_ROWS_AS_HTML ? ",\n" : "");
	mst_ink_format(table->ink, "{\"n\":%zu,\"c\":[", table->piece_rows);
	for (size_t column = 0; column < table->count; column++) {
		for (size_t row = 0; row < table->piece_rows; row++)
			cells[row] = cell_of(table, row, column);
		mst_ink_put(table->ink, column ? "," : "");
		mst_html_column_put(table->ink, cells, table->piece_rows);
	}
	mst_ink_put(table->ink, "]}");
	table->piece_rows = 0;
	table->used = 0;
}

static void keep_row(struct mst_html_table *table, const struct mst_html_cell *cells)
{
	size_t *ends, all = 0;

	for (size_t i = 0; i < table->count; i++)
		all += cells[i].length;
	if (!make_room(table, all)) {
		table->lost = true;
		return;
	}
	ends = table->ends + table->piece_rows * table->count;
	for (size_t i = 0; i < table->count; i++) {
		memcpy(table->text + table->used, cells[i].text, cells[i].length);
		table->used += cells[i].length;
		ends[i] = table->used;
	}
	table->piece_rows++;
	table->rows++;
	if (table->piece_rows == MST_HTML_PIECE)
		put_piece(table);
}

static void end_html(struct mst_html_table *table)
{
	struct mst_ink *ink = table->ink;

	if (table->html_ended)
		return;
	table->html_ended = true;
	mst_ink_put(ink, "</tbody></table></div>");
	mst_ink_line(ink);
	mst_ink_put(ink, "<script type=\"application/json\" id=\"more\">[");
}

void mst_html_table_row(struct mst_html_table *table, const struct mst_html_cell *cells)
{
	if (table->rows < MST_HTML_ROWS_AS_HTML) {
		put_row(table, cells);
		table->rows++;
		return;
	}
	end_html(table);
	keep_row(table, cells);
}

void mst_html_table_end(struct mst_html_table *table)
{
	struct mst_ink *ink = table->ink;

	end_html(table);
	put_piece(table);
	mst_ink_put(ink, "]</script>");
	mst_ink_line(ink);
	if (table->rows > MST_HTML_ROWS_AS_HTML) {
		mst_ink_put(ink, "<noscript><p class=\"note\">Of ");
		mst_ink_grouped(ink, table->rows);
		mst_ink_format(ink, " rows, the first %d are shown: the others need JavaScript.</p></noscript>",
		               MST_HTML_ROWS_AS_HTML);
		mst_ink_line(ink);
	}
}

void mst_html_table_free(struct mst_html_table *table)
{
	free(table->ends);
	free(table->text);
	table->ends = NULL;
	table->text = NULL;
}
