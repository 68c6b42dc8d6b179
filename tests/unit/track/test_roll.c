/* SPDX-License-Identifier: BSD-2-Clause */
/* test_roll.c - one lane's questions in flight, with a clock of the test's own. */
#include "track/roll.h"

#include <criterion/criterion.h>

#define MS UINT64_C(1000000)
#define TIMEOUT (100 * MS)
#define PORT 443

static struct mst_addr host(uint32_t number)
{
	return mst_addr_from_ipv4(0x0a000000 + number);
}

static struct mst_roll roll_of(uint32_t capacity, unsigned attempts)
{
	struct mst_roll roll;

	cr_assert_eq(mst_roll_open(&roll, capacity, false, TIMEOUT, attempts), 0);
	return roll;
}

static uint32_t arm(struct mst_roll *roll, uint32_t number, uint64_t now_ns)
{
	struct mst_addr addr = host(number);

	return mst_roll_arm(roll, &addr, PORT, now_ns);
}

static enum mst_settled_how settle(struct mst_roll *roll, uint32_t slot, uint32_t number, unsigned attempt,
                                   enum mst_standing standing)
{
	struct mst_settlement settlement;
	struct mst_addr addr = host(number);

	return mst_roll_settle(roll, slot, &addr, PORT, attempt, standing, &settlement);
}

static struct mst_due due_at(struct mst_roll *roll, uint64_t horizon_ns)
{
	struct mst_due due;

	cr_assert(mst_roll_due(roll, horizon_ns, &due), "nothing has run out");
	return due;
}

static void expect_due(const struct mst_due *due, uint32_t number, unsigned attempt)
{
	cr_expect_eq(mst_addr_ipv4(&due->addr), 0x0a000000 + number);
	cr_expect_eq(due->port, PORT);
	cr_expect_eq(due->attempt, attempt);
}

Test(track_roll, an_answer_finds_the_position_of_its_question)
{
	struct mst_roll roll = roll_of(4, 1);
	struct mst_settlement settlement;

	mst_asked_positions_keep(&roll.positions, 1000, 2000, 4);
	for (uint32_t number = 0; number < 6; number++) {
		struct mst_addr addr = host(number);
		struct mst_due due;
		uint32_t slot = mst_roll_arm_at(&roll, &addr, PORT, 1000 + number * 7, number * TIMEOUT);

		cr_assert_eq(mst_roll_settle(&roll, slot, &addr, PORT, 1, MST_STANDING_CLOSED, &settlement),
		             MST_SETTLED_FIRST);
		cr_expect_eq(settlement.position, 1000 + number * 7);
		cr_expect_not(mst_roll_due(&roll, (number + 2) * TIMEOUT, &due));
		cr_assert_eq(mst_roll_settle(&roll, slot, &addr, PORT, 1, MST_STANDING_BEST, &settlement),
		             MST_SETTLED_BETTER);
		cr_expect_eq(settlement.position, 1000 + number * 7);
	}
	mst_roll_close(&roll);
}

Test(track_roll, nothing_runs_out_before_its_time)
{
	struct mst_roll roll = roll_of(8, 1);
	struct mst_due due;

	cr_expect(mst_roll_is_empty(&roll) && mst_roll_has_room(&roll));
	cr_expect_eq(mst_roll_next_due_ns(&roll, 0), UINT64_MAX);
	arm(&roll, 1, 10 * MS);
	cr_expect_not(mst_roll_is_empty(&roll));
	cr_expect_not(mst_roll_due(&roll, 5 * MS, &due), "the horizon lags behind the question");
	cr_expect_not(mst_roll_due(&roll, 109 * MS, &due));
	cr_expect(mst_roll_due(&roll, 110 * MS + 128, &due));
	expect_due(&due, 1, 1);
	cr_expect(mst_roll_next_due_ns(&roll, 50 * MS) - 110 * MS + 256 <= 512);
	cr_expect_eq(mst_roll_next_due_ns(&roll, 150 * MS), 150 * MS);
	mst_roll_close(&roll);
}

