/* lane.c - see lane.h. */
#include "scan/lane.h"

#include <errno.h>

#include "base/fail.h"
#include "scan/receiver.h"

#define NAP_NS (1 * MST_NS_PER_MS)          /* while waiting for answers or the reporter */
#define STOPPED_NS (60 * MST_NS_PER_SECOND) /* between two turns: ^Z, or a reader of our pipe that slept */

/* What a rate that finds itself owes after a time without CPU: it is what the network bears, not a promise to keep. */
#define OWED_NS (10 * MST_NS_PER_MS)

/*
 * All frames of a system call share one look at the clock, and stamps are spread over them by what the last calls
 * took. Where there is time, each frame has a call and a look of its own: round trips are then exact.
 */
#define EXACT_BELOW_PPS 50000
#define SHORT_BELOW_PPS 200000
#define SHORT_STEP 8
#define SECOND_WAVE 0.5 /* of the rate of a wire, for those who were silent */
#define STEP_SECONDS 500e-6 /* above: as much as half a millisecond brings */

int mst_lane_open(struct mst_lane *lane, struct mst_round *round, unsigned index, struct mst_error *err)
{
	const struct mst_plan *plan = round->plan;

	lane->round = round;
	lane->way = &round->ways[index % plan->way_count];
	lane->index = index;
	lane->tx = round->tx[index];
	lane->wire = index % plan->way_count < plan->wire_count;
	lane->indexed = lane->wire || plan->probes_by_key;
	lane->burst.frames = lane->tx ? lane->tx->frames : NULL;
	lane->burst.tails = lane->tx ? lane->tx->tails : NULL;
	lane->unpaused = true;
	lane->last_sent_slot = UINT32_MAX;
	if (mst_roll_open(&lane->roll, plan->capacity, plan->wide, plan->patience.initial_ns, plan->attempts_at_most) < 0)
		return mst_fail(err, -ENOMEM, "no memory for the roll of a lane");
	lane->roll.doubling = plan->patience.adaptive;
	if (plan->pacing.adaptive &&
	    mst_roll_open(&lane->canaries, plan->capacity < MST_CANARIES_MAX ? plan->capacity : MST_CANARIES_MAX,
	                  plan->wide, MST_NS_PER_SECOND, 1) < 0)
		return mst_fail(err, -ENOMEM, "no memory for canaries");
	if (mst_lane_has_decoys(lane) &&
	    mst_roll_open(&lane->decoys, plan->capacity < MST_DECOYS_IN_FLIGHT ? plan->capacity : MST_DECOYS_IN_FLIGHT,
	                  plan->wide, plan->patience.initial_ns, MST_DECOY_ATTEMPTS) < 0)
		return mst_fail(err, -ENOMEM, "no memory for decoys");
	lane->decoys.doubling = plan->patience.adaptive;
	mst_outbox_open(&lane->outbox, &round->inbox, false);
	if (lane->indexed && !mst_index_open_lane(round->index, index))
		return mst_fail(err, -ENOMEM, "no memory for the index of a lane");
	return 0;
}

void mst_lane_close(struct mst_lane *lane)
{
	mst_roll_close(&lane->roll);
	mst_roll_close(&lane->canaries);
	mst_roll_close(&lane->decoys);
	mst_outbox_close(&lane->outbox);
}

/* When the reporter is far behind, lanes wait; answers to what is in flight are still received. */
static bool must_pause(struct mst_lane *lane)
{
	bool pause = mst_outbox_is_full(&lane->outbox) || mst_receiver_is_full(lane->round->receiver);

	if (pause && lane->unpaused)
		mst_count(&lane->counts.pauses, 1);
	lane->unpaused = !pause;
	return pause;
}

/* It had nothing to send since this turn began: for how long it slept then is all the same. */
static void note_idle(struct mst_lane *lane)
{
	uint64_t ns = mst_now_ns() - lane->now_ns;

	lane->awake_ns = lane->now_ns + ns;
	lane->idle_ns += ns;
	mst_count(&lane->unused_ns, ns);
}

