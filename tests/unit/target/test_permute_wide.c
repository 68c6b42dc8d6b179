/* SPDX-License-Identifier: BSD-2-Clause */
/* test_permute_wide.c - orders that 63 bits cannot count. */
#include "target/permute_wide.h"

#include <criterion/criterion.h>
#include <stdlib.h>

static void expect_bijective(mst_uint128 size, uint64_t seed)
{
	struct mst_permute_wide permute;
	bool *seen = calloc((size_t)size, sizeof *seen);

	mst_permute_wide_init(&permute, size, seed);
	for (mst_uint128 position = 0; position < size; position++) {
		mst_uint128 index = mst_permute_wide_index(&permute, position);

		cr_assert(index < size);
		cr_assert_not(seen[(size_t)index], "size %lu: twice", (unsigned long)size);
		seen[(size_t)index] = true;
		cr_assert(mst_permute_wide_position(&permute, index) == position);
	}
	free(seen);
}

Test(target_permute_wide, visits_every_index_once_for_any_size)
{
	for (unsigned size = 4; size <= 300; size++)
		expect_bijective(size, size * 7);
	for (unsigned bits = 9; bits <= 15; bits++) {
		expect_bijective((1u << bits) - 1, bits);
		expect_bijective(1u << bits, bits);
		expect_bijective((1u << bits) + 1, bits);
	}
}

Test(target_permute_wide, positions_come_back_for_sizes_up_to_all)
{
	for (unsigned bits = 64; bits <= 128; bits++) {
		mst_uint128 size = bits == 128 ? ~(mst_uint128)0 : ((mst_uint128)1 << bits) - (bits & 1);
		struct mst_permute_wide permute;

		mst_permute_wide_init(&permute, size, bits);
		for (unsigned i = 0; i < 1000; i++) {
			mst_uint128 position = size / 1000 * i;
			mst_uint128 index = mst_permute_wide_index(&permute, position);

			cr_assert(index < size);
			cr_assert(mst_permute_wide_position(&permute, index) == position, "%u bits", bits);
		}
	}
}

/* Of the first positions every 16th of the range gets about its share. */
Test(target_permute_wide, neighbours_are_spread_over_the_whole_range)
{
	struct mst_permute_wide permute;
	mst_uint128 size = ((mst_uint128)1 << 64) + 12345;
	unsigned counts[16] = { 0 };

	mst_permute_wide_init(&permute, size, 7);
	for (unsigned i = 0; i < 16000; i++)
		counts[(size_t)(mst_permute_wide_index(&permute, i) / (size / 16 + 1))]++;
	for (unsigned i = 0; i < 16; i++)
		cr_expect(counts[i] > 850 && counts[i] < 1150, "%u: %u", i, counts[i]);
}
