/* SPDX-License-Identifier: BSD-2-Clause */
/* map.c - see map.h. */
#include "html/map.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "html/cells.h"
#include "html/changes.h"
#include "html/hilbert.h"

#define LEVELS 5
#define SWATCH(level, words) \
	"<svg class=\"swatch\" width=\"16\" height=\"16\" aria-hidden=\"true\"><rect class=\"" level \
	"\" width=\"16\" height=\"16\" fill=\"url(#p-up)\"/></svg> " words " "
#define LEGEND \
	"; up or open: " SWATCH("v1", "less than 1/16") SWATCH("v2", "1/4") SWATCH("v3", "1/2") SWATCH("v4", "7/8") \
		SWATCH("v5", "more")
#define QUARTERS_ORDER 2 /* a curve is marked in 4 × 4 squares */

/* ---- states ---- */

/*
 * A pattern of 8 × 8 units; the colours are those of Okabe and Ito, which people tell apart who do not see red or
 * green. `lines` are drawn over the colour.
 */
static const struct {
	const char *class;
	const char *lines;
} looks[MST_STATE_COUNT] = {
	[MST_UNKNOWN] = { "unknown", "M0 0l8 8M8 0l-8 8" },
	[MST_DOWN] = { "down", "" },
	[MST_UNREACHABLE] = { "unreachable", "M0 8l8-8" },
	[MST_UP] = { "up", "" },
	[MST_FILTERED] = { "filtered", "M2 0v8M6 0v8" },
	[MST_OPEN_FILTERED] = { "open-filtered", "M4 3v2" },
	[MST_CLOSED] = { "closed", "M0 4h8" },
	[MST_OPEN] = { "open", "" },
};

const char *mst_html_state_class(enum mst_state state)
{
	return state < MST_STATE_COUNT ? looks[state].class : "";
}

void mst_html_map_patterns(struct mst_ink *ink)
{
	mst_ink_put(ink,
	            "<svg class=\"defs\" width=\"0\" height=\"0\" aria-hidden=\"true\" focusable=\"false\"><defs>");
	for (size_t i = 0; i < MST_STATE_COUNT; i++)
		mst_ink_format(
			ink,
			"<pattern id=\"p-%s\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">"
			"<rect width=\"8\" height=\"8\" class=\"f-%s\"/><path d=\"%s\" class=\"l-%s\"/></pattern>",
			looks[i].class, looks[i].class, looks[i].lines, looks[i].class);
	mst_ink_put(ink, "</defs></svg>");
	mst_ink_line(ink);
}

void mst_html_swatch(struct mst_ink *ink, enum mst_state state)
{
	mst_ink_format(ink,
	               "<svg class=\"swatch\" width=\"16\" height=\"16\" aria-hidden=\"true\"><rect width=\"16\" "
	               "height=\"16\" fill=\"url(#p-%s)\"/></svg>",
	               mst_html_state_class(state));
}

/* ---- drawing ---- */

static void put_paths(struct mst_ink *ink, const struct mst_html_cells *cells)
{
	for (enum mst_state state = 0; state < MST_STATE_COUNT; state++) {
		for (unsigned level = 1; level <= LEVELS; level++) {
			bool any = false;

			for (size_t i = 0; i < mst_html_cells_count(cells) && !any; i++)
				any = cells->at[i].states[state] &&
				      mst_html_leaf_state(&cells->at[i], cells->changes) == state &&
				      mst_html_cell_level(&cells->at[i], cells->changes) == level;
			if (!any)
				continue;
			mst_ink_format(ink, "<path class=\"v%u\" fill=\"url(#p-%s)\" d=\"", level, looks[state].class);
			mst_html_cells_outline(ink, cells, state, level);
			mst_ink_put(ink, "\"/>");
			mst_ink_line(ink);
		}
	}
}

static const char *word_of(const struct mst_html_leaves *leaves, enum mst_state state)
{
	for (size_t i = 0; leaves->changes && i < MST_HTML_CHANGES; i++) {
		if (mst_html_changes[i].state == state)
			return mst_html_changes[i].word;
	}
	return mst_state_name(state);
}

/* What people hear in place of the picture. */
static void put_label(struct mst_ink *ink, const struct mst_html_leaves *leaves, const struct mst_html_panel *panel)
{
	struct mst_html_leaf sum = mst_html_leaves_sum(leaves, panel->from, panel->to);
	char text[MST_HTML_PREFIX_TEXT];

	mst_ink_put(ink, "Map of ");
	mst_ink_put(ink, mst_html_prefix(text, 32, panel->first, panel->shift));
	mst_ink_put(ink, ":");
	for (enum mst_state state = MST_STATE_COUNT; state-- > 0;) {
		if (sum.states[state])
			mst_ink_format(ink, " %u %s", sum.states[state], word_of(leaves, state));
	}
}