Test(track_roll, attempts_run_out_in_order_and_the_last_one_first)
{
	struct mst_roll roll = roll_of(8, 3);
	struct mst_due due;

	for (uint32_t i = 0; i < 3; i++)
		arm(&roll, i, i * MS);
	for (uint32_t i = 0; i < 3; i++) {
		due = due_at(&roll, 150 * MS);
		expect_due(&due, i, 1);
		cr_expect(mst_roll_again(&roll, &due, (150 + i) * MS));
	}
	cr_expect_not(mst_roll_due(&roll, 249 * MS, &due));
	due = due_at(&roll, 251 * MS);
	expect_due(&due, 0, 2);
	cr_expect(mst_roll_again(&roll, &due, 251 * MS));
	due = due_at(&roll, 400 * MS);
	expect_due(&due, 0, 3);
	cr_expect(mst_roll_give_up(&roll, &due, MST_STANDING_SILENT));
	due = due_at(&roll, 400 * MS);
	expect_due(&due, 1, 2);
	mst_roll_close(&roll);
}

Test(track_roll, in_turn_what_was_asked_longest_ago_is_due_first)
{
	struct mst_roll roll = roll_of(8, 3);
	struct mst_due due;

	roll.in_turn = true;
	for (uint32_t i = 1; i <= 3; i++)
		arm(&roll, i, i * MS);
	due = due_at(&roll, 200 * MS);
	expect_due(&due, 1, 1);
	cr_expect(mst_roll_again(&roll, &due, 201 * MS));
	due = due_at(&roll, 400 * MS);
	expect_due(&due, 2, 1);
	cr_expect(mst_roll_again(&roll, &due, 401 * MS));
	settle(&roll, 2, 3, 1, MST_STANDING_CLOSED);
	due = due_at(&roll, 600 * MS);
	expect_due(&due, 1, 2);
	cr_expect(mst_roll_give_up(&roll, &due, MST_STANDING_SILENT));
	due = due_at(&roll, 600 * MS);
	expect_due(&due, 2, 2);
	cr_expect(mst_roll_give_up(&roll, &due, MST_STANDING_SILENT));
	cr_expect_not(mst_roll_due(&roll, 600 * MS, &due));
	cr_expect(mst_roll_is_empty(&roll));
	mst_roll_close(&roll);
}

Test(track_roll, those_that_have_waited_for_long_can_be_told_from_others_that_ran_out)
{
	struct mst_roll roll = roll_of(8, 2);
	struct mst_due due;

	arm(&roll, 0, 0);
	arm(&roll, 1, 500 * MS);
	cr_expect_not(mst_roll_due_after(&roll, 900 * MS, 1000 * MS, &due));
	cr_assert(mst_roll_due_after(&roll, 1001 * MS, 1000 * MS, &due));
	expect_due(&due, 0, 1);
	cr_expect(mst_roll_again(&roll, &due, 1001 * MS));
	cr_expect_not(mst_roll_due_after(&roll, 1400 * MS, 1000 * MS, &due));
	cr_expect(mst_roll_due(&roll, 1400 * MS, &due));
	cr_expect_not(mst_roll_due_after(&roll, 550 * MS, 10 * MS, &due), "its time-out is longer");
	mst_roll_close(&roll);
}

Test(track_roll, a_question_without_answer_ends_once_and_frees_its_place)
{
	struct mst_roll roll = roll_of(4, 2);
	struct mst_due due;

	for (uint32_t i = 0; i < 4; i++)
		arm(&roll, i, 0);
	cr_expect_not(mst_roll_has_room(&roll));
	due = due_at(&roll, 200 * MS);
	mst_roll_again(&roll, &due, 200 * MS);
	cr_expect_not(mst_roll_has_room(&roll), "a question asked again is still in flight");
	due = due_at(&roll, 400 * MS);
	expect_due(&due, 0, 2);
	cr_expect(mst_roll_give_up(&roll, &due, MST_STANDING_SILENT));
	cr_expect(mst_roll_has_room(&roll));
	cr_expect_eq(arm(&roll, 9, 400 * MS), 0, "the oldest slot is used again");
	mst_roll_close(&roll);
}

