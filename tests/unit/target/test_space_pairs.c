/* SPDX-License-Identifier: BSD-2-Clause */
/* test_space_pairs.c - questions that are no product: each target has ports of its own. */
#include "target/space_pairs.h"

#include <errno.h>

#include "target/space.h"
#include "unit/target/fixture_target.h"

static struct mst_endpoints *endpoints_of(const char *const *texts, size_t count)
{
	struct mst_endpoints *endpoints = mst_endpoints_new();

	for (size_t i = 0; i < count; i++) {
		char addr[64];
		unsigned port;
		struct mst_addr parsed;

		cr_assert_eq(sscanf(texts[i], "%63s %u", addr, &port), 2);
		cr_assert_eq(mst_addr_parse(&parsed, addr), 0);
		cr_assert_eq(mst_endpoints_add(endpoints, &parsed, (uint16_t)port), 0);
	}
	mst_endpoints_close(endpoints);
	return endpoints;
}

static const char *const some[] = { "10.0.0.9 443", "10.0.0.1 80",      "10.0.0.1 22", "10.0.0.1 80",
	                            "10.0.0.7 22",  "2001:db8::1 8080", "10.0.0.8 9" };

static void check_each(const struct mst_space *space, const struct mst_endpoints *endpoints)
{
	struct mst_addr last = { 0 };
	uint16_t last_port = 0;

	for (uint64_t index = 0; index < space->size; index++) {
		struct mst_question_at at = mst_space_question(space, index);
		mst_uint128 back;
		int order = mst_addr_compare(&last, &at.addr);

		cr_assert(order < 0 || (order == 0 && last_port < at.port));
		cr_assert(mst_endpoints_have(endpoints, &at.addr, at.port));
		cr_assert(mst_space_find_index(space, &at.addr, at.port, &back) && back == index);
		last = at.addr;
		last_port = at.port;
	}
}

Test(target_space_pairs, each_pair_of_the_targets_and_ports_is_a_question_in_order)
{
	struct mst_targets *targets = set_of("10.0.0.0/28 2001:db8::/126", "10.0.0.8");
	struct mst_endpoints *endpoints = endpoints_of(some, sizeof some / sizeof *some);
	const struct mst_slice everything = { .sample = 1, .shard = 1, .shards = 1 };
	struct mst_ports ports = { 0 };
	struct mst_addr addr;
	struct mst_space space;
	mst_uint128 index;

	cr_assert_eq(mst_endpoints_count(endpoints), 6);
	cr_assert_eq(mst_ports_add(&ports, "22,80,443,8080,9999", NULL), 0);
	cr_assert_eq(mst_space_init_pairs(&space, targets, &ports, endpoints, &everything, 7, NULL), 0);
	cr_assert_eq(space.size, 5);
	check_each(&space, endpoints);
	cr_assert_eq(mst_addr_parse(&addr, "10.0.0.7"), 0);
	cr_assert_not(mst_space_find_index(&space, &addr, 80, &index));
	cr_assert_eq(mst_addr_parse(&addr, "10.0.0.2"), 0);
	cr_assert_not(mst_space_find_index(&space, &addr, 22, &index));
	mst_space_free(&space);
	mst_endpoints_free(endpoints);
	mst_targets_free(targets);
}

Test(target_space_pairs, the_parts_of_an_order_are_disjoint_and_whole)
{
	struct mst_targets *targets = set_of("10.0.0.0/28 2001:db8::/126", NULL);
	struct mst_endpoints *endpoints = endpoints_of(some, sizeof some / sizeof *some);
	struct mst_ports ports = { 0 };
	unsigned asked[6] = { 0 };

	cr_assert_eq(mst_ports_add(&ports, "-", NULL), 0);
	for (uint32_t shard = 1; shard <= 3; shard++) {
		const struct mst_slice slice = { .sample = 1, .shard = shard, .shards = 3 };
		struct mst_space space;

		cr_assert_eq(mst_space_init_pairs(&space, targets, &ports, endpoints, &slice, 7, NULL), 0);
		for (uint64_t position = space.begin; position < space.end; position++) {
			struct mst_question_at at = mst_space_at(&space, position);
			uint64_t back;

			asked[(size_t)mst_space_index(&space, position)]++;
			cr_assert(mst_space_find(&space, &at.addr, at.port, &back) && back == position);
		}
		mst_space_free(&space);
	}
	for (size_t i = 0; i < 6; i++)
		cr_assert_eq(asked[i], 1);
	mst_endpoints_free(endpoints);
	mst_targets_free(targets);
}

Test(target_space_pairs, nothing_to_ask_is_a_sentence)
{
	struct mst_targets *targets = set_of("10.1.0.0/28", NULL);
	struct mst_endpoints *endpoints = endpoints_of(some, sizeof some / sizeof *some);
	const struct mst_slice everything = { .sample = 1, .shard = 1, .shards = 1 };
	struct mst_ports ports = { 0 };
	struct mst_space space;
	struct mst_error err = { "" };

	cr_assert_eq(mst_ports_add(&ports, "-", NULL), 0);
	cr_assert_eq(mst_space_init_pairs(&space, targets, &ports, endpoints, &everything, 7, &err), -EINVAL);
	cr_assert_str_eq(err.text, "nothing to ask: no open port of the earlier result is left");
	mst_endpoints_free(endpoints);
	mst_targets_free(targets);
}
