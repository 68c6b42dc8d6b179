/* SPDX-License-Identifier: BSD-2-Clause */
/* reporter.c - see reporter.h. */
#include "round/reporter.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/fail.h"
#include "round/posting.h"
#include "round/trace.h"
#include "track/verdict.h"

#define WAIT_NS (50 * MST_NS_PER_MS)
#define LOOK_AGAIN_NS (1 * MST_NS_PER_MS) /* with amendments waiting for their lane's turn to end */
#define GATHER_NS 500000 /* a wake-up for each batch would cost lanes a system call: so a few batches gather */
#define FLUSH_EVERY_NS (500 * MST_NS_PER_MS)
#define TICK_NS MST_NS_PER_SECOND
#define PENDING_FIRST 64

int mst_reporter_open(struct mst_reporter *reporter, struct mst_shared *shared, mst_result_sink *sink, void *sink_user,
                      struct mst_error *err)
{
	reporter->shared = shared;
	reporter->sink = sink;
	reporter->sink_user = sink_user;
	if (mst_plan_forgets(shared->plan) && !(reporter->seen = mst_seen_new()))
		return mst_fail(err, -ENOMEM, "no memory for the reporter");
	return 0;
}

void mst_reporter_close(struct mst_reporter *reporter)
{
	mst_seen_free(reporter->seen);
	for (size_t i = 0; i < reporter->pending_count; i++)
		mst_posted_free(&reporter->pending[i].result);
	free(reporter->pending);
}

/* ---- reporting ---- */

/* What the sink returned. */
static void heed(struct mst_reporter *reporter, int code, const struct mst_error *error)
{
	if (code >= 0)
		return;
	reporter->failed = true;
	mst_run_fail(reporter->shared->run, code, error);
}

static void hand_over(struct mst_reporter *reporter, const struct mst_result *results, size_t count)
{
	struct mst_error error = { "" };

	if (reporter->sink && !reporter->failed)
		heed(reporter, reporter->sink(reporter->sink_user, results, count, &error), &error);
}

static void count_state(struct mst_reporter *reporter, uint8_t state, uint64_t by)
{
	_Atomic uint64_t *const counts[MST_STATE_COUNT] = {
		[MST_UNKNOWN] = &reporter->counts.unknown,
		[MST_DOWN] = &reporter->counts.down,
		[MST_UNREACHABLE] = &reporter->counts.unreachable,
		[MST_UP] = &reporter->counts.up,
		[MST_FILTERED] = &reporter->counts.filtered,
		[MST_CLOSED] = &reporter->counts.closed,
		[MST_OPEN] = &reporter->counts.open,
		[MST_OPEN_FILTERED] = &reporter->counts.open_filtered,
	};

	mst_count(counts[state], by);
}

/* Finds its position, if that is not known yet; false when it has none. */
static bool place(const struct mst_reporter *reporter, struct mst_result *result)
{
	if (result->position == MST_NO_POSITION &&
	    !mst_space_find(&reporter->shared->plan->space, &result->addr, result->port, &result->position))
		result->position = MST_NO_POSITION;
	return result->position != MST_NO_POSITION;
}

/* The same for a batch: positions are found several at once (target/permute.h). */
static void place_batch(const struct mst_reporter *reporter, struct mst_batch *batch)
{
	const struct mst_space *space = &reporter->shared->plan->space;
	uint64_t numbers[MST_BATCH];
	uint8_t of[MST_BATCH];
	size_t count = 0;

	for (uint32_t i = 0; i < batch->count; i++) {
		struct mst_result *result = &batch->results[i];
		mst_uint128 index;

		if (space->wide) {
			place(reporter, result);
		} else if (result->position == MST_NO_POSITION &&
		           mst_space_find_index(space, &result->addr, result->port, &index)) {
			numbers[count] = (uint64_t)index;
			of[count++] = (uint8_t)i;
		}
	}
	mst_permute_positions(&space->permute, numbers, count);
	for (size_t i = 0; i < count; i++)
		batch->results[of[i]].position = numbers[i];
}

