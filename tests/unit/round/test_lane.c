/* SPDX-License-Identifier: BSD-2-Clause */
/* A lane before an engine that does what the test says: what waits, what is refused, what is asked again. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "unit/round/fixture_round.h"

#define MS MST_NS_PER_MS
#define START_NS (UINT64_C(8) << 30)

struct engine {
	struct mst_tx tx;
	enum mst_tx_stop answer; /* to every call; MST_TX_ALL takes the frames */
};

static size_t send_as_told(struct mst_tx *tx, size_t count, enum mst_tx_stop *stop)
{
	*stop = ((struct engine *)tx)->answer;
	return *stop == MST_TX_ALL ? count : 0;
}

static const struct mst_tx_engine told = { .name = "told", .send = send_as_told };

static struct mst_lane *open_lane(struct fixture *fixture, struct engine *engine)
{
	struct mst_lane *lane = &fixture->round.lanes[0];

	*engine = (struct engine){ .tx = { .engine = &told, .burst = MST_BURST, .frames = mst_tx_frames(MST_BURST) } };
	cr_assert_not_null(engine->tx.frames);
	lane->sending.tx = &engine->tx;
	lane->sending.burst.frames = engine->tx.frames;
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

/* A turn of the lane at this time, everything that arrived before having been read. */
static void turn_at(struct mst_lane *lane, uint64_t ms, uint32_t wanted)
{
	lane->context.now_ns = START_NS + ms * MS;
	mst_store(&lane->context.shared->horizon_ns, lane->context.now_ns, release);
	if (lane->sending.stale && lane->sending.burst.count)
		mst_sending_restamp(&lane->sending);
	if (!mst_sending_is_still(&lane->sending))
		mst_asking_fill(&lane->asking, wanted);
	mst_sending_offer(&lane->sending, wanted);
}

/* The burst is about to leave at this time. */
static void keep_time(struct mst_lane *lane, uint64_t now_ns)
{
	if (!mst_sending_is_late(&lane->sending, now_ns))
		return;
	lane->context.now_ns = now_ns;
	mst_sending_restamp(&lane->sending);
}

static enum mst_route_wait route_wait_of(const struct mst_lane *lane)
{
	return mst_load(&lane->context.published->route_wait, relaxed);
}

Test(round_lane, a_frame_without_a_route_waits_for_the_receiver_to_look)
{
	struct fixture *fixture = fixture_new("127.0.0.1", "80", 1);
	struct engine engine;
	struct mst_lane *lane = open_lane(fixture, &engine);

	engine.answer = MST_TX_NO_PATH;
	turn_at(lane, 0, 1);
	cr_expect_eq(route_wait_of(lane), MST_ROUTE_WAIT_BEGUN);
	cr_expect_eq(lane->sending.burst.count, 1);
	mst_store(&lane->context.published->route_wait, MST_ROUTE_WAIT_ANSWERED, relaxed);
	engine.answer = MST_TX_ALL;
	turn_at(lane, 5000, 1);
	cr_expect_eq(route_wait_of(lane), MST_ROUTE_WAIT_NONE);
	cr_expect_eq(fixture_counts(fixture).sent, 1);
	cr_expect_eq(fixture_counts(fixture).not_sent, 0);
	cr_expect_eq(fixture_counts(fixture).retried, 0);
	close_lane(fixture, &engine);
}

Test(round_lane, a_frame_that_finds_no_route_where_there_is_one_is_refused)
{
	struct fixture *fixture = fixture_new("127.0.0.1", "80", 1);
	struct engine engine;
	struct mst_lane *lane = open_lane(fixture, &engine);

	engine.answer = MST_TX_NO_PATH;
	turn_at(lane, 0, 1);
	mst_store(&lane->context.published->route_wait, MST_ROUTE_WAIT_ANSWERED, relaxed);
	turn_at(lane, 2, 1);
	cr_expect_eq(route_wait_of(lane), MST_ROUTE_WAIT_NONE);
	cr_expect_eq(lane->sending.burst.count, 0);
	cr_expect_eq(fixture_counts(fixture).not_sent, 1);
	close_lane(fixture, &engine);
}

Test(round_lane, where_routes_never_come_back_no_lane_waits)
{
	struct fixture *fixture = fixture_new("127.0.0.1", "80", 1);
	struct engine engine;
	struct mst_lane *lane = open_lane(fixture, &engine);

	engine.answer = MST_TX_NO_PATH;
	mst_store(&fixture->run.reachability, MST_REACHABLE_NEVER, relaxed);
	turn_at(lane, 0, 1);
	cr_expect_eq(route_wait_of(lane), MST_ROUTE_WAIT_NONE);
	cr_expect_eq(fixture_counts(fixture).not_sent, 1);
	close_lane(fixture, &engine);
}

Test(round_lane, while_the_queue_stands_still_nothing_runs_out)
{
	struct fixture *fixture = fixture_new("127.0.0.1-127.0.0.2", "80", 1);
	struct engine engine;
	struct mst_lane *lane = open_lane(fixture, &engine);

	turn_at(lane, 0, 1);
	engine.answer = MST_TX_BUSY;
	turn_at(lane, 10, 1);
	cr_expect_not(mst_sending_is_still(&lane->sending));
	for (uint64_t ms = 20; ms <= 5000; ms += 10)
		turn_at(lane, ms, 1);
	cr_expect(mst_sending_is_still(&lane->sending));
	engine.answer = MST_TX_ALL;
	turn_at(lane, 5010, 1);
	cr_expect_eq(fixture_counts(fixture).sent, 2);
	turn_at(lane, 5900, 1);
	cr_expect_eq(fixture_counts(fixture).sent, 2, "both have their time-out anew");
	turn_at(lane, 6020, 2);
	cr_expect_eq(fixture_counts(fixture).retried, 2);
	close_lane(fixture, &engine);
}

Test(round_lane, an_attempt_that_may_have_been_lost_here_counts_for_nothing)
{
	struct fixture *fixture = fixture_new("127.0.0.1", "80", 1);
	struct engine engine;
	struct mst_lane *lane = open_lane(fixture, &engine);

	turn_at(lane, 0, 1);
	mst_losses_note(&fixture->round.shared.losses, START_NS + 300 * MS, START_NS + 400 * MS);
	turn_at(lane, 1001, 1);
	cr_expect_eq(fixture_counts(fixture).local_loss, 1);
	turn_at(lane, 2002, 1);
	cr_expect_eq(fixture_counts(fixture).retried, 2, "the one retry is still owed");
	turn_at(lane, 3003, 1);
	fixture_expect(fixture, "127.0.0.1:80 filtered no-response from  ttl 0 try 0/3 rtt -1\n");
	close_lane(fixture, &engine);
}

Test(round_lane, an_attempt_that_was_refused_counts_for_nothing)
{
	struct fixture *fixture = fixture_new("127.0.0.1", "80", 1);
	struct engine engine;
	struct mst_lane *lane = open_lane(fixture, &engine);

	engine.answer = MST_TX_REFUSED;
	turn_at(lane, 0, 1);
	engine.answer = MST_TX_ALL;
	turn_at(lane, 1001, 1);
	turn_at(lane, 2002, 1);
	cr_expect_eq(fixture_counts(fixture).sent, 2);
	turn_at(lane, 3003, 1);
	fixture_expect(fixture, "127.0.0.1:80 filtered no-response from  ttl 0 try 0/3 rtt -1\n");
	close_lane(fixture, &engine);
}

/* ---- without CPU ---- */

static uint64_t stamp_of(const struct mst_lane *lane, uint32_t slot)
{
	return mst_ns_of_ticks(
		mst_word_sent(mst_load(&lane->context.rolls->of[MST_ASK]
	                                        .entries[(size_t)slot << lane->context.rolls->of[MST_ASK].wide]
	                                        .word,
	                               relaxed)),
		lane->context.now_ns);
}

static struct mst_lane *awake_lane(struct fixture *fixture, struct engine *engine)
{
	struct mst_lane *lane = open_lane(fixture, engine);

