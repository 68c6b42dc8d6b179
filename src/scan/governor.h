/*
 * governor.h - feeds what is sensed of each way to pace/adapt.h, and hands the rates to the lanes: RATE. Receiver's thread.
 */
#ifndef MST_SCAN_GOVERNOR_H
#define MST_SCAN_GOVERNOR_H

#include "pace/adapt.h"
#include "scan/shared.h"

struct mst_governor {
	struct {
		struct mst_adapt adapt;
		uint64_t lossy_until_ns; /* noted so far */
		uint64_t sent;           /* when last looked at */
	} ways[MST_WAYS_MAX];
	uint64_t looked_ns;
	struct mst_senses before;    /* what was sensed then, at a fixed rate */
};

void mst_governor_open(struct mst_governor *governor, const struct mst_plan *plan, uint64_t now_ns);

/* Looks every few milliseconds, when called more often. Fixed rates are only watched. */
void mst_governor_turn(struct mst_governor *governor, struct mst_round *round, uint64_t now_ns);

#endif
