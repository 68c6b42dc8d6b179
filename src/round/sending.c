/* SPDX-License-Identifier: BSD-2-Clause */
/* sending.c - see sending.h. */
#include "round/sending.h"

#include <stdlib.h>

#include "base/clock.h"
#include "plan/fact.h"
#include "round/recording.h"
#include "round/trace.h"

#define BACK_OFF_NS 50000              /* after a full queue */
#define STILL_NS (20 * MST_NS_PER_MS)  /* a queue full for so long has stopped; devices pause for shorter times */
#define LATE_NS MST_NS_PER_MS          /* more than waking up takes, and the work between two looks at the clock */
#define FRAME_MOST_NS 20000            /* what a frame costs: more is time without CPU */
#define WAITED_NS (50 * MST_NS_PER_MS) /* shorter pauses are those of a paced lane, not waiting for time-outs */

/* The most that an adaptive rate makes up for after a time without CPU: the rate is what the network carries,
 * not a goal. */
#define OWED_NS (10 * MST_NS_PER_MS)

/*
 * All frames of a system call share one look at the clock, and stamps are spread over them by what the last calls
 * took. Where there is time, each frame has a call and a look of its own: round trips are then exact.
 */
#define EXACT_BELOW_PPS 50000
#define SHORT_BELOW_PPS 200000
#define SHORT_STEP 8
#define STEP_SECONDS 500e-6 /* above: as much as half a millisecond brings */

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

void mst_sending_open(struct mst_sending *sending, const struct mst_context *context, struct mst_tx *tx)
{
	sending->context = context;
	sending->tx = sending->engines[0] = tx;
	sending->burst.frames = tx ? tx->frames : NULL;
	sending->burst.tails = tx ? tx->tails : NULL;
	sending->burst.most = tx ? tx->burst : 0;
	sending->last_sent_slot = UINT32_MAX;
}

void mst_sending_close(struct mst_sending *sending)
{
	free(sending->refusals);
	sending->refusals = NULL;
}

void mst_sending_begin(struct mst_sending *sending)
{
	const struct mst_context *context = sending->context;
	double egress_pps = mst_load(&context->state->rate_pps, relaxed);       /* RATE */
	double rate = egress_pps / mst_load(&context->state->sharers, relaxed); /* CREW */
	unsigned turn = context->lane - context->egress->first_lane;
	double offset_ns = egress_pps > 0 ? 1e9 * turn / egress_pps : 0;

	sending->rate_pps = rate;
	sending->step = step_for(rate, sending->tx->burst);
	mst_bucket_open(&sending->bucket, rate, mst_now_ns() + (uint64_t)offset_ns);
	if (context->plan->pacing.adaptive && !mst_context_on_link(context))
		sending->bucket.forgiven_ns = OWED_NS;
	sending->awake_ns = mst_now_ns();
}

void mst_sending_set_rate(struct mst_sending *sending, double egress_pps)
{
	double rate = egress_pps / mst_load(&sending->context->state->sharers, relaxed); /* CREW */

	if (rate == sending->rate_pps)
		return;
	sending->rate_pps = rate;
	sending->step = step_for(rate, sending->tx->burst);
	mst_bucket_set_rate(&sending->bucket, rate, sending->context->now_ns);
}

uint32_t mst_sending_allowed(struct mst_sending *sending)
{
	uint64_t now_ns = sending->context->now_ns;

	return now_ns < sending->busy_until_ns ? 0 : mst_bucket_allows(&sending->bucket, now_ns, sending->tx->burst);
}

/* Where the question of a frame stands. */
static struct mst_roll *roll_of(const struct mst_sending *sending, uint32_t slot, struct mst_place *place)
{
	*place = mst_place_of(&sending->context->plan->capacity, slot);
	return &sending->context->rolls->of[place->purpose];
}

/* ---- frames traced and recorded ---- */

