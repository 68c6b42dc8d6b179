/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * panels.h - which squares the map of IPv4 has: one for each prefix that is used densely enough to be seen.
 *
 *     10.0.0.0/16 and 192.168.0.0/22   ─►   a curve of 10.0.0.0/16, rows of 192.168.0.0/22; not one curve of 0.0.0.0/0
 *
 * A panel begins as the shortest prefix that has all its leaves; the emptiest panel is cut into the two that its halves
 * need, until none is mostly empty or there are enough. Those of a /20 and longer are rows of 256 addresses.
 */
#ifndef MST_HTML_PANELS_H
#define MST_HTML_PANELS_H

#include "html/leaves.h"

#define MST_HTML_PANELS_MAX 12
#define MST_HTML_CURVE_ORDER 6 /* a curve has 4^6 cells: 64 × 64 */
#define MST_HTML_CURVE_CELLS (1u << 2 * MST_HTML_CURVE_ORDER)
#define MST_HTML_ROWS_SHIFT 12 /* 32 - 20: a prefix that is shorter has a curve */

struct mst_html_panel {
	uint32_t first;  /* of the prefix */
	unsigned shift;  /* a prefix of 32 - shift */
	size_t from, to; /* its leaves */
};

static inline bool mst_html_panel_is_curve(const struct mst_html_panel *panel)
{
	return panel->shift > MST_HTML_ROWS_SHIFT;
}

/* Returns their number, in order of address; 0 without leaves. */
size_t mst_html_panels(struct mst_html_panel panels[MST_HTML_PANELS_MAX], const struct mst_html_leaves *leaves);

#endif
