/*
 * lane_send.c - how the frames of a lane leave, or do not. See lane.h.
 */
#include "scan/lane.h"

#define BACK_OFF_NS 50000                /* after a full queue */
#define STILL_NS (20 * MST_NS_PER_MS)    /* full, and taking nothing for so long: less is the breathing of a device */
#define LATE_NS MST_NS_PER_MS            /* the CPU was with others: more than waking up, and what is done between two looks, takes */
#define FRAME_MOST_NS 20000              /* what a frame costs: more is time without CPU */
#define WAITED_NS (50 * MST_NS_PER_MS)   /* less is the breathing of a paced lane, not waiting for time-outs */

/* The roll that an entry of ours stands in. */
static struct mst_roll *roll_of(struct mst_lane *lane, uint32_t slot)
{
	const struct mst_plan *plan = lane->round->plan;

	unsigned number = slot >> plan->capacity_bits;

	if (number < plan->lanes)
		return &lane->roll;
	return number < 2 * plan->lanes ? &lane->canaries : &lane->decoys;
}

/*
 * The first frame will not leave. Its question is refused when none of its frames did: they stand together, so the
 * one that left last, or the one that comes next, would be of the same entry.
 */
static void refuse_first(struct mst_lane *lane)
{
	uint32_t slot = lane->burst.frames[0].slot;
	bool another_left = slot == lane->last_sent_slot;
	bool another_waits = lane->burst.count > 1 && lane->burst.frames[1].slot == slot;

	if (!another_left && !another_waits)
		mst_roll_refused(roll_of(lane, slot), slot & (roll_of(lane, slot)->capacity - 1));
	mst_burst_drop(&lane->burst, 1);
	mst_count(&lane->counts.not_sent, 1);
}

/* The first frame found no way: whether it may wait for one. Refused when there is one, or none will come: ROAD, PLEA. */
static bool may_wait(struct mst_lane *lane)
{
	bool looked = mst_load(&lane->plea, relaxed) == MST_PLEA_ANSWERED;
	bool wait = !looked && mst_load(&lane->round->gear->road, relaxed) != MST_ROAD_LOST;

	mst_store(&lane->plea, wait ? MST_PLEA_RAISED : MST_PLEA_NONE, relaxed);
	return wait;
}

/* A canary that moves into another time, or out of it, counts there. */
static void recount_canary(struct mst_lane *lane, uint32_t slot, uint64_t stamp_ns)
{
	uint64_t word = mst_load(&lane->canaries.entries[(size_t)slot << lane->canaries.wide].word, relaxed);
	uint64_t was_ns = mst_ns_of_ticks(mst_word_sent(word), stamp_ns);
	uint64_t counted = mst_load(&lane->canaries_counted, relaxed);

	counted += mst_way_counts(lane->way, stamp_ns);
	mst_store(&lane->canaries_counted, counted - mst_way_counts(lane->way, was_ns), relaxed);
}

static void restamp(struct mst_lane *lane, uint32_t slot, uint64_t stamp_ns)
{
	struct mst_roll *roll = roll_of(lane, slot);

	if (roll == &lane->canaries)
		recount_canary(lane, slot & (roll->capacity - 1), stamp_ns);
	mst_roll_restamp(roll, slot & (roll->capacity - 1), stamp_ns);
}

/* A question of which one frame has left keeps its time. */
void mst_lane_restamp(struct mst_lane *lane)
{
	uint32_t before = lane->last_sent_slot;

	for (uint32_t i = 0; i < lane->burst.count; i++) {
		uint32_t slot = lane->burst.frames[i].slot;

		if (slot != before && slot != lane->last_sent_slot)
			restamp(lane, slot, lane->now_ns + i * lane->frame_ns);
		before = slot;
	}
	lane->stale = false;
}

void mst_lane_note_awake(struct mst_lane *lane, uint64_t due_ns, uint64_t now_ns)
{
	if (due_ns < lane->awake_ns)
		due_ns = lane->awake_ns;
	if (now_ns > due_ns + LATE_NS)
		mst_count(&lane->late_ns, now_ns - due_ns);
	lane->awake_ns = now_ns;
}

