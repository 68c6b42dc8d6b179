/* SPDX-License-Identifier: BSD-2-Clause */
/* receiver.c - see receiver.h. */
#include "round/receiver.h"

#include <errno.h>
#include <string.h>

#include "base/clock.h"
#include "round/recording.h"
#include "round/tally.h"
#include "round/timeouts.h"
#include "rx/sockets.h"

#define FRAMES_A_TURN 4096
#define FEW_FRAMES 256
#define NAP_NS 100000 /* when it is faster than frames come, to read more of them at once */
#define OTHERS_EVERY_NS MST_NS_PER_MS
#define CHECK_EVERY_NS (2 * MST_NS_PER_MS)
#define CHECK_EVERY_AT_MOST_NS (20 * MST_NS_PER_MS)
#define CHECK_SHARE 50 /* a slow driver is asked less often: pauses are so many times as long as its answer takes */
#define LAST_READ_NS (100 * MST_NS_PER_MS)

int mst_receiver_open(struct mst_receiver *receiver, const struct mst_receiver_parts *parts, struct mst_error *err)
{
	int code;

	receiver->shared = parts->shared;
	receiver->captures = parts->captures;
	receiver->tx = parts->tx;
	mst_reach_open(&receiver->reach, parts->shared, parts->captures);
	receiver->now_ns = mst_now_ns();
	receiver->drops_seen_ns = receiver->now_ns;
	mst_rates_open(&receiver->rates, parts->shared->plan, receiver->now_ns);
	mst_crews_open(&receiver->crews, parts->shared, receiver->now_ns);
	mst_machine_open(&receiver->machine, receiver->now_ns);
	receiver->hops.others = mst_route_watch_take;
	receiver->hops.others_user = &receiver->reach.routes;
	code = mst_hop_watch_open(&receiver->hops, parts->shared, &receiver->counts, parts->tx, err);
	mst_prover_open(&receiver->prover, parts->shared, parts->tx, parts->other, parts->captures);
	mst_route_watch_open(&receiver->reach.routes, parts->shared, &receiver->hops, &receiver->counts);
	return code < 0 ? code
	                : mst_answers_open(&receiver->answers, parts->shared, parts->greeting, parts->neighbours, err);
}

void mst_receiver_close(struct mst_receiver *receiver)
{
	mst_reach_close(&receiver->reach);
	mst_hop_watch_close(&receiver->hops);
	mst_prover_close(&receiver->prover);
	mst_devices_close(&receiver->devices);
	mst_machine_close(&receiver->machine);
	mst_crews_close(&receiver->crews);
	mst_answers_close(&receiver->answers);
}

/* ---- reading ---- */

/* Of the capture being read; 0 in tests with frames of their own. */
static int ifindex_of(const struct mst_receiver *receiver)
{
	const struct mst_captures *captures = receiver->captures;

	return receiver->at < captures->count ? captures->rx[receiver->at]->link.ifindex : 0;
}

/*
 * A moment after this one, on the wall clock, was: of this turn, or of a later look at the clock where a frame came
 * while this turn was reading.
 */
static uint64_t now_after(struct mst_receiver *receiver, uint64_t wall_ns)
{
	uint64_t at_ns = wall_ns - receiver->wall_offset_ns;

	if (at_ns <= receiver->now_ns)
		return receiver->now_ns;
	if (at_ns > receiver->read_ns)
		receiver->read_ns = mst_now_ns();
	return receiver->read_ns;
}

void mst_receiver_read(struct mst_receiver *receiver, int linktype, uint64_t wall_ns, const uint8_t *bytes,
                       size_t count)
{
	struct mst_received_frame captured = {
		.arrival = { wall_ns, receiver->wall_offset_ns, now_after(receiver, wall_ns) },
		.linktype = linktype,
		.ifindex = ifindex_of(receiver),
		.bytes = bytes,
		.count = count,
	};

	if (receiver->shared->recording)
		mst_recording_received(receiver->shared->recording, &captured);
	mst_answers_read(&receiver->answers, &captured);
}

void mst_receiver_take(void *user, uint64_t wall_ns, const uint8_t *bytes, size_t count, size_t wire_bytes)
{
	struct mst_receiver *receiver = user;
	struct mst_arrival arrival = { wall_ns, receiver->wall_offset_ns, receiver->now_ns };

	(void)wire_bytes; /* the IP length shows what the capture cut off */
	mst_receiver_read(receiver, mst_rx_linktype(receiver->captures->rx[receiver->at]), wall_ns, bytes, count);
	receiver->readings[receiver->at].latest_ns = mst_arrival_ns(&arrival);
}

