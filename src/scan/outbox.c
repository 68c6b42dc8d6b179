/* outbox.c - see outbox.h. */
#include "scan/outbox.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/lines.h"

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

/* ---- the reporter ---- */

static struct mst_batch *next_of(const struct mst_outbox *outbox)
{
	const struct mst_batch *reading = mst_load(&outbox->reading, relaxed);

	return mst_load(reading ? &reading->next : &outbox->first, acquire); /* RESULT */
}

struct mst_batch *mst_inbox_take(struct mst_inbox *inbox)
{
	for (unsigned looked = 0; looked < inbox->count; looked++) {
		struct mst_batch *batch = next_of(inbox->outboxes[inbox->at]);

		if (batch)
			return batch;
		inbox->at = inbox->at + 1 < inbox->count ? inbox->at + 1 : 0;
	}
	return NULL;
}

void mst_inbox_give_back(struct mst_batch *batch)
{
	struct mst_outbox *owner = batch->owner;
	struct mst_inbox *inbox = owner->inbox;

	mst_store(&owner->reading, batch, release); /* RESULT, and back: those before it */
	mst_store(&owner->taken, mst_load(&owner->taken, relaxed) + 1, release);
	inbox->at = inbox->at + 1 < inbox->count ? inbox->at + 1 : 0;
}

static bool is_empty(const struct mst_inbox *inbox)
{
	for (unsigned i = 0; i < inbox->count; i++) {
		if (next_of(inbox->outboxes[i]))
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
		return; /* nobody had called */
}

void mst_inbox_wait(struct mst_inbox *inbox, uint64_t at_most_ns)
{
	/* Either the producer sees us sleeping, or we see its batch: a fence stands between store and load on both sides. */
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
	inbox->outboxes[inbox->count++] = outbox;
}

void mst_outbox_close(struct mst_outbox *outbox)
{
	struct mst_batch *batch = outbox->oldest, *next;

	for (; batch; batch = next) {
		next = mst_load(&batch->next, relaxed);
		free(batch);
	}
	free(outbox->open);
	outbox->open = outbox->oldest = NULL;
}

/* One that has been read; NULL when there is none. */
static struct mst_batch *used_batch(struct mst_outbox *outbox)
{
	struct mst_batch *batch = outbox->oldest;

	if (!outbox->used_to || batch == outbox->used_to)
		outbox->used_to = mst_load(&outbox->reading, acquire); /* RESULT, and back */
	if (!outbox->used_to || batch == outbox->used_to)
		return NULL;
	outbox->oldest = mst_load(&batch->next, relaxed);
	return batch;
}

static struct mst_batch *fresh_batch(struct mst_outbox *outbox)
{
	struct mst_batch *batch = used_batch(outbox);

	if (!batch) {
		batch = mst_lines_new(1, sizeof *batch);
		if (!batch)
			return NULL;
		outbox->made++;
	}
	mst_store(&batch->next, NULL, relaxed);
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
	struct mst_batch *batch = outbox->open;

	if (!batch)
		return;
	mst_count(&outbox->put, 1);
	if (!outbox->oldest)
		outbox->oldest = batch;
	mst_store(outbox->newest ? &outbox->newest->next : &outbox->first, batch, release); /* RESULT: it is filled */
	outbox->newest = batch;
	outbox->open = NULL;
	atomic_thread_fence(memory_order_seq_cst);
	if (mst_load(&outbox->inbox->sleeping, relaxed))
		wake(outbox->inbox);
}

bool mst_outbox_is_full(const struct mst_outbox *outbox)
{
	uint64_t taken = mst_load(&outbox->taken, acquire); /* first: it never passes `put` */

	return mst_load(&outbox->put, relaxed) - taken >= MST_BATCHES_OUT;
}
