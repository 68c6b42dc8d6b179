/*
 * table.c - aligned columns.
 */
#include "report/table.h"

#include "report/digits.h"

#define GAP 3
#define NARROW_GAP 1
#define COLOUR_MAX 16
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

static size_t gap_of(const struct mst_table *table)
{
	size_t width = table->indent;

	for (size_t i = 0; i < table->count; i++)
		width += table->columns[i].width ? table->columns[i].width + GAP : 0;
	return table->width == 0 || width <= table->width + GAP ? GAP : NARROW_GAP;
}

static char *put_spaces(char *at, size_t count)
{
	memset(at, ' ', count);
	return at + count;
}

static char *put_cell(char *at, const struct mst_cell *cell)
{
	if (cell->colour)
		at = mst_put_text(at, cell->colour);
	memcpy(at, cell->text, cell->length);
	at += cell->length;
	return cell->colour ? mst_put_text(at, COLOUR_OFF) : at;
}

void mst_table_print(const struct mst_table *table, struct mst_out *out, const struct mst_cell *cells)
{
	char *at = mst_out_room(out, LINE_MAX_BYTES);
	size_t gap = gap_of(table), spaces = table->indent;

	/* Spaces wait for the next text, so that no line ends in them. */
	for (size_t i = 0; i < table->count; i++) {
		const struct mst_column *column = &table->columns[i];
		size_t padding = column->width - cells[i].length;

		if (column->width == 0)
			continue;
		if (cells[i].length == 0) {
			spaces += column->width + gap;
			continue;
		}
		at = put_spaces(at, spaces + (column->right ? padding : 0));
		at = put_cell(at, &cells[i]);
		spaces = gap + (column->right ? 0 : padding);
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
