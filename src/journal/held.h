/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * held.h - verdicts on their way to a reader that wants each once, when it does not change any more.
 *
 *     every verdict ──► held for four seconds, a generation a second ──► handed out
 *         ▲                      │ amended: a late answer, or a suspicion
 *         └──────────────────────┘
 *
 * Only their positions are held, a bit or two bytes each, and where services are, some thirty bytes. What the verdict
 * was is read again from the newest block of the journal that has it (reread.h); silence has no record and needs none.
 * One thread.
 */
#ifndef MST_JOURNAL_HELD_H
#define MST_JOURNAL_HELD_H

#include <muster/result.h>

#include "base/position_set.h"
#include "journal/service_table.h"

#define MST_HELD_GENERATIONS 8
#define MST_HOLD_NS UINT64_C(4000000000)

/* Verdicts that came within one second. */
struct mst_generation {
	uint64_t first_ns, last_ns; /* monotonic */
	uint64_t wall_ns;           /* of the last silent one */
	uint64_t since_ns;          /* the earliest time of a verdict */
	struct mst_position_set silent, recorded;
	size_t first_block;                /* of the journal: no earlier one has a record of them */
	struct mst_service_table services; /* where those of recorded verdicts are in the file */
};

/* Zero-initialised it is empty, and holds what is added until it is clear that nobody takes it. */
struct mst_journal_held {
	bool off;          /* nobody takes them */
	bool called;       /* somebody does */
	uint32_t unwanted; /* states of verdicts that nobody takes, a bit each */
	uint64_t first_ns;
	struct mst_generation generations[MST_HELD_GENERATIONS];
	size_t oldest, count; /* a ring */
	uint64_t late;        /* amended after they were handed out */
};

/*
 * Holds a verdict. `silent`: it is the verdict that silence means; the record of every other one will be in the block
 * of this number or a later one. 0, or -ENOMEM.
 */
int mst_journal_held_add(struct mst_journal_held *held, const struct mst_result *result, bool silent, size_t block,
                         uint64_t now_ns);

/* Likewise, verdicts of plain silence: their positions, state and time. */
int mst_journal_held_add_word(struct mst_journal_held *held, const struct mst_position_word *word, unsigned state,
                              uint64_t wall_ns, uint64_t now_ns, size_t block);

/* Notes that the file has the service of a position here: for its verdict, if that is held. 0, or -ENOMEM. */
int mst_journal_held_place(struct mst_journal_held *held, uint64_t position, uint64_t at);

/* The oldest generation, if it need not be held any more, or `all`; else NULL. */
struct mst_generation *mst_journal_held_due(struct mst_journal_held *held, bool all, uint64_t now_ns);

/* The number of the last block that may have a record of the oldest generation. */
size_t mst_journal_held_last_block(const struct mst_journal_held *held);

/* The oldest generation was handed out. */
void mst_journal_held_drop(struct mst_journal_held *held);

/* The earliest time of a verdict that was not handed out; UINT64_MAX: there is none, or nobody takes them. */
uint64_t mst_journal_held_since(const struct mst_journal_held *held);

void mst_journal_held_free(struct mst_journal_held *held);

#endif
