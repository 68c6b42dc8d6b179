/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * outbox.h - hands verdicts from their producers to the reporter: RESULT.
 *
 *     lane      outbox ──┐
 *     lane      outbox ──┼─ the reporter goes from one to the next; together they are its inbox
 *     receiver  outbox ──┘
 *
 * Verdicts are copied into batches, which go through liburcu's wait-free queues. Each producer has one queue to the
 * reporter, and one by which read batches come back to be used again.
 *
 * Plain silence, the verdict of most questions, is a bit in a word of positions; the reporter makes results of it only
 * where somebody wants them.
 *
 *     producer ── sent_tail ─► batches ─► sent_head ── reporter
 *     producer ◄─ back_head ── batches ◄─ back_tail ── reporter
 *
 * Producer and reporter write to cache lines of their own; only when the last batch of a queue is taken is the other
 * end written too. When a producer has many unread batches, lanes pause: no verdict is ever dropped.
 */
#ifndef MST_ROUND_OUTBOX_H
#define MST_ROUND_OUTBOX_H

#include <muster/scan.h>
#include <urcu/wfcqueue.h>

#include "base/atomic.h"
#include "base/position_set.h"
#include "track/entry.h"

#define MST_BATCH 64
#define MST_BATCHES_OUT 256 /* from here on, lanes pause */

/* What the reporter needs to know of an amendment beyond the result. */
struct mst_note {
	uint32_t lane;  /* the lane that asked: its verdict may still be in a queue */
	uint8_t was;    /* enum mst_standing before; of those `beyond`, unknown here */
	uint8_t is;     /* enum mst_standing now */
	bool beyond;    /* its entry has left the roll */
	bool suspected; /* before */
	bool second;    /* it answers a probe that only silent hosts are asked by */
};

struct mst_batch {
	struct cds_wfcq_node node;
	struct mst_outbox *owner;
	bool amends; /* amendments, with notes */
	uint32_t count, words;
	uint32_t silent;                             /* verdicts of plain silence */
	uint64_t silent_ns;                          /* when they were given; since 1970 */
	struct mst_position_word silence[MST_BATCH]; /* their positions; none where nobody needs them */
	struct mst_result results[MST_BATCH];
	struct mst_note notes[MST_BATCH];
};

struct mst_outbox {
	/* The producer's: */
	MST_OWN_LINE struct mst_inbox *inbox;
	struct mst_batch *open;           /* being filled, or NULL */
	struct cds_wfcq_tail sent_tail;   /* RESULT */
	struct __cds_wfcq_head back_head; /* RESULT, and back */
	_Atomic uint64_t put;             /* batches sent */
	uint32_t made;                    /* batches allocated so far */
	bool amends;
	/* The reporter's: */
	MST_OWN_LINE struct __cds_wfcq_head sent_head;
	struct cds_wfcq_tail back_tail;
	_Atomic uint64_t taken; /* batches taken */
};

/* The reporter's. */
struct mst_inbox {
	struct mst_outbox *outboxes[MST_LANES_MAX + 2];
	unsigned count;
	unsigned at; /* the outbox to be looked at next */
	int wake_fd; /* eventfd */
	MST_OWN_LINE _Atomic bool sleeping;
	_Atomic bool closed; /* no more will come */
};

/* -errno when the machine is out of descriptors. */
int mst_inbox_open(struct mst_inbox *inbox);
void mst_inbox_close(struct mst_inbox *inbox);

/* Reporter: the next batch, or NULL when there is none right now. It is given back before another is taken. */
struct mst_batch *mst_inbox_take(struct mst_inbox *inbox);

/* Reporter: gives back a batch that it has read. */
void mst_inbox_give_back(struct mst_batch *batch);

/* Reporter: waits for a batch, at most this long. */
void mst_inbox_wait(struct mst_inbox *inbox, uint64_t at_most_ns);

/* Reporter: lets batches gather for this long; only the end wakes it. */
void mst_inbox_nap(struct mst_inbox *inbox, uint64_t ns);

/* Wakes the reporter: everything has been sent. */
void mst_inbox_end(struct mst_inbox *inbox);

/* Before the reporter looks for the first time; at most MST_LANES_MAX + 2 to an inbox. */
void mst_outbox_open(struct mst_outbox *outbox, struct mst_inbox *inbox, bool amends);

/* Frees its batches; the reporter must have ended. */
void mst_outbox_close(struct mst_outbox *outbox);

/* Producer: adds a result. `note` for amendments. False only when the machine has no memory left. */
bool mst_outbox_put(struct mst_outbox *outbox, const struct mst_result *result, const struct mst_note *note);

/* Producer: adds a verdict of plain silence; MST_NO_POSITION: it is only counted. Those of one batch have one time.
 * Likewise. */
bool mst_outbox_put_silent(struct mst_outbox *outbox, uint64_t position, uint64_t wall_ns);

/* Producer: sends what has been put. */
void mst_outbox_flush(struct mst_outbox *outbox);

/* Any thread: whether the reporter is far behind this producer. */
bool mst_outbox_is_full(const struct mst_outbox *outbox);

#endif
