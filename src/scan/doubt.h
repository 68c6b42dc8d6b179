/*
 * doubt.h - how often the silent are asked when a share of missed answers was asked for: DOUBT. Receiver's thread.
 *
 * The first silent targets run out of attempts when little is known of the losses: then they get more, not fewer.
 */
#ifndef MST_SCAN_DOUBT_H
#define MST_SCAN_DOUBT_H

#include "scan/shared.h"

struct mst_doubt {
	uint64_t looked_ns;
};

/* Looks some times a second, when called more often. Nothing to do without --until-missed. */
void mst_doubt_turn(struct mst_doubt *doubt, struct mst_round *round, uint64_t now_ns);

#endif
