/* SPDX-License-Identifier: BSD-2-Clause */
/* page_news.c - see page_news.h. */
#include "watch/page_news.h"

#include <stdio.h>
#include <string.h>

static bool is_good(const struct mst_watch_event *event)
{
	unsigned turn = event->kind == MST_EVENT_CAUSE ? event->cause.turn : event->change.turn;

	return event->kind != MST_EVENT_NOTICE &&
	       (turn == MST_CAME_BACK || turn == MST_PORT_OPENED || turn == MST_STEADY);
}

static bool is_same(const struct mst_watch_cause *one, const struct mst_watch_cause *other)
{
	return one->kind == other->kind && mst_addr_equal(&one->addr, &other->addr) &&
	       strcmp(one->interface, other->interface) == 0;
}

static void drop_cause(struct mst_page_news *news, const struct mst_watch_cause *cause)
{
	size_t kept = 0;

	for (size_t i = 0; i < news->cause_count; i++) {
		if (!is_same(&news->causes[i].cause, cause))
			news->causes[kept++] = news->causes[i];
	}
	if (kept == news->cause_count && news->causes_left_out && cause->turn == MST_CAME_BACK)
		news->causes_left_out--;
	news->cause_count = kept;
}

static void take_cause(struct mst_page_news *news, const struct mst_watch_cause *cause,
                       const struct mst_page_item *item)
{
	drop_cause(news, cause);
	if (cause->turn == MST_CAME_BACK)
		return;
	if (news->cause_count == MST_PAGE_CAUSES_MAX) {
		news->causes_left_out++;
		return;
	}
	news->causes[news->cause_count].cause = *cause;
	news->causes[news->cause_count].cause.members = NULL;
	news->causes[news->cause_count].cause.name = NULL;
	news->causes[news->cause_count++].item = *item;
}

void mst_page_news_add(struct mst_page_news *news, const struct mst_watch_event *event, const char *sentence)
{
	struct mst_page_item *item = &news->latest[news->count % MST_PAGE_NEWS_MAX];

	if (event->kind == MST_EVENT_ROUND)
		return;
	*item = (struct mst_page_item){ .time_ns = event->time_ns, .kind = event->kind, .good = is_good(event) };
	snprintf(item->text, sizeof item->text, "%s", sentence);
	news->count++;
	if (event->kind == MST_EVENT_CAUSE)
		take_cause(news, &event->cause, item);
}

const struct mst_page_item *mst_page_news_at(const struct mst_page_news *news, uint64_t back)
{
	if (back >= news->count || back >= MST_PAGE_NEWS_MAX)
		return NULL;
	return &news->latest[(news->count - 1 - back) % MST_PAGE_NEWS_MAX];
}
