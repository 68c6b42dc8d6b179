/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * roll.c - see roll.h; what has run out is found by roll_due.c.
 *
 * A scanner with a million questions in flight needs to know which questions have run out, and which one an answer
 * belongs to. A heap or timer wheel answers the first, a hash table the second. The roll answers both with one array:
 *
 *   Which have run out? Questions are written in the order of time, and all first attempts wait equally long. So they
 *   run out in the order of the array, and one cursor finds them. The same holds for second attempts, which begin in
 *   the order in which first ones ran out, and so on: one cursor for each attempt, each behind the one before.
 *
 *                   slot    0     1     2     3     4     5     6     7     8
 *                         ┌─────┬─────┬─────┬─────┬─────┬─────┬─────┬─────┬─────┐
 *       asked at, s       │ 2.0 │ up  │ 2.1 │ 1.1 │ up  │ 1.2 │ 1.3 │     │     │
 *       attempt           │  2  │     │  2  │  1  │     │  1  │  1  │     │     │
 *                         └─────┴─────┴─────┴─────┴─────┴─────┴─────┴─────┴─────┘
 *                           ▲                 ▲                       ▲
 *                           cursor[2]         cursor[1]               head
 *
 *       At 2.2 s, with a time-out of one second, cursor[1] asks slot 3 again, as its second attempt; passes slot 4,
 *       which has a verdict; asks slot 5 again; and stops at slot 6, which has time left: so have all behind it.
 *       cursor[2] waits until 3.0 s for slot 0. A cursor passes each entry once: a few steps for each question in all.
 *
 *   Which one does an answer belong to? The slot is in the ticket that the answer brings back (probe/ticket.h).
 *
 * Two threads change an entry: the lane asks again or gives up, the receiver settles it with an answer. Both do it by
 * one compare-and-swap of its word, which holds everything that changes. One of them succeeds, and has to report the
 * verdict; the other sees the new word and drops its own. There is no lock, and no question ends twice.
 *
 * When the lane uses a slot anew, a receiver may hold the old word. mst_roll_arm therefore sets the word to 0 before it
 * writes the new target, so that the receiver's swap fails; and the receiver compares the target again for each word
 * that it sees.
 */
#include "track/roll.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

static size_t bytes_of(uint32_t capacity, bool wide)
{
	return (size_t)capacity * sizeof(struct mst_entry) << wide;
}

int mst_roll_open(struct mst_roll *roll, uint32_t capacity, bool wide, uint64_t timeout_ns, unsigned attempts)
{
	size_t bytes = bytes_of(capacity, wide);
	void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	*roll = (struct mst_roll){ .capacity = capacity, .attempts = attempts, .wide = wide };
	roll->timeout = mst_ticks(timeout_ns);
	if (memory == MAP_FAILED)
		return -ENOMEM;
	roll->entries = memory;
	return 0;
}

void mst_roll_close(struct mst_roll *roll)
{
	if (roll->entries)
		munmap(roll->entries, bytes_of(roll->capacity, roll->wide));
	roll->entries = NULL;
	mst_asked_positions_free(&roll->positions);
}

static void write_addr(struct mst_entry *entry, const struct mst_entry_key *key)
{
	struct mst_entry_addr *addr = (struct mst_entry_addr *)(entry + 1);

	mst_store(&addr->high, key->high, relaxed);
	mst_store(&addr->low, key->low, relaxed);
}

uint32_t mst_roll_arm_at(struct mst_roll *roll, const struct mst_addr *addr, uint16_t port, uint64_t position,
                         uint64_t now_ns)
{
	uint32_t slot = (uint32_t)(roll->head & (roll->capacity - 1));
	struct mst_entry *entry = mst_roll_entry(roll, slot);
	struct mst_entry_key key = mst_entry_key(addr, port, roll->wide);

	/* A receiver that still holds the old word fails to swap it from here on. */
	mst_store(&entry->word, 0, relaxed);
	atomic_thread_fence(memory_order_release);
	mst_store(&entry->target, key.target, relaxed);
	mst_asked_positions_note(&roll->positions, slot, position);
	if (roll->wide)
		write_addr(entry, &key);
	mst_store(&entry->word, mst_word(mst_ticks(now_ns), 1, MST_STANDING_ASKED, 0), release); /* ARM */
	roll->head++;
	return slot;
}

