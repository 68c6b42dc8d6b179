/*
 * trip.h - round trips: when an answer came, and how long after its question. Receiver's thread.
 */
#ifndef MST_SCAN_TRIP_H
#define MST_SCAN_TRIP_H

#include "scan/receiver.h"

/* When a frame with this wall-clock stamp was received, ns, monotonic; never later than now. */
uint64_t mst_trip_received_ns(const struct mst_receiver *receiver, uint64_t wall_ns);

/* The round trip of an answer, ns; -1 where it is not known. `settlement` of its entry, NULL where that is gone. */
int64_t mst_trip_ns(const struct mst_receiver *receiver, const struct mst_answer *answer,
                    const struct mst_settlement *settlement, uint64_t wall_ns);

/* The same of an answer that brings no ticket back. */
int64_t mst_trip_by_key_ns(const struct mst_receiver *receiver, const struct mst_settlement *settlement, uint64_t wall_ns);

#endif
