/* SPDX-License-Identifier: BSD-2-Clause */
/* cells.c - see cells.h. */
#include "html/cells.h"

#include <stdlib.h>

#include "html/hilbert.h"

#define LEVELS 5
#define SIDE (1u << MST_HTML_CURVE_ORDER)
#define ROW 256u

/* ---- which ---- */

static size_t row_of(struct mst_html_cells *cells, uint32_t net)
{
	size_t row = cells->row_count;

	if (row > 0 && cells->rows[row - 1] == net)
		return row - 1;
	cells->rows[row] = net;
	cells->row_count++;
	return row;
}

/* The cell of an address within the panel. */
static size_t cell_of(struct mst_html_cells *cells, uint32_t number)
{
	if (mst_html_panel_is_curve(cells->panel))
		return (number - cells->panel->first) >> cells->shift;
	return row_of(cells, number >> 8) * ROW + number % ROW;
}

static void add_leaf(struct mst_html_cells *cells, const struct mst_html_leaves *leaves,
                     const struct mst_html_leaf *leaf)
{
	unsigned spread = leaves->shift > cells->shift ? leaves->shift - cells->shift : 0;
	uint32_t most = cells->panel->shift - cells->shift < 12 ? 1u << (cells->panel->shift - cells->shift) : 4096;

	for (uint32_t i = 0; i < 1u << (spread < 12 ? spread : 12) && i < most; i++) {
		struct mst_html_leaf *cell = &cells->at[cell_of(cells, (uint32_t)leaf->first + (i << cells->shift))];

		for (size_t state = 0; state < MST_STATE_COUNT; state++)
			cell->states[state] += leaf->states[state];
	}
}

struct mst_html_cells *mst_html_cells_new(const struct mst_html_leaves *leaves, const struct mst_html_panel *panel)
{
	struct mst_html_cells *cells = calloc(1, sizeof *cells);

	if (!cells)
		return NULL;
	cells->panel = panel;
	cells->leaf_shift = leaves->shift;
	cells->changes = leaves->changes;
	cells->shift = mst_html_panel_is_curve(panel) ? panel->shift - 2 * MST_HTML_CURVE_ORDER : 0;
	for (size_t i = panel->from; i < panel->to; i++)
		add_leaf(cells, leaves, &leaves->at[i]);
	return cells;
}

size_t mst_html_cells_count(const struct mst_html_cells *cells)
{
	return cells->row_count ? cells->row_count * ROW : MST_HTML_CURVE_CELLS;
}

unsigned mst_html_cell_level(const struct mst_html_leaf *cell, bool changes)
{
	uint64_t all = mst_html_leaf_count(cell), some = cell->states[mst_html_leaf_state(cell, changes)];

	if (changes && all >= 2 * some) /* an address that changed is among those that are there, too */
		all -= some;
	return some * 8 >= all * 7 ? LEVELS : some * 2 >= all ? 4 : some * 4 >= all ? 3 : some * 16 >= all ? 2 : 1;
}

/* ---- where ---- */

/* The cell at a place of the drawing, in rows of `width`. */
static const struct mst_html_leaf *cell_at(const struct mst_html_cells *cells, uint32_t x, uint32_t y)
{
	struct mst_html_place place = { x, y };

	if (cells->row_count)
		return &cells->at[y * ROW + x];
	return &cells->at[mst_html_hilbert_at(MST_HTML_CURVE_ORDER, place)];
}

static bool is_of(const struct mst_html_cells *cells, const struct mst_html_leaf *cell, enum mst_state state,
                  unsigned level)
{
	return cell->states[state] && mst_html_leaf_state(cell, cells->changes) == state &&
	       mst_html_cell_level(cell, cells->changes) == level;
}

static void put_rectangle(struct mst_ink *ink, bool rows, uint32_t x, uint32_t y, uint32_t count)
{
	uint32_t wide = rows ? MST_HTML_ROW_WIDE : MST_HTML_CURVE_SIDE, left = rows ? MST_HTML_ROW_LEFT : 0;
	uint32_t high = rows ? MST_HTML_ROW_HIGH : MST_HTML_CURVE_SIDE, top = rows ? MST_HTML_ROW_TOP : 0;

	mst_ink_format(ink, "M%u %uh%uv%uh-%uz", left + x * wide, top + y * high, count * wide, high - (rows ? 2 : 0),
	               count * wide);
}

void mst_html_cells_outline(struct mst_ink *ink, const struct mst_html_cells *cells, enum mst_state state,
                            unsigned level)
{
	uint32_t width = cells->row_count ? ROW : SIDE;
	uint32_t height = (uint32_t)mst_html_cells_count(cells) / width;

	for (uint32_t y = 0; y < height; y++) {
		for (uint32_t x = 0, count; x < width; x += count + 1) {
			for (count = 0; x + count < width && is_of(cells, cell_at(cells, x + count, y), state, level);
			     count++)
				;
			if (count)
				put_rectangle(ink, cells->row_count > 0, x, y, count);
		}
	}
}
