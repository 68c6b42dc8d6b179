/*
 * way.h - what the threads of a round share about one way: the targets behind one interface and next hop.
 *
 * Ways bear different rates, so each has lanes of its own. All walk the same order of positions, each by its own count, and
 * a lane asks those that go its way.
 */
#ifndef MST_SCAN_WAY_H
#define MST_SCAN_WAY_H

#include "scan/canary.h"
#include "scan/decoys.h"
#include "track/loss.h"

struct mst_way {
	MST_OWN_LINE _Atomic uint64_t next_position;  /* NEXT */
	MST_OWN_LINE _Atomic double rate_pps;         /* RATE: of its lanes together; 0 is without limit */
	_Atomic double canary_pps;                    /* RATE */
	_Atomic uint64_t count_from_ns, count_until_ns; /* RATE: canaries asked between these moments count */
	_Atomic uint64_t timeout_ns;                  /* TIMEOUT: of first attempts, from now on */
	_Atomic uint64_t canary_ns;                   /* TIMEOUT: of canaries */
	struct mst_losses congestion;                 /* LOSS: on the way */
	MST_OWN_LINE struct mst_flock flock;          /* CANARY */
	MST_OWN_LINE struct mst_decoy_queue decoys;   /* DECOY */
};

/* Whether a canary asked at this moment counts. */
static inline bool mst_way_counts(const struct mst_way *way, uint64_t sent_ns)
{
	return sent_ns >= mst_load(&way->count_from_ns, relaxed) && sent_ns < mst_load(&way->count_until_ns, relaxed); /* RATE */
}

#endif