static void open_figure(struct mst_ink *ink, const struct mst_html_leaves *leaves, const struct mst_html_panel *panel,
                        size_t index, const char *class, unsigned width, unsigned height)
{
	char text[MST_HTML_PREFIX_TEXT];

	mst_ink_format(ink, "<figure class=\"map %s\"><figcaption>%s", class,
	               mst_html_prefix(text, 32, panel->first, panel->shift));
	if (mst_html_panel_is_curve(panel))
		mst_ink_format(ink, " in cells of /%u, along a Hilbert curve",
		               32 - panel->shift + 2 * MST_HTML_CURVE_ORDER);
	if (mst_html_panel_is_curve(panel))
		mst_ink_put(ink, leaves->changes ? "; stronger the more of a cell it is" : LEGEND);
	mst_ink_format(ink, "</figcaption><div class=\"sheet\" data-panel=\"%zu\">", index);
	mst_ink_format(ink, "<svg viewBox=\"0 0 %u %u\" role=\"img\" aria-label=\"", width, height);
	put_label(ink, leaves, panel);
	mst_ink_put(ink, "\">");
	mst_ink_line(ink);
}

static void close_figure(struct mst_ink *ink)
{
	mst_ink_put(ink, "</svg></div></figure>");
	mst_ink_line(ink);
}

static void draw_rows(struct mst_ink *ink, const struct mst_html_leaves *leaves, const struct mst_html_cells *cells,
                      size_t index)
{
	open_figure(ink, leaves, cells->panel, index, "rows", MST_HTML_ROW_LEFT + 256 * MST_HTML_ROW_WIDE,
	            MST_HTML_ROW_TOP + MST_HTML_ROW_HIGH * (unsigned)cells->row_count);
	for (unsigned octet = 0; octet < 256; octet += 32)
		mst_ink_format(ink, "<text x=\"%u\" y=\"14\">.%u</text>", MST_HTML_ROW_LEFT + octet * MST_HTML_ROW_WIDE,
		               octet);
	for (size_t row = 0; row < cells->row_count; row++) {
		char text[MST_HTML_PREFIX_TEXT];

		mst_html_prefix(text, 32, (mst_uint128)cells->rows[row] << 8, 8);
		mst_ink_format(ink, "<text x=\"0\" y=\"%u\">%s</text>",
		               MST_HTML_ROW_TOP + MST_HTML_ROW_HIGH * (unsigned)row + 12, text);
	}
	put_paths(ink, cells);
	close_figure(ink);
}

/* Lines and names of the sixteen squares. */
static void mark_squares(struct mst_ink *ink, const struct mst_html_panel *panel)
{
	unsigned shift = panel->shift - 2 * QUARTERS_ORDER;
	unsigned side = MST_HTML_CURVE_SIDE << (MST_HTML_CURVE_ORDER - QUARTERS_ORDER);

	mst_ink_put(ink, "<path class=\"grid\" d=\"");
	for (unsigned i = 0; i <= 1u << QUARTERS_ORDER; i++)
		mst_ink_format(ink, "M%u 0v640M0 %uh640", i * side, i * side);
	mst_ink_put(ink, "\"/>");
	for (uint32_t i = 0; i < 1u << 2 * QUARTERS_ORDER; i++) {
		struct mst_html_place place = mst_html_hilbert(QUARTERS_ORDER, i);
		char text[MST_HTML_PREFIX_TEXT];

		mst_html_prefix(text, 32, panel->first + ((uint64_t)i << shift), shift);
		mst_ink_format(ink, "<text x=\"%u\" y=\"%u\">%s</text>", place.x * side + 4, place.y * side + 15, text);
	}
}

static void draw_curve(struct mst_ink *ink, const struct mst_html_leaves *leaves, const struct mst_html_cells *cells,
                       size_t index)
{
	unsigned side = MST_HTML_CURVE_SIDE << MST_HTML_CURVE_ORDER;

	open_figure(ink, leaves, cells->panel, index, "curve", side, side);
	put_paths(ink, cells);
	mark_squares(ink, cells->panel);
	mst_ink_line(ink);
	close_figure(ink);
}

