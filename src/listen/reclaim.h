/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * reclaim.h - notes that another one has replaced: each is freed when no reader can hold it any more (RCU), and is
 * counted until then (RECLAIMED), so that who closes can wait for all.
 */
#ifndef MST_LISTEN_RECLAIM_H
#define MST_LISTEN_RECLAIM_H

#include <stdint.h>
#include <urcu-bp.h>

/* The first member of a note that malloc(3) has made. */
struct mst_reclaimed {
	struct rcu_head head;
	const void *read; /* what its readers release for ThreadSanitizer (base/sanitize.h) */
	_Atomic uint64_t *count;
};

/* Frees the note later. No thread can find it any more, but some may still read it. `count` outlives it. */
void mst_reclaim(struct mst_reclaimed *note, const void *read, _Atomic uint64_t *count);

/* Waits until all that this count has are freed: some milliseconds at most. */
void mst_reclaim_wait(_Atomic uint64_t *count);

#endif
