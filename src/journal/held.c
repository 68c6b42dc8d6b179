/* SPDX-License-Identifier: BSD-2-Clause */
/* held.c - see held.h. */
#include "journal/held.h"

#include <errno.h>
#include <muster/units.h>
#include <stdlib.h>

#define OTHERS_MAX 32768 /* held in full; more are not held */
#define READY_MAX 8192   /* and nobody took any */
#define UNTAKEN_NS (2 * MST_NS_PER_SECOND)
#define TAKEN 128 /* positions at a time */

/* ---- ready ones ---- */

static int make_ready(struct mst_journal_held *held, const struct mst_result *result)
{
	if (held->ready_at == held->ready_count)
		held->ready_at = held->ready_count = 0;
	if (held->ready_count == held->ready_room) {
		size_t room = held->ready_room * 2 + 256;
		struct mst_result *ready = reallocarray(held->ready, room, sizeof *ready);

		if (!ready)
			return -ENOMEM;
		held->ready = ready;
		held->ready_room = room;
	}
	held->ready[held->ready_count++] = *result;
	return 0;
}

static bool replace_ready(struct mst_journal_held *held, const struct mst_result *result)
{
	for (size_t i = held->ready_at; i < held->ready_count; i++) {
		if (held->ready[i].position == result->position) {
			held->ready[i] = *result;
			return true;
		}
	}
	return false;
}

/* ---- generations ---- */

