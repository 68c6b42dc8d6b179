/* SPDX-License-Identifier: BSD-2-Clause */
/* reclaim.c - see reclaim.h. */
#include "listen/reclaim.h"

#include <stdlib.h>

#include "base/atomic.h"
#include "base/clock.h"
#include "base/sanitize.h"

static void free_note(struct rcu_head *head)
{
	struct mst_reclaimed *note = caa_container_of(head, struct mst_reclaimed, head);
	_Atomic uint64_t *count;

	mst_sanitize_acquire(head); /* before the first look into the note */
	mst_sanitize_acquire(note->read);
	count = note->count;
	free(note);
	mst_sub(count, 1, release); /* RECLAIMED */
}

void mst_reclaim(struct mst_reclaimed *note, const void *read, _Atomic uint64_t *count)
{
	note->read = read;
	note->count = count;
	mst_add(count, 1, relaxed);
	mst_sanitize_release(read);
	mst_sanitize_release(&note->head);
	call_rcu(&note->head, free_note);
}

void mst_reclaim_wait(_Atomic uint64_t *count)
{
	while (mst_load(count, acquire)) /* RECLAIMED */
		mst_sleep_until_ns(mst_now_ns() + MST_NS_PER_MS);
}
