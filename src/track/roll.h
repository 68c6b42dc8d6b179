/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * roll.h - the questions one lane has in flight: a ring in the order of time.
 *
 *        cursor[3]    cursor[2]        cursor[1]              head
 *     ┌─────────┬─────────┬───────────────┬────────────────────┬──────────┐
 *     │ over    │ held    │ second attempt│ first attempt      │ free     │
 *     └─────────┴─────────┴───────────────┴────────────────────┴──────────┘
 *
 * A question keeps its entry through all attempts. All k-th attempts have the same time-out, so the order of first
 * attempts is the order of second ones too: cursor[k] walks the ring behind cursor[k-1] and meets every entry just when
 * its k-th attempt runs out. A time-out may change at any time, for all entries at once. There is no timer wheel, no
 * allocation and no free list; roll.c has an example. A question that is over stays readable until its slot is used
 * anew, so that late answers find it.
 *
 * A question that will not be asked again may be held (mst_roll_hold): no verdict is given yet, and the cursor behind
 * that of the last attempt gives it up when its patience is over. Patience, too, may change at any time: with none, all
 * that are held are due at once, and their slots are free.
 *
 * One lane writes (arm, again, give_up …); one receiver settles. They meet in the entry's word:
 *   ARM     the lane writes the target, then the word (release); the frame leaves afterwards.
 *   SETTLE  both change the word by compare-and-swap; the one that succeeds reports the verdict.
 */
#ifndef MST_TRACK_ROLL_H
#define MST_TRACK_ROLL_H

#include <stdbool.h>
#include <stddef.h>

#include "track/asked_positions.h"
#include "track/entry.h"

#define MST_ROLL_ATTEMPTS 15
#define MST_GAP_MAX UINT16_MAX

struct mst_roll {
	MST_OWN_LINE struct mst_entry *entries; /* this cache line is written once, and then read by both */
	uint32_t capacity;                      /* a power of two */
	unsigned attempts;                      /* cursors in use, 1..MST_ROLL_ATTEMPTS, and one for the held */
	bool wide;                              /* entries hold IPv6 addresses: two places of `entries` each */
	bool doubling; /* each attempt waits twice as long as the one before (RFC 6298, 5.5), to a limit */
	bool in_turn;  /* what was asked longest ago is due first, whichever attempt; else the last attempts are */
	struct mst_asked_positions positions;
	MST_OWN_LINE uint64_t head; /* from here on for the lane only; counts on for ever, used modulo capacity */
	uint64_t cursor[MST_ROLL_ATTEMPTS + 2]; /* by attempt, from 1; then of the held */
	uint32_t timeout;  /* of a first attempt, in ticks; with `doubling`, the last one's is below 2^31 */
	uint32_t first;    /* a first attempt waits at least so long */
	uint32_t patience; /* of a held question since it was asked last, in ticks */
};

/* Where the entry of a slot stands. For roll.c and roll_due.c, as the next. */
static inline struct mst_entry *mst_roll_entry(const struct mst_roll *roll, uint32_t slot)
{
	return &roll->entries[(size_t)slot << roll->wide];
}

/* The entry may be used anew meanwhile. Then a later swap of its word fails. */
static inline struct mst_entry_key mst_roll_key(const struct mst_roll *roll, const struct mst_entry *entry,
                                                uint64_t target)
{
	const struct mst_entry_addr *addr = (const struct mst_entry_addr *)(entry + 1);
	struct mst_entry_key key = { .target = target & ~(uint64_t)MST_GAP_MAX };

	if (roll->wide) {
		key.high = mst_load(&addr->high, relaxed);
		key.low = mst_load(&addr->low, relaxed);
	}
	return key;
}

/* `capacity` is a power of two; `wide` for IPv6. -ENOMEM. Pages are touched only when they are used. */
int mst_roll_open(struct mst_roll *roll, uint32_t capacity, bool wide, uint64_t timeout_ns, unsigned attempts);
void mst_roll_close(struct mst_roll *roll);

