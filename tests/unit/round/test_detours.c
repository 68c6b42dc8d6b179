/* SPDX-License-Identifier: BSD-2-Clause */
/* test_detours.c - lists of targets whose route is another one: sorted, found, replaced and freed. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "round/detours.h"

static struct mst_addr at(uint32_t number)
{
	return mst_addr_from_ipv4(number);
}

static struct mst_detours *list_of(const uint32_t (*ranges)[2], size_t count)
{
	struct mst_detours *detours = calloc(1, sizeof *detours);

	cr_assert_not_null(detours);
	for (size_t i = 0; i < count; i++) {
		struct mst_addr first = at(ranges[i][0]), last = at(ranges[i][1]);

		cr_assert_eq(mst_detours_add(detours, &first, &last), 0);
	}
	mst_detours_seal(detours);
	return detours;
}

static bool has(const struct mst_detours *detours, uint32_t number)
{
	struct mst_addr addr = at(number);

	return mst_detours_have(detours, &addr);
}

Test(round_detours, ranges_of_several_flows_become_one_ascending_list)
{
	static const uint32_t ranges[][2] = { { 50, 59 }, { 10, 20 }, { 15, 30 }, { 55, 56 }, { 90, 90 } };
	struct mst_detours *detours = list_of(ranges, 5);

	cr_assert_eq(detours->count, 3);
	for (uint32_t i = 0; i < 100; i++)
		cr_expect_eq(has(detours, i), (i >= 10 && i <= 30) || (i >= 50 && i <= 59) || i == 90, "%u", i);
	mst_detours_free(detours);
}

Test(round_detours, each_of_many_thousand_ranges_is_found)
{
	struct mst_detours *detours = calloc(1, sizeof *detours);

	for (uint32_t i = 20000; i-- > 0;) {
		struct mst_addr addr = at(2 * i);

		cr_assert_eq(mst_detours_add(detours, &addr, &addr), 0);
	}
	mst_detours_seal(detours);
	cr_assert_eq(detours->count, 20000);
	for (uint32_t i = 0; i < 40000; i++)
		cr_assert_eq(has(detours, i), i % 2 == 0, "%u", i);
	mst_detours_free(detours);
}

Test(round_detours, the_same_targets_are_the_same_list)
{
	static const uint32_t one[][2] = { { 1, 5 }, { 3, 9 } }, other[][2] = { { 1, 9 } }, third[][2] = { { 1, 8 } };
	struct mst_detours *a = list_of(one, 2), *b = list_of(other, 1), *c = list_of(third, 1);

	cr_expect(mst_detours_same(a, b));
	cr_expect(!mst_detours_same(a, c));
	cr_expect(!mst_detours_same(a, NULL));
	cr_expect(mst_detours_same(NULL, NULL));
	mst_detours_free(a);
	mst_detours_free(b);
	mst_detours_free(c);
}

static size_t kept(const struct mst_detour_lists *lists)
{
	size_t count = 0;

	for (const struct mst_detours *at = lists->replaced; at; at = at->before)
		count++;
	return count;
}

Test(round_detours, replaced_lists_are_freed_when_the_lanes_have_ended_their_turns)
{
	static const uint32_t range[][2] = { { 1, 5 } };
	struct mst_published *lanes = aligned_alloc(MST_CACHE_LINE, 2 * sizeof *lanes);
	struct mst_detour_lists lists = { .replaced = NULL };

	memset(lanes, 0, 2 * sizeof *lanes);
	mst_store(&lanes[1].epoch, MST_EPOCH_OVER, relaxed);
	for (unsigned i = 0; i < 5; i++)
		mst_detours_publish(&lists, list_of(range, 1), lanes, 2);
	cr_expect_eq(kept(&lists), 4, "a lane is still in its turn");
	mst_store(&lanes[0].epoch, 9, relaxed);
	for (unsigned i = 0; i < 1000; i++) {
		mst_detours_publish(&lists, i % 2 ? NULL : list_of(range, 1), lanes, 2);
		mst_store(&lanes[0].epoch, 12 + 3 * i, relaxed);
		cr_expect_leq(kept(&lists), 1);
	}
	mst_detours_close(&lists);
	free(lanes);
}
