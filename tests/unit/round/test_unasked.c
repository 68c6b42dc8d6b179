/* SPDX-License-Identifier: BSD-2-Clause */
/* What a round that ended early never asked: each question has one row, and none has two. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "round/positions.h"
#include "round/unasked.h"
#include "unit/round/fixture_round.h"

/* Lane `lane` takes the next positions, as if it had asked and settled them; returns how many there were. */
static unsigned take(struct fixture *fixture, unsigned lane, unsigned count)
{
	uint64_t position;
	unsigned taken = 0;

	while (taken < count && mst_positions_next(&fixture->round.lanes[lane].context, &position))
		taken++;
	return taken;
}

static unsigned report(struct fixture *fixture, uint64_t at_most)
{
	return (unsigned)mst_unasked_report(&fixture->round.shared, fixture->round.lanes, at_most);
}

static unsigned times(const char *text, const char *word)
{
	unsigned count = 0;

	for (const char *at = strstr(text, word); at; at = strstr(at + 1, word))
		count++;
	return count;
}

Test(round_unasked, every_question_that_is_left_has_one_verdict)
{
	struct fixture *fixture = fixture_new("127.0.1.0-127.0.1.7", "80,81", 1);
	char addr[MST_ADDR_TEXT], row[128];
	const char *words;

	cr_assert_eq(take(fixture, 0, 5), 5);
	cr_expect_eq(report(fixture, 100), 11);
	words = fixture_words(fixture);
	cr_expect_eq(times(words, "\n"), 11);
	cr_expect_eq(times(words, " unknown not-sent from  ttl 0 try 0/0 rtt -1\n"), 11, "%s", words);
	for (uint64_t position = 0; position < 16; position++) {
		struct mst_question_at question = mst_space_at(&fixture->plan.space, position);

		mst_addr_format(&question.addr, addr);
		snprintf(row, sizeof row, "%s:%u ", addr, question.port);
		cr_expect_eq(times(words, row), position >= 5, "%s", row);
	}
	fixture_free(fixture);
}

Test(round_unasked, a_round_that_asked_all_has_none)
{
	struct fixture *fixture = fixture_new("127.0.1.0-127.0.1.7", "80", 2);

	take(fixture, 0, 3);
	take(fixture, 1, 100);
	take(fixture, 0, 100);
	cr_expect_eq(report(fixture, 100), 0);
	fixture_expect(fixture, "");
	fixture_free(fixture);
}

/* Each lane holds the rest of its chunk. */
Test(round_unasked, what_each_lane_had_not_used_up_is_among_them)
{
	struct fixture *fixture = fixture_new("127.0.1.0/24", "80", 2);

	take(fixture, 0, 4);
	take(fixture, 1, 12);
	cr_expect_eq(report(fixture, 256), 240);
	cr_expect_eq(fixture_counts(fixture).unknown, 0, "counted by the reporter alone");
	mst_reporter_drain(fixture->round.reporter);
	cr_expect_eq(fixture_counts(fixture).unknown, 240);
	fixture_free(fixture);
}

Test(round_unasked, too_many_are_only_counted_and_a_note_says_so)
{
	struct fixture *fixture = fixture_new("127.0.1.0-127.0.1.7", "80,81", 1);
	char notes[MST_NOTES_TEXT];

	take(fixture, 0, 5);
	cr_expect_eq(report(fixture, 10), 0);
	fixture_expect(fixture, "");
	mst_run_read_notes(&fixture->run, notes, sizeof notes);
	cr_expect_str_eq(notes,
	                 "up to 11 targets were not probed: they are counted as unknown, but have no rows, for there "
	                 "are more than 10\n");
	fixture_free(fixture);
}

Test(round_unasked, a_question_that_waited_for_its_host_is_among_them)
{
	struct fixture *fixture = fixture_new_udp("127.0.1.1", "53,123,161");
	struct mst_error_pace *pace = &fixture->round.lanes[0].asking.pace;
	uint64_t position;

	cr_assert(mst_positions_next(&fixture->round.lanes[0].context, &position));
	pace->next.question = mst_space_at(&fixture->plan.space, position);
	pace->held = calloc(1, sizeof *pace->held); /* freed with the round */
	cr_assert_not_null(pace->held);
	mst_error_pace_hold(pace);
	cr_expect_eq(report(fixture, 100), 3);
	cr_expect_eq(times(fixture_words(fixture), "\n"), 3);
	fixture_free(fixture);
}

Test(round_unasked, what_an_earlier_process_settled_is_not_among_them)
{
	struct fixture *fixture = fixture_new("127.0.1.0-127.0.1.7", "80,81", 1);
	struct mst_settled settled;

	mst_settled_init(&settled, 0);
	cr_assert_eq(mst_settled_add_range(&settled, 6, 9), 0);
	cr_assert_eq(mst_settled_add(&settled, 15), 0);
	fixture->plan.resumed.settled = &settled;
	cr_assert_eq(take(fixture, 0, 5), 5);
	cr_expect_eq(report(fixture, 100), 7);
	cr_expect_eq(times(fixture_words(fixture), "\n"), 7);
	fixture->plan.resumed.settled = NULL;
	fixture_free(fixture);
	mst_settled_free(&settled);
}
