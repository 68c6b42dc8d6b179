/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * page_moment.h - what a watch knows at one moment, as its page shows it.
 */
#ifndef MST_WATCH_PAGE_MOMENT_H
#define MST_WATCH_PAGE_MOMENT_H

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

#endif
