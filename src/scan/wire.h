/*
 * wire.h - what the answers of a wire tell beside who is there: who has which link-layer address, whether two claim one
 * address, whether one claims all. Receiver's thread.
 */
#ifndef MST_SCAN_WIRE_H
#define MST_SCAN_WIRE_H

#include "scan/receiver.h"

/* The answer that settles a target: returns what is suspicious about it. */
enum mst_suspicion mst_wire_hear(struct mst_receiver *receiver, const struct mst_result *result);

/* Another answer of a target that has its verdict. */
void mst_wire_hear_again(struct mst_receiver *receiver, const struct mst_answer *answer, uint64_t wall_ns);

#endif
