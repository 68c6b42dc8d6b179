/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * page_view.h - the page of a watch: what it knows at one moment, for a browser. Pure.
 *
 *     now: how many, causes that stand ─► latest events ─► table: state, past rounds, day, month, round-trip times
 */
#ifndef MST_WATCH_PAGE_VIEW_H
#define MST_WATCH_PAGE_VIEW_H

#include "html/ink.h"
#include "watch/page_news.h"
#include "watch/recent.h"
#include "watch/schedule.h"

struct mst_page_view {
	const char *title;
	const struct mst_watch_item *items; /* hosts, each before its ports */
	size_t count;
	const struct mst_targets *targets; /* whose names are told; NULL: none */
	struct mst_clocks clocks;
	const struct mst_recent *recent;
	const struct mst_page_news *news;
	struct mst_watch_round round; /* the last; its number is 0 before the first */
	uint64_t every_ns;
	uint64_t written_ns; /* now; since 1970, UTC */
	bool ended;          /* the state of no host is known any more */
};

/* The whole page. False: no memory. */
bool mst_page_view_write(const struct mst_page_view *view, struct mst_ink *ink);

#endif
