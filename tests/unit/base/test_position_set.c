/* SPDX-License-Identifier: BSD-2-Clause */
/* test_position_set.c - numbers anywhere in 64 bits are found again, and taken in order. */
#include <criterion/criterion.h>
#include <errno.h>

#include "base/position_set.h"

Test(base_position_set, numbers_far_from_zero_are_kept_and_taken_in_order)
{
	static const uint64_t far = UINT64_C(0x7fffffff00000005);
	struct mst_position_set set = { 0 };
	uint64_t taken[4];
	size_t count = 0;

	cr_assert_eq(mst_position_set_add(&set, far), 0);
	cr_assert_eq(mst_position_set_add(&set, far + (UINT64_C(3) << 32)), 0);
	cr_assert_eq(mst_position_set_add(&set, far - (UINT64_C(2) << 32)), 0);
	cr_assert_eq(mst_position_set_add(&set, far + 1), 0);
	cr_assert(mst_position_set_has(&set, far));
	cr_assert_not(mst_position_set_has(&set, far - 1));
	cr_assert_not(mst_position_set_has(&set, 5));
	cr_assert(mst_position_set_remove(&set, far + 1));
	cr_assert_not(mst_position_set_remove(&set, far + 1));
	while (count < 3) {
		size_t more = mst_position_set_take(&set, taken + count, 4 - count);

		cr_assert_gt(more, 0);
		count += more;
	}
	cr_assert_eq(taken[0], far - (UINT64_C(2) << 32));
	cr_assert_eq(taken[1], far);
	cr_assert_eq(taken[2], far + (UINT64_C(3) << 32));
	mst_position_set_free(&set);
}

Test(base_position_set, the_numbers_of_a_word_are_added_together)
{
	const struct mst_position_word word = { (UINT64_C(1) << 32) / 64 - 1, UINT64_C(1) << 63 | 5 };
	struct mst_position_set set = { 0 };
	uint64_t taken[4];

	cr_assert_eq(mst_position_set_add_word(&set, &word), 0);
	cr_assert_eq(mst_position_set_take(&set, taken, 4), 3);
	cr_assert_eq(taken[0], word.number * 64);
	cr_assert_eq(taken[1], word.number * 64 + 2);
	cr_assert_eq(taken[2], UINT32_MAX);
	mst_position_set_free(&set);
}

Test(base_position_set, a_span_without_bound_is_refused)
{
	struct mst_position_set set = { 0 };

	cr_assert_eq(mst_position_set_add(&set, 1), 0);
	cr_assert_eq(mst_position_set_add(&set, UINT64_MAX), -ENOMEM);
	cr_assert(mst_position_set_has(&set, 1));
	mst_position_set_free(&set);
}
