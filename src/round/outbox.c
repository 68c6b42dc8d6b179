/* SPDX-License-Identifier: BSD-2-Clause */
/* outbox.c - see outbox.h. */
#include "round/outbox.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/lines.h"
#include "base/sanitize.h"

int mst_inbox_open(struct mst_inbox *inbox)
{
	*inbox = (struct mst_inbox){ .wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK) };
	return inbox->wake_fd < 0 ? -errno : 0;
}

void mst_inbox_close(struct mst_inbox *inbox)
{
	if (inbox->wake_fd >= 0)
		close(inbox->wake_fd);
	inbox->wake_fd = -1;
}

/* ---- one queue ---- */

static struct mst_batch *dequeue(struct __cds_wfcq_head *head, struct cds_wfcq_tail *tail)
{
	struct cds_wfcq_node *node = __cds_wfcq_dequeue_blocking(head, tail);
	struct mst_batch *batch;

	if (!node)
		return NULL;
	batch = caa_container_of(node, struct mst_batch, node);
	mst_sanitize_acquire(batch);
	return batch;
}

static void enqueue(struct __cds_wfcq_head *head, struct cds_wfcq_tail *tail, struct mst_batch *batch)
{
	cds_wfcq_node_init(&batch->node);
	mst_sanitize_release(batch);
	cds_wfcq_enqueue(head, tail, &batch->node);
}

/* ---- the reporter ---- */

struct mst_batch *mst_inbox_take(struct mst_inbox *inbox)
{
	for (unsigned looked = 0; looked < inbox->count; looked++) {
		struct mst_outbox *outbox = inbox->outboxes[inbox->at];
		struct mst_batch *batch = dequeue(&outbox->sent_head, &outbox->sent_tail); /* RESULT */

		inbox->at = inbox->at + 1 < inbox->count ? inbox->at + 1 : 0;
		if (batch)
			return batch;
	}
	return NULL;
}

void mst_inbox_give_back(struct mst_batch *batch)
{
	struct mst_outbox *owner = batch->owner;

	mst_store(&owner->taken, mst_load(&owner->taken, relaxed) + 1, release);
	enqueue(&owner->back_head, &owner->back_tail, batch); /* RESULT, and back */
}

static bool is_empty(const struct mst_inbox *inbox)
{
	for (unsigned i = 0; i < inbox->count; i++) {
		if (!cds_wfcq_empty(&inbox->outboxes[i]->sent_head, &inbox->outboxes[i]->sent_tail))
			return false;
	}
	return true;
}

static void sleep_until_called(struct mst_inbox *inbox, uint64_t at_most_ns)
{
	struct pollfd wake = { .fd = inbox->wake_fd, .events = POLLIN };
	struct timespec at_most = {
		.tv_sec = (time_t)(at_most_ns / MST_NS_PER_SECOND),
		.tv_nsec = (long)(at_most_ns % MST_NS_PER_SECOND),
	};
	uint64_t count;

	if (ppoll(&wake, 1, &at_most, NULL) > 0 && read(inbox->wake_fd, &count, sizeof count) < 0)
		return; /* no wake-up was pending */
}

void mst_inbox_wait(struct mst_inbox *inbox, uint64_t at_most_ns)
{
	/* Either the producer sees us sleeping, or we see its batch: a fence stands between store and
	 * load on both sides. */
	mst_store(&inbox->sleeping, true, relaxed);
	atomic_thread_fence(memory_order_seq_cst);
	if (is_empty(inbox) && !mst_load(&inbox->closed, relaxed))
		sleep_until_called(inbox, at_most_ns);
	mst_store(&inbox->sleeping, false, relaxed);
}

void mst_inbox_nap(struct mst_inbox *inbox, uint64_t ns)
{
	sleep_until_called(inbox, ns);
}

/* ---- the producers ---- */

static void wake(struct mst_inbox *inbox)
{
	uint64_t one = 1;

	if (write(inbox->wake_fd, &one, sizeof one) < 0)
		return; /* it is awake already */
}

void mst_inbox_end(struct mst_inbox *inbox)
{
	mst_store(&inbox->closed, true, release);
	atomic_thread_fence(memory_order_seq_cst);
	wake(inbox);
}

