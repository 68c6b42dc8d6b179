/*
 * outbox.h - verdicts on their way to the reporter: RESULT.
 *
 *     lane ─── outbox ──┐
 *     lane ─── outbox ──┼──► inbox (cds_wfcq) ──► reporter
 *     receiver outbox ──┘                            │
 *          ▲                                         │
 *          └──────────── empty batches ◄─────────────┘
 *
 * Verdicts travel by value in batches through liburcu's wait-free queue; empty batches come back through another. A
 * producer that has many batches out is a reason for lanes to pause: nothing is ever dropped.
 */
#ifndef MST_SCAN_OUTBOX_H
#define MST_SCAN_OUTBOX_H

#include <muster/result.h>
#include <urcu/wfcqueue.h>

#include "base/atomic.h"
#include "track/entry.h"

#define MST_BATCH 64
#define MST_BATCHES_OUT 256 /* from here on, lanes pause */

/* What the reporter needs to know of an amendment beyond the result. */
struct mst_note {
	uint32_t lane;  /* that asked: its own verdict may still be on the way */
	uint8_t was;    /* enum mst_standing before; of those `beyond`, unknown here */
	uint8_t is;     /* enum mst_standing now */
	bool beyond;    /* its entry has left the roll */
};

struct mst_batch {
	struct cds_wfcq_node node;
	struct mst_outbox *owner;
	bool amends;    /* amendments, with notes */
	uint32_t count;
	struct mst_result results[MST_BATCH];
	struct mst_note notes[MST_BATCH];
};

struct mst_inbox {
	struct __cds_wfcq_head head;
	struct cds_wfcq_tail tail;
	int wake_fd;            /* eventfd */
	_Atomic bool sleeping;
	_Atomic bool closed;    /* no more will come */
};

struct mst_outbox {
	struct mst_inbox *inbox;
	struct mst_batch *open;        /* being filled, or NULL */
	bool amends;
	struct __cds_wfcq_head back_head; /* empty batches come back */
	struct cds_wfcq_tail back_tail;
	uint32_t made;                 /* batches allocated so far */
	MST_OWN_LINE _Atomic uint64_t put;  /* batches sent; the producer writes */
	MST_OWN_LINE _Atomic uint64_t taken; /* batches taken; the reporter writes */
};

/* -errno when the machine is out of descriptors. */
int mst_inbox_open(struct mst_inbox *inbox);
void mst_inbox_close(struct mst_inbox *inbox);

/* Reporter: the next batch, or NULL when there is none right now. */
struct mst_batch *mst_inbox_take(struct mst_inbox *inbox);

/* Reporter: this batch may be used again. */
void mst_inbox_give_back(struct mst_batch *batch);

/* Reporter: waits for a batch, at most this long. */
void mst_inbox_wait(struct mst_inbox *inbox, int at_most_ms);

/* Wakes the reporter: everything has been sent. */
void mst_inbox_end(struct mst_inbox *inbox);

void mst_outbox_open(struct mst_outbox *outbox, struct mst_inbox *inbox, bool amends);

/* Frees its batches; the inbox must be drained. */
void mst_outbox_close(struct mst_outbox *outbox);

/* Producer: adds a result. `note` for amendments. False only when the machine has no memory left. */
bool mst_outbox_put(struct mst_outbox *outbox, const struct mst_result *result, const struct mst_note *note);

/* Producer: sends what has been put. */
void mst_outbox_flush(struct mst_outbox *outbox);

/* Any thread: whether the reporter is far behind this producer. */
bool mst_outbox_is_full(const struct mst_outbox *outbox);

#endif
