/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test_repeats.c - answers by the time of their first question.
 */
#include <criterion/criterion.h>

#include "track/repeats.h"

#define AT(slot) ((uint64_t)(slot) << MST_REPEATS_SHIFT)

static struct mst_repeats from_slot(uint64_t slot)
{
	struct mst_repeats repeats = { 0 };

	mst_repeats_close(&repeats, AT(slot));
	return repeats;
}

Test(track_repeats, what_is_closed_was_asked_before)
{
	struct mst_repeats repeats = from_slot(1000);

	mst_repeats_note(&repeats, AT(1000), false);
	mst_repeats_note(&repeats, AT(1001), false);
	mst_repeats_note(&repeats, AT(1000), true);
	mst_repeats_close(&repeats, AT(1001));
	cr_assert_eq(repeats.closed_first, 1);
	cr_assert_eq(repeats.closed_repeated, 1);
	cr_assert_eq(mst_repeats_closed_ns(&repeats), AT(1001));
	mst_repeats_close(&repeats, AT(1002));
	cr_assert_eq(repeats.closed_first, 2);
}

Test(track_repeats, what_comes_after_its_slot_was_closed_is_left_out)
{
	struct mst_repeats repeats = from_slot(1000);

	mst_repeats_note(&repeats, AT(999), true);
	mst_repeats_note(&repeats, AT(1000 + MST_REPEATS_SLOTS), true);
	mst_repeats_close(&repeats, AT(2000));
	cr_assert_eq(repeats.closed_repeated, 0);
}

Test(track_repeats, a_long_sleep_loses_nothing_and_adds_nothing_twice)
{
	struct mst_repeats repeats = from_slot(1000);

	mst_repeats_note(&repeats, AT(1005), true);
	mst_repeats_close(&repeats, AT(90000));
	mst_repeats_close(&repeats, AT(180000));
	cr_assert_eq(repeats.closed_repeated, 1);
}
