/* SPDX-License-Identifier: BSD-2-Clause */
/* What the sink is given: verdicts with their position, where a journal or a replay needs them. */
#include <criterion/criterion.h>

#include "round/unasked.h"
#include "unit/round/fixture_round.h"

struct taken {
	const struct mst_space *space;
	unsigned count, placed;
};

static int take(void *user, const struct mst_result *results, size_t count, struct mst_error *err)
{
	struct taken *taken = user;

	(void)err;
	for (size_t i = 0; i < count; i++) {
		struct mst_question_at question;

		taken->count++;
		if (results[i].position == MST_NO_POSITION)
			continue;
		question = mst_space_at(taken->space, results[i].position);
		cr_expect(mst_addr_equal(&question.addr, &results[i].addr) && question.port == results[i].port);
		taken->placed++;
	}
	return 0;
}

static struct taken report(bool places)
{
	struct fixture *fixture = fixture_new("127.0.1.0/28", "80,443", 1);
	struct taken taken = { .space = &fixture->plan.space };

	fixture->round.reporter->places = places;
	fixture->round.reporter->sink = take;
	fixture->round.reporter->sink_user = &taken;
	mst_unasked_report(&fixture->round.shared, fixture->round.lanes, 100);
	mst_reporter_drain(fixture->round.reporter);
	fixture_free(fixture);
	return taken;
}

Test(round_reporter, each_verdict_has_its_position)
{
	struct taken taken = report(true);

	cr_expect_eq(taken.count, 32);
	cr_expect_eq(taken.placed, 32);
}

Test(round_reporter, positions_are_not_looked_for_where_they_are_not_needed)
{
	struct taken taken = report(false);

	cr_expect_eq(taken.count, 32);
	cr_expect_eq(taken.placed, 0);
}