/* While the way to the targets is away, nothing is asked, and nothing runs out. A lane that was stopped does not wait. */
static bool must_wait(const struct mst_lane *lane)
{
	const struct mst_gear *gear = lane->round->gear;

	return !mst_gear_stopped(gear) && (mst_load(&gear->road, acquire) == MST_ROAD_AWAY || /* ROAD */
	                                   mst_load(&lane->plea, relaxed) == MST_PLEA_RAISED);  /* PLEA */
}

/* Sleeps until a frame may leave; while there is none, in short naps. */
static void nap(struct mst_lane *lane)
{
	uint64_t horizon_ns = mst_load(&lane->round->horizon_ns, relaxed);
	bool eager = lane->burst.count || (mst_roll_has_room(&lane->roll) && mst_lane_has_more(lane)) ||
	             mst_roll_next_due_ns(&lane->roll, horizon_ns) <= horizon_ns;
	uint64_t wake_ns = lane->now_ns + NAP_NS;
	uint64_t next_ns = mst_bucket_next_ns(&lane->bucket);

	if (next_ns < lane->busy_until_ns)
		next_ns = lane->busy_until_ns;
	if (eager && next_ns < wake_ns)
		wake_ns = next_ns;
	if (wake_ns > lane->now_ns) {
		mst_sleep_until_ns(wake_ns);
		lane->asleep_until_ns = wake_ns;
		if (!eager)
			note_idle(lane);
	}
}

/* Asks and sends what may leave now, `step` frames at a time; returns whether there was anything to do. */
static bool work(struct mst_lane *lane)
{
	uint32_t allowed = lane->now_ns < lane->busy_until_ns
	                   ? 0
	                   : mst_bucket_allows(&lane->bucket, lane->now_ns, lane->tx->burst);
	bool did = false;
	uint32_t sent;

	/* Before anything is said to have run out: these questions have not left. */
	if (lane->stale && lane->burst.count)
		mst_lane_restamp(lane);
	do {
		uint32_t step = allowed < lane->step ? allowed : lane->step;

		did |= !mst_lane_is_still(lane) && mst_lane_fill(lane, step);
		if (allowed && !lane->burst.count)
			mst_bucket_rest(&lane->bucket, lane->now_ns);
		if (step && lane->burst.count)
			mst_lane_keep_time(lane, mst_now_ns());
		sent = mst_lane_send(lane, step);
		allowed -= sent;
		if (sent)
			lane->now_ns = mst_now_ns();
	} while (sent && allowed && lane->results < MST_LANE_RESULTS);
	return did;
}

static uint32_t step_for(double rate, uint32_t burst)
{
	double step = rate * STEP_SECONDS;

	if (rate <= 0 || step >= burst)
		return burst;
	if (rate <= EXACT_BELOW_PPS)
		return 1;
	if (rate <= SHORT_BELOW_PPS)
		return SHORT_STEP;
	return step > MST_BURST ? (uint32_t)step : MST_BURST;
}

/* The first comes after as many questions as any other: a scan that is over by then needs none. */
static void space_canaries(struct mst_lane *lane, double way_pps, double canary_pps)
{
	uint32_t every = canary_pps > 0 ? 1 + (uint32_t)(way_pps / canary_pps) : 0;

	if (lane->canary_every == 0 || lane->canary_in > 2 * every)
		lane->canary_in = every;
	lane->canary_every = every;
}

/* The rate has found itself anew. */
static void follow_rate(struct mst_lane *lane)
{
	double way_pps = mst_load(&lane->way->rate_pps, relaxed);      /* RATE */
	double canary_pps = mst_load(&lane->way->canary_pps, relaxed); /* RATE */
	double rate;

	if (lane->wire && !mst_lane_has_more(lane))
		way_pps *= SECOND_WAVE;
	rate = way_pps / lane->round->plan->config->lanes;

	if (way_pps == lane->rate_pps && canary_pps == lane->canary_pps)
		return;
	lane->canary_pps = canary_pps;
	space_canaries(lane, way_pps, canary_pps);
	if (way_pps == lane->rate_pps)
		return;
	lane->rate_pps = way_pps;
	lane->step = step_for(rate, lane->tx->burst);
	mst_bucket_set_rate(&lane->bucket, rate, lane->now_ns);
}

