/*
 * seen.h - what has been said of the targets whose entries have left the roll, as compressed bitmaps of positions.
 *
 * Only what is not plain silence is kept (S. Chambi, D. Lemire et al.: "Better bitmap performance with Roaring
 * bitmaps", 2016): a range of dead hosts costs nothing, a /8 where everybody answers two MiB. One thread.
 */
#ifndef MST_TRACK_SEEN_H
#define MST_TRACK_SEEN_H

#include "track/entry.h"

struct mst_seen;

/* NULL when there is no memory. */
struct mst_seen *mst_seen_new(void);
void mst_seen_free(struct mst_seen *seen);

/* Notes that this position stands so now. */
void mst_seen_set(struct mst_seen *seen, uint64_t position, enum mst_standing standing);

/* How it stands: SILENT when nothing else was noted. */
enum mst_standing mst_seen_get(const struct mst_seen *seen, uint64_t position);

/* How many positions stand so. */
uint64_t mst_seen_count(const struct mst_seen *seen, enum mst_standing standing);

#endif
