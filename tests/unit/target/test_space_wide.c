/* SPDX-License-Identifier: BSD-2-Clause */
/* test_space_wide.c - spaces that 63 bits cannot count. */
#include <errno.h>

#include "target/space.h"
#include "unit/target/fixture_target.h"

static struct mst_space space_of(const struct mst_targets *targets, const struct mst_slice *slice, uint64_t seed)
{
	struct mst_space space;
	struct mst_error err = { "" };

	cr_assert_eq(mst_space_init(&space, targets, NULL, slice, seed, &err), 0, "%s", err.text);
	return space;
}

Test(target_space_wide, a_few_of_a_prefix_are_asked_and_found_again)
{
	struct mst_targets *targets = set_of("2001:db8::/32", NULL);
	struct mst_slice slice = { .sample = 1, .max_targets = 1000, .shard = 2, .shards = 2 };
	struct mst_space space = space_of(targets, &slice, 9);

	cr_assert(space.wide);
	cr_assert_eq(space.end - space.begin, 500);
	for (uint64_t position = space.begin; position < space.end; position++) {
		struct mst_question_at at = mst_space_at(&space, position);
		uint64_t back;
		mst_uint128 index = mst_space_index(&space, position);

		cr_assert(mst_space_find(&space, &at.addr, 0, &back));
		cr_assert_eq(back, position);
		mst_space_positions(&space, &index, 1, &back);
		cr_assert_eq(back, position);
	}
	mst_space_free(&space);
	mst_targets_free(targets);
}

Test(target_space_wide, shards_of_a_prefix_are_parts_of_one_order)
{
	struct mst_targets *targets = set_of("2001:db8::/64 10.0.0.0/8", NULL);
	struct mst_slice whole = { .sample = 1, .max_targets = 300, .shard = 1, .shards = 1 };
	struct mst_slice third = { .sample = 1, .max_targets = 300, .shard = 3, .shards = 3 };
	struct mst_space all = space_of(targets, &whole, 5), part = space_of(targets, &third, 5);

	for (uint64_t i = 0; i < 100; i++) {
		struct mst_question_at a = mst_space_at(&all, all.begin + 200 + i),
				       b = mst_space_at(&part, part.begin + i);

		cr_assert(mst_addr_equal(&a.addr, &b.addr));
	}
	mst_space_free(&all);
	mst_space_free(&part);
	mst_targets_free(targets);
}

Test(target_space_wide, what_nobody_can_ask_is_refused_with_its_number)
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
