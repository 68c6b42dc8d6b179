/* lane.c - see lane.h. */
#include "scan/lane.h"

#include <errno.h>

#include "base/fail.h"
#include "scan/receiver.h"
#include "track/verdict.h"
#include "wire/ipv4.h"

#define CHUNK_MAX 1024
#define RESULTS_A_TURN 256             /* then the reporter gets a look in */
#define NAP_NS (1 * MST_NS_PER_MS)     /* while waiting for answers or the reporter */
#define BACK_OFF_NS 50000              /* after a full queue */

/*
 * All frames of a system call share one look at the clock, and stamps are spread over them by what the last calls
 * took. Where there is time, each frame has a call and a look of its own: round trips are then exact.
 */
#define EXACT_BELOW_PPS 50000
#define SHORT_BELOW_PPS 200000

int mst_lane_open(struct mst_lane *lane, struct mst_round *round, unsigned index, struct mst_error *err)
{
	const struct mst_plan *plan = round->plan;

	lane->round = round;
	lane->index = index;
	lane->tx = round->gear->tx[index];
	lane->unpaused = true;
	lane->last_sent_slot = UINT32_MAX;
	if (mst_roll_open(&lane->roll, plan->capacity, plan->config->timeout_ns, plan->attempts_at_most) < 0)
		return mst_fail(err, -ENOMEM, "no memory for the roll of a lane");
	mst_outbox_open(&lane->outbox, &round->inbox, false);
	return 0;
}

void mst_lane_close(struct mst_lane *lane)
{
	mst_roll_close(&lane->roll);
	mst_outbox_close(&lane->outbox);
}

static void report(struct mst_lane *lane, const struct mst_result *result)
{
	static const struct mst_error no_memory = { "no memory for verdicts" };

	if (!mst_outbox_put(&lane->outbox, result, NULL))
		mst_gear_fail(lane->round->gear, -ENOMEM, &no_memory);
	lane->results++;
}

/* ---- asking ---- */

static void ask(struct mst_lane *lane, const struct mst_path *path, const struct mst_addr *addr, uint16_t port,
                struct mst_ticket ticket)
{
	const struct mst_plan *plan = lane->round->plan;
	struct mst_aim aim = { *addr, port, ticket, lane->now_ns };

	aim.ticket.slot |= lane->index << plan->capacity_bits;
	for (unsigned p = 0; p < plan->probe_count; p++) {
		if (!plan->about_ports)
			aim.port = plan->probes[p].port;
		mst_burst_add(&lane->burst, mst_plan_template(plan, path, p), &plan->setup, &aim);
	}
}

/* When the next frame of the burst will leave, as far as the last bursts tell. */
static uint64_t next_stamp(const struct mst_lane *lane)
{
	return lane->now_ns + lane->burst.count * lane->frame_ns;
}

static bool next_position(struct mst_lane *lane, uint64_t *position)
{
	struct mst_round *round = lane->round;
	uint64_t end = round->plan->space.end;

	if (lane->chunk_at == lane->chunk_end) {
		uint64_t size = mst_plan_targets(round->plan) / (round->plan->config->lanes * 16) + 1;

		if (size > CHUNK_MAX)
			size = CHUNK_MAX;
		if (mst_load(&round->next_position, relaxed) >= end)
			return false;
		lane->chunk_at = mst_add(&round->next_position, size, relaxed); /* NEXT */
		lane->chunk_end = lane->chunk_at + size < end ? lane->chunk_at + size : end;
		if (lane->chunk_at >= end) {
			lane->chunk_at = lane->chunk_end;
			return false;
		}
	}
	*position = lane->chunk_at++;
	return true;
}

