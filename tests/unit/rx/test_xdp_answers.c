/* SPDX-License-Identifier: BSD-2-Clause */
/* test_xdp_answers.c - answers are read in the order of their numbers, each once, none before it was written. */
#include "rx/xdp_answers.h"

#include <criterion/criterion.h>

#define SIZE 8

struct shared {
	struct mst_xdp_answer places[SIZE];
	struct mst_xdp_state state;
};

/* As the program in the kernel does it, in two steps. */
static uint64_t take(struct shared *shared)
{
	return shared->state.taken++;
}

static void write_answer(struct shared *shared, uint64_t number)
{
	struct mst_xdp_answer *place = &shared->places[number % SIZE];

	place->at_ns = 1000 + number;
	__atomic_store_n(&place->number, number + 1, __ATOMIC_RELEASE);
}

Test(rx_xdp_answers, an_answer_is_read_when_it_was_written)
{
	struct shared shared = { 0 };
	struct mst_xdp_answers answers = { shared.places, SIZE, 0, &shared.state };
	uint64_t first, second;

	cr_expect_null(mst_xdp_answers_next(&answers));
	first = take(&shared);
	second = take(&shared);
	write_answer(&shared, second);
	cr_expect_eq(mst_xdp_answers_taken(&answers), 2);
	cr_expect_null(mst_xdp_answers_next(&answers), "the one before it is not written yet");
	write_answer(&shared, first);
	cr_expect(mst_xdp_answers_wait(&answers));
	cr_expect_eq(mst_xdp_answers_next(&answers)->at_ns, 1000);
	cr_expect_eq(mst_xdp_answers_next(&answers)->at_ns, 1001);
	cr_expect_null(mst_xdp_answers_next(&answers));
	cr_expect_eq(shared.state.read, 0, "its places are not free before they are released");
	mst_xdp_answers_release(&answers);
	cr_expect_eq(shared.state.read, 2);
}

/* What stands in a place from the turn before is no answer of this turn. */
Test(rx_xdp_answers, the_ring_goes_round)
{
	struct shared shared = { 0 };
	struct mst_xdp_answers answers = { shared.places, SIZE, 0, &shared.state };

	for (uint64_t i = 0; i < 5 * SIZE; i++) {
		cr_assert_null(mst_xdp_answers_next(&answers));
		write_answer(&shared, take(&shared));
		mst_xdp_answers_fetch(&answers, 0);
		cr_assert_eq(mst_xdp_answers_next(&answers)->at_ns, 1000 + i);
		mst_xdp_answers_release(&answers);
	}
	cr_expect_eq(shared.state.read, 5 * SIZE);
}