/* Of either family, and of one link or another. */
Test(track_roll, a_wide_roll_tells_addresses_of_all_kinds_apart)
{
	static const char *const texts[] = { "10.0.0.1", "::a00:1", "fe80::1%1", "fe80::1%2", "fe80::1" };
	struct mst_settlement settlement;
	struct mst_addr addrs[5];
	struct mst_roll roll;
	struct mst_due due;

	cr_assert_eq(mst_roll_open(&roll, 8, true, TIMEOUT, 1), 0);
	for (uint32_t i = 0; i < 5; i++) {
		cr_assert_eq(mst_addr_parse(&addrs[i], texts[i]), 0);
		cr_assert_eq(mst_roll_arm(&roll, &addrs[i], PORT, i), i);
	}
	for (uint32_t slot = 0; slot < 5; slot++) {
		for (uint32_t i = 0; i < 5; i++) {
			enum mst_settled_how expected = i == slot ? MST_SETTLED_FIRST : MST_SETTLED_GONE;

			if (i != slot || slot % 2)
				cr_expect_eq(mst_roll_settle(&roll, slot, &addrs[i], PORT, 1, MST_STANDING_BEST,
				                             &settlement),
				             expected, "%s in the slot of %s", texts[i], texts[slot]);
		}
	}
	for (uint32_t slot = 0; slot < 5; slot += 2) {
		due = due_at(&roll, 500 * MS);
		cr_expect(mst_addr_equal(&due.addr, &addrs[slot]) && due.port == PORT, "%s", texts[slot]);
		mst_roll_give_up(&roll, &due, MST_STANDING_SILENT);
	}
	mst_roll_close(&roll);
}

Test(track_roll, an_answer_that_does_not_tell_its_attempt_settles_too)
{
	struct mst_roll roll = roll_of(8, 2);
	uint32_t slot = arm(&roll, 1, 0);
	struct mst_due due = due_at(&roll, 200 * MS);

	mst_roll_again(&roll, &due, 200 * MS);
	cr_expect_eq(settle(&roll, slot, 1, 0, MST_STANDING_BEST), MST_SETTLED_FIRST);
	mst_roll_close(&roll);
}

Test(track_roll, an_answer_stops_the_asking)
{
	struct mst_roll roll = roll_of(8, 2);
	struct mst_due due;
	uint32_t slot = arm(&roll, 1, 0);

	arm(&roll, 2, 0);
	cr_expect_eq(settle(&roll, slot, 1, 1, MST_STANDING_BEST), MST_SETTLED_FIRST);
	due = due_at(&roll, 200 * MS);
	expect_due(&due, 2, 1);
	cr_expect(mst_roll_again(&roll, &due, 200 * MS));
	due = due_at(&roll, 400 * MS);
	expect_due(&due, 2, 2);
	cr_expect(mst_roll_give_up(&roll, &due, MST_STANDING_SILENT));
	cr_expect_not(mst_roll_due(&roll, 900 * MS, &due));
	cr_expect(mst_roll_is_empty(&roll));
	mst_roll_close(&roll);
}

