/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * held.h - verdicts on their way to a reader that wants each once, when it does not change any more.
 *
 *     silent, or an error ──► held for four seconds, a generation a second ──┐
 *                                │ amended                                   ├──► handed out
 *     every other verdict ───────┴───────────────────────────────────────────┘
 *
 * Silence is held as bits of a position. One thread.
 */
#ifndef MST_JOURNAL_HELD_H
#define MST_JOURNAL_HELD_H

#include "journal/position_set.h"
#include "journal/silence.h"
#include "target/space.h"

#define MST_HELD_GENERATIONS 8
#define MST_HOLD_NS UINT64_C(4000000000)

/* Verdicts that came within one second. */
struct mst_generation {
	uint64_t first_ns, last_ns; /* monotonic */
	uint64_t wall_ns;           /* of the last one */
	uint64_t since_ns;          /* the earliest time of a verdict */
	struct mst_position_set silent, others;
	struct mst_result *results; /* of the others */
	size_t count, room;
};

/* Zero-initialised it is empty, and holds what is added until it is clear that nobody takes it. */
struct mst_journal_held {
	bool off;    /* nobody takes them */
	bool called; /* somebody does */
	uint64_t first_ns;
	struct mst_generation generations[MST_HELD_GENERATIONS];
	size_t oldest, count;     /* a ring */
	size_t other_count;       /* of all generations */
	struct mst_result *ready; /* to be handed out now */
	size_t ready_at, ready_count, ready_room;
	uint64_t late;
};

/* Holds a verdict, or makes it ready. `silent`: it is the verdict that silence means. 0, or -ENOMEM. */
int mst_journal_held_add(struct mst_journal_held *held, const struct mst_result *result, bool silent, uint64_t now_ns);

/* Takes what need not be held any more, or `all`. */
size_t mst_journal_held_take(struct mst_journal_held *held, const struct mst_space *space,
                             const struct mst_silence *silence, bool all, uint64_t now_ns, struct mst_result *results,
                             size_t most);

/* The earliest time of a verdict that was not taken; UINT64_MAX: there is none, or nobody takes them. */
uint64_t mst_journal_held_since(const struct mst_journal_held *held);

void mst_journal_held_free(struct mst_journal_held *held);

#endif