/* Few answers come in by other interfaces, and each look is a system call. */
static bool is_due(const struct mst_receiver *receiver)
{
	return receiver->at < receiver->captures->own ||
	       receiver->now_ns >= receiver->readings[receiver->at].looked_ns + OTHERS_EVERY_NS;
}

/* Reads what is waiting; returns how many frames. */
static size_t read_captures(struct mst_receiver *receiver)
{
	struct mst_captures *captures = receiver->captures;
	struct mst_error error;
	size_t frames = 0;

	for (receiver->at = 0; receiver->at < captures->count; receiver->at++) {
		struct mst_reading *reading = &receiver->readings[receiver->at];
		struct mst_rx *rx = captures->rx[receiver->at];
		int count;

		if (!is_due(receiver))
			continue;
		reading->looked_ns = receiver->now_ns;
		count = mst_rx_dispatch(rx, FRAMES_A_TURN, mst_receiver_take, receiver, &error);
		/* libpcap reports an interface that was down, and has another name since, as one that is gone. */
		if (count < 0 && receiver->at < captures->own && !mst_reach_look(&receiver->reach, receiver->now_ns) &&
		    !receiver->reach.outage.running)
			mst_run_fail(receiver->shared->run, count, &error);
		/* A failed capture must not stop the horizon: its questions are over, and TROUBLE has the reason. */
		if (count <= 0)
			reading->latest_ns = mst_captures_read_until_ns(captures, receiver->at, receiver->now_ns);
		if (count > 0 && captures->sockets && receiver->at < captures->own)
			mst_rx_rest_sockets(captures->sockets, rx->link.ifindex); /* they would hear them once more */
		frames += count > 0 ? (size_t)count : 0;
	}
	return frames;
}

/* Counts of an earlier round are not ours: remembers where this round begins. */
static void begin_reading(struct mst_receiver *receiver, size_t at)
{
	struct mst_rx *rx = receiver->captures->rx[at];

	receiver->readings[at].drops = mst_rx_drops(rx);
	receiver->readings[at].strays = rx->engine->strays ? rx->engine->strays(rx) : 0;
}

/* Counts frames that the engine's program in the kernel did not hand over. */
static void count_strangers(struct mst_receiver *receiver, size_t at)
{
	struct mst_rx *rx = receiver->captures->rx[at];
	uint64_t strays = rx->engine->strays ? rx->engine->strays(rx) : 0;
	uint64_t more = strays - receiver->readings[at].strays;

	mst_count(&receiver->counts.received, more);
	mst_count(&receiver->counts.strays, more);
	receiver->answers.strays_in_kernel += more;
	receiver->readings[at].strays = strays;
}

/* ---- interfaces ---- */

/* Another program removed the capture from the interface: reads what it still holds, then its spare replaces it. */
static void replace(struct mst_receiver *receiver, size_t at, uint64_t good_ns)
{
	struct mst_rx **rx = &receiver->captures->rx[at];
	struct mst_error error;

	receiver->at = at;
	while (mst_rx_dispatch(*rx, FRAMES_A_TURN, mst_receiver_take, receiver, &error) > 0)
		;
	mst_losses_note(&receiver->shared->losses, good_ns, mst_now_ns()); /* LOSS */
	if (mst_rx_fall_back(rx, &error) < 0) {
		mst_reach_look(&receiver->reach,
		               receiver->now_ns); /* an interface that went away meanwhile is the better reason */
		mst_run_fail(receiver->shared->run, -ENETDOWN, &error);
		return;
	}
	begin_reading(receiver, at);
	mst_count(&receiver->counts.fallbacks, 1);
}

static uint64_t check_every_ns(uint64_t took_ns)
{
	if (took_ns > CHECK_EVERY_AT_MOST_NS / CHECK_SHARE)
		return CHECK_EVERY_AT_MOST_NS;
	return took_ns > CHECK_EVERY_NS / CHECK_SHARE ? took_ns * CHECK_SHARE : CHECK_EVERY_NS;
}