Test(track_roll, an_answer_between_due_and_again_or_give_up_wins)
{
	struct mst_roll roll = roll_of(8, 1);
	uint32_t first = arm(&roll, 1, 0), second = arm(&roll, 2, 0);
	struct mst_due due = due_at(&roll, 200 * MS);

	cr_expect_eq(settle(&roll, first, 1, 1, MST_STANDING_BEST), MST_SETTLED_FIRST);
	cr_expect_not(mst_roll_again(&roll, &due, 200 * MS));
	due = due_at(&roll, 200 * MS);
	expect_due(&due, 2, 1);
	cr_expect_eq(settle(&roll, second, 2, 1, MST_STANDING_ERROR), MST_SETTLED_FIRST);
	cr_expect_not(mst_roll_give_up(&roll, &due, MST_STANDING_SILENT));
	cr_expect_eq(settle(&roll, second, 2, 1, MST_STANDING_ERROR), MST_SETTLED_DUPLICATE, "the error stayed");
	cr_expect(mst_roll_is_empty(&roll));
	mst_roll_close(&roll);
}

/* The report of a router came while the lane decided: it is no verdict, so the lane decides anew. */
Test(track_roll, one_that_is_noted_absent_between_due_and_again_or_give_up_is_due_as_before)
{
	for (int gives_up = 0; gives_up < 2; gives_up++) {
		struct mst_roll roll = roll_of(4, 1 + !gives_up);
		uint32_t slot = arm(&roll, 1, 0);
		struct mst_due due = due_at(&roll, TIMEOUT), still;
		struct mst_addr addr = host(1);

		cr_assert(mst_roll_note_absent(&roll, slot, &addr, PORT, 1));
		cr_expect_not(gives_up ? mst_roll_give_up(&roll, &due, MST_STANDING_SILENT)
		                       : mst_roll_again(&roll, &due, TIMEOUT));
		still = due_at(&roll, TIMEOUT);
		expect_due(&still, 1, 1);
		cr_expect_eq(still.gap, due.gap);
		cr_expect(still.word & MST_WORD_ABSENT);
		cr_expect(gives_up ? mst_roll_give_up(&roll, &still, MST_STANDING_ERROR)
		                   : mst_roll_again(&roll, &still, TIMEOUT));
		cr_expect_not(mst_roll_due(&roll, TIMEOUT, &due));
		mst_roll_close(&roll);
	}
}

Test(track_roll, answers_only_improve_a_verdict)
{
	for (unsigned was = MST_STANDING_ASKED; was <= MST_STANDING_BEST; was++) {
		for (unsigned is = MST_STANDING_UNKNOWN; is <= MST_STANDING_BEST; is++) {
			struct mst_roll roll = roll_of(2, 1);
			uint32_t slot = arm(&roll, 7, 0);
			enum mst_settled_how expected = was == MST_STANDING_ASKED ? MST_SETTLED_FIRST
			                                : is > was                ? MST_SETTLED_BETTER
			                                                          : MST_SETTLED_DUPLICATE;

			if (was > MST_STANDING_ASKED)
				cr_assert_eq(settle(&roll, slot, 7, 1, (enum mst_standing)was), MST_SETTLED_FIRST);
			cr_expect_eq(settle(&roll, slot, 7, 1, (enum mst_standing)is), expected, "%u after %u", is,
			             was);
			mst_roll_close(&roll);
		}
	}
}

Test(track_roll, an_answer_after_giving_up_is_better)
{
	struct mst_roll roll = roll_of(8, 1);
	uint32_t slot = arm(&roll, 1, 0);
	struct mst_due due = due_at(&roll, 200 * MS);

	cr_expect(mst_roll_give_up(&roll, &due, MST_STANDING_SILENT));
	cr_expect_eq(settle(&roll, slot, 1, 1, MST_STANDING_BEST), MST_SETTLED_BETTER);
	mst_roll_close(&roll);
}

