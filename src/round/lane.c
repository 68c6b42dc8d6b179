/* SPDX-License-Identifier: BSD-2-Clause */
/* lane.c - see lane.h. */
#include "round/lane.h"
#include "round/by_sockets.h"
#include "round/positions.h"
#include "round/recording.h"

#include "base/clock.h"

#define NAP_NS (1 * MST_NS_PER_MS)  /* while waiting for answers or the reporter */
#define REST_NS (5 * MST_NS_PER_MS) /* while others do the work */
#define STOPPED_NS \
	(60 * MST_NS_PER_SECOND) /* so long between two turns: the process was stopped (^Z), or the reader of our \
	                          * pipe \ was */
#define SECOND_WAVE 0.5          /* of the rate on a link, for targets that were silent */

int mst_lane_open(struct mst_lane *lane, struct mst_shared *shared, unsigned number, struct mst_tx *tx,
                  struct mst_error *err)
{
	const struct mst_plan *plan = shared->plan;
	const struct mst_egress *egress = mst_egress_of_lane(&plan->egresses, number);

	lane->context = (struct mst_context){
		.plan = plan,
		.egress = egress,
		.shared = shared,
		.state = &shared->egresses[egress->number],
		.published = &shared->published[number],
		.rolls = &shared->rolls[number],
		.lane = number,
		.works = true,
		.room = UINT32_MAX,
		.indexed = egress->kind == MST_EGRESS_ON_LINK || plan->probing.by_key,
	};
	lane->unpaused = true;
	mst_sending_open(&lane->sending, &lane->context, tx);
	return mst_asking_open(&lane->asking, &lane->context, &lane->sending, err);
}

/* When the reporter is far behind, lanes wait; answers to questions in flight are still received. */
static bool must_pause(struct mst_lane *lane)
{
	const struct mst_shared *shared = lane->context.shared;
	bool pause = mst_outbox_is_full(lane->asking.verdicts) || mst_outbox_is_full(mst_shared_verdicts(shared)) ||
	             mst_outbox_is_full(mst_shared_amendments(shared)); /* RESULT */

	if (pause && lane->unpaused)
		mst_count(&lane->context.published->counts.pauses, 1);
	lane->unpaused = !pause;
	return pause;
}

/* While the targets cannot be reached, or the receiver is behind with handshakes, nothing is asked, and nothing runs
 * out. A lane that was stopped does not wait. */
static bool must_wait(const struct mst_context *context)
{
	const struct mst_run *run = context->shared->run;

	return !mst_run_stopped(run) &&
	       (mst_load(&run->reachability, acquire) == MST_REACHABLE_LATER ||              /* REACH */
	        mst_load(&context->state->held, acquire) ||                                  /* NEXTHOP */
	        mst_load(&context->shared->handshakes_wait, relaxed) ||                      /* GREETING */
	        mst_load(&context->published->route_wait, relaxed) == MST_ROUTE_WAIT_BEGUN); /* ROUTE */
}

/* Sleeps until a frame may leave; when there is none, for short times. */
static void nap(struct mst_lane *lane)
{
	struct mst_published *published = lane->context.published;
	bool eager = mst_asking_is_eager(&lane->asking), rests = mst_load(&published->rests, relaxed);
	uint64_t now_ns = lane->context.now_ns, wake_ns = now_ns + (rests ? REST_NS : NAP_NS), woken_ns;
	uint64_t next_ns = mst_bucket_next_ns(&lane->sending.bucket);

	if (next_ns < lane->sending.busy_until_ns)
		next_ns = lane->sending.busy_until_ns;
	if (eager && next_ns < wake_ns)
		wake_ns = next_ns;
	if (wake_ns <= now_ns)
		return;
	mst_sleep_until_ns(wake_ns);
	lane->asleep_until_ns = wake_ns;
	woken_ns = mst_now_ns();
	if (lane->context.works)
		mst_count(&published->slept_ns, woken_ns - now_ns);
	if (eager || rests)
		return;
	/* The length of the sleep does not matter: there was nothing to send since this turn began. */
	mst_sending_note_idle(&lane->sending, woken_ns - now_ns, woken_ns);
}

/* Frames that wait in the burst were made too long ago: they get new time stamps. */
static void keep_time(struct mst_lane *lane)
{
	uint64_t now_ns = mst_now_ns();

	if (mst_sending_is_late(&lane->sending, now_ns)) {
		lane->context.now_ns = now_ns;
		mst_sending_restamp(&lane->sending);
	}
}

