/*
 * senders.h - the engine of each lane of a round: that which suits its way.
 */
#ifndef MST_SCAN_SENDERS_H
#define MST_SCAN_SENDERS_H

#include "scan/handle.h"

/*
 * Fills tx[0..lanes) of the index-th round. The gear owns what is opened; what the round before has for the same way
 * (`before`, or NULL) is used again. Needs plans with hops resolved. A negative errno with the engine's sentence.
 */
int mst_senders_open(struct mst_scan *scan, size_t index, struct mst_tx **tx, struct mst_tx *const *before,
                     struct mst_error *err);

#endif
