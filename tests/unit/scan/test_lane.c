/* A lane before an engine that does what the test says: what waits, what is refused, what is asked again. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "unit/scan/bed.h"

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

static struct mst_lane *open_lane(struct bed *bed, struct engine *engine)
{
	struct mst_lane *lane = &bed->round.lanes[0];

	*engine = (struct engine){ .tx = { .engine = &told, .burst = MST_BURST, .frames = mst_tx_frames(MST_BURST) } };
	cr_assert_not_null(engine->tx.frames);
	lane->tx = &engine->tx;
	lane->burst.frames = engine->tx.frames;
	lane->now_ns = START_NS;
	mst_bucket_open(&lane->bucket, 0, START_NS);
	return lane;
}

static void close_lane(struct bed *bed, struct engine *engine)
{
	free(engine->tx.frames);
	bed_words(bed);
	bed_free(bed);
}

/* A turn of the lane at this time, everything that arrived before having been read. */
static void turn_at(struct mst_lane *lane, uint64_t ms, uint32_t wanted)
{
	lane->now_ns = START_NS + ms * MS;
	mst_store(&lane->round->horizon_ns, lane->now_ns, release);
	if (lane->stale && lane->burst.count)
		mst_lane_restamp(lane);
	if (!mst_lane_is_still(lane))
		mst_lane_fill(lane, wanted);
	mst_lane_send(lane, wanted);
}

static enum mst_plea plea_of(const struct mst_lane *lane)
{
	return mst_load(&lane->plea, relaxed);
}

Test(scan_lane, a_frame_without_a_way_waits_for_the_receiver_to_look)
{
	struct bed *bed = bed_new("127.0.0.1", "80", 1);
	struct engine engine;
	struct mst_lane *lane = open_lane(bed, &engine);

	engine.answer = MST_TX_AWAY;
	turn_at(lane, 0, 1);
	cr_expect_eq(plea_of(lane), MST_PLEA_RAISED);
	cr_expect_eq(lane->burst.count, 1);
	mst_store(&lane->plea, MST_PLEA_ANSWERED, relaxed);
	engine.answer = MST_TX_ALL;
	turn_at(lane, 5000, 1);
	cr_expect_eq(plea_of(lane), MST_PLEA_NONE);
	cr_expect_eq(bed_counts(bed).sent, 1);
	cr_expect_eq(bed_counts(bed).not_sent, 0);
	cr_expect_eq(bed_counts(bed).retried, 0);
	close_lane(bed, &engine);
}

Test(scan_lane, a_frame_that_finds_no_way_where_there_is_one_is_refused)
{
	struct bed *bed = bed_new("127.0.0.1", "80", 1);
	struct engine engine;
	struct mst_lane *lane = open_lane(bed, &engine);

	engine.answer = MST_TX_AWAY;
	turn_at(lane, 0, 1);
	mst_store(&lane->plea, MST_PLEA_ANSWERED, relaxed);
	turn_at(lane, 2, 1);
	cr_expect_eq(plea_of(lane), MST_PLEA_NONE);
	cr_expect_eq(lane->burst.count, 0);
	cr_expect_eq(bed_counts(bed).not_sent, 1);
	close_lane(bed, &engine);
}

Test(scan_lane, where_the_way_is_lost_nobody_waits)
{
	struct bed *bed = bed_new("127.0.0.1", "80", 1);
	struct engine engine;
	struct mst_lane *lane = open_lane(bed, &engine);

	engine.answer = MST_TX_AWAY;
	mst_store(&bed->gear.road, MST_ROAD_LOST, relaxed);
	turn_at(lane, 0, 1);
	cr_expect_eq(plea_of(lane), MST_PLEA_NONE);
	cr_expect_eq(bed_counts(bed).not_sent, 1);
	close_lane(bed, &engine);
}

Test(scan_lane, while_the_queue_stands_still_nothing_runs_out)
{
	struct bed *bed = bed_new("127.0.0.1-127.0.0.2", "80", 1);
	struct engine engine;
	struct mst_lane *lane = open_lane(bed, &engine);

	turn_at(lane, 0, 1);
	engine.answer = MST_TX_BUSY;
	turn_at(lane, 10, 1);
	cr_expect_not(mst_lane_is_still(lane));
	for (uint64_t ms = 20; ms <= 5000; ms += 10)
		turn_at(lane, ms, 1);
	cr_expect(mst_lane_is_still(lane));
	engine.answer = MST_TX_ALL;
	turn_at(lane, 5010, 1);
	cr_expect_eq(bed_counts(bed).sent, 2);
	turn_at(lane, 5900, 1);
	cr_expect_eq(bed_counts(bed).sent, 2, "both have their time-out anew");
	turn_at(lane, 6020, 2);
	cr_expect_eq(bed_counts(bed).retried, 2);
	close_lane(bed, &engine);
}

Test(scan_lane, an_attempt_that_may_have_been_lost_here_counts_for_nothing)
{
	struct bed *bed = bed_new("127.0.0.1", "80", 1);
	struct engine engine;
	struct mst_lane *lane = open_lane(bed, &engine);

	turn_at(lane, 0, 1);
	mst_losses_note(&bed->round.losses, START_NS + 300 * MS, START_NS + 400 * MS);
	turn_at(lane, 1001, 1);
	cr_expect_eq(bed_counts(bed).local_loss, 1);
	turn_at(lane, 2002, 1);
	cr_expect_eq(bed_counts(bed).retried, 2, "the one retry is still owed");
	turn_at(lane, 3003, 1);
	bed_expect(bed, "127.0.0.1:80 filtered no-response from  ttl 0 try 0/3 rtt -1\n");
	close_lane(bed, &engine);
}