void mst_lane_keep_time(struct mst_lane *lane, uint64_t now_ns)
{
	mst_lane_note_awake(lane, 0, now_ns);
	if (now_ns <= lane->now_ns + LATE_NS)
		return;
	lane->now_ns = now_ns;
	mst_lane_restamp(lane);
}

/* What a frame costs, from a call that took so long for `sent` of them. One that lost the CPU tells of others, and is no cost. */
static void note_cost(struct mst_lane *lane, uint64_t before_ns, uint64_t after_ns, uint32_t sent)
{
	uint64_t cost_ns = (after_ns - before_ns) / sent;

	mst_lane_note_awake(lane, before_ns + lane->frame_ns * sent, after_ns);
	lane->frame_ns = (lane->frame_ns * 3 + (cost_ns < FRAME_MOST_NS ? cost_ns : FRAME_MOST_NS)) / 4;
}

bool mst_lane_is_still(const struct mst_lane *lane)
{
	return lane->stalled_ns && lane->now_ns - lane->stalled_ns >= STILL_NS;
}

/* The queue took frames, or none. */
static void watch_queue(struct mst_lane *lane, uint32_t sent, bool busy)
{
	if (sent && mst_lane_is_still(lane)) {
		mst_roll_restart(&lane->roll, lane->now_ns);
		mst_roll_restart(&lane->canaries, lane->now_ns);
		mst_roll_restart(&lane->decoys, lane->now_ns);
	}
	if (sent || !busy)
		lane->stalled_ns = 0;
	else if (lane->stalled_ns == 0)
		lane->stalled_ns = lane->now_ns;
}

/* Offers frames until all are taken, or the queues push back. Returns how many left. */
static uint32_t send_frames(struct mst_lane *lane, uint32_t allowed)
{
	enum mst_tx_stop stop = MST_TX_ALL;
	uint32_t sent = 0;

	while (sent < allowed && lane->burst.count && stop != MST_TX_BUSY && stop != MST_TX_AWAY) {
		uint32_t count = lane->burst.count < allowed - sent ? lane->burst.count : allowed - sent;
		uint32_t taken = (uint32_t)mst_tx_send(lane->tx, count < lane->tx->burst ? count : lane->tx->burst, &stop);

		if (taken) {
			lane->last_sent_slot = lane->burst.frames[taken - 1].slot;
			mst_store(&lane->plea, MST_PLEA_NONE, relaxed);
		}
		mst_burst_drop(&lane->burst, taken);
		sent += taken;
		if (stop == MST_TX_AWAY && !may_wait(lane))
			stop = MST_TX_REFUSED;
		if (stop == MST_TX_REFUSED)
			refuse_first(lane);
		else if (taken)
			stop = MST_TX_ALL; /* the next call tells why it was not more */
	}
	lane->stale = lane->burst.count > 0;
	if (allowed)
		watch_queue(lane, sent, stop == MST_TX_BUSY);
	if (stop == MST_TX_BUSY) {
		mst_count(&lane->counts.stalls, 1);
		lane->busy_until_ns = lane->now_ns + BACK_OFF_NS;
	}
	return sent;
}

uint32_t mst_lane_send(struct mst_lane *lane, uint32_t allowed)
{
	uint64_t before_ns = mst_now_ns(), after_ns;
	uint32_t sent = send_frames(lane, allowed);

	if (sent == 0)
		return 0;
	after_ns = mst_now_ns();
	note_cost(lane, before_ns, after_ns, sent);
	mst_bucket_spend(&lane->bucket, lane->now_ns, sent);
	mst_count(&lane->counts.sent, sent);
	mst_store(&lane->last_sent_ns, after_ns, relaxed);
	if (lane->idle_ns >= WAITED_NS)
		mst_count(&lane->waited_ns, lane->idle_ns);
	lane->idle_ns = 0;
	return sent;
}

void mst_lane_drop_unsent(struct mst_lane *lane)
{
	while (lane->burst.count)
		refuse_first(lane);
}
