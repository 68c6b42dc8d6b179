/* SPDX-License-Identifier: BSD-2-Clause */
/* test_page_rows.c - which hosts a page has, in which order, and how each is. */
#include "watch/page_rows.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#define HOSTS (MST_PAGE_ROWS_MAX + 200)

static struct mst_watch_item items[HOSTS];
static struct mst_page_view view;
static struct mst_page_rows rows;

static void up(struct mst_watch_item *item)
{
	item->standing = MST_WATCH_ACTIVE;
	item->known = true;
	item->stood = item->state = MST_UP;
	item->rounds_asked = item->rounds_up = 100;
}

static void begin(void)
{
	memset(items, 0, sizeof items);
	for (size_t i = 0; i < HOSTS; i++)
		up(&items[i]);
	view = (struct mst_page_view){ .items = items, .count = 10, .round.number = 1 };
}

static void end(void)
{
	mst_page_rows_free(&rows);
}

TestSuite(watch_page_rows, .init = begin, .fini = end);

static enum mst_page_mood mood(void)
{
	return mst_page_mood_of(&view, &items[0]);
}

Test(watch_page_rows, a_few_stand_in_the_order_of_address)
{
	items[7].standing = MST_WATCH_INACTIVE;
	cr_assert(mst_page_rows_choose(&rows, &view));
	cr_expect_eq(rows.count, 10);
	cr_expect_eq(rows.at[0], 0);
	cr_expect_not(rows.ports);
}

Test(watch_page_rows, of_many_those_in_trouble_stand_first)
{
	view.count = HOSTS;
	items[1100].known = false;
	items[1150].standing = MST_WATCH_INACTIVE;
	items[1120].rounds_up = 50;
	items[1110].flapping = true;
	items[1111].rounds_up = 0; /* never up: no trouble of its own */
	cr_assert(mst_page_rows_choose(&rows, &view));
	cr_expect_eq(rows.count, MST_PAGE_ROWS_MAX);
	cr_expect_eq(rows.all, HOSTS);
	cr_expect_eq(rows.at[0], 1150);
	cr_expect_eq(rows.at[1], 1100);
	cr_expect_eq(rows.at[2], 1110);
	cr_expect_eq(rows.at[3], 1120);
	cr_expect_eq(rows.at[4], 0);
}

Test(watch_page_rows, ports_that_were_never_open_are_not_there)
{
	items[1].port = 22;
	items[1].first_seen = MST_WATCH_NEVER;
	items[2].port = 80;
	cr_assert(mst_page_rows_choose(&rows, &view));
	cr_expect_eq(rows.count, 9);
	cr_expect_eq(rows.at[1], 2);
	cr_expect(rows.ports);
}

Test(watch_page_rows, moods)
{
	cr_expect_eq(mood(), MST_PAGE_UP);
	items[0].flapping = true;
	cr_expect_eq(mood(), MST_PAGE_FLAPPING);
	items[0].known = false;
	cr_expect_eq(mood(), MST_PAGE_UNKNOWN);
	items[0] = (struct mst_watch_item){ .standing = MST_WATCH_INACTIVE, .known = true };
	cr_expect_eq(mood(), MST_PAGE_DOWN);
	items[0].asleep = true;
	cr_expect_eq(mood(), MST_PAGE_ASLEEP);
	items[0] = (struct mst_watch_item){ .standing = MST_WATCH_UNDECIDED };
	cr_expect_eq(mood(), MST_PAGE_UNKNOWN);
	view.round.number = 0;
	cr_expect_eq(mood(), MST_PAGE_UNDECIDED);
	up(&items[0]);
	view.ended = true;
	cr_expect_eq(mood(), MST_PAGE_UNKNOWN, "the watch is over");
}
