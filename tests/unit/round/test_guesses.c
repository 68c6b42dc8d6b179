/* SPDX-License-Identifier: BSD-2-Clause */
/* test_guesses.c - when an answer may be a guess, and which late answers are believed. */
#include "round/guesses.h"

#include <criterion/criterion.h>

#include "unit/round/fixture_round.h"

Test(round_guesses, one_in_a_thousand_is_where_doubt_begins)
{
	static const struct {
		uint8_t bits;
		uint64_t guesses, tickets;
		bool reach;
	} rows[] = {
		{ 14, 15, 1, false },
		{ 14, 16, 1, true },
		{ 32, 4294966, 1, false },
		{ 32, 4294967, 1, true },
		{ 32, 2147483, 2, true },
		{ 46, UINT64_C(100000000), 15, false },
		{ 45, UINT64_C(33), 1 << 20, false },
		{ 45, UINT64_C(33554), 1 << 20, true },
		{ 64, UINT64_C(1) << 30, 1 << 20, false },
		{ 0, 0, 1, true },
		{ 9, 0, 1, true },
		{ 10, 0, 1, false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct mst_answer answer = { .bits = rows[i].bits };

		cr_expect_eq(mst_guesses_reach(&answer, rows[i].guesses, rows[i].tickets), rows[i].reach, "row %zu", i);
	}
}

Test(round_guesses, strays_count_where_they_may_have_been_guesses)
{
	struct mst_stray_counts strays = { 0 };

	mst_count(&strays.of[MST_STRAY_FOREIGN], 1000);
	mst_count(&strays.of[MST_STRAY_UNRELATED], 1000);
	cr_expect_eq(mst_guesses_of(&strays, 0, &(struct mst_answer){ .by_key = false }), 0);
	cr_expect_eq(mst_guesses_of(&strays, 0, &(struct mst_answer){ .by_key = true }), 0);
	mst_count(&strays.of[MST_STRAY_NO_TICKET], 1);
	mst_count(&strays.of[MST_STRAY_FORGED], 10);
	mst_count(&strays.of[MST_STRAY_OTHER_PORT], 100);
	cr_expect_eq(mst_guesses_of(&strays, 5, &(struct mst_answer){ .by_key = false }), 16);
	cr_expect_eq(mst_guesses_of(&strays, 5, &(struct mst_answer){ .by_key = true }), 101);
}

Test(round_guesses, what_a_probe_had_and_its_answer_lacks_is_said)
{
	struct mst_answer answer = { .bits = 14, .by_key = true, .unproven = true };

	cr_expect_eq(mst_guesses_suspicion(&answer, 0, 1), MST_SUSPECT_UNPROVEN);
	answer.unproven = false;
	cr_expect_eq(mst_guesses_suspicion(&answer, 0, 9), MST_NOT_SUSPECT, "all attempts are the same bytes");
	cr_expect_eq(mst_guesses_suspicion(&answer, 16, 1), MST_SUSPECT_GUESSABLE);
	answer = (struct mst_answer){ .by_key = true, .has_mac = true };
	cr_expect_eq(mst_guesses_suspicion(&answer, 1 << 30, 1), MST_NOT_SUSPECT);
}

/* ---- late answers ---- */

/* A question that the roll has forgotten. */
static struct packet forgotten(struct fixture *fixture)
{
	struct packet syn = fixture_ask_at(fixture, 0);

	cr_assert(mst_plan_forgets(&fixture->plan));
	fixture_give_up(fixture, MST_STANDING_SILENT);
	for (uint64_t i = 1; i <= fixture->plan.capacity.entries; i++) {
		while (!mst_roll_has_room(&fixture->round.shared.rolls[0].of[MST_ASK]))
			fixture_give_up(fixture, MST_STANDING_SILENT);
		fixture_ask_at(fixture, i);
	}
	return syn;
}

static struct packet uncounted(const struct packet *syn)
{
	return packet_with32(answer_tcp(syn, RST_ACK), ACK_AT, packet_u32(syn, TCP_AT + MST_TCP_SEQ));
}

Test(round_guesses, a_late_answer_to_an_attempt_that_the_plan_does_not_have_is_forged)
{
	struct fixture *fixture = fixture_new("127.0.0.0/20", "80", 1);
	unsigned most = fixture->plan.probing.attempts_at_most;
	struct packet syn;

	forgotten(fixture);
	syn = fixture_frame(fixture, fixture_addr_at(fixture, 0), 80,
	                    (struct mst_ticket){ .slot = 3, .attempt = (uint8_t)(most + 1) });
	fixture_feed(fixture, answer_tcp(&syn, SYN_ACK));
	cr_expect_eq(mst_load(&fixture->round.receiver->answers.strays.of[MST_STRAY_FORGED], relaxed), 1);
	fixture_expect_nothing(fixture, 1, 0);
	fixture_free(fixture);
}

Test(round_guesses, a_late_reset_that_does_not_count_the_syn_is_believed_where_a_stack_was_seen_to_do_so)
{
	struct fixture *fixture = fixture_new("127.0.0.0/20", "80", 1);
	struct packet late = forgotten(fixture), other;
	uint64_t next = mst_load(&fixture->round.shared.egresses[0].next_position, relaxed);

	fixture_feed(fixture, uncounted(&late));
	fixture_expect_nothing(fixture, 1, 0);
	while (!mst_roll_has_room(&fixture->round.shared.rolls[0].of[MST_ASK]))
		fixture_give_up(fixture, MST_STANDING_SILENT);
	other = fixture_ask_at(fixture, next);
	fixture_feed(fixture, uncounted(&other));
	cr_expect(strstr(fixture_words(fixture), " closed reset ") != NULL, "in flight it always is");
	fixture_feed(fixture, uncounted(&late));
	cr_expect(strstr(fixture_words(fixture), " closed reset ") != NULL);
	fixture_free(fixture);
}

Test(round_guesses, late_answers_are_strays_when_so_many_came_that_they_may_be_guesses)
{
	struct fixture *fixture = fixture_new("127.0.0.0/20", "80", 1);
	struct packet late = forgotten(fixture);

	mst_count(&fixture->round.receiver->answers.strays.of[MST_STRAY_NO_TICKET], UINT64_C(1) << 30);
	fixture_feed(fixture, answer_tcp(&late, RST_ACK));
	cr_expect_eq(mst_load(&fixture->round.receiver->answers.strays.of[MST_STRAY_GUESSABLE], relaxed), 1);
	fixture_expect_nothing(fixture, 1, 0);
	fixture_free(fixture);
}
