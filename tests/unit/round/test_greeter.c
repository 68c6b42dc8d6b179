/* SPDX-License-Identifier: BSD-2-Clause */
/* What the lanes learn of handshakes, and frames that wait; the handshakes themselves are those of tests/unit/handshake
 * and live.banner. */
#include <criterion/criterion.h>

#include "round/greeter.h"
#include "unit/round/fixture_round.h"

Test(round_greeter, lanes_pause_while_many_handshakes_begin_or_end_in_a_turn)
{
	static const struct mst_greeting greeting = { .per_host = 4, .timeout_ns = MST_NS_PER_SECOND };
	struct fixture *fixture = fixture_new("127.0.0.1", "80", 1);
	struct mst_shared *shared = &fixture->round.shared;
	struct mst_greeter greeter = { .greeting = NULL };
	struct mst_error error;

	cr_assert_eq(mst_greeter_open(&greeter, &greeting, shared, &error), 0);
	greeter.changed = 10;
	mst_greeter_turn(&greeter, MST_NS_PER_SECOND);
	cr_expect_not(mst_load(&shared->handshakes_wait, relaxed));
	greeter.changed = 4096;
	mst_greeter_turn(&greeter, MST_NS_PER_SECOND);
	cr_expect(mst_load(&shared->handshakes_wait, relaxed));
	mst_greeter_turn(&greeter, MST_NS_PER_SECOND);
	cr_expect_not(mst_load(&shared->handshakes_wait, relaxed));
	mst_greeter_close(&greeter);
	fixture_free(fixture);
}

static size_t taken_at_once;

static size_t send_some(struct mst_tx *tx, size_t count, enum mst_tx_stop *stop)
{
	size_t taken = count < taken_at_once ? count : taken_at_once;

	(void)tx;
	taken_at_once -= taken;
	*stop = taken < count ? MST_TX_BUSY : MST_TX_ALL;
	return taken;
}

Test(round_greeter, frames_that_the_queue_does_not_take_wait_for_the_next_turn)
{
	static const struct mst_tx_engine some = { .name = "some", .send = send_some };
	static struct mst_frame frames[8];
	static struct mst_tail tails[8];
	struct mst_tx tx = { .engine = &some, .frames = frames, .tails = tails, .burst = 8 };
	struct mst_greeting greeting = { .tx = { &tx }, .resets_only = true };
	struct fixture *fixture = fixture_new("127.0.0.1", "80", 1);
	struct mst_greeter greeter = { .greeting = NULL };
	struct mst_error error;

	cr_assert_eq(mst_greeter_open(&greeter, &greeting, &fixture->round.shared, &error), 0);
	cr_expect_not(greeter.greets);
	for (uint32_t i = 0; i < 5; i++)
		frames[i].slot = i;
	greeter.waiting[0] = 5;
	taken_at_once = 2;
	mst_greeter_turn(&greeter, MST_NS_PER_SECOND);
	cr_expect_eq(greeter.waiting[0], 3);
	for (uint32_t i = 0; i < 3; i++)
		cr_expect_eq(frames[i].slot, i + 2);
	taken_at_once = 8;
	mst_greeter_turn(&greeter, MST_NS_PER_SECOND);
	cr_expect_eq(greeter.waiting[0], 0);
	cr_expect_eq(taken_at_once, 5);
	mst_greeter_close(&greeter);
	fixture_free(fixture);
}
