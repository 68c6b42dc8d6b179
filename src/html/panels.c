/* SPDX-License-Identifier: BSD-2-Clause */
/* panels.c - see panels.h. */
#include "html/panels.h"

#include <string.h>

#define EMPTY_SHARE 16 /* fewer than one of so many cells is used: mostly empty */

static struct mst_html_panel cover(const struct mst_html_leaves *leaves, size_t from, size_t to)
{
	uint32_t first = (uint32_t)leaves->at[from].first, last = (uint32_t)leaves->at[to - 1].first;
	struct mst_html_panel panel = { .from = from, .to = to, .shift = leaves->shift };

	while (panel.shift < 32 && (uint64_t)first >> panel.shift != (uint64_t)last >> panel.shift)
		panel.shift++;
	if (panel.shift < 8)
		panel.shift = 8; /* a row */
	panel.first = panel.shift == 32 ? 0 : first >> panel.shift << panel.shift;
	return panel;
}

/* The share of its cells that have leaves, of 65,536; a cell is a /24 where rows are. */
static uint32_t used_share(const struct mst_html_leaves *leaves, const struct mst_html_panel *panel)
{
	unsigned cell = mst_html_panel_is_curve(panel) ? panel->shift - 2 * MST_HTML_CURVE_ORDER : 8;
	uint64_t used = 0, before = UINT64_MAX;

	for (size_t i = panel->from; i < panel->to; i++) {
		uint64_t at = (uint64_t)leaves->at[i].first >> cell;

		used += at != before;
		before = at;
	}
	return (uint32_t)((used << 16) >> (panel->shift - cell));
}

/* The emptiest one that can be cut; NULL: all are used well. */
static struct mst_html_panel *emptiest(const struct mst_html_leaves *leaves, struct mst_html_panel *panels,
                                       size_t count)
{
	struct mst_html_panel *found = NULL;
	uint32_t least = (1u << 16) / EMPTY_SHARE;

	for (size_t i = 0; i < count; i++) {
		uint32_t share = used_share(leaves, &panels[i]);

		if (mst_html_panel_is_curve(&panels[i]) && panels[i].to - panels[i].from > 1 && share < least) {
			found = &panels[i];
			least = share;
		}
	}
	return found;
}

/* At the middle of the prefix: both halves have leaves, else it would be longer. */
static void cut(const struct mst_html_leaves *leaves, struct mst_html_panel *panel)
{
	uint64_t middle = (uint64_t)panel->first + (UINT64_C(1) << (panel->shift - 1));
	size_t from = panel->from, at = mst_html_leaves_find(leaves, middle), to = panel->to;

	panel[0] = cover(leaves, from, at);
	panel[1] = cover(leaves, at, to);
}

size_t mst_html_panels(struct mst_html_panel panels[MST_HTML_PANELS_MAX], const struct mst_html_leaves *leaves)
{
	struct mst_html_panel *next;
	size_t count = 1;

	if (leaves->count == 0)
		return 0;
	panels[0] = cover(leaves, 0, leaves->count);
	while (count < MST_HTML_PANELS_MAX && (next = emptiest(leaves, panels, count))) {
		size_t behind = count - (size_t)(next - panels) - 1;

		memmove(next + 2, next + 1, behind * sizeof *next);
		cut(leaves, next);
		count++;
	}
	return count;
}
