/* wide.c - orders and spaces that 63 bits cannot count. */
#include "target/permute_wide.h"
#include "target/space.h"

#include <errno.h>
#include <stdlib.h>

#include "fixture_target.h"

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

Test(target_wide, visits_every_index_once_for_any_size)
{
	for (unsigned size = 4; size <= 300; size++)
		expect_bijective(size, size * 7);
	for (unsigned bits = 9; bits <= 15; bits++) {
		expect_bijective((1u << bits) - 1, bits);
		expect_bijective(1u << bits, bits);
		expect_bijective((1u << bits) + 1, bits);
	}
}

Test(target_wide, positions_come_back_for_sizes_up_to_all)
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
Test(target_wide, neighbours_are_spread_over_the_whole_range)
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

static struct mst_space space_of(const struct mst_targets *targets, const struct mst_slice *slice, uint64_t seed)
{
	struct mst_space space;
	struct mst_error err = { "" };

	cr_assert_eq(mst_space_init(&space, targets, NULL, slice, seed, &err), 0, "%s", err.text);
	return space;
}

Test(target_wide, a_few_of_a_prefix_are_asked_and_found_again)
{
	struct mst_targets *targets = set_of("2001:db8::/32", NULL);
	struct mst_slice slice = { .sample = 1, .max_targets = 1000, .shard = 2, .shards = 2 };
	struct mst_space space = space_of(targets, &slice, 9);

	cr_assert(space.wide);
	cr_assert_eq(space.end - space.begin, 500);
	for (uint64_t position = space.begin; position < space.end; position++) {
		struct mst_question_at at = mst_space_at(&space, position);
		uint64_t back;

		cr_assert(mst_space_find(&space, &at.addr, 0, &back));
		cr_assert_eq(back, position);
	}
	mst_space_free(&space);
	mst_targets_free(targets);
}

Test(target_wide, shards_of_a_prefix_are_parts_of_one_order)
{
	struct mst_targets *targets = set_of("2001:db8::/64 10.0.0.0/8", NULL);
	struct mst_slice whole = { .sample = 1, .max_targets = 300, .shard = 1, .shards = 1 };
	struct mst_slice third = { .sample = 1, .max_targets = 300, .shard = 3, .shards = 3 };
	struct mst_space all = space_of(targets, &whole, 5), part = space_of(targets, &third, 5);

	for (uint64_t i = 0; i < 100; i++) {
		struct mst_question_at a = mst_space_at(&all, all.begin + 200 + i), b = mst_space_at(&part, part.begin + i);

		cr_assert(mst_addr_equal(&a.addr, &b.addr));
	}
	mst_space_free(&all);
	mst_space_free(&part);
	mst_targets_free(targets);
}

Test(target_wide, what_nobody_can_ask_is_refused_with_its_number)
{
	struct mst_targets *targets = set_of("2001:db8::/64", NULL);
	struct mst_slice everything = { .sample = 1, .shard = 1, .shards = 1 };
	struct mst_error err = { "" };
	struct mst_space space;

	cr_expect_eq(mst_space_init(&space, targets, NULL, &everything, 1, &err), -EINVAL);
	cr_expect(strstr(err.text, "18,446,744,073,709,551,616"), "%s", err.text);
	cr_expect(strstr(err.text, "--max"), "%s", err.text);
	mst_targets_free(targets);
}
