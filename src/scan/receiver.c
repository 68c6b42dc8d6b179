/* receiver.c - see receiver.h. */
#include "scan/receiver.h"

#include <errno.h>
#include <poll.h>

#include "scan/lane.h"

#define POLL_MS 4
#define FRAMES_A_TURN 4096
#define FEW_FRAMES 256
#define NAP_NS 100000 /* being ahead of the frames, to find more of them at once */
#define CHECK_EVERY_NS (2 * MST_NS_PER_MS)
#define CHECK_EVERY_AT_MOST_NS (20 * MST_NS_PER_MS)
#define CHECK_SHARE 50 /* a driver that is slow to tell is asked less often: so many times the time that it takes */
#define CANARY_FLOOR_NS (20 * MST_NS_PER_MS)
#define LAST_READ_NS (100 * MST_NS_PER_MS)

bool mst_receiver_open(struct mst_receiver *receiver, struct mst_round *round)
{
	receiver->round = round;
	receiver->now_ns = mst_now_ns();
	receiver->drops_seen_ns = receiver->now_ns;
	mst_governor_open(&receiver->governor, round->plan, receiver->now_ns);
	mst_machine_open(&receiver->machine, receiver->now_ns);
	mst_outbox_open(&receiver->verdicts, &round->inbox, false);
	mst_outbox_open(&receiver->news, &round->inbox, true);
	if (round->plan->decoys.wanted)
		receiver->suspects = mst_suspects_new();
	return receiver->suspects || !round->plan->decoys.wanted;
}

void mst_receiver_close(struct mst_receiver *receiver)
{
	mst_outbox_close(&receiver->verdicts);
	mst_outbox_close(&receiver->news);
	mst_devices_close(&receiver->devices);
	mst_machine_close(&receiver->machine);
	mst_suspects_free(receiver->suspects);
	receiver->suspects = NULL;
}

bool mst_receiver_is_full(const struct mst_receiver *receiver)
{
	return mst_outbox_is_full(&receiver->verdicts) || mst_outbox_is_full(&receiver->news);
}

static void fail(struct mst_receiver *receiver, int code, const struct mst_error *error)
{
	mst_gear_fail(receiver->round->gear, code, error);
}

/* Reads what is waiting; returns how many frames. */
static size_t read_captures(struct mst_receiver *receiver)
{
	struct mst_gear *gear = receiver->round->gear;
	struct mst_error error;
	size_t frames = 0;

	for (receiver->at = 0; receiver->at < gear->rx_count; receiver->at++) {
		uint64_t lag_ns = gear->rx[receiver->at]->engine->lag_ns;
		int count = mst_rx_dispatch(gear->rx[receiver->at], FRAMES_A_TURN, mst_receiver_take, receiver, &error);

		if (count < 0 && !mst_outage_explains(receiver, receiver->now_ns))
			fail(receiver, count, &error);
		/* A capture that failed must not hold the horizon: what was in flight is over, and TROUBLE says why. */
		if (count <= 0 && receiver->now_ns > lag_ns)
			receiver->latest_ns[receiver->at] = receiver->now_ns - lag_ns;
		frames += count > 0 ? (size_t)count : 0;
	}
	return frames;
}

static void count_strangers(struct mst_receiver *receiver, size_t at)
{
	struct mst_rx *rx = receiver->round->gear->rx[at];
	uint64_t strangers = rx->engine->strangers ? rx->engine->strangers(rx) : 0;
	uint64_t more = strangers - receiver->strangers[at];

	mst_count(&receiver->counts.received, more);
	mst_count(&receiver->counts.strays, more);
	receiver->strangers[at] = strangers;
}

static void look_at_devices(struct mst_receiver *receiver)
{
	struct mst_round *round = receiver->round;
	uint64_t since_ns, sent = 0, drops;

	for (unsigned i = 0; i < round->plan->lanes; i++)
		sent += mst_load(&round->lanes[i].counts.sent, relaxed);
	drops = mst_devices_look(&receiver->devices, sent, receiver->now_ns, &since_ns);
	if (drops == 0)
		return;
	mst_count(&receiver->counts.device_drops, drops);
	mst_losses_note(&round->losses, since_ns, receiver->now_ns); /* LOSS */
}