Test(track_roll, strangers_and_the_late_find_nothing)
{
	struct mst_roll roll = roll_of(2, 2);
	struct mst_settlement settlement;
	struct mst_addr one = host(1);
	uint32_t slot;

	cr_expect_eq(settle(&roll, 1, 1, 1, MST_STANDING_BEST), MST_SETTLED_GONE, "never armed");
	slot = arm(&roll, 1, 0);
	cr_expect_eq(settle(&roll, slot, 2, 1, MST_STANDING_BEST), MST_SETTLED_GONE, "another address");
	cr_expect_eq(mst_roll_settle(&roll, slot, &one, PORT + 1, 1, MST_STANDING_BEST, &settlement), MST_SETTLED_GONE);
	cr_expect_eq(settle(&roll, slot, 1, 2, MST_STANDING_BEST), MST_SETTLED_FORGED, "not asked twice yet");
	cr_expect_eq(settle(&roll, slot, 1, 1, MST_STANDING_BEST), MST_SETTLED_FIRST, "none of them harmed it");
	mst_roll_close(&roll);
}

Test(track_roll, an_answer_to_a_slot_used_again_is_gone)
{
	struct mst_roll roll = roll_of(2, 1);
	struct mst_due due;
	uint32_t slot = arm(&roll, 1, 0);

	due = due_at(&roll, 200 * MS);
	mst_roll_give_up(&roll, &due, MST_STANDING_SILENT);
	arm(&roll, 2, 200 * MS);
	cr_assert_eq(arm(&roll, 3, 200 * MS), slot);
	cr_expect_eq(settle(&roll, slot, 1, 1, MST_STANDING_BEST), MST_SETTLED_GONE);
	cr_expect_eq(settle(&roll, slot, 3, 1, MST_STANDING_BEST), MST_SETTLED_FIRST);
	mst_roll_close(&roll);
}

static void expect_near(int64_t value, int64_t expected, int64_t slack)
{
	cr_expect(value >= expected - slack && value <= expected + slack, "%ld, expected %ld", value, expected);
}

Test(track_roll, the_round_trip_counts_from_the_attempt_answered)
{
	struct mst_roll roll = roll_of(8, 3);
	struct mst_settlement settlement;
	struct mst_addr addr = host(1);
	uint32_t slot = arm(&roll, 1, 0);
	struct mst_due due = due_at(&roll, 110 * MS);

	mst_roll_again(&roll, &due, 110 * MS);
	due = due_at(&roll, 240 * MS);
	mst_roll_again(&roll, &due, 240 * MS);
	cr_assert_eq(mst_roll_settle(&roll, slot, &addr, PORT, 1, MST_STANDING_BEST, &settlement), MST_SETTLED_FIRST);
	expect_near(mst_settlement_rtt_ns(&settlement, 3, 250 * MS), 10 * MS, 256);
	expect_near(mst_settlement_rtt_ns(&settlement, 2, 250 * MS), 130 * MS, 12 * MS);
	expect_near(mst_settlement_rtt_ns(&settlement, 1, 250 * MS), 250 * MS, 4 * MS);
	cr_expect_eq(mst_settlement_rtt_ns(&settlement, 3, 230 * MS), 0, "never negative");
	mst_roll_close(&roll);
}

Test(track_roll, a_gap_too_long_to_note_leaves_the_round_trip_unknown)
{
	struct mst_roll roll = roll_of(8, 2);
	struct mst_settlement settlement;
	struct mst_addr addr = host(1);
	uint32_t slot = arm(&roll, 1, 0);
	struct mst_due due = due_at(&roll, 120000 * MS);

	mst_roll_again(&roll, &due, 120000 * MS);
	cr_assert_eq(mst_roll_settle(&roll, slot, &addr, PORT, 1, MST_STANDING_BEST, &settlement), MST_SETTLED_FIRST);
	cr_expect_eq(mst_settlement_rtt_ns(&settlement, 1, 120010 * MS), -1);
	expect_near(mst_settlement_rtt_ns(&settlement, 2, 120010 * MS), 10 * MS, 256);
	mst_roll_close(&roll);
}

