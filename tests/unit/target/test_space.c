/* SPDX-License-Identifier: BSD-2-Clause */
/* test_space.c - questions as numbers, and shares of them. */
#include "target/space.h"

#include <errno.h>
#include <stdlib.h>

#include "unit/target/fixture_target.h"

static const struct mst_slice everything = { .sample = 1, .shard = 1, .shards = 1 };

static struct mst_ports ports_of(const char *text)
{
	struct mst_ports ports = { 0 };

	cr_assert_eq(mst_ports_add(&ports, text, NULL), 0);
	return ports;
}

static struct mst_space space_of(const struct mst_targets *targets, const struct mst_ports *ports,
                                 const struct mst_slice *slice)
{
	struct mst_space space;
	struct mst_error err = { "" };

	cr_assert_eq(mst_space_init(&space, targets, ports, slice, 7, &err), 0, "%s", err.text);
	return space;
}

Test(target_space, every_address_and_port_is_asked_once)
{
	struct mst_targets *targets = set_of("10.0.0.0/26 10.1.0.1,3", NULL);
	struct mst_ports ports = ports_of("22,80,65535");
	struct mst_space space = space_of(targets, &ports, &everything);
	unsigned asked[66][3] = { 0 };

	cr_assert_eq(space.size, 198);
	cr_assert_eq(space.begin, 0);
	cr_assert_eq(space.end, 198);
	for (uint64_t position = 0; position < space.size; position++) {
		struct mst_question_at at = mst_space_at(&space, position);
		mst_uint128 index;
		uint64_t back;

		cr_assert(mst_targets_index(targets, &at.addr, &index));
		asked[index][at.port == 22 ? 0 : at.port == 80 ? 1 : 2]++;
		cr_assert(mst_space_find(&space, &at.addr, at.port, &back));
		cr_assert_eq(back, position);
	}
	for (size_t i = 0; i < 66 * 3; i++)
		cr_expect_eq(asked[i / 3][i % 3], 1);
	mst_space_free(&space);
	mst_targets_free(targets);
}

Test(target_space, host_questions_have_port_zero)
{
	struct mst_targets *targets = set_of("10.0.0.0/28", NULL);
	struct mst_space space = space_of(targets, NULL, &everything);

	cr_expect_eq(space.size, 16);
	for (uint64_t position = 0; position < space.size; position++) {
		struct mst_question_at at = mst_space_at(&space, position);
		uint64_t back;

		cr_expect_eq(at.port, 0);
		cr_expect(mst_space_find(&space, &at.addr, 0, &back));
		cr_expect_eq(back, position);
		cr_expect_not(mst_space_find(&space, &at.addr, 80, &back));
	}
	mst_space_free(&space);
	mst_targets_free(targets);
}

Test(target_space, what_is_not_in_the_space_is_not_found)
{
	struct mst_targets *targets = set_of("10.0.0.0/28", NULL);
	struct mst_ports ports = ports_of("22,80");
	struct mst_space space = space_of(targets, &ports, &everything);
	struct mst_addr inside = mst_addr_from_ipv4(0x0a000001), outside = mst_addr_from_ipv4(0x0a000010);
	uint64_t position;

	cr_expect(mst_space_find(&space, &inside, 80, &position));
	cr_expect_not(mst_space_find(&space, &inside, 81, &position));
	cr_expect_not(mst_space_find(&space, &inside, 0, &position));
	cr_expect_not(mst_space_find(&space, &outside, 80, &position));
	mst_space_free(&space);
	mst_targets_free(targets);
}

Test(target_space, shards_are_disjoint_complete_and_even)
{
	struct mst_targets *targets = set_of("10.0.0.0/24 10.1.0.1", NULL);

	for (uint32_t shards = 1; shards <= 257; shards += 8) {
		uint64_t next = 0;

		for (uint32_t shard = 1; shard <= shards; shard++) {
			struct mst_slice slice = { .sample = 1, .shard = shard, .shards = shards };
			struct mst_space space = space_of(targets, NULL, &slice);

			cr_assert_eq(space.begin, next);
			cr_assert_geq(space.end - space.begin, 257 / shards);
			cr_assert_leq(space.end - space.begin, 257 / shards + 1);
			next = space.end;
			mst_space_free(&space);
		}
		cr_assert_eq(next, 257);
	}
	mst_targets_free(targets);
}

