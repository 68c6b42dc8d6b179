/* SPDX-License-Identifier: BSD-2-Clause */
/* test_seen.c - how targets stand whose entries are gone. */
#include "track/seen.h"

#include <criterion/criterion.h>

Test(track_seen, a_position_never_noted_was_silent)
{
	struct mst_seen *seen = mst_seen_new();

	cr_expect_eq(mst_seen_get(seen, 0), MST_STANDING_SILENT);
	cr_expect_eq(mst_seen_get(seen, UINT64_C(1) << 40), MST_STANDING_SILENT);
	cr_expect_eq(mst_seen_count(seen, MST_STANDING_BEST), 0);
	mst_seen_free(seen);
	mst_seen_free(NULL);
}

Test(track_seen, the_last_note_of_a_position_holds_and_counts_once)
{
	static const uint64_t positions[] = { 0, 7, UINT32_MAX, UINT64_C(1) << 32, (UINT64_C(5) << 32) + 7 };
	struct mst_seen *seen = mst_seen_new();

	for (unsigned s = MST_STANDING_UNKNOWN; s <= MST_STANDING_BEST; s++) {
		for (size_t i = 0; i < 5; i++)
			mst_seen_set(seen, positions[i], (enum mst_standing)s);
		for (size_t i = 0; i < 5; i++)
			cr_expect_eq((unsigned)mst_seen_get(seen, positions[i]), s);
		for (unsigned other = MST_STANDING_UNKNOWN; other <= MST_STANDING_BEST; other++)
			cr_expect_eq(mst_seen_count(seen, (enum mst_standing)other),
			             other == s && s != MST_STANDING_SILENT ? 5u : 0u, "%u while all are %u", other, s);
	}
	cr_expect_eq(mst_seen_get(seen, 8), MST_STANDING_SILENT);
	mst_seen_set(seen, 7, MST_STANDING_SILENT);
	cr_expect_eq(mst_seen_get(seen, 7), MST_STANDING_SILENT);
	cr_expect_eq(mst_seen_count(seen, MST_STANDING_BEST), 4);
	mst_seen_free(seen);
}

/* Of a late slice of a space over 32 bits. */
Test(track_seen, positions_far_from_zero_are_kept)
{
	static const uint64_t far = UINT64_C(0x7fffffff00000005);
	struct mst_seen *seen = mst_seen_new();

	cr_assert_not_null(seen);
	mst_seen_set(seen, far, MST_STANDING_BEST);
	cr_assert_eq(mst_seen_get(seen, far), MST_STANDING_BEST);
	cr_assert_eq(mst_seen_get(seen, far + 1), MST_STANDING_SILENT);
	cr_assert_eq(mst_seen_count(seen, MST_STANDING_BEST), 1);
	mst_seen_free(seen);
}
