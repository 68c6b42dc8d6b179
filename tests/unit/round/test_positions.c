/* SPDX-License-Identifier: BSD-2-Clause */
/* Which positions the lanes of a resumed run take: each without a verdict once, and no other. */
#include <criterion/criterion.h>

#include "round/positions.h"
#include "unit/round/fixture_round.h"

#define QUESTIONS 4096

/* All that the lanes take in turn, by position; returns how many. */
static unsigned take_all(struct fixture *fixture, unsigned lanes, unsigned char *taken)
{
	unsigned count = 0, idle = 0;
	uint64_t position;

	for (unsigned i = 0; idle < lanes; i++) {
		if (!mst_positions_next(&fixture->round.lanes[i % lanes].context, &position)) {
			idle++;
			continue;
		}
		idle = 0;
		cr_assert_lt(position, QUESTIONS);
		taken[position]++;
		count++;
	}
	for (unsigned i = 0; i < lanes; i++)
		cr_expect_not(mst_positions_has_more(&fixture->round.lanes[i].context));
	return count;
}

static void expect_the_rest(unsigned lanes, const uint64_t (*ranges)[2], size_t count)
{
	struct fixture *fixture = fixture_new("127.0.16.0/20", "80", lanes);
	unsigned char taken[QUESTIONS] = { 0 };
	struct mst_settled settled;

	mst_settled_init(&settled, 0);
	for (size_t i = 0; i < count; i++)
		cr_assert_eq(mst_settled_add_range(&settled, ranges[i][0], ranges[i][1]), 0);
	fixture->plan.resumed.settled = &settled;
	cr_expect_eq(take_all(fixture, lanes, taken), QUESTIONS - settled.count);
	for (uint64_t position = 0; position < QUESTIONS; position++)
		cr_assert_eq(taken[position], !mst_settled_has(&settled, position), "%u", (unsigned)position);
	fixture->plan.resumed.settled = NULL;
	fixture_free(fixture);
	mst_settled_free(&settled);
}

Test(round_positions, what_is_settled_is_never_taken)
{
	static const uint64_t ranges[][2] = { { 0, 700 },     { 701, 702 },   { 704, 705 },
		                              { 1000, 3000 }, { 3001, 3500 }, { 4095, 4096 } };

	expect_the_rest(1, ranges, sizeof ranges / sizeof *ranges);
	expect_the_rest(3, ranges, sizeof ranges / sizeof *ranges);
}

Test(round_positions, where_all_is_settled_there_are_none)
{
	static const uint64_t all[][2] = { { 0, QUESTIONS } };

	expect_the_rest(2, all, 1);
}

Test(round_positions, without_a_resume_all_are_taken)
{
	expect_the_rest(2, NULL, 0);
}

Test(round_positions, a_lane_that_takes_no_part_ends_its_chunk_and_takes_no_other)
{
	struct fixture *fixture = fixture_new("127.0.16.0/20", "80", 2);
	struct mst_context *other = &fixture->round.lanes[1].context;
	unsigned count = 0;
	uint64_t position;

	cr_assert(mst_positions_next(other, &position));
	other->works = false; /* CREW */
	cr_expect(mst_positions_has_next(other), "the rest of its chunk");
	while (mst_positions_next(other, &position))
		count++;
	cr_expect_gt(count, 0);
	cr_expect_not(mst_positions_has_next(other));
	cr_expect(mst_positions_has_more(other), "so its thread does not end");
	while (mst_positions_next(&fixture->round.lanes[0].context, &position))
		count++;
	cr_expect_eq(count + 1, QUESTIONS);
	cr_expect_not(mst_positions_has_more(other));
	fixture_free(fixture);
}