static void ask_new(struct mst_lane *lane, uint64_t position)
{
	const struct mst_plan *plan = lane->round->plan;
	struct mst_question_at question = mst_space_at(&plan->space, position);
	const struct mst_path *path = mst_paths_for(&plan->paths, &question.addr);
	struct mst_foregone foregone = mst_plan_foregone(plan, path, &question);
	struct mst_ticket ticket = { .attempt = 1 };

	if (foregone.settled) {
		report(lane, &(struct mst_result){
			.addr = question.addr,
			.port = question.port,
			.proto = plan->about_ports ? MST_PROTO_TCP : 0,
			.state = (uint8_t)foregone.state,
			.reason = (uint8_t)foregone.reason,
			.about_port = plan->about_ports,
			.rtt_ns = -1,
			.time_ns = lane->wall_ns,
		});
		return;
	}
	ticket.slot = mst_roll_arm(&lane->roll, &question.addr, question.port, next_stamp(lane));
	ask(lane, path, &question.addr, question.port, ticket);
	mst_count(&lane->counts.asked, 1);
}

/* ---- what has run out ---- */

static void give_up(struct mst_lane *lane, const struct mst_due *due, enum mst_standing standing,
                    enum mst_reason reason)
{
	const struct mst_plan *plan = lane->round->plan;

	if (!mst_roll_give_up(&lane->roll, due, standing))
		return; /* answered in this very moment */
	report(lane, &(struct mst_result){
		.addr = due->addr,
		.port = due->port,
		.proto = plan->about_ports ? MST_PROTO_TCP : 0,
		.state = (uint8_t)mst_verdict_state(standing, plan->about_ports),
		.reason = (uint8_t)reason,
		.about_port = plan->about_ports,
		.attempts = due->attempt,
		.rtt_ns = -1,
		.time_ns = lane->wall_ns,
	});
}

static void ask_again(struct mst_lane *lane, const struct mst_due *due)
{
	const struct mst_plan *plan = lane->round->plan;

	if (!mst_roll_again(&lane->roll, due, next_stamp(lane)))
		return;
	mst_count(&lane->counts.retried, 1);
	ask(lane, mst_paths_for(&plan->paths, &due->addr), &due->addr, due->port,
	    (struct mst_ticket){ .slot = due->slot, .attempt = (uint8_t)(due->attempt + 1) });
}

/* Why the silence of this question proves nothing: it never left, or the answer may have been lost here. */
static enum mst_reason excuse(const struct mst_lane *lane, const struct mst_due *due, uint64_t horizon_ns)
{
	uint64_t sent_ns = horizon_ns - ((uint64_t)(mst_ticks(horizon_ns) - mst_word_sent(due->word)) << MST_TICK_SHIFT);

	if (mst_word_refused(due->word) >= due->attempt)
		return MST_NOT_SENT;
	if (mst_load(&lane->round->gear->trouble.code, relaxed)) /* TROUBLE */
		return MST_LOCAL_LOSS;
	return mst_round_lost(lane->round, sent_ns, horizon_ns) ? MST_LOCAL_LOSS : MST_NO_RESPONSE;
}

static void tend(struct mst_lane *lane, const struct mst_due *due, uint64_t horizon_ns)
{
	const struct mst_plan *plan = lane->round->plan;
	bool stopped = mst_gear_stopped(lane->round->gear);
	enum mst_reason reason;

	if (due->attempt < plan->attempts && !stopped) {
		ask_again(lane, due);
		return;
	}
	reason = excuse(lane, due, horizon_ns);
	if (reason == MST_NO_RESPONSE) {
		give_up(lane, due, MST_STANDING_SILENT, reason);
	} else if (due->attempt < plan->attempts_at_most && !stopped) {
		if (reason == MST_LOCAL_LOSS)
			mst_count(&lane->counts.local_loss, 1);
		ask_again(lane, due);
	} else {
		give_up(lane, due, MST_STANDING_UNKNOWN, reason);
	}
}

/* ---- one turn ---- */

static bool more_to_ask(const struct mst_lane *lane)
{
	const struct mst_round *round = lane->round;

	return !mst_gear_stopped(round->gear) &&
	       (lane->chunk_at < lane->chunk_end ||
	        mst_load(&round->next_position, relaxed) < round->plan->space.end);
}

