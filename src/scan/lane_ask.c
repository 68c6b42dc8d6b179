/*
 * lane_ask.c - what a lane asks: what has run out first, then new positions. See lane.h.
 */
#include <errno.h>

#include "scan/lane.h"
#include "track/verdict.h"
#include "wire/ipv4.h"

#define CHUNK_MAX 1024
#define WAVES_NS (240 * MST_NS_PER_SECOND) /* all of them together; below what ticks can tell */
#define SKIPPED_MAX 4096 /* a turn: a fifth of a millisecond */

/* A verdict that nobody's answer gave. */
static void report(struct mst_lane *lane, const struct mst_addr *addr, uint16_t port, enum mst_state state,
                   enum mst_reason reason, uint8_t attempts)
{
	static const struct mst_error no_memory = { "no memory for verdicts" };
	bool about_port = lane->round->plan->about_ports;
	struct mst_result result = {
		.addr = *addr,
		.port = port,
		.proto = mst_plan_port_proto(lane->round->plan),
		.state = (uint8_t)state,
		.reason = (uint8_t)reason,
		.about_port = about_port,
		.attempts = attempts,
		.rtt_ns = -1,
		.time_ns = lane->wall_ns,
	};

	if (!mst_outbox_put(&lane->outbox, &result, NULL))
		mst_gear_fail(lane->round->gear, -ENOMEM, &no_memory);
	lane->results++;
}

/* ---- asking ---- */

/* A row of the plan's probes: from `first` on, before `end`. */
struct wave {
	unsigned first, end;
};

static void ask_by(struct mst_lane *lane, struct wave wave, unsigned number, const struct mst_path *path,
                   const struct mst_question_at *question, struct mst_ticket ticket)
{
	const struct mst_plan *plan = lane->round->plan;
	struct mst_aim aim = { question->addr, question->port, ticket, lane->now_ns };
	const struct mst_hop *hop = &plan->hops[path - plan->paths.paths];
	const uint8_t *mac = mst_plan_mac(plan, path, &question->addr);

	aim.ticket.slot |= number << plan->capacity_bits;
	if (lane->last_sent_slot == aim.ticket.slot)
		lane->last_sent_slot = UINT32_MAX; /* that was another question, or another attempt */
	if (lane->canary_in)
		lane->canary_in--;
	for (unsigned p = wave.first; p < wave.end; p++) {
		if (!plan->about_ports)
			aim.port = plan->probes[p].port;
		if (mst_plan_can_ask(plan, path, p, &question->addr))
			mst_burst_add(&lane->burst, mst_plan_template(plan, path, p), &plan->setup, &aim, hop, mac);
	}
}

static void ask(struct mst_lane *lane, unsigned number, const struct mst_path *path, const struct mst_question_at *question,
                struct mst_ticket ticket)
{
	struct wave wave = { 0, mst_plan_probes(lane->round->plan, path, ticket.attempt) };

	ask_by(lane, wave, number, path, question, ticket);
}

/* When the next frame of the burst will leave, as far as the last bursts tell. */
static uint64_t next_stamp(const struct mst_lane *lane)
{
	return lane->now_ns + lane->burst.count * lane->frame_ns;
}

/* Takes the next chunk of positions; false when there are none left. */
static bool take_chunk(struct mst_lane *lane)
{
	struct mst_round *round = lane->round;
	uint64_t size = mst_plan_targets(round->plan) / (round->plan->lanes * 16) + 1;
	uint64_t end = round->plan->space.end;
	uint64_t first;

	if (size > CHUNK_MAX)
		size = CHUNK_MAX;
	if (mst_load(&lane->way->next_position, relaxed) >= end)
		return false;
	first = mst_add(&lane->way->next_position, size, relaxed); /* NEXT */
	if (first >= end)
		return false;
	mst_store(&lane->chunk_end, first + size < end ? first + size : end, relaxed);
	mst_store(&lane->chunk_at, first, relaxed);
	return true;
}

static bool next_position(struct mst_lane *lane, uint64_t *position)
{
	if (mst_load(&lane->chunk_at, relaxed) == mst_load(&lane->chunk_end, relaxed) && !take_chunk(lane))
		return false;
	*position = mst_load(&lane->chunk_at, relaxed);
	mst_store(&lane->chunk_at, *position + 1, relaxed);
	return true;
}

