/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test_answer_beyond.c - answers that come when their entry has been used for another question.
 */
#include <criterion/criterion.h>
#include <stdio.h>

#include "unit/round/fixture_round.h"

/* More targets than a roll has entries. */
static struct fixture *wide_fixture(void)
{
	struct fixture *fixture = fixture_new("127.0.0.0/20", "80", 1);

	cr_assert(mst_plan_forgets(&fixture->plan));
	return fixture;
}

/* The whole roll goes round once: everything asked before is forgotten. */
static void turn_the_roll(struct fixture *fixture)
{
	uint64_t next = mst_load(&fixture->round.shared.egresses[0].next_position, relaxed);

	for (uint32_t i = 0; i < fixture->plan.capacity.entries; i++) {
		while (!mst_roll_has_room(&fixture->round.shared.rolls[0].of[MST_ASK]))
			fixture_give_up(fixture, MST_STANDING_SILENT);
		fixture_ask_at(fixture, next + i);
	}
}

static struct packet forgotten(struct fixture *fixture)
{
	struct packet syn = fixture_ask_at(fixture, 0);

	fixture_give_up(fixture, MST_STANDING_SILENT);
	turn_the_roll(fixture);
	return syn;
}

static void expect_of_first(struct fixture *fixture, const char *words)
{
	char whole[256];

	snprintf(whole, sizeof whole, "%s:80 %s\n", fixture_addr_at(fixture, 0), words);
	fixture_expect(fixture, whole);
}

Test(round_answer_beyond, an_answer_whose_slot_was_used_again_is_still_told)
{
	struct fixture *fixture = wide_fixture();
	struct packet syn = forgotten(fixture), answer = answer_tcp(&syn, SYN_ACK);
	char words[160];

	snprintf(words, sizeof words, "open syn-ack from %s ttl 57 try 1/1 rtt -1 beyond", fixture_addr_at(fixture, 0));
	fixture_feed(fixture, answer);
	expect_of_first(fixture, words);
	cr_assert_eq(fixture_counts(fixture).answers, 1);
	fixture_free(fixture);
}

Test(round_answer_beyond, an_error_whose_slot_was_used_again_is_told_only_with_the_right_identification)
{
	struct fixture *fixture = wide_fixture();
	struct packet syn = forgotten(fixture), error = answer_error(&syn, ROUTER, 3, 1);
	uint16_t id = packet_u16(&syn, MST_IPV4_ID);

	fixture_feed(fixture, packet_with16(error, QUOTED_AT + MST_IPV4_ID, id ^ 1));
	fixture_expect_nothing(fixture, 1, 0);
	fixture_feed(fixture, error);
	expect_of_first(fixture, "filtered host-unreach from 10.9.9.9 icmp 3/1 ttl 57 try 1/1 rtt -1 beyond");
	fixture_free(fixture);
}

Test(round_answer_beyond, a_question_that_was_not_reached_yet_has_no_answer)
{
	struct fixture *fixture = wide_fixture();
	struct packet syn;

	fixture_ask_at(fixture, 6);
	syn = fixture_frame(fixture, fixture_addr_at(fixture, 7), 80, (struct mst_ticket){ .slot = 0, .attempt = 1 });
	fixture_feed(fixture, answer_tcp(&syn, SYN_ACK));
	fixture_expect_nothing(fixture, 1, 0);
	fixture_free(fixture);
}