/* Fills the burst up to `wanted` frames; returns whether anything was done. */
static bool fill(struct mst_lane *lane, uint32_t wanted)
{
	uint64_t horizon_ns = mst_load(&lane->round->horizon_ns, acquire); /* HORIZON */
	struct mst_due due;
	uint64_t position;
	bool did = false;

	while (lane->burst.count < wanted && lane->results < RESULTS_A_TURN && mst_roll_due(&lane->roll, horizon_ns, &due)) {
		tend(lane, &due, horizon_ns);
		did = true;
	}
	while (lane->burst.count < wanted && lane->results < RESULTS_A_TURN && mst_roll_has_room(&lane->roll) &&
	       !mst_gear_stopped(lane->round->gear) && next_position(lane, &position)) {
		ask_new(lane, position);
		did = true;
	}
	return did;
}

/*
 * The first frame will not leave. Its question is refused when none of its frames did: they stand together, so the
 * one that left last, or the one that comes next, would be of the same entry.
 */
static void refuse_first(struct mst_lane *lane)
{
	uint32_t slot = lane->burst.slots[0];
	bool another_left = slot == lane->last_sent_slot;
	bool another_waits = lane->burst.count > 1 && lane->burst.slots[1] == slot;

	if (!another_left && !another_waits)
		mst_roll_refused(&lane->roll, slot & (lane->roll.capacity - 1));
	mst_burst_drop(&lane->burst, 1);
	mst_count(&lane->counts.not_sent, 1);
}

static void restamp(struct mst_lane *lane)
{
	for (uint32_t i = 0; i < lane->burst.count; i++)
		mst_roll_restamp(&lane->roll, lane->burst.slots[i] & (lane->roll.capacity - 1),
		                 lane->now_ns + i * lane->frame_ns);
	lane->stale = false;
}

/* Offers frames until all are taken, or the queues push back. Returns how many left. */
static uint32_t send_frames(struct mst_lane *lane, uint32_t allowed)
{
	enum mst_tx_stop stop = MST_TX_ALL;
	uint32_t sent = 0;

	if (lane->stale && lane->burst.count)
		restamp(lane);
	while (sent < allowed && lane->burst.count && stop != MST_TX_BUSY) {
		uint32_t count = lane->burst.count < allowed - sent ? lane->burst.count : allowed - sent;
		uint32_t taken = (uint32_t)mst_tx_send(lane->tx, lane->burst.frames, count < MST_BURST ? count : MST_BURST,
		                                       &stop);

		if (taken)
			lane->last_sent_slot = lane->burst.slots[taken - 1];
		mst_burst_drop(&lane->burst, taken);
		sent += taken;
		if (stop == MST_TX_REFUSED)
			refuse_first(lane);
		else if (taken)
			stop = MST_TX_ALL; /* the next call tells why it was not more */
	}
	lane->stale = lane->burst.count > 0;
	if (stop == MST_TX_BUSY) {
		mst_count(&lane->counts.stalls, 1);
		lane->busy_until_ns = lane->now_ns + BACK_OFF_NS;
	}
	return sent;
}

