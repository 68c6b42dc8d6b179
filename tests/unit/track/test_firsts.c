/*
 * test_firsts.c - answers by the time of their first question.
 */
#include <criterion/criterion.h>

#include "track/firsts.h"

#define AT(slot) ((uint64_t)(slot) << MST_FIRSTS_SHIFT)

static struct mst_firsts from_slot(uint64_t slot)
{
	struct mst_firsts firsts = { 0 };

	mst_firsts_tell(&firsts, AT(slot));
	return firsts;
}

Test(track_firsts, what_is_told_is_what_was_asked_before)
{
	struct mst_firsts firsts = from_slot(1000);

	mst_firsts_note(&firsts, AT(1000), false);
	mst_firsts_note(&firsts, AT(1001), false);
	mst_firsts_note(&firsts, AT(1000), true);
	mst_firsts_tell(&firsts, AT(1001));
	cr_assert_eq(firsts.told_firsts, 1);
	cr_assert_eq(firsts.told_repeats, 1);
	cr_assert_eq(mst_firsts_told_ns(&firsts), AT(1001));
	mst_firsts_tell(&firsts, AT(1002));
	cr_assert_eq(firsts.told_firsts, 2);
}

Test(track_firsts, what_comes_after_its_time_was_told_is_left_out)
{
	struct mst_firsts firsts = from_slot(1000);

	mst_firsts_note(&firsts, AT(999), true);
	mst_firsts_note(&firsts, AT(1000 + MST_FIRSTS_SLOTS), true);
	mst_firsts_tell(&firsts, AT(2000));
	cr_assert_eq(firsts.told_repeats, 0);
}

Test(track_firsts, a_long_sleep_loses_nothing_and_tells_nothing_twice)
{
	struct mst_firsts firsts = from_slot(1000);

	mst_firsts_note(&firsts, AT(1005), true);
	mst_firsts_tell(&firsts, AT(90000));
	mst_firsts_tell(&firsts, AT(180000));
	cr_assert_eq(firsts.told_repeats, 1);
}
