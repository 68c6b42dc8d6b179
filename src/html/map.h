/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * map.h - the map of IPv4 addresses: a drawing that needs no script, and the counts that a script tells of each cell.
 *
 *     rows     one for each /24 with a verdict, a cell for each last octet
 *     curve    64 × 64 cells, each a prefix, along the curve of Hilbert; stronger the more of it is up or open
 *
 * Cells that are alike are one path, and neighbours in it one rectangle.
 */
#ifndef MST_HTML_MAP_H
#define MST_HTML_MAP_H

#include "html/ink.h"
#include "html/panels.h"

/* Patterns and colours of states: before the first drawing of a page. */
void mst_html_map_patterns(struct mst_ink *ink);

/* A small square as the map has it for a state. */
void mst_html_swatch(struct mst_ink *ink, enum mst_state state);

/* "open-filtered": the class of a state. Static. */
const char *mst_html_state_class(enum mst_state state);

/* Nothing without leaves, which are not changed. */
void mst_html_map_draw(struct mst_ink *ink, const struct mst_html_leaves *leaves);

/* Of a map of changes: a square for each that there is, and its word, which filters the table. */
void mst_html_map_legend(struct mst_ink *ink, const struct mst_html_leaves *leaves);

/* The same as JSON for the script. */
void mst_html_map_data(struct mst_ink *ink, const struct mst_html_leaves *leaves);

#endif
