/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * index.h - finds the entry of an answer that brings no ticket back, by its source address and port. INDEX.
 *
 *     lane      arms an entry ──► adds its target                       (the slot's earlier target is removed)
 *     receiver  an answer of this target ──► lane and slot ──► SETTLE, which looks at the entry itself
 *
 * One lock-free hash table (liburcu's cds_lfht, of a fixed size) for all lanes of a round. Each lane has a node for
 * every slot of its roll, and spare ones: a node that was removed may still be read, and is used anew only when all
 * readers of that time have finished (P. McKenney, J. Slingwine 1998: read-copy update).
 * A lane waits for them once in many questions.
 */
#ifndef MST_TRACK_INDEX_H
#define MST_TRACK_INDEX_H

#include <muster/addr.h>

struct mst_index;

/* For `lanes` rolls of `capacity` slots. NULL when there is no memory. */
struct mst_index *mst_index_new(unsigned lanes, uint32_t capacity);

/* Prepares a lane to put targets. False when there is no memory. */
bool mst_index_open_lane(struct mst_index *index, unsigned lane);

/* No other thread uses it any more. Accepts NULL. */
void mst_index_free(struct mst_index *index);

/* Lane: this slot of its roll asks that target from now on. A target is in one slot at a time. */
void mst_index_put(struct mst_index *index, unsigned lane, uint32_t slot, const struct mst_addr *addr, uint16_t port);

/* Receiver: where the target was asked last; false when nowhere. The entry may belong to another target by now. */
bool mst_index_find(struct mst_index *index, const struct mst_addr *addr, uint16_t port, unsigned *lane,
                    uint32_t *slot);

#endif