void mst_html_map_draw(struct mst_ink *ink, const struct mst_html_leaves *leaves)
{
	struct mst_html_panel panels[MST_HTML_PANELS_MAX];
	size_t count = mst_html_panels(panels, leaves);

	for (size_t i = 0; i < count; i++) {
		struct mst_html_cells *cells = mst_html_cells_new(leaves, &panels[i]);

		if (cells && cells->row_count)
			draw_rows(ink, leaves, cells, i);
		else if (cells)
			draw_curve(ink, leaves, cells, i);
		free(cells);
	}
}

void mst_html_map_legend(struct mst_ink *ink, const struct mst_html_leaves *leaves)
{
	struct mst_html_leaf sum = mst_html_leaves_sum(leaves, 0, leaves->count);

	mst_ink_put(ink, "<ul class=\"tiles\">");
	for (size_t i = 0; i < MST_HTML_CHANGES; i++) {
		const char *word = mst_html_changes[i].word;

		if (!sum.states[mst_html_changes[i].state])
			continue;
		mst_ink_format(ink,
		               i == MST_HTML_SAME ? "<li><span>"
		                                  : "<li><a href=\"#rows\" data-column=\"change\" data-value=\"%s\">",
		               word);
		mst_html_swatch(ink, mst_html_changes[i].state);
		mst_ink_put(ink, " ");
		mst_ink_put(ink, word);
		mst_ink_put(ink, i == MST_HTML_SAME ? "</span></li>" : "</a></li>");
	}
	mst_ink_put(ink, "</ul>");
	mst_ink_line(ink);
}

/* ---- for the script ---- */

/* A digit for each address of each row: its state; a dot: not asked. */
static void put_row_data(struct mst_ink *ink, const struct mst_html_cells *cells)
{
	mst_ink_format(ink, "{\"changes\":%d,\"x\":%u,\"y\":%u,\"w\":%u,\"h\":%u,\"leaf\":%u,\"rows\":[",
	               cells->changes, MST_HTML_ROW_LEFT, MST_HTML_ROW_TOP, MST_HTML_ROW_WIDE, MST_HTML_ROW_HIGH,
	               cells->leaf_shift);
	for (size_t row = 0; row < cells->row_count; row++) {
		char states[257];

		for (size_t i = 0; i < 256; i++) {
			const struct mst_html_leaf *cell = &cells->at[row * 256 + i];

			states[i] = mst_html_leaf_count(cell) ? (char)('0' + mst_html_leaf_state(cell, cells->changes))
			                                      : '.';
		}
		states[256] = '\0';
		mst_ink_format(ink, "%s[%u,\"%s\"]", row ? "," : "", cells->rows[row] << 8, states);
	}
	mst_ink_put(ink, "]}");
}

/* "5 3=12 1=4;": of cell 5, twelve addresses are of state 3 and four of state 1. */
static void put_curve_data(struct mst_ink *ink, const struct mst_html_cells *cells)
{
	mst_ink_format(
		ink,
		"{\"changes\":%d,\"x\":0,\"y\":0,\"w\":%u,\"h\":%u,\"leaf\":%u,\"order\":%u,\"first\":%u,\"shift\":%u,",
		cells->changes, MST_HTML_CURVE_SIDE, MST_HTML_CURVE_SIDE, cells->leaf_shift, MST_HTML_CURVE_ORDER,
		cells->panel->first, cells->shift);
	mst_ink_put(ink, "\"cells\":\"");
	for (size_t i = 0; i < MST_HTML_CURVE_CELLS; i++) {
		if (mst_html_leaf_count(&cells->at[i]) == 0)
			continue;
		mst_ink_whole(ink, i);
		for (size_t state = 0; state < MST_STATE_COUNT; state++) {
			if (cells->at[i].states[state])
				mst_ink_format(ink, " %zu=%u", state, cells->at[i].states[state]);
		}
		mst_ink_put(ink, ";");
	}
	mst_ink_put(ink, "\"}");
}

void mst_html_map_data(struct mst_ink *ink, const struct mst_html_leaves *leaves)
{
	struct mst_html_panel panels[MST_HTML_PANELS_MAX];
	size_t count = mst_html_panels(panels, leaves);

	mst_ink_put(ink, "[");
	for (size_t i = 0; i < count; i++) {
		struct mst_html_cells *cells = mst_html_cells_new(leaves, &panels[i]);

		mst_ink_put(ink, i ? "," : "");
		if (cells && cells->row_count)
			put_row_data(ink, cells);
		else if (cells)
			put_curve_data(ink, cells);
		else
			mst_ink_put(ink, "null");
		free(cells);
	}
	mst_ink_put(ink, "]");
}