Test(target_space, a_position_means_the_same_question_in_every_shard_and_sample)
{
	struct mst_targets *targets = set_of("10.0.0.0/20", NULL);
	struct mst_slice part = { .sample = 0.3, .max_targets = 500, .shard = 2, .shards = 5 };
	struct mst_space whole = space_of(targets, NULL, &everything), share = space_of(targets, NULL, &part);

	cr_expect_eq(share.begin, 100);
	cr_expect_eq(share.end, 200);
	for (uint64_t position = 0; position < whole.size; position++) {
		struct mst_question_at a = mst_space_at(&whole, position), b = mst_space_at(&share, position);

		cr_assert(mst_addr_equal(&a.addr, &b.addr));
	}
	mst_space_free(&whole);
	mst_space_free(&share);
	mst_targets_free(targets);
}

static void expect_asked(const char *list, double sample, uint64_t max_targets, uint64_t expected)
{
	struct mst_targets *targets = set_of(list, NULL);
	struct mst_slice slice = { .sample = sample, .max_targets = max_targets, .shard = 1, .shards = 1 };
	struct mst_space space = space_of(targets, NULL, &slice);

	cr_expect_eq(space.end - space.begin, expected, "%s %g %lu: %lu", list, sample, max_targets,
	             space.end - space.begin);
	mst_space_free(&space);
	mst_targets_free(targets);
}

Test(target_space, a_sample_is_rounded_up_and_a_maximum_caps_it)
{
	expect_asked("10.0.0.0/24", 0.01, 0, 3);
	expect_asked("10.0.0.1-100", 0.07, 0, 7);
	expect_asked("10.0.0.1-100", 0.29, 0, 29);
	expect_asked("10.0.0.1-100", 0.57, 0, 57);
	expect_asked("10.0.0.1-100", 0.071, 0, 8);
	expect_asked("10.0.0.1", 0.000001, 0, 1);
	expect_asked("10.0.0.0/24", 1, 0, 256);
	expect_asked("10.0.0.0/24", 1, 10, 10);
	expect_asked("10.0.0.0/24", 1, 1000, 256);
	expect_asked("10.0.0.0/24", 0.5, 10, 10);
	expect_asked("10.0.0.0/24", 0.01, 10, 3);
	expect_asked("0.0.0.0/0", 0.5, 0, UINT64_C(3724541952) / 2);
}

static void expect_refusal(const struct mst_slice *slice, const char *part)
{
	struct mst_targets *targets = set_of("10.0.0.0/30", NULL);
	struct mst_space space;
	struct mst_error err = { "" };

	cr_expect_eq(mst_space_init(&space, targets, NULL, slice, 1, &err), -EINVAL);
	cr_expect(strstr(err.text, part), "%s", err.text);
	cr_expect(strstr(err.text, "expected"), "%s", err.text);
	mst_targets_free(targets);
}

Test(target_space, a_slice_that_makes_no_sense_is_refused)
{
	expect_refusal(&(struct mst_slice){ .sample = 1, .shard = 0, .shards = 5 }, "shard 0/5");
	expect_refusal(&(struct mst_slice){ .sample = 1, .shard = 6, .shards = 5 }, "shard 6/5");
	expect_refusal(&(struct mst_slice){ .sample = 1, .shard = 1, .shards = 0 }, "shard 1/0");
	expect_refusal(&(struct mst_slice){ .sample = 1, .shard = 1, .shards = 5 }, "nothing to ask in this part");
	expect_refusal(&(struct mst_slice){ .sample = 0, .shard = 1, .shards = 1 }, "sample 0");
	expect_refusal(&(struct mst_slice){ .sample = 1.5, .shard = 1, .shards = 1 }, "sample 1.5");
}