/* Whether the first frames of the burst have left, or will not. */
static void trace_frames(const struct mst_sending *sending, enum mst_trace_kind kind, uint32_t count)
{
	const struct mst_context *context = sending->context;

	for (uint32_t i = 0; i < count; i++) {
		const struct mst_frame *frame = &sending->burst.frames[i];
		struct mst_place place;
		const struct mst_roll *roll = roll_of(sending, frame->slot, &place);
		struct mst_due asked = mst_roll_read(roll, place.entry);
		struct mst_trace_event event = {
			.kind = kind,
			.addr = asked.addr,
			.port = asked.port,
			.attempt = asked.attempt,
			.lane = context->lane,
			.engine = sending->tx->engine->name,
			.ifindex = frame->ifindex,
		};

		if (place.purpose == MST_ASK && mst_traces(context->shared, &event.addr))
			mst_trace_emit(context->shared, &event);
	}
}

/* The first frames of the burst have left; before the first one of an attempt stands what it asks. Two numbers each. */
static void record_frames(const struct mst_sending *sending, uint64_t number, uint32_t count)
{
	const struct mst_context *context = sending->context;
	struct mst_recording *recording = context->shared->recording;
	uint32_t before = sending->last_sent_slot;

	for (uint32_t i = 0; i < count; i++) {
		const struct mst_frame *frame = &sending->burst.frames[i];
		struct mst_place place;
		const struct mst_roll *roll = roll_of(sending, frame->slot, &place);
		struct mst_due asked = mst_roll_read(roll, place.entry);
		uint64_t sent_ns = mst_ns_of_ticks(mst_word_sent(asked.word), context->now_ns);
		char addr[MST_FACT_ADDR];

		if (frame->slot != before)
			mst_recording_event(recording, number + 2 * i, sent_ns, "asked %u %s %u %016llx %u",
			                    frame->slot, mst_fact_addr(addr, &asked.addr), asked.port,
			                    (unsigned long long)asked.word, asked.gap);
		mst_recording_sent(recording, number + 2 * i + 1, sent_ns, frame,
		                   sending->burst.tails ? &sending->burst.tails[i] : NULL);
		before = frame->slot;
	}
}

/* ---- frames that will not leave ---- */

/* Without memory for it the verdict does not say. */
void mst_sending_note_refusal(struct mst_sending *sending, const struct mst_place *place, int error)
{
	mst_store(&sending->context->published->refused_error, error, relaxed);
	if (place->purpose != MST_ASK)
		return;
	if (!sending->refusals)
		sending->refusals = calloc(sending->context->plan->capacity.entries, sizeof *sending->refusals);
	if (sending->refusals)
		sending->refusals[place->entry] = (uint8_t)error;
}

/*
 * The first frame will not leave. Its question is refused when none of its frames did: they stand together, so the
 * one that left last, or the one that comes next, would be of the same entry.
 */
static void refuse_first(struct mst_sending *sending)
{
	struct mst_burst *burst = &sending->burst;
	uint32_t slot = burst->frames[0].slot;
	struct mst_place place;
	bool another_left = slot == sending->last_sent_slot;
	bool another_waits = burst->count > 1 && burst->frames[1].slot == slot;
	struct mst_roll *roll = roll_of(sending, slot, &place);

	MST_USDT(refused, slot, sending->tx ? sending->tx->error : 0, sending->context->lane, burst->frames[0].ifindex);
	if (sending->context->shared->traced)
		trace_frames(sending, MST_TRACE_REFUSED, 1);
	if (!another_left && !another_waits)
		mst_roll_refused(roll, place.entry);
	mst_sending_note_refusal(sending, &place, sending->tx ? sending->tx->error : 0);
	mst_burst_drop(burst, 1);
	mst_count(&sending->context->published->counts.not_sent, 1);
}

/* The first frame found no route: whether it may wait for one. Refused when there is one, or none will come: REACH,
 * ROUTE. */
