/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * page_rows.h - the hosts and ports of a page of a watch: which ones, in which order, and a row for each. Pure.
 *
 * Up to MST_PAGE_ROWS_MAX stand in the order of address; of more, those with the most trouble stand first, and the rest
 * is left out.
 */
#ifndef MST_WATCH_PAGE_ROWS_H
#define MST_WATCH_PAGE_ROWS_H

#include "html/ink.h"
#include "watch/page_moment.h"

#define MST_PAGE_ROWS_MAX 1000

/* How a host or port is, for the page. In the order of trouble. */
#define MST_PAGE_MOODS(X) \
	X(MST_PAGE_DOWN, "down") \
	X(MST_PAGE_UNKNOWN, "unknown") \
	X(MST_PAGE_FLAPPING, "flapping") \
	X(MST_PAGE_UP, "up") \
	X(MST_PAGE_ASLEEP, "asleep") \
	X(MST_PAGE_UNDECIDED, "not asked yet")
#define MST_PAGE_MOOD(constant, word) constant,
enum mst_page_mood { MST_PAGE_MOODS(MST_PAGE_MOOD) MST_PAGE_MOOD_COUNT };
#undef MST_PAGE_MOOD

const char *mst_page_mood_name(enum mst_page_mood mood);
enum mst_page_mood mst_page_mood_of(const struct mst_page_view *view, const struct mst_watch_item *item);

/* Ports that were never open are not shown. */
bool mst_page_shows(const struct mst_watch_item *item);

struct mst_page_rows {
	size_t *at; /* of the view's items */
	size_t count;
	size_t all; /* that could be shown */
	bool ports; /* any of them */
};

/* False: no memory. mst_page_rows_free. */
bool mst_page_rows_choose(struct mst_page_rows *rows, const struct mst_page_view *view);
void mst_page_rows_free(struct mst_page_rows *rows);

/* The table. */
void mst_page_rows_draw(struct mst_ink *ink, const struct mst_page_rows *rows, const struct mst_page_view *view);

#endif