Test(target_space, no_ports_is_an_empty_space)
{
	struct mst_targets *targets = set_of("10.0.0.0/30", NULL);
	struct mst_ports none = { 0 };
	struct mst_space space;
	struct mst_error err = { "" };

	cr_expect_eq(mst_space_init(&space, targets, &none, &everything, 1, &err), -EINVAL);
	cr_expect(strstr(err.text, "no ports"), "%s", err.text);
	mst_targets_free(targets);
}

Test(target_space, the_whole_internet_times_every_port_fits)
{
	struct mst_targets *targets = set_of("0.0.0.0/0", NULL);
	struct mst_ports ports = ports_of("-");
	struct mst_slice last = { .sample = 1, .shard = 1000000, .shards = 1000000 };
	struct mst_space space = space_of(targets, &ports, &last);

	cr_expect_eq(space.size, UINT64_C(3724541952) * 65535);
	cr_expect_eq(space.end, space.size);
	for (uint64_t position = space.begin; position < space.begin + 1000; position++) {
		struct mst_question_at at = mst_space_at(&space, position);
		uint64_t back;

		cr_assert(mst_space_find(&space, &at.addr, at.port, &back));
		cr_assert_eq(back, position);
	}
	mst_space_free(&space);
	mst_targets_free(targets);
}

Test(target_space, some_positions_keep_their_numbers)
{
	struct mst_targets *targets = set_of("10.0.0.0/24", NULL);
	struct mst_slice half = { .sample = 1, .shard = 2, .shards = 2 };
	struct mst_slice some = { .sample = 1, .shard = 2, .shards = 2, .from = 10, .until = 30 };
	struct mst_space whole = space_of(targets, NULL, &half), part = space_of(targets, NULL, &some);

	cr_expect_eq(part.begin, whole.begin + 10);
	cr_expect_eq(part.end, whole.begin + 30);
	for (uint64_t position = part.begin; position < part.end; position++) {
		struct mst_question_at a = mst_space_at(&whole, position), b = mst_space_at(&part, position);

		cr_expect(mst_addr_equal(&a.addr, &b.addr));
	}
	mst_space_free(&whole);
	mst_space_free(&part);
	mst_targets_free(targets);
}

Test(target_space, positions_of_several_indices_are_those_of_each)
{
	struct mst_targets *targets = set_of("10.0.0.0/26 10.1.0.1,3", NULL);
	struct mst_ports ports = ports_of("22,80,65535");
	struct mst_slice third = { .sample = 1, .shard = 2, .shards = 3 };
	struct mst_space space = space_of(targets, &ports, &third);
	mst_uint128 indices[200];
	uint64_t positions[200], alone;

	for (uint64_t i = 0; i < 200; i++) /* two of them are behind the space */
		indices[i] = (i * 77 + 5) % 200;
	mst_space_positions(&space, indices, 200, positions);
	for (size_t i = 0; i < 200; i++) {
		if (!mst_space_position(&space, indices[i], &alone))
			alone = MST_NO_POSITION;
		cr_expect_eq(positions[i], alone);
	}
	mst_space_free(&space);
	mst_targets_free(targets);
}

Test(target_space, positions_that_are_not_there_are_refused)
{
	static const uint64_t pairs[][2] = { { 5, 5 }, { 6, 5 }, { 0, 257 }, { 1, 0 } };
	struct mst_targets *targets = set_of("10.0.0.0/24", NULL);

	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
		struct mst_slice some = {
			.sample = 1, .shard = 1, .shards = 1, .from = pairs[i][0], .until = pairs[i][1]
		};
		struct mst_space space;

		cr_expect_eq(mst_space_init(&space, targets, NULL, &some, 7, NULL), -EINVAL);
	}
	mst_targets_free(targets);
}
