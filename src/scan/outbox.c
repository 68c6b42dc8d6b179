/* outbox.c - see outbox.h. */
#include "scan/outbox.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/sanitize.h"

int mst_inbox_open(struct mst_inbox *inbox)
{
	*inbox = (struct mst_inbox){ .wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK) };
	__cds_wfcq_init(&inbox->head, &inbox->tail);
	return inbox->wake_fd < 0 ? -errno : 0;
}

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

static bool enqueue(struct __cds_wfcq_head *head, struct cds_wfcq_tail *tail, struct mst_batch *batch)
{
	cds_wfcq_node_init(&batch->node);
	mst_sanitize_release(batch);
	return cds_wfcq_enqueue(head, tail, &batch->node);
}

void mst_inbox_close(struct mst_inbox *inbox)
{
	if (inbox->wake_fd >= 0)
		close(inbox->wake_fd);
	inbox->wake_fd = -1;
}

struct mst_batch *mst_inbox_take(struct mst_inbox *inbox)
{
	return dequeue(&inbox->head, &inbox->tail); /* RESULT */
}

void mst_inbox_give_back(struct mst_batch *batch)
{
	struct mst_outbox *owner = batch->owner;

	mst_store(&owner->taken, mst_load(&owner->taken, relaxed) + 1, release);
	enqueue(&owner->back_head, &owner->back_tail, batch);
}

void mst_inbox_wait(struct mst_inbox *inbox, int at_most_ms)
{
	struct pollfd wake = { .fd = inbox->wake_fd, .events = POLLIN };
	uint64_t count;

	/* Either the producer sees us sleeping, or we see its batch: the order is total (seq_cst) on both sides. */
	mst_store(&inbox->sleeping, true, seq_cst);
	if (cds_wfcq_empty(&inbox->head, &inbox->tail) && !mst_load(&inbox->closed, seq_cst))
		poll(&wake, 1, at_most_ms);
	mst_store(&inbox->sleeping, false, relaxed);
	if (read(inbox->wake_fd, &count, sizeof count) < 0)
		return; /* nobody had called */
}

static void wake(struct mst_inbox *inbox)
{
	uint64_t one = 1;

	if (write(inbox->wake_fd, &one, sizeof one) < 0)
		return; /* it is awake already */
}

void mst_inbox_end(struct mst_inbox *inbox)
{
	mst_store(&inbox->closed, true, seq_cst);
	wake(inbox);
}

void mst_outbox_open(struct mst_outbox *outbox, struct mst_inbox *inbox, bool amends)
{
	*outbox = (struct mst_outbox){ .inbox = inbox, .amends = amends };
	__cds_wfcq_init(&outbox->back_head, &outbox->back_tail);
}

void mst_outbox_close(struct mst_outbox *outbox)
{
	struct mst_batch *batch;

	if (!outbox->inbox)
		return;
	free(outbox->open);
	outbox->open = NULL;
	while ((batch = dequeue(&outbox->back_head, &outbox->back_tail)))
		free(batch);
}

static struct mst_batch *fresh_batch(struct mst_outbox *outbox)
{
	struct mst_batch *batch = dequeue(&outbox->back_head, &outbox->back_tail);

	if (!batch) {
		batch = malloc(sizeof *batch);
		if (!batch)
			return NULL;
		outbox->made++;
	}
	batch->owner = outbox;
	batch->amends = outbox->amends;
	batch->count = 0;
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

void mst_outbox_flush(struct mst_outbox *outbox)
{
	struct mst_inbox *inbox = outbox->inbox;

	if (!outbox->open)
		return;
	mst_count(&outbox->put, 1);
	enqueue(&inbox->head, &inbox->tail, outbox->open); /* RESULT */
	outbox->open = NULL;
	atomic_thread_fence(memory_order_seq_cst);
	if (mst_load(&inbox->sleeping, seq_cst))
		wake(inbox);
}

bool mst_outbox_is_full(const struct mst_outbox *outbox)
{
	uint64_t taken = mst_load(&outbox->taken, acquire); /* first: it never passes `put` */

	return mst_load(&outbox->put, relaxed) - taken >= MST_BATCHES_OUT;
}
