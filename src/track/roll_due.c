/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * roll_due.c - which questions of a roll have run out: see roll.h, and roll.c for how its cursors find them.
 *
 * A lane looks at one horizon for many of them, and the cursors stand far from each other in memory: each is asked
 * again only when it may have something. One that stopped at an entry that has time left is passed over while horizon
 * and time-outs are the same.
 */
#include "track/roll.h"

#define TIMEOUT_LIMIT ((uint32_t)(UINT64_C(3000000000) >> MST_TICK_SHIFT)) /* 3 s: doubling goes no further */
#define NOWHERE UINT64_MAX

/* How many ticks an attempt waits for its answer; behind the last attempt, a held question. */
static uint32_t timeout_of(const struct mst_roll *roll, unsigned attempt)
{
	uint64_t doubled = (uint64_t)roll->timeout << (attempt - 1);

	if (attempt > roll->attempts)
		return roll->patience;
	if (attempt == 1 && roll->timeout < roll->first)
		return roll->first;
	if (!roll->doubling || attempt == 1)
		return roll->timeout;
	return doubled < TIMEOUT_LIMIT         ? (uint32_t)doubled
	       : roll->timeout < TIMEOUT_LIMIT ? TIMEOUT_LIMIT
	                                       : roll->timeout;
}

/* Signed: an entry may be younger than the horizon, which lags behind. */
static bool has_run_out(uint64_t word, uint32_t horizon, uint32_t timeout)
{
	return (int32_t)(horizon - mst_word_sent(word)) >= (int32_t)timeout;
}

/* Attempts pass the questions that are held: these have been asked less often. */
static bool is_met_by(const struct mst_roll *roll, unsigned attempt, uint64_t word)
{
	return mst_word_standing(word) == MST_STANDING_ASKED &&
	       (attempt > roll->attempts || mst_word_attempt(word) == attempt);
}

static void set_wait(struct mst_roll_look *look, unsigned attempt)
{
	uint32_t timeout = timeout_of(look->roll, attempt);

	look->timeouts[attempt] = timeout > look->waited ? timeout : look->waited;
	look->stopped_at[attempt] = NOWHERE;
}

static void set_waits(struct mst_roll_look *look, uint32_t waited)
{
	look->waited = waited;
	look->patience = look->roll->patience;
	for (unsigned attempt = 1; attempt <= look->roll->attempts + 1; attempt++)
		set_wait(look, attempt);
}

/* Patience may change with each that is given up: it is none while the room is less than is wanted. */
static void heed_patience(struct mst_roll_look *look)
{
	look->patience = look->roll->patience;
	set_wait(look, look->roll->attempts + 1);
}

void mst_roll_look(struct mst_roll_look *look, struct mst_roll *roll, uint64_t horizon_ns, uint64_t waited_ns)
{
	look->roll = roll;
	look->horizon = mst_ticks(horizon_ns);
	set_waits(look, mst_ticks(waited_ns));
}

static inline __attribute__((always_inline)) void
take(const struct mst_roll *roll, unsigned attempt, const struct mst_entry *entry, uint64_t word, struct mst_due *due)
{
	uint64_t target = mst_load(&entry->target, relaxed);
	struct mst_entry_key key = mst_roll_key(roll, entry, target);

	/* Each by itself, whole: what is put together of parts cannot be copied before the parts have been written. */
	if (roll->wide)
		due->addr = mst_entry_key_wide_addr(&key);
	else
		due->addr = mst_addr_from_ipv4((uint32_t)(key.target >> 32));
	due->word = word;
	due->slot = (uint32_t)(roll->cursor[attempt] & (roll->capacity - 1));
	due->port = mst_entry_key_port(&key);
	due->gap = (uint16_t)(target & MST_GAP_MAX);
	due->attempt = (uint8_t)mst_word_attempt(word);
	due->held = attempt > roll->attempts;
}

static inline __attribute__((always_inline)) bool cursor_due(struct mst_roll_look *look, unsigned attempt,
                                                             struct mst_due *due)
{
	struct mst_roll *roll = look->roll;
	uint64_t limit = attempt == 1 ? roll->head : roll->cursor[attempt - 1], at = roll->cursor[attempt];

	if (at == look->stopped_at[attempt])
		return false;
	for (; at < limit; at++) {
		const struct mst_entry *entry = mst_roll_entry(roll, (uint32_t)(at & (roll->capacity - 1)));
		uint64_t word = mst_load(&entry->word, acquire);

		if (!is_met_by(roll, attempt, word))
			continue;
		roll->cursor[attempt] = at;
		if (has_run_out(word, look->horizon, look->timeouts[attempt])) {
			take(roll, attempt, entry, word, due);
			return true;
		}
		look->stopped_at[attempt] = at;
		return false;
	}
	roll->cursor[attempt] = at;
	return false;
}

/* Puts in place of *due what earlier attempts, if any, have that was asked longer ago. Out of line: it is rare. */
static __attribute__((noinline)) bool find_older(struct mst_roll_look *look, unsigned attempt, struct mst_due *due)
{
	struct mst_due other;

	while (--attempt >= 1) {
		if (cursor_due(look, attempt, &other) &&
		    (int32_t)(mst_word_sent(other.word) - mst_word_sent(due->word)) < 0)
			*due = other;
	}
	return true;
}

bool mst_roll_due_next(struct mst_roll_look *look, uint64_t waited_ns, struct mst_due *due)
{
	struct mst_roll *roll = look->roll;

	if (look->waited != mst_ticks(waited_ns))
		set_waits(look, mst_ticks(waited_ns));
	else if (look->patience != roll->patience)
		heed_patience(look);
	/* The last ones first: these make room. One that moves lets the one behind it follow. */
	for (bool moved = true; moved;) {
		moved = false;
		for (unsigned attempt = roll->attempts + 1; attempt >= 1; attempt--) {
			uint64_t from = roll->cursor[attempt];

			if (cursor_due(look, attempt, due))
				return !roll->in_turn || find_older(look, attempt, due);
			moved |= roll->cursor[attempt] != from;
		}
	}
	return false;
}

uint64_t mst_roll_next_due_ns(const struct mst_roll *roll, uint64_t now_ns)
{
	uint64_t soonest = UINT64_MAX;

	for (unsigned attempt = 1; attempt <= roll->attempts + 1; attempt++) {
		uint64_t limit = attempt == 1 ? roll->head : roll->cursor[attempt - 1], cursor = roll->cursor[attempt];
		uint64_t word, at;
		int32_t left;

		if (cursor >= limit)
			continue;
		word = mst_load(&mst_roll_entry(roll, (uint32_t)(cursor & (roll->capacity - 1)))->word, relaxed);
		left = (int32_t)(mst_word_sent(word) + timeout_of(roll, attempt) - mst_ticks(now_ns));
		at = left <= 0 ? now_ns : now_ns + ((uint64_t)left << MST_TICK_SHIFT);
		if (at < soonest)
			soonest = at;
	}
	return soonest;
}
