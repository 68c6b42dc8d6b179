/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * seen.h - how targets stand whose entries have left the roll, as compressed bitmaps of positions.
 *
 * Only targets that did not stay silent are kept (S. Chambi, D. Lemire et al.: "Better bitmap performance with Roaring
 * bitmaps", 2016): a range of dead hosts needs no memory, a /8 in which every host answers two MiB. For one thread.
 */
#ifndef MST_TRACK_SEEN_H
#define MST_TRACK_SEEN_H

#include "track/entry.h"

struct mst_seen;

/* NULL when there is no memory. */
struct mst_seen *mst_seen_new(void);
void mst_seen_free(struct mst_seen *seen);

/* Notes how a position stands that nothing but silence was noted of. */
void mst_seen_add(struct mst_seen *seen, uint64_t position, enum mst_standing standing);

/* Notes how this position stands now. */
void mst_seen_set(struct mst_seen *seen, uint64_t position, enum mst_standing standing);

/* How a position stands: SILENT when nothing else was noted. */
enum mst_standing mst_seen_get(const struct mst_seen *seen, uint64_t position);

/* How many positions have this standing. */
uint64_t mst_seen_count(const struct mst_seen *seen, enum mst_standing standing);

#endif