/* Lane: sets how long first attempts wait from now on. */
static inline void mst_roll_set_timeout(struct mst_roll *roll, uint64_t timeout_ns)
{
	roll->timeout = mst_ticks(timeout_ns);
}

/* Lane: sets how long held questions wait from now on, since they were asked last; less than 2^31 ticks. */
static inline void mst_roll_set_patience(struct mst_roll *roll, uint64_t patience_ns)
{
	roll->patience = mst_ticks(patience_ns);
}

/* Lane: how many more questions can be armed. */
static inline uint64_t mst_roll_room(const struct mst_roll *roll)
{
	return roll->capacity - (roll->head - roll->cursor[roll->attempts + 1]);
}

/* Lane: whether one more question can be armed. */
static inline bool mst_roll_has_room(const struct mst_roll *roll)
{
	return mst_roll_room(roll) > 0;
}

/* Lane: whether every question is over. */
static inline bool mst_roll_is_empty(const struct mst_roll *roll)
{
	return roll->head == roll->cursor[roll->attempts + 1];
}

/* Lane: writes a question into the next entry, asked now for the first time; returns its slot. Needs room. */
uint32_t mst_roll_arm_at(struct mst_roll *roll, const struct mst_addr *addr, uint16_t port, uint64_t position,
                         uint64_t now_ns);

/* Lane: likewise, in a roll that keeps no positions. */
static inline uint32_t mst_roll_arm(struct mst_roll *roll, const struct mst_addr *addr, uint16_t port, uint64_t now_ns)
{
	return mst_roll_arm_at(roll, addr, port, MST_NO_POSITION, now_ns);
}

/* An entry whose attempt has run out. */
struct mst_due {
	struct mst_addr addr;
	uint64_t word; /* as it was seen */
	uint32_t slot;
	uint16_t port;
	uint16_t gap; /* between attempts, see entry.h */
	uint8_t attempt;
	bool held; /* and its patience is over: it can only be given up */
};

/* When the current attempt of a due entry left, seen from a horizon at which it has run out. */
static inline uint64_t mst_due_sent_ns(const struct mst_due *due, uint64_t horizon_ns)
{
	return horizon_ns - ((uint64_t)(mst_ticks(horizon_ns) - mst_word_sent(due->word)) << MST_TICK_SHIFT);
}

/* What a lane looks for at one horizon, one entry after the other. */
struct mst_roll_look {
	struct mst_roll *roll;
	uint32_t horizon, waited, patience;         /* ticks */
	uint32_t timeouts[MST_ROLL_ATTEMPTS + 2];   /* likewise, by cursor */
	uint64_t stopped_at[MST_ROLL_ATTEMPTS + 2]; /* where that cursor has found an entry with time left */
};

/* Lane: begins to look. Meanwhile the roll may change in every way but its time-outs of attempts. */
void mst_roll_look(struct mst_roll_look *look, struct mst_roll *roll, uint64_t horizon_ns, uint64_t waited_ns);

/*
 * Lane: the oldest entry whose attempt has run out at the horizon, and was made at least `waited_ns` ago, the last
 * attempts first, or `in_turn`; false when there is none. The entry stays where it is until it is asked again, held or
 * given up. An entry that is settled while the lane looks may be in the way of its cursor until the next look.
 */
bool mst_roll_due_next(struct mst_roll_look *look, uint64_t waited_ns, struct mst_due *due);

/* Lane: likewise, looks for one. */
static inline bool mst_roll_due_after(struct mst_roll *roll, uint64_t horizon_ns, uint64_t waited_ns,
                                      struct mst_due *due)
{
	struct mst_roll_look look;

	mst_roll_look(&look, roll, horizon_ns, waited_ns);
	return mst_roll_due_next(&look, waited_ns, due);
}

/* Lane: likewise, as soon as its time-out is over. */
static inline bool mst_roll_due(struct mst_roll *roll, uint64_t horizon_ns, struct mst_due *due)
{
	return mst_roll_due_after(roll, horizon_ns, 0, due);
}