Test(scan_lane, an_attempt_that_was_refused_counts_for_nothing)
{
	struct bed *bed = bed_new("127.0.0.1", "80", 1);
	struct engine engine;
	struct mst_lane *lane = open_lane(bed, &engine);

	engine.answer = MST_TX_REFUSED;
	turn_at(lane, 0, 1);
	engine.answer = MST_TX_ALL;
	turn_at(lane, 1001, 1);
	turn_at(lane, 2002, 1);
	cr_expect_eq(bed_counts(bed).sent, 2);
	turn_at(lane, 3003, 1);
	bed_expect(bed, "127.0.0.1:80 filtered no-response from  ttl 0 try 0/3 rtt -1\n");
	close_lane(bed, &engine);
}

/* ---- without CPU ---- */

static uint64_t stamp_of(const struct mst_lane *lane, uint32_t slot)
{
	return mst_ns_of_ticks(mst_word_sent(mst_load(&lane->roll.entries[(size_t)slot << lane->roll.wide].word, relaxed)), lane->now_ns);
}

static struct mst_lane *awake_lane(struct bed *bed, struct engine *engine)
{
	struct mst_lane *lane = open_lane(bed, engine);

	lane->awake_ns = START_NS;
	mst_store(&lane->round->horizon_ns, START_NS, release);
	return lane;
}

Test(scan_lane, what_waited_for_a_cpu_before_it_left_is_stamped_when_it_leaves)
{
	struct bed *bed = bed_new("127.0.0.1", "80", 1);
	struct engine engine;
	struct mst_lane *lane = awake_lane(bed, &engine);

	mst_lane_fill(lane, 1);
	cr_assert_eq(lane->burst.count, 1);
	mst_lane_keep_time(lane, START_NS + MS / 2);
	cr_expect_eq(stamp_of(lane, 0), START_NS);
	cr_expect_eq(mst_load(&lane->late_ns, relaxed), 0);
	mst_lane_keep_time(lane, START_NS + 80 * MS);
	cr_expect_eq(stamp_of(lane, 0), START_NS + 80 * MS);
	cr_expect_eq(lane->now_ns, START_NS + 80 * MS);
	cr_expect_eq(mst_load(&lane->late_ns, relaxed), 80 * MS - MS / 2);
	close_lane(bed, &engine);
}

Test(scan_lane, a_reference_probe_counts_in_the_time_in_which_it_leaves)
{
	struct bed *bed = bed_new("127.0.1.0/24", "80", 1);
	struct engine engine;
	struct mst_lane *lane = awake_lane(bed, &engine);

	if (!lane->canaries.entries)
		cr_assert_eq(mst_roll_open(&lane->canaries, bed->plan.capacity, bed->plan.wide, MST_NS_PER_SECOND, 1), 0);
	mst_store(&lane->way->count_from_ns, START_NS - MS, relaxed);
	mst_store(&lane->way->count_until_ns, START_NS + 10 * MS, relaxed);
	mst_lane_ask_canary(lane, &(struct mst_member){ .position = 0 });
	cr_expect_eq(mst_load(&lane->canaries_counted, relaxed), 1);
	mst_lane_keep_time(lane, START_NS + 5 * MS);
	cr_expect_eq(mst_load(&lane->canaries_counted, relaxed), 1);
	mst_lane_keep_time(lane, START_NS + 80 * MS);
	cr_expect_eq(mst_load(&lane->canaries_counted, relaxed), 0, "it left when none count");
	close_lane(bed, &engine);
}

Test(scan_lane, sleeping_as_meant_is_not_late_and_oversleeping_is)
{
	struct bed *bed = bed_new("127.0.0.1", "80", 1);
	struct engine engine;
	struct mst_lane *lane = awake_lane(bed, &engine);

	mst_lane_note_awake(lane, START_NS + 50 * MS, START_NS + 50 * MS + MS / 10);
	cr_expect_eq(mst_load(&lane->late_ns, relaxed), 0);
	mst_lane_note_awake(lane, START_NS + 60 * MS, START_NS + 100 * MS);
	cr_expect_eq(mst_load(&lane->late_ns, relaxed), 40 * MS);
	mst_lane_note_awake(lane, 0, START_NS + 120 * MS);
	cr_expect_eq(mst_load(&lane->late_ns, relaxed), 60 * MS, "nor does working take so long");
	close_lane(bed, &engine);
}

Test(scan_lane, nothing_runs_out_before_the_receiver_has_read_what_came_until_then)
{
	struct bed *bed = bed_new("127.0.0.1", "80", 1);
	struct engine engine;
	struct mst_lane *lane = awake_lane(bed, &engine);

	turn_at(lane, 0, 1);
	cr_assert_eq(bed_counts(bed).sent, 1);
	/* The lane goes on, the receiver has no CPU. */
	for (uint64_t ms = 100; ms <= 10000; ms += 100) {
		lane->now_ns = START_NS + ms * MS;
		mst_lane_fill(lane, 1);
		cr_assert_eq(bed_counts(bed).retried, 0, "%lu ms", (unsigned long)ms);
	}
	mst_store(&lane->round->horizon_ns, START_NS + BED_TIMEOUT_NS - MS, release);
	mst_lane_fill(lane, 1);
	cr_expect_eq(bed_counts(bed).retried, 0);
	mst_store(&lane->round->horizon_ns, START_NS + BED_TIMEOUT_NS + MS, release);
	mst_lane_fill(lane, 1);
	cr_expect_eq(bed_counts(bed).retried, 1);
	close_lane(bed, &engine);
}