void mst_outbox_open(struct mst_outbox *outbox, struct mst_inbox *inbox, bool amends)
{
	assert(inbox->count < sizeof inbox->outboxes / sizeof *inbox->outboxes);
	*outbox = (struct mst_outbox){ .inbox = inbox, .amends = amends };
	__cds_wfcq_init(&outbox->sent_head, &outbox->sent_tail);
	__cds_wfcq_init(&outbox->back_head, &outbox->back_tail);
	inbox->outboxes[inbox->count++] = outbox;
}

static void free_unread(struct mst_batch *batch)
{
	for (uint32_t i = 0; batch->amends && i < batch->count; i++)
		free((void *)batch->results[i].service);
	free(batch);
}

void mst_outbox_close(struct mst_outbox *outbox)
{
	struct mst_batch *batch;

	if (!outbox->inbox)
		return;
	while ((batch = dequeue(&outbox->sent_head, &outbox->sent_tail)))
		free_unread(batch);
	while ((batch = dequeue(&outbox->back_head, &outbox->back_tail)))
		free(batch);
	if (outbox->open)
		free_unread(outbox->open);
	*outbox = (struct mst_outbox){ .inbox = NULL };
}

static struct mst_batch *fresh_batch(struct mst_outbox *outbox)
{
	struct mst_batch *batch = dequeue(&outbox->back_head, &outbox->back_tail); /* RESULT, and back */

	if (!batch) {
		batch = mst_lines_new(1, sizeof *batch);
		if (!batch)
			return NULL;
		outbox->made++;
	}
	batch->owner = outbox;
	batch->amends = outbox->amends;
	batch->count = batch->words = batch->silent = 0;
	return batch;
}

bool mst_outbox_put(struct mst_outbox *outbox, const struct mst_result *result, const struct mst_note *note)
{
	struct mst_batch *batch = outbox->open;

	if (!batch)
		batch = outbox->open = fresh_batch(outbox);
	if (!batch)
		return false;
	batch->results[batch->count] = *result;
	if (note)
		batch->notes[batch->count] = *note;
	if (++batch->count == MST_BATCH)
		mst_outbox_flush(outbox);
	return true;
}

/* The last word, if this position is one of it. */
static struct mst_position_word *last_word(struct mst_batch *batch, uint64_t position)
{
	struct mst_position_word *last = batch->words ? &batch->silence[batch->words - 1] : NULL;

	return last && last->number == position / 64 ? last : NULL;
}

bool mst_outbox_put_silent(struct mst_outbox *outbox, uint64_t position, uint64_t wall_ns)
{
	bool placed = position != MST_NO_POSITION;
	struct mst_position_word *word;

	if (outbox->open && placed && outbox->open->words == MST_BATCH && !last_word(outbox->open, position))
		mst_outbox_flush(outbox);
	if (!outbox->open && !(outbox->open = fresh_batch(outbox)))
		return false;
	outbox->open->silent++;
	outbox->open->silent_ns = wall_ns;
	if (!placed)
		return true;
	word = last_word(outbox->open, position);
	if (!word) {
		word = &outbox->open->silence[outbox->open->words++];
		*word = (struct mst_position_word){ .number = position / 64 };
	}
	word->bits |= UINT64_C(1) << position % 64;
	return true;
}

void mst_outbox_flush(struct mst_outbox *outbox)
{
	struct mst_batch *batch = outbox->open;

	if (!batch)
		return;
	mst_count(&outbox->put, 1);
	outbox->open = NULL;
	enqueue(&outbox->sent_head, &outbox->sent_tail, batch); /* RESULT */
	atomic_thread_fence(memory_order_seq_cst);
	if (mst_load(&outbox->inbox->sleeping, relaxed))
		wake(outbox->inbox);
}

bool mst_outbox_is_full(const struct mst_outbox *outbox)
{
	uint64_t taken = mst_load(&outbox->taken, acquire); /* first: it never passes `put` */

	return mst_load(&outbox->put, relaxed) - taken >= MST_BATCHES_OUT;
}
