/* SPDX-License-Identifier: BSD-2-Clause */
/* held.c - see held.h. */
#include "journal/held.h"

#include <errno.h>
#include <muster/units.h>

#define UNTAKEN_NS (2 * MST_NS_PER_SECOND)

/* ---- generations ---- */

static struct mst_generation *generation_at(struct mst_journal_held *held, size_t i)
{
	return &held->generations[(held->oldest + i) % MST_HELD_GENERATIONS];
}

/* The one that a verdict goes to now. */
static struct mst_generation *newest(struct mst_journal_held *held, uint64_t time_ns, size_t block, uint64_t now_ns)
{
	struct mst_generation *last = held->count > 0 ? generation_at(held, held->count - 1) : NULL;

	if (!last || (now_ns - last->first_ns >= MST_NS_PER_SECOND && held->count < MST_HELD_GENERATIONS)) {
		last = generation_at(held, held->count++);
		last->first_ns = now_ns;
		last->since_ns = UINT64_MAX;
		last->first_block = block;
	}
	last->last_ns = now_ns;
	if (time_ns < last->since_ns)
		last->since_ns = time_ns;
	return last;
}

/* `place`: of its service, 0 without one. False: it is not held. */
static bool release(struct mst_journal_held *held, uint64_t position, uint64_t *place)
{
	for (size_t i = held->count; i > 0; i--) {
		struct mst_generation *generation = generation_at(held, i - 1);

		if (mst_position_set_remove(&generation->recorded, position) ||
		    mst_position_set_remove(&generation->silent, position)) {
			*place = mst_service_table_find(&generation->services, position);
			return true;
		}
	}
	return false;
}

static void free_generation(struct mst_generation *generation)
{
	mst_position_set_free(&generation->silent);
	mst_position_set_free(&generation->recorded);
	mst_service_table_free(&generation->services);
	*generation = (struct mst_generation){ 0 };
}

void mst_journal_held_free(struct mst_journal_held *held)
{
	for (size_t i = 0; i < MST_HELD_GENERATIONS; i++)
		free_generation(&held->generations[i]);
	held->count = 0;
}

/* ---- adding ---- */

static bool is_unwanted(const struct mst_journal_held *held, unsigned state)
{
	return held->unwanted >> state & 1;
}

/* Whether somebody takes them, as far as is known now. */
static bool is_on(struct mst_journal_held *held, uint64_t now_ns)
{
	if (held->first_ns == 0)
		held->first_ns = now_ns;
	if (!held->off && !held->called && now_ns - held->first_ns > UNTAKEN_NS) {
		held->off = true;
		mst_journal_held_free(held);
	}
	return !held->off;
}

int mst_journal_held_add(struct mst_journal_held *held, const struct mst_result *result, bool silent, size_t block,
                         uint64_t now_ns)
{
	struct mst_generation *generation;
	uint64_t place = 0;

	if (held->off || !is_on(held, now_ns))
		return 0;
	if (result->amended && !release(held, result->position, &place) && !is_unwanted(held, result->was)) {
		held->late++;
		return 0;
	}
	if (is_unwanted(held, result->state))
		return 0;
	generation = newest(held, result->time_ns, block, now_ns);
	if (place && mst_service_table_put(&generation->services, result->position, place) < 0)
		return -ENOMEM;
	if (!silent)
		return mst_position_set_add(&generation->recorded, result->position);
	generation->wall_ns = result->time_ns;
	return mst_position_set_add(&generation->silent, result->position);
}

int mst_journal_held_add_word(struct mst_journal_held *held, const struct mst_position_word *word, unsigned state,
                              uint64_t wall_ns, uint64_t now_ns, size_t block)
{
	struct mst_generation *generation;

	if (!is_on(held, now_ns) || is_unwanted(held, state))
		return 0;
	generation = newest(held, wall_ns, block, now_ns);
	generation->wall_ns = wall_ns;
	return mst_position_set_add_word(&generation->silent, word);
}

int mst_journal_held_place(struct mst_journal_held *held, uint64_t position, uint64_t at)
{
	for (size_t i = held->count; i > 0; i--) {
		struct mst_generation *generation = generation_at(held, i - 1);

		if (mst_position_set_has(&generation->recorded, position))
			return mst_service_table_put(&generation->services, position, at);
	}
	return 0;
}

/* ---- handing out ---- */

struct mst_generation *mst_journal_held_due(struct mst_journal_held *held, bool all, uint64_t now_ns)
{
	struct mst_generation *oldest = generation_at(held, 0);

	held->called = true;
	return held->count > 0 && (all || now_ns - oldest->last_ns >= MST_HOLD_NS) ? oldest : NULL;
}

uint64_t mst_journal_held_since(const struct mst_journal_held *held)
{
	uint64_t since_ns = UINT64_MAX;

	for (size_t i = 0; i < held->count; i++) {
		uint64_t one_ns = held->generations[(held->oldest + i) % MST_HELD_GENERATIONS].since_ns;

		since_ns = one_ns < since_ns ? one_ns : since_ns;
	}
	return since_ns;
}

size_t mst_journal_held_last_block(const struct mst_journal_held *held)
{
	return held->count > 1 ? held->generations[(held->oldest + 1) % MST_HELD_GENERATIONS].first_block : SIZE_MAX;
}

void mst_journal_held_drop(struct mst_journal_held *held)
{
	free_generation(generation_at(held, 0));
	held->oldest = (held->oldest + 1) % MST_HELD_GENERATIONS;
	held->count--;
}
