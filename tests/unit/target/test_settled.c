/* SPDX-License-Identifier: BSD-2-Clause */
/* test_settled.c - the positions that are settled, beside a plain array of bits. */
#include "target/settled.h"

#include <errno.h>
#include <stdlib.h>

#include "dice.h"
#include "unit/target/fixture_target.h"

#define MODEL 300000u /* positions; nearly five pieces */
#define BEGIN 1000u

static bool model[MODEL + 1];

static uint32_t next_of[2][MODEL + 1]; /* by what is looked for */

static void find_all(void)
{
	next_of[false][MODEL] = next_of[true][MODEL] = MODEL;
	for (uint32_t i = MODEL; i-- > 0;) {
		next_of[model[i]][i] = i;
		next_of[!model[i]][i] = next_of[!model[i]][i + 1];
	}
}

static uint64_t model_next(uint64_t from, bool wanted)
{
	return next_of[wanted][from];
}

static void check(const struct mst_settled *settled)
{
	uint64_t count = 0, at = BEGIN, first, end;

	find_all();
	for (uint64_t i = BEGIN; i < MODEL; i++)
		count += model[i];
	cr_assert_eq(settled->count, count);
	cr_assert_eq(settled->low, model_next(BEGIN, false));
	for (uint64_t i = BEGIN; i < MODEL; i += 97) {
		cr_assert_eq(mst_settled_has(settled, i), model[i], "%lu", (unsigned long)i);
		cr_assert_eq(mst_settled_next_open(settled, i), model_next(i, false));
	}
	while (mst_settled_next_run(settled, at, &first, &end)) {
		cr_assert_eq(first, model_next(at, true));
		cr_assert_eq(end, model_next(first, false));
		at = end;
	}
	cr_assert_eq(model_next(at, true), MODEL, "runs are missing from %lu on", (unsigned long)at);
}

/* A step: one position, a few, or many; near the low-water position or anywhere. */
static void settle_some(struct mst_settled *settled, uint64_t *dice)
{
	uint64_t chance = dice_roll(dice), length = chance % 16 == 0 ? 70000 : chance % 4 == 0 ? 300 : 1;
	uint64_t from = (chance >> 8) % 3 == 0 ? settled->low : BEGIN + (chance >> 16) % (MODEL - BEGIN);
	uint64_t to = from + length < MODEL ? from + length : MODEL;

	if (chance % 8 == 1 && from / 64 * 64 + 64 <= MODEL) {
		const struct mst_position_word word = { from / 64, dice_roll(dice) & dice_roll(dice) };

		for (unsigned bit = 0; bit < 64; bit++)
			model[word.number * 64 + bit] |= word.bits >> bit & 1;
		cr_assert_eq(mst_settled_add_word(settled, &word), 0);
		return;
	}
	for (uint64_t i = from; i < to; i++)
		model[i] = true;
	if (length == 1 && from < MODEL)
		cr_assert_eq(mst_settled_add(settled, from), 0);
	else
		cr_assert_eq(mst_settled_add_range(settled, from, to), 0);
}

Test(target_settled, is_what_a_plain_array_says_after_any_steps)
{
	for (uint64_t seed = 1; seed <= 10; seed++) {
		struct mst_settled settled, copy;
		uint64_t dice = seed;

		memset(model, 0, sizeof model);
		memset(model, 1, BEGIN);
		mst_settled_init(&settled, BEGIN);
		for (int step = 0; step < 60; step++) {
			settle_some(&settled, &dice);
			if (step % 10 == 0)
				check(&settled);
		}
		cr_assert_eq(mst_settled_copy(&copy, &settled), 0);
		mst_settled_free(&settled);
		check(&copy);
		cr_assert_eq(mst_settled_add_range(&copy, BEGIN, MODEL), 0);
		memset(model, 1, MODEL);
		check(&copy);
		mst_settled_free(&copy);
	}
}

Test(target_settled, one_by_one_in_any_order_within_a_piece)
{
	struct mst_settled settled;
	uint64_t dice = 3;

	memset(model, 0, sizeof model);
	memset(model, 1, BEGIN);
	mst_settled_init(&settled, BEGIN);
	for (uint64_t at = BEGIN; at + 64 <= MODEL; at += 64) { /* blocks of 64 in turn, each in another order */
		uint64_t step = dice_roll(&dice) | 1;

		for (uint64_t i = 0; i < 64; i++) {
			cr_assert_eq(mst_settled_add(&settled, at + (i * step) % 64), 0);
			model[at + (i * step) % 64] = true;
		}
		cr_assert_eq(settled.low, at + 64);
	}
	check(&settled);
	mst_settled_free(&settled);
}

Test(target_settled, adding_again_changes_nothing)
{
	struct mst_settled settled;

	mst_settled_init(&settled, 5);
	for (int times = 0; times < 2; times++) {
		cr_assert_eq(mst_settled_add(&settled, 7), 0);
		cr_assert_eq(mst_settled_add(&settled, 3), 0);
		cr_assert_eq(mst_settled_add_range(&settled, 100, 200), 0);
	}
	cr_assert_eq(settled.count, 101);
	cr_assert_eq(settled.low, 5);
	cr_assert(mst_settled_has(&settled, 4) && !mst_settled_has(&settled, 5) && mst_settled_has(&settled, 7));
	mst_settled_free(&settled);
}

Test(target_settled, a_long_run_needs_no_memory_of_its_own)
{
	const uint64_t far = (uint64_t)1 << 40;
	struct mst_settled settled;

	mst_settled_init(&settled, 0);
	cr_assert_eq(mst_settled_add_range(&settled, 0, far), 0);
	cr_assert_eq(settled.low, far);
	cr_assert_eq(settled.piece_count, 0);
	cr_assert_eq(mst_settled_add(&settled, far + 1), 0);
	cr_assert_eq(settled.piece_count, 1);
	for (uint64_t at = far; at < far + 10 * MST_SETTLED_PIECE; at++)
		cr_assert_eq(mst_settled_add(&settled, at), 0);
	cr_assert_leq(settled.piece_count, 1);
	cr_assert_eq(settled.count, far + 10 * MST_SETTLED_PIECE);
	mst_settled_free(&settled);
}

Test(target_settled, bits_that_would_span_too_much_are_refused)
{
	struct mst_settled settled;

	mst_settled_init(&settled, 0);
	cr_assert_eq(mst_settled_add(&settled, (uint64_t)1 << 62), -ENOMEM);
	cr_assert_eq(settled.count, 0);
	mst_settled_free(&settled);
}