static void check_interfaces(struct mst_receiver *receiver)
{
	const struct mst_captures *captures = receiver->captures;
	uint64_t good_ns = receiver->checked_ns, began_ns;
	bool down;

	if (receiver->now_ns - receiver->checked_ns < receiver->check_every_ns)
		return;
	receiver->checked_ns = receiver->now_ns;
	began_ns = mst_now_ns();
	down = mst_reach_look(&receiver->reach, receiver->now_ns);
	mst_hop_watch_look(&receiver->hops, receiver->reach.outage.running, receiver->now_ns);
	if (!receiver->reach.outage.running)
		mst_prover_look(&receiver->prover);
	/* An interface that is about to vanish loses its program first. */
	for (size_t i = 0; i < captures->count && !down && !mst_run_failed(receiver->shared->run); i++) {
		if (mst_rx_is_cut(captures->rx[i]))
			replace(receiver, i, good_ns ? good_ns : receiver->now_ns);
	}
	receiver->check_every_ns = check_every_ns(mst_now_ns() - began_ns);
}

/* ---- what is published for the lanes ---- */

/* What a drop there means depends on the engine and on the capture. */
static void open_devices(struct mst_receiver *receiver)
{
	const struct mst_plan *plan = receiver->shared->plan;
	const struct mst_captures *captures = receiver->captures;

	mst_devices_open(&receiver->devices);
	for (size_t i = 0; i < plan->paths.count && receiver->tx; i++) {
		const struct mst_path *path = plan->routes[i].path;
		const struct mst_tx *tx = receiver->tx[plan->routes[i].egress->first_lane];

		for (size_t c = 0; c < captures->count && tx && path->kind == MST_PATH_UNICAST; c++) {
			if (strcmp(captures->rx[c]->interface, path->interface) == 0)
				mst_devices_add(&receiver->devices, path->ifindex, plan->routes[i].egress->number,
				                tx->engine->reports_drops, captures->rx[c]->engine->takes_frames);
		}
	}
}

static void look_at_devices(struct mst_receiver *receiver)
{
	struct mst_shared *shared = receiver->shared;
	uint64_t since_ns, sent = 0, drops;

	for (unsigned i = 0; i < shared->plan->egresses.lanes; i++)
		sent += mst_load(&shared->published[i].counts.sent, relaxed);
	for (size_t i = 0; i < receiver->devices.count; i++) {
		struct mst_device *device = &receiver->devices.devices[i];
		const struct mst_egress *egress = &shared->plan->egresses.of[device->egress];
		const struct mst_tx *tx = mst_prover_engine(&receiver->prover, egress);

		mst_devices_renew(&receiver->devices, device, tx->engine->reports_drops);
	}
	drops = mst_devices_look(&receiver->devices, sent, receiver->now_ns, &since_ns);
	if (drops == 0)
		return;
	mst_count(&receiver->counts.device_drops, drops);
	mst_losses_note(&shared->losses, since_ns, mst_now_ns()); /* LOSS */
}

static void look_at_machine(struct mst_receiver *receiver)
{
	const struct mst_shared *shared = receiver->shared;
	struct mst_ready ready;

	for (unsigned i = 0; i < shared->plan->egresses.lanes; i++)
		mst_machine_note_late(&receiver->machine, i, mst_load(&shared->published[i].late_ns, relaxed),
		                      receiver->now_ns);
	if (!mst_machine_is_due(&receiver->machine, receiver->now_ns))
		return;
	ready = mst_tally_ready(shared);
	mst_machine_judge(&receiver->machine, ready.ran_ns, ready.waited_ns, receiver->now_ns);
}

static void publish_rates(struct mst_receiver *receiver)
{
	const struct mst_counts *counts = &receiver->counts;
	struct mst_intake intake = {
		.received = mst_load(&receiver->answers.counts.received, relaxed) +
		            mst_load(&counts->received, relaxed),
		.drops = mst_load(&counts->capture_drops, relaxed),
		.device_drops = receiver->devices.drops,
		.stall_ns = mst_machine_stall_ns(&receiver->machine),
	};

	/* The clock is read anew: this thread may have lost the CPU since the turn began. */
	if (receiver->reach.outage.running)
		return;
	mst_rates_turn(&receiver->rates, receiver->shared, receiver->answers.estimators, &intake,
	               receiver->machine.limit, mst_now_ns());
	mst_crews_turn(&receiver->crews, receiver->shared, mst_now_ns());
}

