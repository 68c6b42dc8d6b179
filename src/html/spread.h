/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * spread.h - how round-trip times are distributed: 16 counters for each doubling, so a time is known within 6 %.
 */
#ifndef MST_HTML_SPREAD_H
#define MST_HTML_SPREAD_H

#include <stdint.h>

#include "html/ink.h"

#define MST_HTML_SPREAD_FINE 16
#define MST_HTML_SPREAD_COUNTERS (MST_HTML_SPREAD_FINE * 48)

/* Zeroed before the first. */
struct mst_html_spread {
	uint64_t count;
	uint32_t at[MST_HTML_SPREAD_COUNTERS];
};

void mst_html_spread_add(struct mst_html_spread *spread, uint64_t ns);

/* The time that this share of all does not exceed, in nanoseconds; 0 without times. */
uint64_t mst_html_spread_quantile(const struct mst_html_spread *spread, double share);

/* A picture of at most 24 columns, and its median, 95 % and 99 %. Nothing without times. */
void mst_html_spread_draw(struct mst_ink *ink, const struct mst_html_spread *spread);

#endif