	lane->sending.awake_ns = START_NS;
	mst_store(&lane->context.shared->horizon_ns, START_NS, release);
	return lane;
}

Test(round_lane, what_waited_for_a_cpu_before_it_left_is_stamped_when_it_leaves)
{
	struct fixture *fixture = fixture_new("127.0.0.1", "80", 1);
	struct engine engine;
	struct mst_lane *lane = awake_lane(fixture, &engine);

	mst_asking_fill(&lane->asking, 1);
	cr_assert_eq(lane->sending.burst.count, 1);
	keep_time(lane, START_NS + MS / 2);
	cr_expect_eq(stamp_of(lane, 0), START_NS);
	cr_expect_eq(mst_load(&lane->context.published->late_ns, relaxed), 0);
	keep_time(lane, START_NS + 80 * MS);
	cr_expect_eq(stamp_of(lane, 0), START_NS + 80 * MS);
	cr_expect_eq(lane->context.now_ns, START_NS + 80 * MS);
	cr_expect_eq(mst_load(&lane->context.published->late_ns, relaxed), 80 * MS - MS / 2);
	close_lane(fixture, &engine);
}

Test(round_lane, a_reference_probe_counts_in_the_time_in_which_it_leaves)
{
	struct fixture *fixture = fixture_new("127.0.1.0/24", "80", 1);
	struct engine engine;
	struct mst_lane *lane = awake_lane(fixture, &engine);

	if (!lane->context.rolls->of[MST_REFERENCE].entries)
		cr_assert_eq(mst_roll_open(&lane->context.rolls->of[MST_REFERENCE], fixture->plan.capacity.entries,
		                           fixture->plan.wide, MST_NS_PER_SECOND, 1),
		             0);
	mst_store(&lane->context.state->count_from_ns, START_NS - MS, relaxed);
	mst_store(&lane->context.state->count_until_ns, START_NS + 10 * MS, relaxed);
	mst_references_ask(&lane->asking.references, &(struct mst_reference){ .position = 0 });
	cr_expect_eq(mst_load(&lane->context.published->references_counted, relaxed), 1);
	keep_time(lane, START_NS + 5 * MS);
	cr_expect_eq(mst_load(&lane->context.published->references_counted, relaxed), 1);
	keep_time(lane, START_NS + 80 * MS);
	cr_expect_eq(mst_load(&lane->context.published->references_counted, relaxed), 0, "it left when none count");
	close_lane(fixture, &engine);
}

Test(round_lane, sleeping_as_meant_is_not_late_and_oversleeping_is)
{
	struct fixture *fixture = fixture_new("127.0.0.1", "80", 1);
	struct engine engine;
	struct mst_lane *lane = awake_lane(fixture, &engine);

	mst_sending_note_awake(&lane->sending, START_NS + 50 * MS, START_NS + 50 * MS + MS / 10);
	cr_expect_eq(mst_load(&lane->context.published->late_ns, relaxed), 0);
	mst_sending_note_awake(&lane->sending, START_NS + 60 * MS, START_NS + 100 * MS);
	cr_expect_eq(mst_load(&lane->context.published->late_ns, relaxed), 40 * MS);
	mst_sending_note_awake(&lane->sending, 0, START_NS + 120 * MS);
	cr_expect_eq(mst_load(&lane->context.published->late_ns, relaxed), 60 * MS, "nor does working take so long");
	close_lane(fixture, &engine);
}

Test(round_lane, nothing_runs_out_before_the_receiver_has_read_what_came_until_then)
{
	struct fixture *fixture = fixture_new("127.0.0.1", "80", 1);
	struct engine engine;
	struct mst_lane *lane = awake_lane(fixture, &engine);

	turn_at(lane, 0, 1);
	cr_assert_eq(fixture_counts(fixture).sent, 1);
	/* The lane goes on, the receiver has no CPU. */
	for (uint64_t ms = 100; ms <= 10000; ms += 100) {
		lane->context.now_ns = START_NS + ms * MS;
		mst_asking_fill(&lane->asking, 1);
		cr_assert_eq(fixture_counts(fixture).retried, 0, "%lu ms", (unsigned long)ms);
	}
	mst_store(&lane->context.shared->horizon_ns, START_NS + FIXTURE_TIMEOUT_NS - MS, release);
	mst_asking_fill(&lane->asking, 1);
	cr_expect_eq(fixture_counts(fixture).retried, 0);
	mst_store(&lane->context.shared->horizon_ns, START_NS + FIXTURE_TIMEOUT_NS + MS, release);
	mst_asking_fill(&lane->asking, 1);
	cr_expect_eq(fixture_counts(fixture).retried, 1);
	close_lane(fixture, &engine);
}