static uint64_t earlier(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

static struct mst_generation *generation_at(struct mst_journal_held *held, size_t i)
{
	return &held->generations[(held->oldest + i) % MST_HELD_GENERATIONS];
}

/* The one that a verdict goes to now. */
static struct mst_generation *newest(struct mst_journal_held *held, const struct mst_result *result, uint64_t now_ns)
{
	struct mst_generation *last = held->count > 0 ? generation_at(held, held->count - 1) : NULL;

	if (!last || (now_ns - last->first_ns >= MST_NS_PER_SECOND && held->count < MST_HELD_GENERATIONS)) {
		last = generation_at(held, held->count++);
		last->first_ns = now_ns;
		last->since_ns = UINT64_MAX;
	}
	last->last_ns = now_ns;
	last->since_ns = earlier(last->since_ns, result->time_ns);
	return last;
}

static int hold_other(struct mst_journal_held *held, const struct mst_result *result, uint64_t now_ns)
{
	struct mst_generation *generation = newest(held, result, now_ns);

	if (generation->count == generation->room) {
		size_t room = generation->room * 2 + 64;
		struct mst_result *results = reallocarray(generation->results, room, sizeof *results);

		if (!results)
			return -ENOMEM;
		generation->results = results;
		generation->room = room;
	}
	if (mst_position_set_add(&generation->others, result->position) < 0)
		return -ENOMEM;
	generation->results[generation->count++] = *result;
	held->other_count++;
	return 0;
}

static void drop_other(struct mst_journal_held *held, struct mst_generation *generation, uint64_t position)
{
	for (size_t i = 0; i < generation->count; i++) {
		if (generation->results[i].position == position) {
			generation->results[i] = generation->results[--generation->count];
			held->other_count--;
			return;
		}
	}
}

static bool release(struct mst_journal_held *held, uint64_t position)
{
	for (size_t i = held->count; i > 0; i--) {
		struct mst_generation *generation = generation_at(held, i - 1);

		if (mst_position_set_remove(&generation->silent, position))
			return true;
		if (mst_position_set_remove(&generation->others, position)) {
			drop_other(held, generation, position);
			return true;
		}
	}
	return false;
}

static void free_generation(struct mst_generation *generation)
{
	mst_position_set_free(&generation->silent);
	mst_position_set_free(&generation->others);
	free(generation->results);
	*generation = (struct mst_generation){ 0 };
}

void mst_journal_held_free(struct mst_journal_held *held)
{
	for (size_t i = 0; i < MST_HELD_GENERATIONS; i++)
		free_generation(&held->generations[i]);
	free(held->ready);
	held->ready = NULL;
	held->ready_at = held->ready_count = held->ready_room = held->count = held->other_count = 0;
}

/* ---- adding ---- */

/* Whether an answer that comes late may still improve it. */
static bool may_improve(const struct mst_result *result)
{
	switch (result->state) {
	case MST_UP:
	case MST_OPEN:
	case MST_CLOSED:
	case MST_UNKNOWN: return false;
	default: return result->reason != MST_HOST_DOWN && result->reason != MST_NO_ROUTE;
	}
}

static int amend(struct mst_journal_held *held, const struct mst_result *result)
{
	if (release(held, result->position))
		return make_ready(held, result);
	if (!replace_ready(held, result))
		held->late++;
	return 0;
}

int mst_journal_held_add(struct mst_journal_held *held, const struct mst_result *result, bool silent, uint64_t now_ns)
{
	if (held->off)
		return 0;
	if (held->first_ns == 0)
		held->first_ns = now_ns;
	if (!held->called && (held->ready_count > READY_MAX || now_ns - held->first_ns > UNTAKEN_NS)) {
		held->off = true;
		mst_journal_held_free(held);
		return 0;
	}
	if (result->amended)
		return amend(held, result);
	if (!may_improve(result))
		return make_ready(held, result);
	if (silent) {
		struct mst_generation *generation = newest(held, result, now_ns);

		generation->wall_ns = result->time_ns;
		return mst_position_set_add(&generation->silent, result->position);
	}
	return held->other_count < OTHERS_MAX ? hold_other(held, result, now_ns) : make_ready(held, result);
}

/* ---- taking ---- */

uint64_t mst_journal_held_since(const struct mst_journal_held *held)
{
	uint64_t since_ns = UINT64_MAX;

	for (size_t i = 0; i < held->count; i++)
		since_ns = earlier(since_ns, held->generations[(held->oldest + i) % MST_HELD_GENERATIONS].since_ns);
	for (size_t i = held->ready_at; i < held->ready_count; i++)
		since_ns = earlier(since_ns, held->ready[i].time_ns);
	return since_ns;
}

static size_t take_ready(struct mst_journal_held *held, struct mst_result *results, size_t most)
{
	size_t left = held->ready_count - held->ready_at, count = left < most ? left : most;

	if (count > 0)
		memcpy(results, held->ready + held->ready_at, count * sizeof *results);
	held->ready_at += count;
	return count;
}

static size_t take_others(struct mst_journal_held *held, struct mst_generation *generation, struct mst_result *results,
                          size_t most)
{
	size_t count = generation->count < most ? generation->count : most;

	for (size_t i = 0; i < count; i++) {
		results[i] = generation->results[--generation->count];
		mst_position_set_remove(&generation->others, results[i].position);
	}
	held->other_count -= count;
	return count;
}

static size_t take_silent(struct mst_generation *generation, const struct mst_space *space,
                          const struct mst_silence *silence, struct mst_result *results, size_t most)
{
	uint64_t positions[TAKEN];
	size_t count = mst_position_set_take(&generation->silent, positions, most < TAKEN ? most : TAKEN);

	for (size_t i = 0; i < count; i++) {
		struct mst_question_at at = mst_space_at(space, positions[i]);

		results[i] = (struct mst_result){
			.position = positions[i], .addr = at.addr, .port = at.port, .time_ns = generation->wall_ns
		};
		mst_silence_fill(silence, &results[i], false);
	}
	return count;
}

size_t mst_journal_held_take(struct mst_journal_held *held, const struct mst_space *space,
                             const struct mst_silence *silence, bool all, uint64_t now_ns, struct mst_result *results,
                             size_t most)
{
	size_t count;

	held->called = true;
	count = take_ready(held, results, most);
	while (count < most && held->count > 0) {
		struct mst_generation *generation = generation_at(held, 0);
		size_t taken;

		if (!all && now_ns - generation->last_ns < MST_HOLD_NS)
			break;
		taken = take_others(held, generation, results + count, most - count);
		if (taken == 0)
			taken = take_silent(generation, space, silence, results + count, most - count);
		count += taken;
		if (taken == 0) {
			free_generation(generation);
			held->oldest = (held->oldest + 1) % MST_HELD_GENERATIONS;
			held->count--;
		}
	}
	return count;
}
