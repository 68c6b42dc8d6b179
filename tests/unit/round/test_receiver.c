/* SPDX-License-Identifier: BSD-2-Clause */
/* The receiver's thread beside a capture that loses a frame while the thread has no CPU. */
#include <criterion/criterion.h>

#include "unit/round/fixture_round.h"

#define MS MST_NS_PER_MS

/* The count of losses, and the time that the look takes before the first one. */
static uint64_t lost, wait_ns, lost_at_ns;

static uint64_t drops_of(struct mst_rx *rx)
{
	(void)rx;
	if (wait_ns && lost == 0) {
		mst_sleep_until_ns(mst_now_ns() + wait_ns);
		lost = 1;
		lost_at_ns = mst_now_ns();
	}
	return lost;
}

static int dispatch(struct mst_rx *rx, int most, mst_rx_sink *sink, void *user, struct mst_error *err)
{
	(void)rx, (void)most, (void)sink, (void)user, (void)err;
	return 0;
}

static int fd_of(struct mst_rx *rx)
{
	(void)rx;
	return -1;
}

static const struct mst_rx_engine engine = { .name = "test", .dispatch = dispatch, .fd = fd_of, .drops = drops_of };

static struct fixture *set_up(struct mst_rx *rx)
{
	struct fixture *fixture = fixture_new("127.0.0.1-127.0.0.9", "80", 1);

	rx->engine = &engine;
	mst_link_none(&rx->link);
	fixture->captures.rx[0] = rx;
	fixture->captures.count = fixture->captures.own = 1;
	return fixture;
}

/* A turn or more. */
static void run(struct fixture *fixture)
{
	mst_store(&fixture->round.receiver->ending, true, release);
	mst_receiver_run(fixture->round.receiver);
	fixture->captures.count = 0;
}

Test(round_receiver, a_loss_after_the_turn_began_is_one_of_that_moment)
{
	struct mst_rx rx = { 0 };
	struct fixture *fixture = set_up(&rx);

	mst_receiver_begin(fixture->round.receiver);
	wait_ns = 600 * MS; /* more than two slots of losses */
	run(fixture);
	cr_expect(mst_losses_between(&fixture->round.shared.losses, lost_at_ns, lost_at_ns));
	fixture_free(fixture);
}

Test(round_receiver, a_loss_before_the_thread_begins_counts)
{
	struct mst_rx rx = { 0 };
	struct fixture *fixture = set_up(&rx);
	uint64_t at_ns;

	lost = 5; /* of an earlier round */
	mst_receiver_begin(fixture->round.receiver);
	lost = 6;
	at_ns = mst_now_ns();
	run(fixture);
	cr_expect_eq(mst_load(&fixture->round.receiver->counts.capture_drops, relaxed), 1);
	cr_expect(mst_losses_between(&fixture->round.shared.losses, at_ns, at_ns));
	fixture_free(fixture);
}
