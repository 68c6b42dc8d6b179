/* SPDX-License-Identifier: BSD-2-Clause */
/* A device that takes no frame: another engine is asked for, or what it pushes back is refused. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "unit/round/fixture_round.h"

#define SECOND MST_NS_PER_SECOND
#define START_NS (UINT64_C(8) << 30)

struct engine {
	struct mst_tx tx;
	bool takes;
};

static size_t push_back(struct mst_tx *tx, size_t count, enum mst_tx_stop *stop)
{
	bool takes = ((struct engine *)tx)->takes;

	*stop = takes ? MST_TX_ALL : MST_TX_BUSY;
	tx->error = takes ? 0 : 105;
	return takes ? count : 0;
}

static const struct mst_tx_engine pushing = { .name = "pushing", .send = push_back };

static struct mst_lane *open_lane(struct fixture *fixture, struct engine *engine)
{
	struct mst_lane *lane = &fixture->round.lanes[0];

	*engine = (struct engine){
		.tx = { .engine = &pushing, .burst = MST_BURST, .frames = mst_tx_frames(MST_BURST) }
	};
	lane->sending.tx = lane->sending.engines[0] = &engine->tx;
	lane->sending.burst = (struct mst_burst){ .frames = engine->tx.frames, .most = MST_BURST };
	lane->context.now_ns = START_NS;
	mst_bucket_open(&lane->sending.bucket, 0, START_NS);
	return lane;
}

static void close_lane(struct fixture *fixture, struct engine *engine)
{
	free(engine->tx.frames);
	fixture_words(fixture);
	fixture_free(fixture);
}

static void turn_at(struct mst_lane *lane, uint64_t at_ns)
{
	lane->context.now_ns = START_NS + at_ns;
	mst_store(&lane->context.shared->horizon_ns, lane->context.now_ns, release);
	if (!mst_sending_is_still(&lane->sending))
		mst_asking_fill(&lane->asking, 1);
	mst_sending_offer(&lane->sending, 1);
}

Test(round_stuck, a_device_that_takes_nothing_for_ten_seconds_refuses)
{
	struct fixture *fixture = fixture_new("127.0.0.1", "80", 1);
	struct engine engine;
	struct mst_lane *lane = open_lane(fixture, &engine);

	turn_at(lane, 0);
	turn_at(lane, 9 * SECOND);
	cr_expect_eq(fixture_counts(fixture).not_sent, 0);
	cr_expect(mst_sending_is_still(&lane->sending));
	turn_at(lane, 10 * SECOND);
	cr_expect_eq(fixture_counts(fixture).not_sent, 1);
	cr_expect_not(mst_sending_is_still(&lane->sending), "the next question is asked, and refused at once");
	for (uint64_t second = 11; second < 20; second++)
		turn_at(lane, second * SECOND);
	cr_expect_eq(fixture_counts(fixture).not_sent, 2);
	cr_expect_str_eq(fixture_words(fixture), "127.0.0.1:80 unknown not-sent from  ttl 0 try 0/2 rtt -1\n");
	close_lane(fixture, &engine);
}

Test(round_stuck, a_device_that_goes_on_is_not_given_up_any_more)
{
	struct fixture *fixture = fixture_new("127.0.0.1", "80,81", 1);
	struct engine engine;
	struct mst_lane *lane = open_lane(fixture, &engine);

	turn_at(lane, 0);
	turn_at(lane, 10 * SECOND);
	cr_expect(lane->sending.given_up);
	engine.takes = true;
	turn_at(lane, 11 * SECOND);
	cr_expect_not(lane->sending.given_up);
	cr_expect_eq(fixture_counts(fixture).sent, 1);
	close_lane(fixture, &engine);
}

Test(round_stuck, another_engine_is_asked_for_a_second_after_the_first_refusal)
{
	struct fixture *fixture = fixture_new("127.0.0.1", "80", 1);
	struct engine engine,
		other = { .tx = { .engine = &pushing, .burst = 1, .frames = mst_tx_frames(1) }, .takes = true };
	struct mst_lane *lane = open_lane(fixture, &engine);

	lane->sending.engines[1] = &other.tx;
	turn_at(lane, 0);
	turn_at(lane, SECOND - 1);
	cr_expect_eq(mst_load(&lane->context.published->stuck, relaxed), 0);
	turn_at(lane, SECOND);
	cr_expect_eq(mst_load(&lane->context.published->stuck, relaxed), 1);
	cr_expect_eq(fixture_counts(fixture).not_sent, 0);

	mst_store(&lane->context.published->silent, 2, relaxed);   /* of an earlier time of the other one */
	mst_store(&lane->context.state->proof.engine, 1, release); /* as the receiver does */
	mst_sending_follow_engine(&lane->sending);
	cr_expect_eq(mst_load(&lane->context.published->silent, relaxed), 0);
	cr_expect_eq(lane->sending.tx, &other.tx);
	cr_expect_eq(lane->sending.burst.count, 1, "the frame that waits is taken along");
	turn_at(lane, SECOND + 5 * MST_NS_PER_MS);
	cr_expect_eq(fixture_counts(fixture).sent, 1);
	cr_expect_eq(fixture_counts(fixture).not_sent, 0);
	free(other.tx.frames);
	close_lane(fixture, &engine);
}
