/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * table.c - aligned columns.
 */
#include "report/table.h"

#include "report/digits.h"

#define GAP 3
#define NARROW_GAP 1
#define COLOUR_MAX 16
#define ELLIPSIS "\xe2\x80\xa6"
#define COLOUR_OFF "\033[0m"
#define LINE_MAX_BYTES (MST_COLUMNS_MAX * (2 * MST_CELL_MAX + GAP + COLOUR_MAX) + 64)
_Static_assert(LINE_MAX_BYTES <= MST_OUT_ROOM_MAX, "a line fits the buffer");

void mst_table_measure(struct mst_table *table, const struct mst_cell *cells)
{
	for (size_t i = 0; i < table->count; i++) {
		struct mst_column *column = &table->columns[i];

		if (cells[i].length == 0)
			continue;
		if (column->width == 0)
			column->width = strlen(column->title);
		if (column->width < cells[i].length)
			column->width = cells[i].length;
	}
}

static size_t width_of(const struct mst_table *table)
{
	size_t width = table->indent, shown = 0;

	for (size_t i = 0; i < table->count; i++) {
		width += table->columns[i].width;
		shown += table->columns[i].width > 0;
	}
	return width + (shown > 1 ? shown - 1 : 0) * table->gap;
}

/* By how many columns the table is wider than the terminal. */
static size_t excess_of(const struct mst_table *table)
{
	size_t width = width_of(table);

	return table->width > 0 && width > table->width ? width - table->width : 0;
}

static void cut(struct mst_column *column, size_t excess)
{
	size_t may_go = column->least > 0 && column->width > column->least ? column->width - column->least : 0;

	column->width -= may_go < excess ? may_go : excess;
}

static unsigned next_spare(const struct mst_table *table)
{
	unsigned next = 0;

	for (size_t i = 0; i < table->count; i++) {
		const struct mst_column *column = &table->columns[i];

		if (column->width > 0 && column->spare > 0 && (next == 0 || column->spare < next))
			next = column->spare;
	}
	return next;
}

/* When a column has been left out, cut columns may grow again. */
static void cut_all(struct mst_table *table, const size_t widths[MST_COLUMNS_MAX])
{
	for (size_t i = 0; i < table->count; i++) {
		if (table->columns[i].width > 0)
			table->columns[i].width = widths[i];
	}
	for (size_t i = table->count; i-- > 0;)
		cut(&table->columns[i], excess_of(table));
}

void mst_table_fit(struct mst_table *table)
{
	size_t widths[MST_COLUMNS_MAX];
	unsigned spare;

	for (size_t i = 0; i < table->count; i++)
		widths[i] = table->columns[i].width;
	table->gap = GAP;
	if (excess_of(table) == 0)
		return;
	table->gap = NARROW_GAP;
	cut_all(table, widths);
	while (excess_of(table) > 0 && (spare = next_spare(table)) > 0) {
		for (size_t i = 0; i < table->count; i++)
			table->columns[i].width = table->columns[i].spare == spare ? 0 : table->columns[i].width;
		cut_all(table, widths);
	}
}

static char *put_spaces(char *at, size_t count)
{
	memset(at, ' ', count);
	return at + count;
}

/* A cell that is too long for a column that may be cut ends in an ellipsis. */
static bool is_cut(const struct mst_table *table, const struct mst_column *column, const struct mst_cell *cell)
{
	return table->width > 0 && column->least > 0 && cell->length > column->width;
}

static char *put_cell(char *at, const struct mst_cell *cell, size_t most)
{
	size_t length = cell->length > most ? most - 1 : cell->length;

	if (cell->colour)
		at = mst_put_text(at, cell->colour);
	memcpy(at, cell->text, length);
	at += length;
	if (length < cell->length)
		at = mst_put_text(at, ELLIPSIS);
	return cell->colour ? mst_put_text(at, COLOUR_OFF) : at;
}

void mst_table_print(const struct mst_table *table, struct mst_out *out, const struct mst_cell *cells)
{
	char *at = mst_out_room(out, LINE_MAX_BYTES);
	size_t spaces = table->indent;

	/* Spaces are written only before the next text, so that no line ends in spaces. */
	for (size_t i = 0; i < table->count; i++) {
		const struct mst_column *column = &table->columns[i];
		size_t most = is_cut(table, column, &cells[i]) ? column->width : cells[i].length;
		size_t padding = column->width > most ? column->width - most : 0;

		if (column->width == 0)
			continue;
		if (cells[i].length == 0) {
			spaces += column->width + table->gap;
			continue;
		}
		at = put_spaces(at, spaces + (column->right ? padding : 0));
		at = put_cell(at, &cells[i], most);
		spaces = table->gap + (column->right ? 0 : padding);
	}
	*at++ = '\n';
	mst_out_wrote(out, at);
	mst_out_line(out);
}

void mst_table_print_head(const struct mst_table *table, struct mst_out *out)
{
	struct mst_cell cells[MST_COLUMNS_MAX] = { 0 };

	for (size_t i = 0; i < table->count; i++) {
		if (table->columns[i].width == 0)
			continue;
		cells[i].length = strlen(table->columns[i].title);
		memcpy(cells[i].text, table->columns[i].title, cells[i].length);
	}
	mst_table_print(table, out, cells);
}
