/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * unused_queue.h - the queue of unused ports and addresses that are to be asked: UNUSED.
 *
 *     receiver ── a host with an open port ─────────┬─► queue of its egress ──► the egress's first lane asks, in its
 *              └─ a machine with several addresses ─┘                           own roll
 */
#ifndef MST_ROUND_UNUSED_QUEUE_H
#define MST_ROUND_UNUSED_QUEUE_H

#include <muster/addr.h>

#include "base/atomic.h"

#define MST_UNUSED_QUEUED 256 /* a power of two */

struct mst_unused_question {
	struct mst_addr host;
	uint16_t port; /* 0: the address is unused */
};

/* The receiver puts, the lane takes. */
struct mst_unused_queue {
	_Atomic uint32_t put, taken; /* UNUSED */
	struct mst_unused_question questions[MST_UNUSED_QUEUED];
};

/* Receiver: false when there is no room. */
static inline bool mst_unused_queue_put(struct mst_unused_queue *queue, const struct mst_addr *host, uint16_t port)
{
	uint32_t put = mst_load(&queue->put, relaxed);

	if (put - mst_load(&queue->taken, acquire) == MST_UNUSED_QUEUED)
		return false;
	queue->questions[put % MST_UNUSED_QUEUED] = (struct mst_unused_question){ *host, port };
	mst_store(&queue->put, put + 1, release); /* UNUSED */
	return true;
}

/* Lane: false when it is empty. */
static inline bool mst_unused_queue_take(struct mst_unused_queue *queue, struct mst_unused_question *question)
{
	uint32_t taken = mst_load(&queue->taken, relaxed);

	if (taken == mst_load(&queue->put, acquire)) /* UNUSED */
		return false;
	*question = queue->questions[taken % MST_UNUSED_QUEUED];
	mst_store(&queue->taken, taken + 1, release);
	return true;
}

static inline bool mst_unused_queue_is_empty(const struct mst_unused_queue *queue)
{
	return mst_load(&queue->taken, relaxed) == mst_load(&queue->put, acquire);
}

#endif