static bool may_wait(struct mst_sending *sending)
{
	const struct mst_run *run = sending->context->shared->run;
	_Atomic enum mst_route_wait *waits = &sending->context->published->route_wait;
	bool looked = mst_load(waits, relaxed) == MST_ROUTE_WAIT_ANSWERED;
	bool wait = !looked && mst_load(&run->reachability, relaxed) != MST_REACHABLE_NEVER;

	mst_store(waits, wait ? MST_ROUTE_WAIT_BEGUN : MST_ROUTE_WAIT_NONE, relaxed);
	return wait;
}

void mst_sending_drop(struct mst_sending *sending, uint32_t kept)
{
	while (sending->burst.count > kept)
		refuse_first(sending);
}

/* ---- stamps ---- */

/* A reference probe that moves into the time in which they count, or out of it, is counted there. */
static void recount_reference(const struct mst_context *context, uint32_t entry, uint64_t stamp_ns)
{
	const struct mst_roll *roll = &context->rolls->of[MST_REFERENCE];
	uint64_t word = mst_load(&roll->entries[(size_t)entry << roll->wide].word, relaxed);
	uint64_t was_ns = mst_ns_of_ticks(mst_word_sent(word), stamp_ns);
	uint64_t counted = mst_load(&context->published->references_counted, relaxed);

	counted += mst_egress_counts(context->state, stamp_ns);
	mst_store(&context->published->references_counted, counted - mst_egress_counts(context->state, was_ns),
	          relaxed);
}

static void restamp(struct mst_sending *sending, uint32_t slot, uint64_t stamp_ns)
{
	struct mst_place place;
	struct mst_roll *roll = roll_of(sending, slot, &place);

	if (place.purpose == MST_REFERENCE)
		recount_reference(sending->context, place.entry, stamp_ns);
	mst_roll_restamp(roll, place.entry, stamp_ns);
}

/* A question of which one frame has left keeps its time. */
void mst_sending_restamp(struct mst_sending *sending)
{
	uint32_t before = sending->last_sent_slot;

	for (uint32_t i = 0; i < sending->burst.count; i++) {
		uint32_t slot = sending->burst.frames[i].slot;

		if (slot != before && slot != sending->last_sent_slot)
			restamp(sending, slot, sending->context->now_ns + i * sending->frame_ns);
		before = slot;
	}
	sending->stale = false;
}

void mst_sending_restart_rolls(struct mst_sending *sending)
{
	for (unsigned purpose = 0; purpose < MST_PURPOSES; purpose++)
		mst_roll_restart(&sending->context->rolls->of[purpose], sending->context->now_ns);
}

/* ---- time ---- */

void mst_sending_note_awake(struct mst_sending *sending, uint64_t due_ns, uint64_t now_ns)
{
	if (due_ns < sending->awake_ns)
		due_ns = sending->awake_ns;
	if (now_ns > due_ns + LATE_NS)
		mst_count(&sending->context->published->late_ns, now_ns - due_ns);
	sending->awake_ns = now_ns;
}

void mst_sending_note_idle(struct mst_sending *sending, uint64_t idle_ns, uint64_t now_ns)
{
	sending->awake_ns = now_ns;
	sending->idle_ns += idle_ns;
	mst_count(&sending->context->published->unused_ns, idle_ns);
}

void mst_sending_note_paused(struct mst_sending *sending, uint64_t now_ns)
{
	sending->stalled_ns = 0;
	mst_bucket_rest(&sending->bucket, sending->context->now_ns);
	sending->awake_ns = now_ns;
}

bool mst_sending_is_late(struct mst_sending *sending, uint64_t now_ns)
{
	mst_sending_note_awake(sending, 0, now_ns);
	return now_ns > sending->context->now_ns + LATE_NS;
}

/* The time of one frame, from a call that took so long for `sent` of them. A call that lost the CPU is not counted. */
static void note_cost(struct mst_sending *sending, uint64_t before_ns, uint64_t after_ns, uint32_t sent)
{
	uint64_t cost_ns = (after_ns - before_ns) / sent;

	mst_sending_note_awake(sending, before_ns + sending->frame_ns * sent, after_ns);
	sending->frame_ns = (sending->frame_ns * 3 + (cost_ns < FRAME_MOST_NS ? cost_ns : FRAME_MOST_NS)) / 4;
}

