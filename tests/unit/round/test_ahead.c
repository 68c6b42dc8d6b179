/* SPDX-License-Identifier: BSD-2-Clause */
/* test_ahead.c - questions computed ahead are those of their positions. */
#include "round/ahead.h"

#include <criterion/criterion.h>

static void expect_order(const char *network, const struct mst_slice *slice)
{
	struct mst_targets *targets = mst_targets_new();
	struct mst_ahead ahead = { 0 };
	struct mst_space space;
	struct mst_error err;

	cr_assert_eq(mst_targets_add(targets, network, &err), 0);
	cr_assert_eq(mst_targets_close(targets, &err), 0);
	cr_assert_eq(mst_space_init(&space, targets, NULL, slice, 5, &err), 0);
	/* Each once, some twice, some not at all: as a lane that leaves out those of a run before. */
	for (uint64_t at = space.begin, step = 0; at < space.end; step++) {
		const struct mst_question_at wanted = mst_space_at(&space, at);
		const struct mst_question_at *question = mst_ahead_at(&ahead, &space, at);

		cr_expect(mst_addr_equal(&question->addr, &wanted.addr));
		cr_expect_eq(question->port, wanted.port);
		at += step % 7 == 0 ? 0 : step % 11 == 0 ? 23 : 1;
	}
	mst_space_free(&space);
	mst_targets_free(targets);
}

Test(round_ahead, questions_are_those_of_their_positions)
{
	static const struct mst_slice whole = { .sample = 1, .shard = 1, .shards = 1 };
	static const struct mst_slice part = { .sample = 1, .shard = 2, .shards = 3 };
	static const struct mst_slice few = { .sample = 1, .max_targets = 100, .shard = 1, .shards = 1 };

	expect_order("10.0.0.0/24", &whole);
	expect_order("10.0.0.0/22", &part);
	expect_order("fe80::/112%1", &few);
	expect_order("fd00::/32", &few);
	expect_order("10.0.0.1", &whole);
}
