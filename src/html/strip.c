/* SPDX-License-Identifier: BSD-2-Clause */
/* strip.c - see strip.h. */
#include "html/strip.h"

#include <muster/units.h>
#include <stdio.h>

#define MISSED_MIN 2 /* of the height: what was missed is seen, however little it is */

/* ---- strips ---- */

/* How high the part is that was up; the whole strip where nothing was missed. */
static unsigned height_of(const struct mst_html_bar *bar)
{
	unsigned high = (unsigned)((uint64_t)bar->up * MST_HTML_STRIP_HIGH / bar->known);

	return bar->up < bar->known && high > MST_HTML_STRIP_HIGH - MISSED_MIN ? MST_HTML_STRIP_HIGH - MISSED_MIN
	                                                                       : high;
}

/* The parts of a bar. */
enum part { UP, MISSED, UNKNOWN };

/* From the top; no height: the bar has no such part. */
static unsigned part_of(const struct mst_html_bar *bar, enum part part, unsigned *top)
{
	unsigned up = bar->watched && bar->known ? height_of(bar) : 0;

	*top = part == UP ? MST_HTML_STRIP_HIGH - up : 0;
	if (part == UNKNOWN)
		return bar->watched && !bar->known ? MST_HTML_STRIP_HIGH : 0;
	if (part == UP || !bar->watched || !bar->known)
		return up;
	return MST_HTML_STRIP_HIGH - up;
}

/* Neighbours that are alike are one rectangle. */
static void put_part(struct mst_ink *ink, const struct mst_html_bar *bars, size_t count, enum part part,
                     const char *class)
{
	bool begun = false;

	for (size_t i = 0, end; i < count; i = end) {
		unsigned top, other_top, high = part_of(&bars[i], part, &top);
		size_t wide;

		for (end = i + 1; end < count && part_of(&bars[end], part, &other_top) == high; end++)
			;
		if (!high)
			continue;
		if (!begun)
			mst_ink_format(ink, "<path class=\"%s\" d=\"", class);
		begun = true;
		wide = (end - i) * MST_HTML_BAR_WIDE;
		mst_ink_format(ink, "M%zu %uh%zuv%uh-%zuz", i * MST_HTML_BAR_WIDE, top, wide, high, wide);
	}
	if (begun)
		mst_ink_put(ink, "\"/>");
}

/* What people hear in place of the picture. */
static void put_label(struct mst_ink *ink, const struct mst_html_bar *bars, size_t count, const char *of)
{
	size_t watched = 0, missed = 0, unknown = 0;

	for (size_t i = 0; i < count; i++) {
		watched += bars[i].watched;
		missed += bars[i].watched && bars[i].up < bars[i].known;
		unknown += bars[i].watched && !bars[i].known;
	}
	mst_ink_format(ink, "%zu %s", watched, of);
	if (missed)
		mst_ink_format(ink, ", not up in %zu", missed);
	if (unknown)
		mst_ink_format(ink, ", not known in %zu", unknown);
}

void mst_html_strip_draw(struct mst_ink *ink, const struct mst_html_bar *bars, size_t count, const char *of)
{
	mst_ink_format(
		ink,
		"<svg class=\"past\" viewBox=\"0 0 %zu %u\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"",
		count * MST_HTML_BAR_WIDE, MST_HTML_STRIP_HIGH);
	put_label(ink, bars, count, of);
	mst_ink_put(ink, "\">");
	put_part(ink, bars, count, UP, "f-up");
	put_part(ink, bars, count, MISSED, "f-unreachable");
	put_part(ink, bars, count, UNKNOWN, "q");
	mst_ink_put(ink, "</svg>");
}

/* ---- lines ---- */

static void put_range(struct mst_ink *ink, int64_t least_ns, int64_t most_ns)
{
	char least[64], most[64];

	mst_write_duration(least, sizeof least, (uint64_t)least_ns);
	mst_write_duration(most, sizeof most, (uint64_t)most_ns);
	mst_ink_put(ink, "Round-trip times from ");
	mst_ink_words(ink, least);
	mst_ink_put(ink, " to ");
	mst_ink_words(ink, most);
}

static void put_points(struct mst_ink *ink, const int64_t *times_ns, size_t count, int64_t most_ns)
{
	bool on = false;

	for (size_t i = 0; i < count; i++) {
		size_t x = i * MST_HTML_BAR_WIDE + MST_HTML_BAR_WIDE / 2;
		double share = most_ns > 0 ? (double)times_ns[i] / (double)most_ns : 0;

		if (times_ns[i] >= 0)
			mst_ink_format(ink, "%c%zu %.1f", on ? 'L' : 'M', x,
			               1 + (MST_HTML_LINE_HIGH - 2) * (1 - share));
		if (times_ns[i] >= 0 && !on)
			mst_ink_put(ink, "h1"); /* a lone time is a dot */
		on = times_ns[i] >= 0;
	}
}

void mst_html_line_draw(struct mst_ink *ink, const int64_t *times_ns, size_t count)
{
	int64_t least_ns = INT64_MAX, most_ns = -1;
	size_t times = 0;

	for (size_t i = 0; i < count; i++) {
		if (times_ns[i] < 0)
			continue;
		times++;
		least_ns = times_ns[i] < least_ns ? times_ns[i] : least_ns;
		most_ns = times_ns[i] > most_ns ? times_ns[i] : most_ns;
	}
	if (times < 2)
		return;
	mst_ink_format(ink,
	               "<svg class=\"past line\" viewBox=\"0 0 %zu %u\" preserveAspectRatio=\"none\" role=\"img\" "
	               "aria-label=\"",
	               count * MST_HTML_BAR_WIDE, MST_HTML_LINE_HIGH);
	put_range(ink, least_ns, most_ns);
	mst_ink_put(ink, "\"><path d=\"");
	put_points(ink, times_ns, count, most_ns);
	mst_ink_put(ink, "\"/></svg>");
}