/* Asks and sends what may leave now, `step` frames at a time; returns whether there was anything to do. */
static bool work(struct mst_lane *lane)
{
	struct mst_sending *sending = &lane->sending;
	uint32_t allowed = mst_sending_allowed(sending), sent;
	bool did = false;

	/* Before questions may run out: these have not left. */
	if (sending->stale && sending->burst.count)
		mst_sending_restamp(sending);
	do {
		uint32_t step = allowed < sending->step ? allowed : sending->step;

		lane->context.room = mst_by_sockets_room(sending);
		did |= !mst_sending_is_still(sending) && mst_asking_fill(&lane->asking, step);
		if (allowed && !sending->burst.count)
			mst_bucket_rest(&sending->bucket, lane->context.now_ns);
		if (step && sending->burst.count)
			keep_time(lane);
		sent = mst_sending_offer(sending, step);
		allowed -= sent;
		if (sent)
			lane->context.now_ns = mst_now_ns();
	} while (sent && allowed && lane->asking.results < MST_LANE_RESULTS);
	return did;
}

/* The receiver has changed the rate. */
static void follow_rate(struct mst_lane *lane)
{
	const struct mst_egress_state *state = lane->context.state;
	double egress_pps = mst_load(&state->rate_pps, relaxed);         /* RATE */
	double reference_pps = mst_load(&state->reference_pps, relaxed); /* RATE */

	if (mst_context_on_link(&lane->context) && !mst_positions_has_more(&lane->context))
		egress_pps *= SECOND_WAVE;
	mst_references_follow(&lane->asking.references, egress_pps, reference_pps);
	mst_sending_set_rate(&lane->sending, egress_pps);
}

static void rest(struct mst_lane *lane)
{
	uint64_t now_ns;

	mst_sleep_until_ns(lane->context.now_ns + NAP_NS);
	now_ns = mst_now_ns();
	mst_count(&lane->context.published->slept_ns, now_ns - lane->context.now_ns);
	mst_sending_note_paused(&lane->sending, now_ns);
}

/* The scan was stopped: frames in the burst will never leave. */
static void stop(struct mst_lane *lane)
{
	lane->sending.stuck |= mst_sending_is_still(&lane->sending);
	lane->sending.stalled_ns = 0;
	mst_sending_drop(&lane->sending, 0);
}

static void begin_turn(struct mst_lane *lane)
{
	struct mst_context *context = &lane->context;

	mst_context_heed_crew(context, mst_asking_is_idle(&lane->asking));
	context->now_ns = mst_now_ns();
	if (mst_load(&context->state->proof.engine, acquire) != lane->sending.engine) /* PROOF */
		mst_sending_follow_engine(&lane->sending);
	mst_sending_note_awake(&lane->sending, lane->asleep_until_ns, context->now_ns);
	if (!lane->sending.burst.count)
		mst_store(&context->published->left_ns, context->now_ns, release); /* LEFT */
	mst_share_look(&context->published->share, context->now_ns);
}

/* A record has times of the monotonic clock and one offset: what is reported meanwhile must be the same. */
static uint64_t wall_of(const struct mst_context *context)
{
	const struct mst_recording *recording = context->shared->recording;

	return recording ? context->now_ns + recording->wall_offset_ns : mst_wall_ns();
}

/* Returns false when the lane has nothing left to do. */
static bool turn(struct mst_lane *lane)
{
	struct mst_context *context = &lane->context;
	bool did;

	begin_turn(lane);
	mst_asking_begin_turn(&lane->asking);
	if (must_wait(context)) {
		rest(lane);
		return true;
	}
	if (must_pause(lane)) {
		rest(lane);
		mst_count(&context->published->held_ns, mst_now_ns() - context->now_ns);
		return true;
	}
	if (context->now_ns - lane->tended_ns > STOPPED_NS && lane->tended_ns)
		mst_sending_restart_rolls(&lane->sending);
	lane->tended_ns = context->now_ns;
	context->wall_ns = wall_of(context);
	follow_rate(lane);
	if (mst_run_stopped(context->shared->run))
		stop(lane);
	if (!mst_sending_is_still(&lane->sending))
		mst_references_tend(&lane->asking.references);
	did = work(lane);
	mst_outbox_flush(lane->asking.verdicts);
	mst_store(&context->published->epoch, mst_load(&context->published->epoch, relaxed) + 1, release); /* EPOCH */
	if (mst_asking_is_over(&lane->asking))
		return false;
	if (!did || lane->asking.results < MST_LANE_RESULTS)
		nap(lane);
	return true;
}

void *mst_lane_run(void *argument)
{
	struct mst_lane *lane = argument;
	struct mst_published *published = lane->context.published;
	struct mst_shared *shared = lane->context.shared;

	mst_clock_be_punctual();
	mst_share_open(&published->share);
	mst_sending_begin(&lane->sending);
	while (turn(lane))
		;
	mst_outbox_flush(lane->asking.verdicts);
	if (mst_run_stopped(shared->run))
		mst_store(&shared->interrupted, true, relaxed);
	mst_share_close(&published->share);
	mst_store(&published->epoch, MST_EPOCH_OVER, release); /* EPOCH */
	return NULL;
}
