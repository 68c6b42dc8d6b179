/* SPDX-License-Identifier: BSD-2-Clause */
/* test_first.c - what the answers to the first frames decide. */
#include <criterion/criterion.h>

#include "pace/adapt.h"

#define MS UINT64_C(1000000)

static const struct mst_senses BEGUN = { .now_ns = MS, .members = 9, .lanes = 1 };

static struct mst_first leaving(void)
{
	return (struct mst_first){ .pps = 10e3, .start_pps = 1e3 };
}

/* So long after the first frame. */
static struct mst_senses after(unsigned ms, uint64_t sent, uint64_t references, uint64_t answered)
{
	struct mst_senses senses = BEGUN;

	senses.now_ns += ms * MS;
	senses.sent = sent;
	senses.references = references;
	senses.answered = answered;
	return senses;
}

static enum mst_first_state look(struct mst_first *first, struct mst_senses senses)
{
	return mst_first_look(first, &BEGUN, &senses);
}

Test(pace_first, nothing_is_decided_before_as_many_have_left_as_tcp_sends_before_an_answer)
{
	struct mst_first first = leaving();

	cr_expect_eq(look(&first, after(0, 0, 0, 0)), MST_FIRST_LEAVING);
	cr_expect_eq(look(&first, after(100, 1, 0, 0)), MST_FIRST_LEAVING, "none had left");
	cr_expect_eq(look(&first, after(110, 149, 9, 9)), MST_FIRST_LEAVING);
	cr_expect_eq(look(&first, after(110, 150, 9, 9)), MST_FIRST_DOUBLED);
	cr_expect_eq(look(&first, after(111, 160, 9, 9)), MST_FIRST_DECIDED);
}

Test(pace_first, answers_on_their_way_when_the_last_frame_leaves_are_awaited_for_five_milliseconds)
{
	struct mst_first first = leaving(), late = leaving();

	cr_expect_eq(look(&first, after(1, 10, 0, 0)), MST_FIRST_LEAVING);
	cr_expect_eq(look(&first, after(15, 150, 12, 7)), MST_FIRST_AWAITED);
	cr_expect_eq(look(&first, after(16, 151, 12, 11)), MST_FIRST_DOUBLED);
	look(&late, after(1, 10, 0, 0));
	cr_expect_eq(look(&late, after(15, 150, 12, 7)), MST_FIRST_AWAITED);
	cr_expect_eq(look(&late, after(19, 154, 13, 7)), MST_FIRST_AWAITED);
	cr_expect_eq(look(&late, after(20, 155, 13, 7)), MST_FIRST_LOST);
}

Test(pace_first, most_answered_keep_the_rate_and_few_prove_no_more)
{
	struct mst_first most = leaving(), few = leaving();

	look(&most, after(1, 10, 0, 0));
	look(&most, after(15, 150, 12, 9));
	cr_expect_eq(look(&most, after(20, 155, 12, 9)), MST_FIRST_KEPT);
	look(&few, after(1, 10, 0, 0));
	cr_expect_eq(look(&few, after(15, 150, 4, 4)), MST_FIRST_KEPT);
}

Test(pace_first, without_reference_probes_in_a_queue_or_with_answers_dropped_here_it_is_the_start)
{
	struct mst_first none = leaving(), queue = leaving(), drops = leaving();
	struct mst_senses delayed = after(15, 150, 12, 12), dropped = delayed;

	delayed.delayed = 11;
	dropped.drops = 1;
	look(&none, after(1, 10, 0, 0));
	look(&queue, after(1, 10, 0, 0));
	look(&drops, after(1, 10, 0, 0));
	cr_expect_eq(look(&none, after(15, 150, 2, 2)), MST_FIRST_LOST);
	cr_expect_eq(look(&queue, delayed), MST_FIRST_LOST);
	cr_expect_eq(look(&drops, dropped), MST_FIRST_LOST);
}

/* The rates of a scan whose first frames left by 15 ms, of which so many of 12 reference probes are answered then, and
 * so many at 17 ms. */
static void play(double rates[3], uint64_t at_15_ms, uint64_t at_17_ms)
{
	const struct mst_adapt_bounds bounds = {
		.start_pps = 1e3, .floor_pps = 100, .cap_pps = 1e6, .blind_pps = 1e6, .first_pps = 10e3, .near = true
	};
	struct mst_senses looks[] = { after(1, 10, 0, 0), after(15, 150, 12, at_15_ms), after(17, 152, 12, at_17_ms),
		                      after(21, 160, 12, at_17_ms) };
	struct mst_adapt adapt;

	mst_adapt_open(&adapt, &bounds, BEGUN.now_ns);
	mst_adapt_turn(&adapt, &BEGUN);
	for (unsigned i = 0; i < 4; i++) {
		double rate_pps = mst_adapt_turn(&adapt, &looks[i]);

		if (i > 0)
			rates[i - 1] = rate_pps;
	}
}

Test(pace_first, the_rate_rests_while_answers_are_awaited_and_doubles_with_them)
{
	double rates[3];

	play(rates, 7, 12);
	cr_expect_eq(rates[0], 1e3);
	cr_expect_eq(rates[1], 20e3);
	play(rates, 12, 12);
	cr_expect_eq(rates[0], 20e3);
	play(rates, 7, 8);
	cr_expect_eq(rates[1], 1e3);
	cr_expect_eq(rates[2], 1e3);
}
