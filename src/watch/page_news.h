/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * page_news.h - what the page of a watch tells of events: the latest ones, and the causes that stand. Pure.
 */
#ifndef MST_WATCH_PAGE_NEWS_H
#define MST_WATCH_PAGE_NEWS_H

#include <muster/watch.h>

#define MST_PAGE_NEWS_MAX 50
#define MST_PAGE_CAUSES_MAX 32

struct mst_page_item {
	uint64_t time_ns; /* since 1970, UTC */
	enum mst_watch_event_kind kind;
	bool good; /* up, open, back */
	char text[MST_ERROR_TEXT];
};

/* Begin with zeroed memory. */
struct mst_page_news {
	struct mst_page_item latest[MST_PAGE_NEWS_MAX]; /* a ring */
	uint64_t count;                                 /* of all so far */
	struct {
		struct mst_watch_cause cause; /* its lists are gone */
		struct mst_page_item item;
	} causes[MST_PAGE_CAUSES_MAX];
	size_t cause_count;
	uint64_t causes_left_out; /* that had no room */
};

/* A change, a cause or a notice, as a sentence. Rounds are no news. */
void mst_page_news_add(struct mst_page_news *news, const struct mst_watch_event *event, const char *sentence);

/* The latest but `back`; NULL: there is none, or none any more. */
const struct mst_page_item *mst_page_news_at(const struct mst_page_news *news, uint64_t back);

#endif