/* What keeps our threads from the CPU keeps the kernel's from it too: frames wait for them, in and out. */
static uint64_t timeout_ns(const struct mst_rtt *rtt, uint64_t initial_ns, uint64_t floor_ns, uint64_t ceiling_ns,
                           uint64_t stall_ns)
{
	uint64_t timeout = mst_rtt_timeout_ns(rtt, initial_ns, floor_ns, ceiling_ns);

	return timeout >= ceiling_ns || ceiling_ns - timeout < stall_ns ? (timeout > ceiling_ns ? timeout : ceiling_ns) : timeout + stall_ns;
}

static void publish_patience(struct mst_receiver *receiver)
{
	const struct mst_patience *patience = &receiver->round->plan->patience;
	uint64_t longest_ns = 0, stall_ns = mst_machine_stall_ns(&receiver->machine);

	for (unsigned i = 0; i < receiver->round->plan->way_count; i++) {
		const struct mst_rtt *rtt = &receiver->hearings[i].rtt;
		struct mst_way *way = &receiver->round->ways[i];
		uint64_t floor_ns = i < receiver->round->plan->wire_count ? patience->wire_floor_ns : patience->floor_ns;

		if (mst_rtt_patience_ns(rtt) > longest_ns)
			longest_ns = mst_rtt_patience_ns(rtt);
		mst_store(&way->timeout_ns, timeout_ns(rtt, patience->initial_ns, floor_ns, patience->ceiling_ns, stall_ns),
		          relaxed); /* TIMEOUT */
		mst_store(&way->canary_ns, timeout_ns(rtt, MST_NS_PER_SECOND, CANARY_FLOOR_NS, MST_NS_PER_SECOND, stall_ns),
		          relaxed); /* TIMEOUT */
	}
	mst_store(&receiver->patience_ns, longest_ns, relaxed);
}

/* Losses and dead interfaces first: who reads the horizon must find them. */
static void publish(struct mst_receiver *receiver)
{
	struct mst_round *round = receiver->round;
	uint64_t horizon_ns = receiver->checked_ns;

	for (size_t i = 0; i < round->gear->rx_count; i++) {
		uint64_t drops = mst_rx_drops(round->gear->rx[i]);

		if (drops > receiver->drops[i]) {
			mst_count(&receiver->counts.capture_drops, drops - receiver->drops[i]);
			mst_losses_note(&round->losses, receiver->drops_seen_ns, receiver->now_ns);
			receiver->drops[i] = drops;
		}
		count_strangers(receiver, i);
		if (receiver->latest_ns[i] < horizon_ns)
			horizon_ns = receiver->latest_ns[i];
	}
	receiver->drops_seen_ns = receiver->now_ns;
	look_at_devices(receiver);
	if (horizon_ns > mst_load(&round->horizon_ns, relaxed))
		mst_store(&round->horizon_ns, horizon_ns, release); /* HORIZON */
	mst_machine_look(&receiver->machine, round, receiver->now_ns);
	publish_patience(receiver);
	if (!receiver->outage.running)
		mst_governor_turn(&receiver->governor, round, receiver->now_ns);
	mst_doubt_turn(&receiver->doubt, round, receiver->now_ns);
}

/* What an earlier round, or another capture, lost or passed on is not ours. */
static void begin_counts(struct mst_receiver *receiver, size_t at)
{
	struct mst_rx *rx = receiver->round->gear->rx[at];

	receiver->drops[at] = mst_rx_drops(rx);
	receiver->strangers[at] = rx->engine->strangers ? rx->engine->strangers(rx) : 0;
}