/* The entry is asked again, or over. Where none is held, the last cursor comes along: its room is free at once. */
static void pass(struct mst_roll *roll, const struct mst_due *due)
{
	uint64_t *last = &roll->cursor[roll->attempts], *held = last + 1;
	bool none_held = *held == *last;

	roll->cursor[due->held ? roll->attempts + 1 : due->attempt]++;
	if (none_held)
		*held = *last;
}

static uint64_t with_gap(uint64_t target, uint64_t ticks_between, unsigned attempt)
{
	uint64_t gap = target & MST_GAP_MAX;
	uint64_t latest = ticks_between >> (MST_GAP_SHIFT - MST_TICK_SHIFT);
	uint64_t mean = (gap * (attempt - 1) + latest) / attempt;

	return (target & ~(uint64_t)MST_GAP_MAX) | (mean < MST_GAP_MAX ? mean : MST_GAP_MAX);
}

/* After a swap that failed: it was for no verdict, but for a router's report that there is no such host. */
static bool is_due_still(uint64_t word)
{
	return mst_word_standing(word) == MST_STANDING_ASKED;
}

bool mst_roll_again(struct mst_roll *roll, const struct mst_due *due, uint64_t now_ns)
{
	struct mst_entry *entry = mst_roll_entry(roll, due->slot);
	uint64_t word = due->word;
	uint32_t now = mst_ticks(now_ns);
	uint64_t target = mst_load(&entry->target, relaxed);
	bool begins;

	mst_store(&entry->target, with_gap(target, now - mst_word_sent(word), due->attempt), relaxed);
	begins = mst_swap_if(&entry->word, &word, mst_word_asked(word, now, due->attempt + 1u),
	                     acq_rel); /* SETTLE, ARM */
	if (!begins && is_due_still(word))
		mst_store(&entry->target, target, relaxed);
	else
		pass(roll, due);
	return begins;
}

bool mst_roll_give_up(struct mst_roll *roll, const struct mst_due *due, enum mst_standing standing)
{
	uint64_t word = due->word;
	bool ends = mst_swap_if(&mst_roll_entry(roll, due->slot)->word, &word, mst_word_with_standing(word, standing),
	                        acq_rel); /* SETTLE */

	if (ends || !is_due_still(word))
		pass(roll, due);
	return ends;
}

void mst_roll_restamp(struct mst_roll *roll, uint32_t slot, uint64_t now_ns)
{
	struct mst_entry *entry = mst_roll_entry(roll, slot);
	uint64_t word = mst_load(&entry->word, relaxed);

	/* Fails only when the entry was settled meanwhile (by another probe of the same question): fine. */
	if (mst_word_standing(word) == MST_STANDING_ASKED)
		mst_swap_if(&entry->word, &word, mst_word_asked(word, mst_ticks(now_ns), mst_word_attempt(word)),
		            acq_rel);
}

void mst_roll_restart(struct mst_roll *roll, uint64_t now_ns)
{
	for (uint64_t number = roll->cursor[roll->attempts + 1]; number < roll->head; number++)
		mst_roll_restamp(roll, (uint32_t)(number & (roll->capacity - 1)), now_ns);
}

void mst_roll_refused(struct mst_roll *roll, uint32_t slot)
{
	struct mst_entry *entry = mst_roll_entry(roll, slot);
	uint64_t word = mst_load(&entry->word, relaxed);

	if (mst_word_standing(word) == MST_STANDING_ASKED && mst_word_refused(word) < mst_word_attempt(word))
		mst_swap_if(&entry->word, &word, mst_word_refused_once_more(word), acq_rel);
}

bool mst_roll_excuse(struct mst_roll *roll, struct mst_due *due)
{
	uint64_t word = due->word, excused = mst_word_excused_once_more(word);

	if (mst_word_refused(word) + mst_word_excused(word) >= due->attempt)
		return true;
	if (!mst_swap_if(&mst_roll_entry(roll, due->slot)->word, &word, excused, acq_rel)) /* SETTLE */
		return false;
	due->word = excused;
	return true;
}