/* One system call or few: returns how many frames left. */
static uint32_t send_burst(struct mst_lane *lane, uint32_t allowed)
{
	uint64_t before_ns = mst_now_ns(), after_ns;
	uint32_t sent = send_frames(lane, allowed);

	if (sent == 0)
		return 0;
	after_ns = mst_now_ns();
	lane->frame_ns = (lane->frame_ns * 3 + (after_ns - before_ns) / sent) / 4;
	mst_bucket_spend(&lane->bucket, lane->now_ns, sent);
	mst_count(&lane->counts.sent, sent);
	mst_store(&lane->last_sent_ns, after_ns, relaxed);
	mst_count(&lane->waited_ns, lane->idle_ns);
	lane->idle_ns = 0;
	return sent;
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

/* Sleeps until a frame may leave; while there is none, in short naps. */
static void nap(struct mst_lane *lane)
{
	uint64_t horizon_ns = mst_load(&lane->round->horizon_ns, relaxed);
	bool eager = lane->burst.count || (mst_roll_has_room(&lane->roll) && more_to_ask(lane)) ||
	             mst_roll_next_due_ns(&lane->roll, horizon_ns) <= horizon_ns;
	uint64_t wake_ns = lane->now_ns + NAP_NS;
	uint64_t next_ns = mst_bucket_next_ns(&lane->bucket);

	if (next_ns < lane->busy_until_ns)
		next_ns = lane->busy_until_ns;
	if (eager && next_ns < wake_ns)
		wake_ns = next_ns;
	if (eager && mst_bucket_is_behind(&lane->bucket, lane->now_ns)) {
		while (mst_now_ns() < wake_ns)
			; /* a busy machine wakes sleepers late: short waits are spent awake until the time is made up */
	} else if (wake_ns > lane->now_ns) {
		mst_sleep_until_ns(wake_ns);
		lane->idle_ns += eager ? 0 : mst_now_ns() - lane->now_ns;
	}
}

/* Frames that never left will not any more: stopped. */
static void drop_unsent(struct mst_lane *lane)
{
	while (lane->burst.count)
		refuse_first(lane);
}

/* Asks and sends what may leave now, `step` frames at a time; returns whether there was anything to do. */
static bool work(struct mst_lane *lane)
{
	uint32_t allowed = lane->now_ns < lane->busy_until_ns
	                   ? 0
	                   : mst_bucket_allows(&lane->bucket, lane->now_ns, MST_BURST);
	bool did = false;
	uint32_t sent;

	do {
		uint32_t step = allowed < lane->step ? allowed : lane->step;

		did |= fill(lane, step);
		if (allowed && !lane->burst.count)
			mst_bucket_rest(&lane->bucket, lane->now_ns);
		sent = send_burst(lane, step);
		allowed -= sent;
		if (sent)
			lane->now_ns = mst_now_ns();
	} while (sent && allowed && lane->results < RESULTS_A_TURN);
	return did;
}

/* Returns false when the lane has nothing left to do. */
static bool turn(struct mst_lane *lane)
{
	bool did;

	lane->now_ns = mst_now_ns();
	lane->results = 0;
	if (must_pause(lane)) {
		mst_bucket_rest(&lane->bucket, lane->now_ns);
		mst_sleep_until_ns(lane->now_ns + NAP_NS);
		return true;
	}
	lane->wall_ns = mst_wall_ns();
	if (mst_gear_stopped(lane->round->gear))
		drop_unsent(lane);
	did = work(lane);
	mst_outbox_flush(&lane->outbox);
	mst_store(&lane->epoch, mst_load(&lane->epoch, relaxed) + 1, release); /* EPOCH */
	if (!lane->burst.count && mst_roll_is_empty(&lane->roll) && !more_to_ask(lane))
		return false;
	if (!did || lane->results < RESULTS_A_TURN)
		nap(lane);
	return true;
}

void *mst_lane_run(void *argument)
{
	struct mst_lane *lane = argument;
	const struct mst_scan_config *config = lane->round->plan->config;
	double rate = (double)config->rate_pps / config->lanes;
	uint64_t offset_ns = config->rate_pps ? MST_NS_PER_SECOND * lane->index / config->rate_pps : 0;

	lane->step = rate > 0 && rate <= EXACT_BELOW_PPS ? 1 : rate > 0 && rate <= SHORT_BELOW_PPS ? MST_BURST / 8 : MST_BURST;
	mst_clock_be_punctual();
	mst_bucket_open(&lane->bucket, rate, mst_now_ns() + offset_ns);
	while (turn(lane))
		;
	mst_outbox_flush(&lane->outbox);
	if (mst_gear_stopped(lane->round->gear))
		mst_store(&lane->round->interrupted, true, relaxed);
	mst_store(&lane->epoch, MST_EPOCH_OVER, release); /* EPOCH */
	return NULL;
}
