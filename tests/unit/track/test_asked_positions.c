/* SPDX-License-Identifier: BSD-2-Clause */
/* test_asked_positions.c - positions come back by their slot, or not at all. */
#include "track/asked_positions.h"

#include <criterion/criterion.h>

#define BEGIN UINT64_C(0x123456789000)

Test(track_asked_positions, what_was_noted_last_comes_back)
{
	struct mst_asked_positions asked = { 0 };

	mst_asked_positions_keep(&asked, BEGIN, BEGIN + UINT32_MAX, 8);
	for (uint64_t at = 0; at < 20; at++)
		mst_asked_positions_note(&asked, at % 8, BEGIN + at * 1000);
	mst_asked_positions_note(&asked, 7, BEGIN + UINT32_MAX - 1);
	for (uint32_t slot = 0; slot < 7; slot++)
		cr_expect_eq(mst_asked_position(&asked, slot), BEGIN + (slot < 4 ? slot + 16 : slot + 8) * 1000);
	cr_expect_eq(mst_asked_position(&asked, 7), BEGIN + UINT32_MAX - 1);
	cr_expect_eq(mst_unasked_position(&asked, 5), 5);
	mst_asked_positions_free(&asked);
}

Test(track_asked_positions, where_they_are_not_kept_there_are_none)
{
	struct mst_asked_positions asked = { 0 };

	for (unsigned pass = 0; pass < 2; pass++) {
		mst_asked_positions_note(&asked, 1, 5);
		cr_expect_eq(mst_asked_position(&asked, 1), MST_NO_POSITION);
		cr_expect_eq(mst_unasked_position(&asked, 5), MST_NO_POSITION);
		mst_asked_positions_keep(&asked, 0, UINT64_C(1) << 32, 8); /* too large */
	}
	mst_asked_positions_free(&asked);
}