/* Whether an entry asks this. */
static bool is_about(const struct mst_roll *roll, const struct mst_entry *entry, uint64_t target,
                     const struct mst_entry_key *wanted)
{
	struct mst_entry_key key = mst_roll_key(roll, entry, target);

	return key.target == wanted->target && key.high == wanted->high && key.low == wanted->low;
}

bool mst_roll_note_absent(struct mst_roll *roll, uint32_t slot, const struct mst_addr *addr, uint16_t port,
                          unsigned attempt)
{
	struct mst_entry *entry = mst_roll_entry(roll, slot);
	struct mst_entry_key wanted = mst_entry_key(addr, port, roll->wide);
	uint64_t word = mst_load(&entry->word, acquire); /* ARM */

	for (;;) {
		unsigned answered = attempt ? attempt : mst_word_attempt(word);

		if (mst_word_standing(word) != MST_STANDING_ASKED || answered != 1 ||
		    !is_about(roll, entry, mst_load(&entry->target, relaxed), &wanted))
			return false;
		if (mst_swap_if(&entry->word, &word, word | MST_WORD_ABSENT, acq_rel)) /* SETTLE */
			return true;
		atomic_thread_fence(memory_order_acquire);
	}
}

enum mst_settled_how mst_roll_settle(struct mst_roll *roll, uint32_t slot, const struct mst_addr *addr, uint16_t port,
                                     unsigned attempt, enum mst_standing standing, struct mst_settlement *settlement)
{
	struct mst_entry *entry = mst_roll_entry(roll, slot);
	struct mst_entry_key wanted = mst_entry_key(addr, port, roll->wide);
	uint64_t word = mst_load(&entry->word, acquire); /* ARM */

	for (;;) {
		uint64_t target = mst_load(&entry->target, relaxed);

		if (mst_word_standing(word) == MST_STANDING_FREE || !is_about(roll, entry, target, &wanted))
			return MST_SETTLED_GONE;
		if (attempt > mst_word_attempt(word))
			return MST_SETTLED_FORGED;
		*settlement = (struct mst_settlement){ word, target, mst_asked_position(&roll->positions, slot) };
		if (mst_word_standing(word) >= standing)
			return MST_SETTLED_DUPLICATE;
		if (mst_swap_if(&entry->word, &word, mst_word_with_standing(word, standing), acq_rel)) /* SETTLE */
			break;
		atomic_thread_fence(memory_order_acquire);
	}
	return mst_word_standing(settlement->was) == MST_STANDING_ASKED ? MST_SETTLED_FIRST : MST_SETTLED_BETTER;
}

struct mst_due mst_roll_read(const struct mst_roll *roll, uint32_t slot)
{
	const struct mst_entry *entry = mst_roll_entry(roll, slot);
	uint64_t target = mst_load(&entry->target, relaxed), word = mst_load(&entry->word, relaxed);
	struct mst_entry_key key = mst_roll_key(roll, entry, target);

	return (struct mst_due){
		.addr = mst_entry_key_addr(&key, roll->wide),
		.word = word,
		.slot = slot,
		.port = mst_entry_key_port(&key),
		.gap = (uint16_t)(target & MST_GAP_MAX),
		.attempt = (uint8_t)mst_word_attempt(word),
	};
}

void mst_roll_write(struct mst_roll *roll, const struct mst_due *asked)
{
	struct mst_entry *entry = mst_roll_entry(roll, asked->slot);
	struct mst_entry_key key = mst_entry_key(&asked->addr, asked->port, roll->wide);

	mst_store(&entry->target, key.target | asked->gap, relaxed);
	if (roll->wide)
		write_addr(entry, &key);
	mst_store(&entry->word, mst_word_with_standing(asked->word, MST_STANDING_ASKED), release);
}

bool mst_roll_end(struct mst_roll *roll, uint32_t slot, enum mst_standing standing)
{
	struct mst_entry *entry = mst_roll_entry(roll, slot);
	uint64_t word = mst_load(&entry->word, relaxed);

	if (mst_word_standing(word) != MST_STANDING_ASKED)
		return false;
	mst_store(&entry->word, mst_word_with_standing(word, standing), relaxed);
	return true;
}