/* Notes how a target stands, for answers that come when its entry is gone. */
static void remember(struct mst_reporter *reporter, struct mst_result *result, enum mst_standing standing)
{
	if (reporter->seen && standing != MST_STANDING_SILENT && place(reporter, result))
		mst_seen_set(reporter->seen, result->position, standing);
}

/* The router that answers there is known by another address, too. */
static bool mark_anycast(const struct mst_plan *plan, struct mst_result *result)
{
	if (result->state != MST_UP || result->addr.bytes[15] != 0)
		return false;
	for (size_t i = 0; i < plan->targets.anycast_count; i++) {
		if (!mst_addr_equal(&plan->targets.anycast[i], &result->addr))
			continue;
		result->suspect = MST_SUSPECT_ANYCAST; /* that several claim it is no conflict */
		return true;
	}
	return false;
}

static void hand_over_results(struct mst_reporter *reporter, const struct mst_batch *batch)
{
	struct mst_result results[64];

	for (uint32_t i = 0; i < batch->words && reporter->sink && !reporter->failed; i++)
		hand_over(reporter, results,
		          mst_silent_results(reporter->shared->plan, &batch->silence[i], batch->silent_ns, results));
}

static void report_silence(struct mst_reporter *reporter, const struct mst_batch *batch)
{
	struct mst_error error = { "" };

	count_state(reporter, (uint8_t)mst_silent_state(reporter->shared->plan), batch->silent);
	mst_count(&reporter->verdicts, batch->silent);
	if (!reporter->silence)
		hand_over_results(reporter, batch);
	else if (!reporter->failed)
		heed(reporter,
		     reporter->silence(reporter->silence_user, batch->silence, batch->words, batch->silent_ns, &error),
		     &error);
}

static void report_batch(struct mst_reporter *reporter, struct mst_batch *batch)
{
	if (reporter->places)
		place_batch(reporter, batch);
	for (uint32_t i = 0; i < batch->count; i++) {
		struct mst_result *result = &batch->results[i];

		mark_anycast(reporter->shared->plan, result);
		count_state(reporter, result->state, 1);
		if (result->suspect)
			mst_count(&reporter->counts.suspect, 1);
		if (reporter->seen && result->reason != MST_NO_RESPONSE && place(reporter, result))
			mst_seen_add(reporter->seen, result->position, mst_result_standing(result));
	}
	mst_count(&reporter->verdicts, batch->count);
	if (batch->count > 0)
		hand_over(reporter, batch->results, batch->count);
	if (batch->silent > 0)
		report_silence(reporter, batch);
}

/* ---- amending ---- */

static void await(struct mst_reporter *reporter, const struct mst_batch *batch)
{
	static const struct mst_error no_memory = { "no memory for amendments" };

	for (uint32_t i = 0; i < batch->count; i++) {
		const struct mst_note *note = &batch->notes[i];

		if (reporter->pending_count == reporter->pending_room) {
			size_t room = reporter->pending_room ? reporter->pending_room * 2 : PENDING_FIRST;
			struct mst_pending *more = realloc(reporter->pending, room * sizeof *more);

			if (!more) {
				mst_run_fail(reporter->shared->run, -ENOMEM, &no_memory);
				return;
			}
			reporter->pending = more;
			reporter->pending_room = room;
		}
		reporter->pending[reporter->pending_count++] = (struct mst_pending){
			.result = batch->results[i],
			.note = *note,
			.epoch = mst_load(&reporter->shared->published[note->lane].epoch, acquire), /* EPOCH */
		};
	}
}

/* Adds what only the record of standings knows; false when the answer does not change the standing. */
static bool is_news(struct mst_reporter *reporter, struct mst_pending *pending)
{
	if (!pending->note.beyond)
		return true;
	if (!place(reporter, &pending->result))
		return false;
	pending->note.was = (uint8_t)mst_seen_get(reporter->seen, pending->result.position);
	if (pending->note.was >= pending->note.is) {
		mst_count(&reporter->counts.duplicates, 1);
		return false;
	}
	if (pending->note.was <= MST_STANDING_SILENT)
		mst_count(&reporter->counts.late, 1);
	if (pending->note.was <= MST_STANDING_SILENT && mst_addr_equal(&pending->result.from, &pending->result.addr))
		mst_first_answers_note(&reporter->shared->first_answers_beyond, pending->result.attempt,
		                       pending->note.second, pending->result.rtt_ns);
	return true;
}

