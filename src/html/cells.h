/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cells.h - the cells of one panel: what each is of, and where it is drawn.
 *
 * A leaf that is longer than a cell is one of several in it; one that is shorter fills several.
 */
#ifndef MST_HTML_CELLS_H
#define MST_HTML_CELLS_H

#include "html/ink.h"
#include "html/panels.h"

#define MST_HTML_CELLS_MAX MST_HTML_CURVE_CELLS /* as many as 16 rows of 256 */
#define MST_HTML_CURVE_SIDE 10                  /* of a cell, in units of the drawing */
#define MST_HTML_ROW_LEFT 118                   /* for the names of rows */
#define MST_HTML_ROW_TOP 20
#define MST_HTML_ROW_WIDE 4 /* of a cell */
#define MST_HTML_ROW_HIGH 16

struct mst_html_cells {
	const struct mst_html_panel *panel;
	unsigned shift;      /* of a cell: 0 in rows */
	bool changes;        /* as of the leaves */
	unsigned leaf_shift; /* of a leaf: where it is more, several cells are drawn as the leaf that has them */
	uint32_t rows[16];   /* the /24 of each row */
	size_t row_count;    /* 0: a curve */
	struct mst_html_leaf at[MST_HTML_CELLS_MAX]; /* a cell without addresses was not asked */
};

/* A large struct, allocated; freed with free(3). NULL without memory. */
struct mst_html_cells *mst_html_cells_new(const struct mst_html_leaves *leaves, const struct mst_html_panel *panel);

/* How many cells there are. */
size_t mst_html_cells_count(const struct mst_html_cells *cells);

/* How strong a cell is drawn: 1 to 5, by the share of its state. */
unsigned mst_html_cell_level(const struct mst_html_leaf *cell, bool changes);

/* The outlines of all cells of a state and strength, as the data of a path; nothing is written without any. */
void mst_html_cells_outline(struct mst_ink *ink, const struct mst_html_cells *cells, enum mst_state state,
                            unsigned level);

#endif
