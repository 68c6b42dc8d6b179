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

/* ---- plain silence ---- */

struct silence {
	unsigned words;
	uint64_t bits, wall_ns;
};

static int take_silence(void *user, const struct mst_position_word *words, size_t count, uint64_t wall_ns,
                        struct mst_error *err)
{
	struct silence *silence = user;

	(void)err;
	for (size_t i = 0; i < count; i++) {
		silence->bits |= words[i].bits;
		silence->words++;
	}
	silence->wall_ns = wall_ns;
	return 0;
}

static void put_silence(struct fixture *fixture, uint64_t position)
{
	cr_assert(mst_outbox_put_silent(&fixture->round.shared.verdicts[0], position, 77));
}

static void drain(struct fixture *fixture)
{
	mst_outbox_flush(&fixture->round.shared.verdicts[0]);
	mst_reporter_drain(fixture->round.reporter);
}

Test(round_reporter, silence_goes_to_its_taker_in_words)
{
	struct fixture *fixture = fixture_new("127.0.1.0/24", "80", 1);
	struct silence silence = { 0 };

	fixture->round.reporter->silence = take_silence;
	fixture->round.reporter->silence_user = &silence;
	put_silence(fixture, 3);
	put_silence(fixture, 1);
	put_silence(fixture, 64);
	put_silence(fixture, 66);
	drain(fixture);
	cr_expect_eq(silence.words, 2);
	cr_expect_eq(silence.bits, 0xf);
	cr_expect_eq(silence.wall_ns, 77);
	cr_expect_eq(mst_round_verdicts(&fixture->round), 4);
	cr_expect_eq(mst_load(&fixture->round.reporter->counts.filtered, relaxed), 4);
	fixture_free(fixture);
}

Test(round_reporter, silence_becomes_results_for_a_sink_and_many_words_are_several_batches)
{
	struct fixture *fixture = fixture_new("127.0.0.0/16", "80", 1);
	struct taken taken = { .space = &fixture->plan.space };

	fixture->round.reporter->sink = take;
	fixture->round.reporter->sink_user = &taken;
	for (uint64_t at = 0; at < 65536; at += 5)
		put_silence(fixture, at);
	drain(fixture);
	cr_expect_eq(taken.count, 13108);
	cr_expect_eq(taken.placed, 13108);
	cr_expect_eq(fixture->round.shared.verdicts[0].made, 1024 / MST_BATCH);
	fixture_free(fixture);
}

Test(round_reporter, silence_without_positions_is_counted)
{
	struct fixture *fixture = fixture_new("127.0.1.0/28", "80", 1);

	put_silence(fixture, MST_NO_POSITION);
	put_silence(fixture, MST_NO_POSITION);
	drain(fixture);
	cr_expect_eq(mst_round_verdicts(&fixture->round), 2);
	fixture_free(fixture);
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