/* The next question that goes this lane's way; the others are asked by other lanes, which come by here too. */
static bool next_question(struct mst_lane *lane, struct mst_question_at *question, const struct mst_path **path)
{
	const struct mst_plan *plan = lane->round->plan;
	unsigned way = lane->index % plan->way_count;
	uint64_t position;

	while (lane->skipped < SKIPPED_MAX && next_position(lane, &position)) {
		*question = mst_space_at(&plan->space, position);
		*path = mst_paths_for(&plan->paths, &question->addr);
		if (mst_plan_way(plan, *path) == way)
			return true;
		lane->skipped++;
	}
	return false;
}

static void ask_new(struct mst_lane *lane, const struct mst_question_at *question, const struct mst_path *path)
{
	struct mst_foregone foregone = mst_plan_foregone(lane->round->plan, path, question);
	struct mst_ticket ticket = { .attempt = 1 };

	if (foregone.settled) {
		report(lane, &question->addr, question->port, foregone.state, foregone.reason, 0);
		return;
	}
	ticket.slot = mst_roll_arm(&lane->roll, &question->addr, question->port, next_stamp(lane));
	if (lane->indexed)
		mst_index_put(lane->round->index, lane->index, ticket.slot, &question->addr, question->port); /* INDEX */
	ask(lane, lane->index, path, question, ticket);
	mst_count(&lane->counts.asked, 1);
}

void mst_lane_ask_canary(struct mst_lane *lane, const struct mst_member *member)
{
	const struct mst_plan *plan = lane->round->plan;
	struct mst_question_at question = mst_space_at(&plan->space, member->position);
	struct wave wave = { member->probe, member->probe + 1 };
	struct mst_ticket ticket = { .attempt = 1 };

	if (mst_way_counts(lane->way, next_stamp(lane)))
		mst_count(&lane->canaries_counted, 1);
	ticket.slot = mst_roll_arm(&lane->canaries, &question.addr, question.port, next_stamp(lane));
	ask_by(lane, wave, plan->lanes + lane->index, mst_paths_for(&plan->paths, &question.addr), &question, ticket);
}

void mst_lane_ask_decoy(struct mst_lane *lane, const struct mst_addr *addr, uint16_t port, const struct mst_path *path,
                        struct mst_ticket ticket)
{
	struct mst_question_at question = { *addr, port };

	ask(lane, 2 * lane->round->plan->lanes + lane->index, path, &question, ticket);
}

/* ---- what has run out ---- */

static void give_up(struct mst_lane *lane, const struct mst_due *due, enum mst_standing standing,
                    enum mst_reason reason)
{
	/* False: answered in this very moment. */
	if (mst_roll_give_up(&lane->roll, due, standing))
		report(lane, &due->addr, due->port, mst_verdict_state(standing, lane->round->plan->about), reason,
		       due->attempt);
}

static void ask_again(struct mst_lane *lane, const struct mst_due *due, enum mst_reason reason)
{
	const struct mst_plan *plan = lane->round->plan;
	struct mst_question_at question = { due->addr, due->port };

	if (!mst_roll_again(&lane->roll, due, next_stamp(lane)))
		return;
	mst_count(&lane->counts.retried, 1);
	/* One that proves nothing is made up for, and tells nothing of how many answers are missed on the way. */
	if (reason == MST_NO_RESPONSE)
		mst_count(&lane->asked_again.of[mst_word_proving(due->word, due->attempt + 1u)], 1);
	ask(lane, lane->index, mst_paths_for(&plan->paths, &due->addr), &question,
	    (struct mst_ticket){ .slot = due->slot, .attempt = (uint8_t)(due->attempt + 1) });
}

/* Why the silence of this question proves nothing: it never left, or the answer may have been lost here. */
static enum mst_reason excuse(const struct mst_lane *lane, const struct mst_due *due, uint64_t sent_ns,
                              uint64_t horizon_ns)
{
	if (mst_word_refused(due->word) >= due->attempt)
		return MST_NOT_SENT;
	if (lane->stuck || mst_load(&lane->round->gear->trouble.code, relaxed)) /* TROUBLE */
		return MST_LOCAL_LOSS;
	return mst_losses_between(&lane->round->losses, sent_ns, horizon_ns) ? MST_LOCAL_LOSS : MST_NO_RESPONSE;
}

/* How many attempts were heard to be silent: neither refused nor excused. */
static unsigned silent_attempts(const struct mst_due *due, enum mst_reason reason)
{
	unsigned void_ones = mst_word_refused(due->word) + mst_word_excused(due->word) + (reason == MST_LOCAL_LOSS);

	return void_ones < due->attempt ? due->attempt - void_ones : 0;
}