Test(track_roll, the_clock_may_wrap_under_a_question)
{
	uint64_t wrap_ns = (UINT64_C(1) << 32) << MST_TICK_SHIFT, start_ns = wrap_ns - 50 * MS;
	struct mst_roll roll = roll_of(8, 2);
	struct mst_settlement settlement;
	struct mst_addr addr = host(1);
	struct mst_due due;
	uint32_t slot = arm(&roll, 1, start_ns);

	cr_expect_not(mst_roll_due(&roll, start_ns - MS, &due));
	cr_expect_not(mst_roll_due(&roll, start_ns + 99 * MS, &due));
	expect_near((int64_t)(mst_roll_next_due_ns(&roll, wrap_ns + MS) - start_ns), 100 * MS, 512);
	due = due_at(&roll, start_ns + 101 * MS);
	cr_expect(mst_roll_again(&roll, &due, start_ns + 101 * MS));
	cr_expect_not(mst_roll_due(&roll, start_ns + 200 * MS, &due));
	cr_assert_eq(mst_roll_settle(&roll, slot, &addr, PORT, 1, MST_STANDING_BEST, &settlement), MST_SETTLED_FIRST);
	expect_near(mst_settlement_rtt_ns(&settlement, 2, start_ns + 111 * MS), 10 * MS, 256);
	expect_near(mst_settlement_rtt_ns(&settlement, 1, start_ns + 111 * MS), 111 * MS, 2 * MS);
	mst_roll_close(&roll);
}

Test(track_roll, refusals_are_counted_once_an_attempt_and_survive_asking_again)
{
	struct mst_roll roll = roll_of(8, 2);
	uint32_t slot = arm(&roll, 1, 0);
	struct mst_due due;

	mst_roll_refused(&roll, slot);
	mst_roll_refused(&roll, slot);
	due = due_at(&roll, 200 * MS);
	cr_expect_eq(mst_word_refused(due.word), 1);
	mst_roll_again(&roll, &due, 200 * MS);
	due = due_at(&roll, 400 * MS);
	cr_expect_eq(mst_word_refused(due.word), 1);
	mst_roll_refused(&roll, slot);
	due = due_at(&roll, 400 * MS);
	cr_expect_eq(mst_word_refused(due.word), 2);
	cr_expect_eq(mst_word_attempt(due.word), 2);
	mst_roll_close(&roll);
}

Test(track_roll, a_new_stamp_moves_the_time_out_but_not_that_of_the_settled)
{
	struct mst_roll roll = roll_of(8, 1);
	uint32_t first = arm(&roll, 1, 0), second = arm(&roll, 2, 0);
	struct mst_due due;

	mst_roll_restamp(&roll, first, 50 * MS);
	cr_expect_not(mst_roll_due(&roll, 149 * MS, &due));
	due = due_at(&roll, 151 * MS);
	expect_due(&due, 1, 1);
	settle(&roll, second, 2, 1, MST_STANDING_BEST);
	mst_roll_restamp(&roll, second, 50 * MS);
	cr_expect_eq(settle(&roll, second, 2, 1, MST_STANDING_BEST), MST_SETTLED_DUPLICATE);
	mst_roll_close(&roll);
}

Test(track_roll, excuses_survive_asking_again_and_are_never_more_than_the_attempts)
{
	struct mst_roll roll = roll_of(8, 3);
	uint32_t slot = arm(&roll, 1, 0);
	struct mst_due due = due_at(&roll, 200 * MS);

	cr_expect(mst_roll_excuse(&roll, &due));
	cr_expect(mst_roll_excuse(&roll, &due));
	cr_expect_eq(mst_word_excused(due.word), 1);
	cr_expect(mst_roll_again(&roll, &due, 200 * MS));
	mst_roll_refused(&roll, slot);
	due = due_at(&roll, 400 * MS);
	cr_expect_eq(mst_word_excused(due.word), 1);
	cr_expect(mst_roll_excuse(&roll, &due));
	cr_expect_eq(mst_word_excused(due.word) + mst_word_refused(due.word), 2);
	mst_roll_close(&roll);
}

