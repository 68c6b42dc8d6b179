/* SPDX-License-Identifier: BSD-2-Clause */
/* test_estimator.c - a full reference set is known without a look at its places. */
#include "round/estimator.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "base/clock.h"
#include "dice.h"

#define ROUNDS 20000

static bool has_any_place(const struct mst_estimator *estimator, const struct mst_egress_state *egress, uint64_t now_ns)
{
	for (uint64_t key = 0; key < MST_REFERENCES; key++) {
		if (mst_estimator_has_place(estimator, egress, key, now_ns))
			return true;
	}
	return false;
}

Test(round_estimator, a_full_set_has_no_place_for_anyone)
{
	struct mst_estimator *estimator = calloc(1, sizeof *estimator);
	struct mst_egress_state *egress = aligned_alloc(_Alignof(struct mst_egress_state), sizeof *egress);
	uint64_t now_ns = 100 * MST_NS_PER_SECOND, dice = 5;
	unsigned full = 0, wrong = 0;

	cr_assert(estimator && egress);
	memset(egress, 0, sizeof *egress);
	for (unsigned round = 0; round < ROUNDS; round++) {
		uint64_t key = dice_roll(&dice);
		/* Frames of one turn may come in another order than that of time. */
		uint64_t at_ns = now_ns - (dice_roll(&dice) % 4 ? 0 : MST_NS_PER_MS);
		bool is_full = mst_estimator_is_full(estimator, at_ns);

		full += is_full;
		cr_assert(!is_full || !has_any_place(estimator, egress, at_ns), "round %u", round);
		wrong += !is_full && mst_load(&egress->references.count, relaxed) == MST_REFERENCES &&
		         at_ns >= estimator->joined_ns && !has_any_place(estimator, egress, at_ns);
		if (mst_estimator_has_place(estimator, egress, key, at_ns))
			mst_estimator_join(estimator, egress, key, (struct mst_reference){ .position = key >> 8 }, 1000,
			                   at_ns);
		now_ns += round % 4000 ? dice_roll(&dice) % (MST_NS_PER_MS / 10) : 7 * MST_NS_PER_SECOND;
	}
	cr_expect_gt(full, ROUNDS / 20);
	cr_expect_eq(wrong, 0, "a full set was looked through %u times", wrong);
	free(estimator);
	free(egress);
}
