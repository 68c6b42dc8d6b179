/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * strip.h - small drawings of a past, the newest at the right: how much of it was up, and how long answers took.
 *
 *     strip      ██▄██▁ ?██     each bar is a time: its lower part is the share that was up, the upper one what was not
 *     line       ╱╲__╱╲         round-trip times; a gap where there was no answer
 *
 * Colours are not alone: what was not up stands above, what is not known is striped, what was not watched is empty.
 */
#ifndef MST_HTML_STRIP_H
#define MST_HTML_STRIP_H

#include <stdbool.h>

#include "html/ink.h"

#define MST_HTML_BARS_MAX 64
#define MST_HTML_BAR_WIDE 3
#define MST_HTML_STRIP_HIGH 16
#define MST_HTML_LINE_HIGH 20

struct mst_html_bar {
	bool watched;       /* false: nothing was asked */
	uint32_t known, up; /* rounds that found out the state; of these, that found it up */
};

/* `of` is what the bars are: "rounds". At most MST_HTML_BARS_MAX. */
void mst_html_strip_draw(struct mst_ink *ink, const struct mst_html_bar *bars, size_t count, const char *of);

/* Times in nanoseconds, -1 for none, scaled from 0 to the longest. Nothing is drawn without two of them. */
void mst_html_line_draw(struct mst_ink *ink, const int64_t *times_ns, size_t count);

#endif