Test(track_roll, who_answers_meanwhile_needs_no_excuse)
{
	struct mst_roll roll = roll_of(8, 2);
	uint32_t slot = arm(&roll, 1, 0);
	struct mst_due due = due_at(&roll, 200 * MS);

	settle(&roll, slot, 1, 1, MST_STANDING_BEST);
	cr_expect_not(mst_roll_excuse(&roll, &due));
	mst_roll_close(&roll);
}

Test(track_roll, held_questions_keep_their_slots_until_their_patience_is_over)
{
	struct mst_roll roll = roll_of(4, 3);
	struct mst_due due;

	for (uint32_t i = 0; i < 4; i++)
		arm(&roll, i, i * MS);
	mst_roll_set_patience(&roll, 1000 * MS);
	for (uint32_t i = 0; i < 2; i++) {
		due = due_at(&roll, 102 * MS);
		expect_due(&due, i, 1);
		cr_expect_not(due.held);
		mst_roll_hold(&roll, &due);
	}
	/* Others are asked again meanwhile, and the attempts after the first pass by. */
	due = due_at(&roll, 104 * MS);
	expect_due(&due, 2, 1);
	mst_roll_again(&roll, &due, 104 * MS);
	due = due_at(&roll, 104 * MS);
	expect_due(&due, 3, 1);
	mst_roll_hold(&roll, &due);
	due = due_at(&roll, 205 * MS);
	expect_due(&due, 2, 2);
	mst_roll_hold(&roll, &due);
	cr_expect_not(mst_roll_due(&roll, 999 * MS, &due));
	cr_expect_not(mst_roll_has_room(&roll));
	due = due_at(&roll, 1000 * MS + 128);
	expect_due(&due, 0, 1);
	cr_expect(due.held);
	cr_expect(mst_roll_give_up(&roll, &due, MST_STANDING_SILENT));
	cr_expect_eq(mst_roll_room(&roll), 1);
	/* Where their slots are needed, all are due. */
	mst_roll_set_patience(&roll, 0);
	for (uint32_t i = 1; i < 4; i++) {
		due = due_at(&roll, 1001 * MS);
		expect_due(&due, i, i == 2 ? 2 : 1);
		cr_expect(mst_roll_give_up(&roll, &due, MST_STANDING_SILENT));
	}
	cr_expect(mst_roll_is_empty(&roll));
	mst_roll_close(&roll);
}

Test(track_roll, an_answer_to_a_held_question_is_its_first_verdict)
{
	struct mst_roll roll = roll_of(4, 1);
	uint32_t slot = arm(&roll, 1, 0);
	struct mst_due due;

	mst_roll_set_patience(&roll, 1000 * MS);
	due = due_at(&roll, 101 * MS);
	mst_roll_hold(&roll, &due);
	cr_expect_eq(settle(&roll, slot, 1, 1, MST_STANDING_BEST), MST_SETTLED_FIRST);
	cr_expect_not(mst_roll_due(&roll, 1001 * MS, &due));
	cr_expect(mst_roll_is_empty(&roll));
	mst_roll_close(&roll);
}

Test(track_roll, a_first_attempt_may_have_to_wait_longer_than_the_others)
{
	struct mst_roll roll = roll_of(8, 2);
	struct mst_due due;

	roll.first = mst_ticks(300 * MS);
	arm(&roll, 1, 0);
	cr_expect_not(mst_roll_due(&roll, 290 * MS, &due));
	due = due_at(&roll, 301 * MS);
	expect_due(&due, 1, 1);
	cr_expect(mst_roll_again(&roll, &due, 301 * MS));
	cr_expect_not(mst_roll_due(&roll, 390 * MS, &due));
	due = due_at(&roll, 402 * MS);
	expect_due(&due, 1, 2);
	mst_roll_close(&roll);
}