/* Somebody took the capture off the interface: what it holds is read, then its spare goes on. */
static void replace(struct mst_receiver *receiver, size_t at, uint64_t good_ns)
{
	struct mst_rx **rx = &receiver->round->gear->rx[at];
	struct mst_error error;

	receiver->at = at;
	while (mst_rx_dispatch(*rx, FRAMES_A_TURN, mst_receiver_take, receiver, &error) > 0)
		;
	mst_losses_note(&receiver->round->losses, good_ns, receiver->now_ns);
	if (mst_rx_fall_back(rx, &error) < 0) {
		mst_outage_look(receiver, receiver->now_ns); /* an interface that went away meanwhile is the better reason */
		fail(receiver, -ENETDOWN, &error);
		return;
	}
	begin_counts(receiver, at);
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
	struct mst_gear *gear = receiver->round->gear;
	uint64_t good_ns = receiver->checked_ns, began_ns;

	if (receiver->now_ns - receiver->checked_ns < receiver->check_every_ns)
		return;
	receiver->checked_ns = receiver->now_ns;
	began_ns = mst_now_ns();
	mst_outage_look(receiver, receiver->now_ns);
	/* An interface that is about to vanish loses its program first. */
	for (size_t i = 0; i < gear->rx_count && !receiver->outage.down && !mst_load(&gear->trouble.code, relaxed); i++) {
		if (mst_rx_is_cut(gear->rx[i]))
			replace(receiver, i, good_ns ? good_ns : receiver->now_ns);
	}
	receiver->check_every_ns = check_every_ns(mst_now_ns() - began_ns);
}

static void poll_captures(const struct mst_gear *gear)
{
	struct pollfd fds[MST_CAPTURES_MAX];
	bool broken = false;

	for (size_t i = 0; i < gear->rx_count; i++)
		fds[i] = (struct pollfd){ .fd = mst_rx_fd(gear->rx[i]), .events = POLLIN };
	/* A capture in error is always ready: sleep anyhow, the check of the interfaces tells. */
	if (poll(fds, gear->rx_count, POLL_MS) <= 0)
		return;
	for (size_t i = 0; i < gear->rx_count; i++)
		broken |= (fds[i].revents & ~POLLIN) != 0;
	if (broken)
		poll(NULL, 0, 1);
}

static void wait_for_frames(struct mst_receiver *receiver)
{
	uint64_t from_ns = mst_now_ns(), until_ns;

	poll_captures(receiver->round->gear);
	until_ns = mst_now_ns();
	mst_machine_slept(&receiver->machine, POLL_MS * MST_NS_PER_MS, until_ns - from_ns, until_ns);
}

static size_t turn(struct mst_receiver *receiver)
{
	size_t frames;

	receiver->now_ns = mst_now_ns();
	receiver->wall_offset_ns = mst_wall_ns() - receiver->now_ns;
	mst_share_look(&receiver->share, receiver->now_ns);
	frames = read_captures(receiver);
	check_interfaces(receiver);
	publish(receiver);
	mst_outbox_flush(&receiver->verdicts);
	mst_outbox_flush(&receiver->news);
	return frames;
}

void *mst_receiver_run(void *argument)
{
	struct mst_receiver *receiver = argument;
	const struct mst_gear *gear = receiver->round->gear;
	uint64_t leave_ns = UINT64_MAX;
	bool any = true;

	mst_clock_be_punctual();
	for (size_t i = 0; i < gear->rx_count; i++)
		begin_counts(receiver, i);
	receiver->drops_seen_ns = mst_now_ns();
	mst_devices_open(&receiver->devices, receiver->round);
	mst_share_open(&receiver->share);
	while ((leave_ns == UINT64_MAX || any) && mst_now_ns() < leave_ns) {
		size_t frames = turn(receiver);

		any = frames > 0;
		if (!any)
			wait_for_frames(receiver);
		else if (frames < FEW_FRAMES && gear->rx[0]->engine->trickles)
			mst_sleep_until_ns(mst_now_ns() + NAP_NS);
		/* Then what is there is read; a flood has no last frame. */
		if (leave_ns == UINT64_MAX && mst_load(&receiver->ending, acquire)) {
			leave_ns = receiver->now_ns + LAST_READ_NS;
			any = true;
		}
	}
	mst_share_close(&receiver->share);
	return NULL;
}