static void publish_attempts(struct mst_receiver *receiver)
{
	struct mst_shared *shared = receiver->shared;
	struct mst_answered answered;

	if (!mst_retry_is_due(&receiver->retry, shared->plan, receiver->now_ns))
		return;
	mst_tally_answered(shared, &answered);
	mst_store(&shared->attempts, mst_retry_attempts(shared->plan, &answered), relaxed); /* RETRY */
}

/* Losses and interfaces before the horizon: a lane that reads the horizon must see them. The CPU may have been lost. */
static void publish(struct mst_receiver *receiver)
{
	struct mst_shared *shared = receiver->shared;
	uint64_t horizon_ns = receiver->checked_ns, began_ns = mst_now_ns();

	for (size_t i = 0; i < receiver->captures->count; i++) {
		struct mst_reading *reading = &receiver->readings[i];
		uint64_t drops = mst_rx_drops(receiver->captures->rx[i]);

		if (drops > reading->drops) {
			mst_count(&receiver->counts.capture_drops, drops - reading->drops);
			mst_losses_note(&shared->losses, receiver->drops_seen_ns, mst_now_ns()); /* LOSS */
			reading->drops = drops;
		}
		count_strangers(receiver, i);
		if (reading->latest_ns < horizon_ns)
			horizon_ns = reading->latest_ns;
	}
	receiver->drops_seen_ns = began_ns;
	look_at_devices(receiver);
	if (horizon_ns > mst_load(&shared->horizon_ns, relaxed))
		mst_store(&shared->horizon_ns, horizon_ns, release); /* HORIZON */
	look_at_machine(receiver);
	mst_timeouts_publish(receiver->shared, receiver->answers.estimators, mst_machine_stall_ns(&receiver->machine));
	publish_rates(receiver);
	publish_attempts(receiver);
}

/* ---- the thread ---- */

void mst_receiver_begin(struct mst_receiver *receiver)
{
	for (size_t i = 0; i < receiver->captures->count; i++)
		begin_reading(receiver, i);
	receiver->drops_seen_ns = mst_now_ns();
	open_devices(receiver);
}

static void wait_for_frames(struct mst_receiver *receiver)
{
	int most_ms = mst_rates_pause_ms(&receiver->rates, receiver->shared->plan);
	uint64_t from_ns = mst_now_ns(), until_ns;

	mst_captures_await(receiver->captures, most_ms);
	until_ns = mst_now_ns();
	mst_machine_slept(&receiver->machine, (uint64_t)most_ms * MST_NS_PER_MS, until_ns - from_ns, until_ns);
}

static size_t turn(struct mst_receiver *receiver)
{
	size_t frames;

	receiver->now_ns = mst_now_ns();
	receiver->wall_offset_ns = receiver->shared->recording ? receiver->shared->recording->wall_offset_ns
	                                                       : mst_wall_ns() - receiver->now_ns;
	mst_share_look(&receiver->shared->receiver_share, receiver->now_ns);
	frames = read_captures(receiver);
	mst_greeter_turn(&receiver->answers.greeter, receiver->now_ns);
	check_interfaces(receiver);
	publish(receiver);
	mst_outbox_flush(mst_shared_verdicts(receiver->shared));
	mst_outbox_flush(mst_shared_amendments(receiver->shared));
	return frames;
}

/* Handshakes that have begun are completed, unless the run was stopped. */
static bool may_leave(struct mst_receiver *receiver)
{
	return mst_load(&receiver->ending, acquire) &&
	       (!mst_greeter_end(&receiver->answers.greeter) || mst_run_stopped(receiver->shared->run));
}

void *mst_receiver_run(void *argument)
{
	struct mst_receiver *receiver = argument;
	uint64_t leave_ns = UINT64_MAX;
	bool any = true;

	mst_clock_be_punctual();
	mst_share_open(&receiver->shared->receiver_share);
	while ((leave_ns == UINT64_MAX || any) && mst_now_ns() < leave_ns) {
		size_t frames = turn(receiver);

		any = frames > 0;
		if (!any)
			wait_for_frames(receiver);
		else if (frames < FEW_FRAMES && receiver->captures->rx[0]->engine->trickles)
			mst_sleep_until_ns(mst_now_ns() + NAP_NS);
		/* Reads only what has arrived by now: a flood would never end. */
		if (leave_ns == UINT64_MAX && may_leave(receiver)) {
			leave_ns = receiver->now_ns + LAST_READ_NS;
			any = true;
		}
	}
	mst_share_close(&receiver->shared->receiver_share);
	return NULL;
}
