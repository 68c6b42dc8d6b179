/* SPDX-License-Identifier: BSD-2-Clause */
/* test_permute.c - the keyed order. */
#include "target/permute.h"

#include <criterion/criterion.h>
#include <stdbool.h>
#include <stdlib.h>

/* Numbers that leave the grid are walked on, some of them several times. */
static void expect_same_together(const struct mst_permute *permute, uint64_t count)
{
	uint64_t *numbers = calloc(count, sizeof *numbers);

	for (uint64_t i = 0; i < count; i++)
		numbers[i] = i;
	mst_permute_indices(permute, numbers, count);
	for (uint64_t i = 0; i < count; i++)
		cr_assert_eq(numbers[i], mst_permute_index(permute, i));
	mst_permute_positions(permute, numbers, count);
	for (uint64_t i = 0; i < count; i++)
		cr_assert_eq(numbers[i], i);
	free(numbers);
}

static void expect_bijective(uint64_t size, uint64_t seed)
{
	struct mst_permute permute;
	bool *seen = calloc(size, sizeof *seen);

	mst_permute_init(&permute, size, seed);
	for (uint64_t position = 0; position < size; position++) {
		uint64_t index = mst_permute_index(&permute, position);

		cr_assert_lt(index, size, "size %lu", size);
		cr_assert_not(seen[index], "size %lu: %lu twice", size, index);
		seen[index] = true;
		cr_assert_eq(mst_permute_position(&permute, index), position, "size %lu", size);
	}
	free(seen);
	expect_same_together(&permute, size < 1000 ? size : 1000);
}

Test(target_permute, visits_every_index_once_for_any_size)
{
	for (uint64_t size = 1; size <= 300; size++)
		expect_bijective(size, size * 7);
	for (unsigned bits = 9; bits <= 16; bits++) {
		expect_bijective((UINT64_C(1) << bits) - 1, bits);
		expect_bijective(UINT64_C(1) << bits, bits);
		expect_bijective((UINT64_C(1) << bits) + 1, bits);
	}
	expect_bijective(65521, 1);
	expect_bijective(99991, 2);
	expect_bijective(254 * 1000, 3);
}

Test(target_permute, the_inverse_holds_for_huge_sizes)
{
	static const uint64_t sizes[] = {
		UINT64_C(1) << 32,       (UINT64_C(1) << 32) + 1, 3758096384 - 16777216,    (UINT64_C(1) << 32) * 65535,
		(UINT64_C(1) << 62) - 1, (UINT64_C(1) << 62) + 1, (UINT64_C(1) << 63) - 25, UINT64_C(1) << 63,
	};

	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		uint64_t size = sizes[i];
		struct mst_permute permute;

		mst_permute_init(&permute, size, 42 + i);
		for (uint64_t j = 0; j < 2000; j++) {
			uint64_t position = j < 1000 ? j : size - 1 - (j - 1000);
			uint64_t index = mst_permute_index(&permute, position);

			cr_assert_lt(index, size);
			cr_assert_eq(mst_permute_position(&permute, index), position);
		}
	}
}

Test(target_permute, equal_seeds_agree_and_different_seeds_do_not)
{
	struct mst_permute a, b, c;
	unsigned same = 0;

	mst_permute_init(&a, 100000, 1);
	mst_permute_init(&b, 100000, 1);
	mst_permute_init(&c, 100000, 2);
	for (uint64_t position = 0; position < 1000; position++) {
		uint64_t index = mst_permute_index(&a, position);

		cr_assert_eq(index, mst_permute_index(&b, position));
		same += index == mst_permute_index(&c, position);
	}
	cr_expect_lt(same, 10);
}

/* The order is part of what --seed promises: a run can be repeated by another version, on another machine. */
Test(target_permute, the_order_of_a_seed_never_changes)
{
	static const uint64_t expected[] = { 3638, 486865, 829124, 513804, 445190, 992265 };
	struct mst_permute permute;

	mst_permute_init(&permute, 1000003, 20261123);
	for (uint64_t position = 0; position < sizeof expected / sizeof expected[0]; position++)
		cr_expect_eq(mst_permute_index(&permute, position), expected[position], "%lu: %lu", position,
		             mst_permute_index(&permute, position));
}

static double chi_square(const unsigned *counts, size_t bins, double expected)
{
	double sum = 0;

	for (size_t i = 0; i < bins; i++)
		sum += (counts[i] - expected) * (counts[i] - expected) / expected;
	return sum;
}

/* 99 degrees of freedom: 200 is beyond one in 10^8, and the seeds are fixed. */
Test(target_permute, the_beginning_of_the_order_is_an_unbiased_sample)
{
	static const uint64_t sizes[] = { 100, 1000, 65536, 3741319168 };

	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		unsigned counts[100] = { 0 };

		for (uint64_t seed = 0; seed < 2000; seed++) {
			struct mst_permute permute;

			mst_permute_init(&permute, sizes[i], seed);
			for (uint64_t position = 0; position < 10; position++)
				counts[mst_permute_index(&permute, position) * 100 / sizes[i]]++;
		}
		cr_expect_lt(chi_square(counts, 100, 200), 200, "size %lu: %f", sizes[i], chi_square(counts, 100, 200));
	}
}

Test(target_permute, one_seed_spreads_its_beginning_over_the_space)
{
	unsigned counts[100] = { 0 };
	struct mst_permute permute;

	mst_permute_init(&permute, 1000000007, 5);
	for (uint64_t position = 0; position < 20000; position++)
		counts[mst_permute_index(&permute, position) * 100 / 1000000007]++;
	cr_expect_lt(chi_square(counts, 100, 200), 200);
}

/* Neighbours in the order shall not be neighbours in the network: distances behave like those of random pairs. */
Test(target_permute, neighbours_in_the_order_are_far_apart)
{
	struct mst_permute permute;
	unsigned near = 0;

	mst_permute_init(&permute, 65536, 9);
	for (uint64_t position = 0; position + 1 < 65536; position++) {
		uint64_t a = mst_permute_index(&permute, position), b = mst_permute_index(&permute, position + 1);

		near += (a > b ? a - b : b - a) < 256; /* about 2 × 256 / 65536 of random pairs: 510 */
	}
	cr_expect(near > 350 && near < 700, "%u", near);
}