/* ---- offering ---- */

bool mst_sending_is_still(const struct mst_sending *sending)
{
	return sending->stalled_ns && !sending->given_up && sending->context->now_ns - sending->stalled_ns >= STILL_NS;
}

/* The queue took frames, or none. */
static void watch_queue(struct mst_sending *sending, uint32_t sent, bool busy)
{
	if (sent && mst_sending_is_still(sending))
		mst_sending_restart_rolls(sending);
	if (sent || !busy)
		sending->stalled_ns = 0;
	else if (sending->stalled_ns == 0)
		sending->stalled_ns = sending->context->now_ns;
}

static void note_taken(struct mst_sending *sending, uint32_t taken, uint64_t number)
{
	if (!taken)
		return;
	sending->has_sent = true;
	sending->given_up = false;
	MST_USDT(sent, taken, sending->context->lane, sending->burst.frames[0].ifindex, sending->tx->engine->name);
	if (sending->context->shared->traced)
		trace_frames(sending, MST_TRACE_SENT, taken);
	if (sending->context->shared->recording)
		record_frames(sending, number, taken);
	sending->last_sent_slot = sending->burst.frames[taken - 1].slot;
	mst_store(&sending->context->published->route_wait, MST_ROUTE_WAIT_NONE, relaxed);
	mst_burst_drop(&sending->burst, taken);
}

/* Offers frames until all are taken, or the queues push back. Returns how many left. */
static uint32_t offer_all(struct mst_sending *sending, uint32_t allowed)
{
	struct mst_recording *recording = sending->context->shared->recording;
	struct mst_burst *burst = &sending->burst;
	enum mst_tx_stop stop = MST_TX_ALL;
	uint32_t sent = 0, most = sending->tx->burst;

	while (sent < allowed && burst->count && stop != MST_TX_BUSY && stop != MST_TX_NO_PATH) {
		uint32_t count = burst->count < allowed - sent ? burst->count : allowed - sent;
		uint64_t number = recording ? mst_recording_take(recording, 2 * (uint64_t)count) : 0;
		uint32_t taken = (uint32_t)mst_tx_send(sending->tx, count < most ? count : most, &stop);

		note_taken(sending, taken, number);
		sent += taken;
		if (stop == MST_TX_NO_PATH && !may_wait(sending))
			stop = MST_TX_REFUSED;
		if (stop == MST_TX_BUSY && !taken && mst_sending_gives_up(sending))
			stop = MST_TX_REFUSED;
		if (stop == MST_TX_REFUSED)
			refuse_first(sending);
		else if (taken)
			stop = MST_TX_ALL; /* the next call returns why it was not more */
	}
	sending->stale = burst->count > 0;
	if (allowed)
		watch_queue(sending, sent, stop == MST_TX_BUSY);
	if (stop == MST_TX_BUSY) {
		mst_count(&sending->context->published->counts.stalls, 1);
		sending->busy_until_ns = sending->context->now_ns + BACK_OFF_NS;
	}
	return sent;
}

uint32_t mst_sending_offer(struct mst_sending *sending, uint32_t allowed)
{
	struct mst_published *published = sending->context->published;
	uint64_t before_ns = mst_now_ns(), after_ns;
	uint32_t sent;

	mst_slips_begin(&published->slips, sending->context->now_ns);
	sent = offer_all(sending, allowed);
	after_ns = mst_now_ns();
	mst_slips_end(&published->slips, after_ns);
	if (sent == 0)
		return 0;
	note_cost(sending, before_ns, after_ns, sent);
	mst_bucket_spend(&sending->bucket, sending->context->now_ns, sent);
	mst_count(&published->counts.sent, sent);
	mst_store(&published->last_sent_ns, after_ns, relaxed);
	if (sending->idle_ns >= WAITED_NS)
		mst_count(&published->waited_ns, sending->idle_ns);
	sending->idle_ns = 0;
	return sent;
}