/* Whether the question is asked once more. */
static bool deserves_another(const struct mst_lane *lane, const struct mst_due *due, enum mst_reason reason,
                             uint64_t sent_ns, uint64_t horizon_ns)
{
	const struct mst_plan *plan = lane->round->plan;
	unsigned wanted = mst_load(&lane->round->attempts, relaxed); /* DOUBT */
	uint64_t first_ns;

	if (mst_gear_stopped(lane->round->gear) || due->attempt >= plan->attempts_at_most)
		return false;
	if (silent_attempts(due, reason) < wanted)
		return true;
	/* Of earlier attempts too: as many as were made in a bad time may be worth nothing. */
	first_ns = sent_ns - (uint64_t)(due->attempt - 1) * ((uint64_t)due->gap << MST_GAP_SHIFT);
	return due->attempt < wanted + MST_EXTRA_ATTEMPTS &&
	       (reason != MST_NO_RESPONSE || mst_losses_between(&lane->way->congestion, first_ns, horizon_ns)); /* LOSS */
}

/* Asks again or gives up; false when asking again must wait, the burst holds what is wanted. */
static bool tend(struct mst_lane *lane, struct mst_due *due, uint64_t horizon_ns, uint32_t wanted)
{
	uint64_t sent_ns = mst_due_sent_ns(due, horizon_ns);
	enum mst_reason reason = excuse(lane, due, sent_ns, horizon_ns);

	if (!deserves_another(lane, due, reason, sent_ns, horizon_ns)) {
		give_up(lane, due, reason == MST_NO_RESPONSE ? MST_STANDING_SILENT : MST_STANDING_UNKNOWN, reason);
		return true;
	}
	if (lane->burst.count >= wanted)
		return false;
	if (reason == MST_LOCAL_LOSS && !mst_roll_excuse(&lane->roll, due))
		return true; /* answered in this very moment */
	if (reason == MST_LOCAL_LOSS)
		mst_count(&lane->counts.local_loss, 1);
	ask_again(lane, due, reason);
	return true;
}

/* ---- filling a burst ---- */

bool mst_lane_has_more(const struct mst_lane *lane)
{
	const struct mst_round *round = lane->round;

	return !mst_gear_stopped(round->gear) &&
	       (mst_load(&lane->chunk_at, relaxed) < mst_load(&lane->chunk_end, relaxed) ||
	        mst_load(&lane->way->next_position, relaxed) < round->plan->space.end);
}

/* When it is time for one. Before questions, for repeated ones come first, and may be many just when most is lost. */
static void ask_canary(struct mst_lane *lane, uint32_t wanted)
{
	if (lane->canary_every && lane->canary_in == 0 && lane->burst.count < wanted)
		mst_lane_send_canary(lane);
}

static bool ask_next(struct mst_lane *lane)
{
	struct mst_question_at question;
	const struct mst_path *path;

	if (!mst_roll_has_room(&lane->roll) || mst_gear_stopped(lane->round->gear) ||
	    !next_question(lane, &question, &path))
		return false;
	ask_new(lane, &question, path);
	return true;
}

/*
 * On a wire the silent are asked again when everybody has been asked once, or nothing more can be kept in mind; or after
 * this long, for the others behind them must have had their turn, at half the rate, while their ticks can still tell.
 */
static uint64_t patience_ns(const struct mst_lane *lane)
{
	unsigned attempts;

	if (!lane->wire || !mst_roll_has_room(&lane->roll) || !mst_lane_has_more(lane))
		return 0;
	attempts = mst_load(&lane->round->attempts, relaxed); /* DOUBT */
	return attempts > 1 ? WAVES_NS / (2 * attempts - 1) : 0;
}

bool mst_lane_fill(struct mst_lane *lane, uint32_t wanted)
{
	uint64_t horizon_ns = mst_load(&lane->round->horizon_ns, acquire); /* HORIZON */
	struct mst_due due;
	bool did = false;

	if (mst_lane_has_decoys(lane))
		mst_lane_tend_decoys(lane, wanted);
	ask_canary(lane, wanted);
	while (lane->results < MST_LANE_RESULTS && mst_roll_due_after(&lane->roll, horizon_ns, patience_ns(lane), &due) &&
	       tend(lane, &due, horizon_ns, wanted)) {
		did = true;
		ask_canary(lane, wanted);
	}
	while (lane->burst.count < wanted && lane->results < MST_LANE_RESULTS && ask_next(lane)) {
		did = true;
		ask_canary(lane, wanted);
	}
	return did || lane->burst.count;
}
