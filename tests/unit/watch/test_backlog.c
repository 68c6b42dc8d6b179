/* SPDX-License-Identifier: BSD-2-Clause */
/* test_backlog.c - changes that wait: all of them, in order, up to what the file keeps; then the oldest go, counted. */
#include <criterion/criterion.h>

#include "watch/backlog.h"

TestSuite(watch_backlog);

static void add(struct mst_backlog *backlog, uint64_t from, uint64_t to)
{
	for (uint64_t i = from; i < to; i++) {
		struct mst_watch_change change = {
			.since_ns = i, .was_since_ns = 7, .port = 9, .has_was_mac = true, .was_mac = { 1, 2 }
		};

		mst_backlog_add(backlog, &change);
	}
}

Test(watch_backlog, is_in_the_order_of_the_changes)
{
	struct mst_backlog backlog = { 0 };

	add(&backlog, 0, 5000);
	cr_assert(backlog.count == 5000 && backlog.lost == 0);
	for (size_t i = 0; i < backlog.count; i++)
		cr_assert_eq(mst_backlog_at(&backlog, i)->since_ns, i);
	cr_assert(mst_backlog_at(&backlog, 3)->was_since_ns == 7 && mst_backlog_at(&backlog, 3)->port == 9);
	cr_assert(mst_backlog_at(&backlog, 3)->was_mac[1] == 2 && mst_backlog_at(&backlog, 3)->has_was_mac);
	mst_backlog_clear(&backlog);
	cr_assert(backlog.count == 0 && backlog.room == 0);
}

Test(watch_backlog, a_round_of_the_largest_watch_has_room)
{
	struct mst_backlog backlog = { 0 };

	cr_assert(sizeof(struct mst_backlog_change) <= 64);
	add(&backlog, 0, UINT64_C(2) * MST_WATCH_ITEMS_MAX); /* each host with another state and another MAC address */
	cr_assert_eq(backlog.lost, 0);
	mst_backlog_clear(&backlog);
}

Test(watch_backlog, beyond_its_room_the_oldest_are_lost_and_counted)
{
	struct mst_backlog backlog = { 0 };

	add(&backlog, 0, MST_BACKLOG_MAX + 3);
	cr_assert(backlog.count == MST_BACKLOG_MAX && backlog.lost == 3);
	cr_assert_eq(mst_backlog_at(&backlog, 0)->since_ns, 3);
	cr_assert_eq(mst_backlog_at(&backlog, backlog.count - 1)->since_ns, MST_BACKLOG_MAX + 2);
	mst_backlog_clear(&backlog);
	cr_assert_eq(backlog.lost, 0);
}