static void amend(struct mst_reporter *reporter, struct mst_pending *pending)
{
	struct mst_result *result = &pending->result;

	if (!is_news(reporter, pending))
		return;
	if (mark_anycast(reporter->shared->plan, result))
		pending->note.suspected |= pending->note.was == MST_STANDING_BEST;
	result->amended = true;
	result->was = (uint8_t)mst_verdict_state((enum mst_standing)pending->note.was, mst_about_of(result));
	count_state(reporter, result->was, UINT64_MAX); /* one less */
	count_state(reporter, result->state, 1);
	if (result->suspect && !pending->note.suspected)
		mst_count(&reporter->counts.suspect, 1);
	if (pending->note.is != pending->note.was) /* if equal, it is only suspect */
		mst_count(&reporter->counts.amended, 1);
	if (reporter->places)
		place(reporter, result);
	remember(reporter, result, (enum mst_standing)pending->note.is);
	if (!result->service) /* which changes no verdict */
		mst_trace_verdict(reporter->shared, result);
	hand_over(reporter, result, 1);
}

/* Reports the amendments whose lanes have, by these epochs, sent every verdict they gave before. */
static void release_pending(struct mst_reporter *reporter, const uint64_t *epochs)
{
	size_t kept = 0;

	for (size_t i = 0; i < reporter->pending_count; i++) {
		struct mst_pending *pending = &reporter->pending[i];

		if (epochs[pending->note.lane] != MST_EPOCH_OVER && epochs[pending->note.lane] <= pending->epoch) {
			reporter->pending[kept++] = *pending;
			continue;
		}
		amend(reporter, pending);
		mst_posted_free(&pending->result);
	}
	reporter->pending_count = kept;
}

/* ---- the thread ---- */

static bool drain(struct mst_reporter *reporter)
{
	struct mst_batch *batch;
	bool any = false;

	while ((batch = mst_inbox_take(&reporter->shared->inbox))) {
		if (batch->amends)
			await(reporter, batch);
		else
			report_batch(reporter, batch);
		mst_inbox_give_back(batch);
		any = true;
	}
	return any;
}

static void flush(struct mst_reporter *reporter, bool idle)
{
	uint64_t now_ns = mst_now_ns(), since_ns = now_ns - reporter->flushed_ns;
	bool ticks = reporter->ticks && since_ns >= TICK_NS;

	if (!ticks && (!reporter->unflushed || (!idle && since_ns < FLUSH_EVERY_NS)))
		return;
	hand_over(reporter, NULL, 0);
	reporter->flushed_ns = now_ns;
	reporter->unflushed = false;
}

/* Whether there was anything to report. */
static bool report_waiting(struct mst_reporter *reporter)
{
	const struct mst_shared *shared = reporter->shared;
	uint64_t epochs[MST_LANES_MAX];
	bool any;

	/* Epochs before batches: the verdicts that a lane gave before its epoch are then among the batches taken. */
	for (unsigned i = 0; i < shared->plan->egresses.lanes; i++)
		epochs[i] = mst_load(&shared->published[i].epoch, acquire); /* EPOCH */
	any = drain(reporter);
	release_pending(reporter, epochs);
	return any;
}

void mst_reporter_drain(struct mst_reporter *reporter)
{
	report_waiting(reporter);
}

static void turn(struct mst_reporter *reporter)
{
	bool any = report_waiting(reporter);

	reporter->unflushed |= any;
	flush(reporter, !any);
	if (any)
		mst_inbox_nap(&reporter->shared->inbox, GATHER_NS);
	else
		mst_inbox_wait(&reporter->shared->inbox, reporter->pending_count ? LOOK_AGAIN_NS : WAIT_NS);
}

void *mst_reporter_run(void *argument)
{
	struct mst_reporter *reporter = argument;

	while (!mst_load(&reporter->shared->inbox.closed, acquire))
		turn(reporter);
	turn(reporter); /* what came just before the end; the lanes are over by now */
	turn(reporter);
	return NULL;
}