/* What was due meanwhile is not owed. */
static void rest(struct mst_lane *lane)
{
	lane->stalled_ns = 0;
	mst_bucket_rest(&lane->bucket, lane->now_ns);
	mst_sleep_until_ns(lane->now_ns + NAP_NS);
	lane->awake_ns = mst_now_ns();
}

/* Returns false when the lane has nothing left to do. */
static bool turn(struct mst_lane *lane)
{
	bool did;

	lane->now_ns = mst_now_ns();
	mst_lane_note_awake(lane, lane->asleep_until_ns, lane->now_ns);
	if (!lane->burst.count)
		mst_store(&lane->left_ns, lane->now_ns, release); /* LEFT */
	mst_share_look(&lane->share, lane->now_ns);
	lane->results = lane->skipped = 0;
	if (must_wait(lane)) {
		rest(lane);
		return true;
	}
	if (must_pause(lane)) {
		rest(lane);
		mst_count(&lane->held_ns, mst_now_ns() - lane->now_ns);
		return true;
	}
	if (lane->now_ns - lane->tended_ns > STOPPED_NS && lane->tended_ns) {
		mst_roll_restart(&lane->roll, lane->now_ns);
		mst_roll_restart(&lane->canaries, lane->now_ns);
		mst_roll_restart(&lane->decoys, lane->now_ns);
	}
	lane->tended_ns = lane->now_ns;
	lane->wall_ns = mst_wall_ns();
	mst_roll_set_timeout(&lane->roll, mst_load(&lane->way->timeout_ns, relaxed)); /* TIMEOUT */
	follow_rate(lane);
	if (mst_gear_stopped(lane->round->gear)) {
		lane->stuck |= mst_lane_is_still(lane);
		lane->stalled_ns = 0;
		mst_lane_drop_unsent(lane);
	}
	if (!mst_lane_is_still(lane))
		mst_lane_tend_canaries(lane);
	did = work(lane);
	mst_outbox_flush(&lane->outbox);
	mst_store(&lane->epoch, mst_load(&lane->epoch, relaxed) + 1, release); /* EPOCH */
	if (!lane->burst.count && mst_roll_is_empty(&lane->roll) && !mst_lane_has_more(lane) && mst_lane_decoys_are_over(lane))
		return false;
	if (!did || lane->results < MST_LANE_RESULTS)
		nap(lane);
	return true;
}

void *mst_lane_run(void *argument)
{
	struct mst_lane *lane = argument;
	const struct mst_scan_config *config = lane->round->plan->config;
	double way_pps = mst_load(&lane->way->rate_pps, relaxed); /* RATE */
	double offset_ns = way_pps > 0 ? 1e9 * lane->index / way_pps : 0;

	mst_clock_be_punctual();
	lane->rate_pps = way_pps;
	lane->step = step_for(way_pps / config->lanes, lane->tx->burst);
	mst_bucket_open(&lane->bucket, way_pps / config->lanes, mst_now_ns() + (uint64_t)offset_ns);
	if (lane->round->plan->pacing.adaptive && !lane->wire)
		lane->bucket.forgiven_ns = OWED_NS;
	mst_share_open(&lane->share);
	lane->awake_ns = mst_now_ns();
	lane->canary_number = lane->index;
	while (turn(lane))
		;
	mst_outbox_flush(&lane->outbox);
	if (mst_gear_stopped(lane->round->gear))
		mst_store(&lane->round->interrupted, true, relaxed);
	mst_share_close(&lane->share);
	mst_store(&lane->epoch, MST_EPOCH_OVER, release); /* EPOCH */
	return NULL;
}
