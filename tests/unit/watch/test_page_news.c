/* SPDX-License-Identifier: BSD-2-Clause */
/* test_page_news.c - the latest events, and the causes that stand. */
#include "watch/page_news.h"

#include <criterion/criterion.h>
#include <string.h>

static struct mst_page_news news;

static void cause(enum mst_watch_turn turn, const char *addr, const char *sentence)
{
	struct mst_watch_event event = { .kind = MST_EVENT_CAUSE, .time_ns = 7 };

	event.cause.kind = MST_CAUSE_GATEWAY;
	event.cause.turn = (uint8_t)turn;
	cr_assert_eq(mst_addr_parse(&event.cause.addr, addr), 0);
	mst_page_news_add(&news, &event, sentence);
}

static void reset(void)
{
	memset(&news, 0, sizeof news);
}

TestSuite(watch_page_news, .init = reset);

Test(watch_page_news, the_latest_are_kept)
{
	char text[16];

	for (int i = 0; i < MST_PAGE_NEWS_MAX + 3; i++) {
		const struct mst_watch_event event = { .kind = MST_EVENT_NOTICE };

		snprintf(text, sizeof text, "event %d", i);
		mst_page_news_add(&news, &event, text);
	}
	cr_expect_str_eq(mst_page_news_at(&news, 0)->text, "event 52");
	cr_expect_str_eq(mst_page_news_at(&news, MST_PAGE_NEWS_MAX - 1)->text, "event 3");
	cr_expect_null(mst_page_news_at(&news, MST_PAGE_NEWS_MAX));
	cr_expect_eq(news.count, 53);
}

Test(watch_page_news, rounds_are_none)
{
	mst_page_news_add(&news, &(struct mst_watch_event){ .kind = MST_EVENT_ROUND }, "a round");
	cr_expect_null(mst_page_news_at(&news, 0));
}

Test(watch_page_news, a_cause_stands_until_its_gateway_is_back)
{
	cause(MST_WENT_DOWN, "10.0.0.1", "silent with 10.0.0.1");
	cause(MST_WENT_DOWN, "10.0.1.1", "silent with 10.0.1.1");
	cause(MST_WENT_DOWN, "10.0.0.1", "silent with 10.0.0.1, again");
	cr_expect_eq(news.cause_count, 2);
	cause(MST_CAME_BACK, "10.0.0.1", "back");
	cr_expect_eq(news.cause_count, 1);
	cr_expect_str_eq(news.causes[0].item.text, "silent with 10.0.1.1");
	cr_expect_str_eq(mst_page_news_at(&news, 0)->text, "back");
}

Test(watch_page_news, causes_beyond_their_room_are_counted)
{
	char addr[16];

	for (int i = 0; i < MST_PAGE_CAUSES_MAX + 2; i++) {
		snprintf(addr, sizeof addr, "10.0.%d.1", i);
		cause(MST_WENT_DOWN, addr, addr);
	}
	cr_expect_eq(news.cause_count, MST_PAGE_CAUSES_MAX);
	cr_expect_eq(news.causes_left_out, 2);
	cause(MST_CAME_BACK, "10.0.33.1", "back");
	cr_expect_eq(news.causes_left_out, 1);
}