/* Lane: keeps a due entry that is not held yet, without another attempt, until its patience is over. */
static inline void mst_roll_hold(struct mst_roll *roll, const struct mst_due *due)
{
	roll->cursor[due->attempt]++;
}

/* Lane: marks that the missing answer to the current attempt proves nothing. False when an answer came in between. */
bool mst_roll_excuse(struct mst_roll *roll, struct mst_due *due);

/*
 * Lane: the next attempt of a due entry begins now. False when an answer came in between. Passes it, but where that
 * answer was a router's that finds no such host (mst_roll_note_absent): then it is due as before. So does the next.
 */
bool mst_roll_again(struct mst_roll *roll, const struct mst_due *due, uint64_t now_ns);

/* Lane: ends a due entry as SILENT or UNKNOWN. False when an answer came in between. */
bool mst_roll_give_up(struct mst_roll *roll, const struct mst_due *due, enum mst_standing standing);

/* Lane: the frame of this entry leaves only now: its time-out begins now. */
void mst_roll_restamp(struct mst_roll *roll, uint32_t slot, uint64_t now_ns);

/* Lane: restarts the time-out of every question in flight, after the process or the lane was stopped for longer than
 * ticks can express. */
void mst_roll_restart(struct mst_roll *roll, uint64_t now_ns);

/* Lane: what an entry asks, as it stands now. */
struct mst_due mst_roll_read(const struct mst_roll *roll, uint32_t slot);

/*
 * Replay: an entry asks this, as it was read once: the standing is ASKED whatever `word` says. One thread; not for
 * rolls that lanes ask by.
 */
void mst_roll_write(struct mst_roll *roll, const struct mst_due *asked);

/* Replay: the question of an entry is given up; false when it has a better standing. */
bool mst_roll_end(struct mst_roll *roll, uint32_t slot, enum mst_standing standing);

/* Lane: this machine refused to send the frame of the current attempt. */
void mst_roll_refused(struct mst_roll *roll, uint32_t slot);

/* Lane: when the next attempt runs out; UINT64_MAX when nothing is in flight. `now_ns` is about now. */
uint64_t mst_roll_next_due_ns(const struct mst_roll *roll, uint64_t now_ns);

enum mst_settled_how {
	MST_SETTLED_FIRST,     /* the target had no verdict: this is the one */
	MST_SETTLED_BETTER,    /* it had a verdict; this improves it */
	MST_SETTLED_DUPLICATE, /* it had a verdict as good */
	MST_SETTLED_GONE,      /* the entry belongs to another target by now */
	MST_SETTLED_FORGED,    /* it answers an attempt that has not been made */
};

struct mst_settlement {
	uint64_t was;      /* the word before */
	uint64_t target;   /* the entry's, with its gap */
	uint64_t position; /* MST_NO_POSITION where the roll keeps none */
};

/*
 * Receiver: notes that a router found no such host, when that answers the first attempt and is not the end of the
 * question. `attempt` as in mst_roll_settle. False: it is to be settled.
 */
bool mst_roll_note_absent(struct mst_roll *roll, uint32_t slot, const struct mst_addr *addr, uint16_t port,
                          unsigned attempt);

/*
 * Receiver: settles a question by an answer that proves `standing`. `attempt` is the attempt answered, 0 when the
 * answer does not show which. One compare-and-swap.
 */
enum mst_settled_how mst_roll_settle(struct mst_roll *roll, uint32_t slot, const struct mst_addr *addr, uint16_t port,
                                     unsigned attempt, enum mst_standing standing, struct mst_settlement *settlement);

/* The round trip of an answer received at this time to this attempt; -1 when it cannot be known any more. */
int64_t mst_settlement_rtt_ns(const struct mst_settlement *settlement, unsigned attempt, uint64_t received_ns);

/* When its first attempt left: exact if there was only one, else within a millisecond. `now_ns` is about now. */
uint64_t mst_settlement_asked_ns(const struct mst_settlement *settlement, uint64_t now_ns);

#endif
