/*
 * hearing.h - what the answers of one way tell of it: round trips, loss, queues. The receiver's alone.
 */
#ifndef MST_SCAN_HEARING_H
#define MST_SCAN_HEARING_H

#include "scan/way.h"
#include "track/firsts.h"
#include "track/rtt.h"

struct mst_hearing {
	struct mst_rtt rtt;
	struct mst_firsts firsts;
	uint64_t answered, delayed; /* canaries that counted; those that were clearly later than their fastest answer */
	uint64_t delay_ns;          /* how much later, all of them together */
	struct {
		uint64_t since_ns;    /* it stands in the flock */
		uint64_t shortest_ns; /* round trip, since then */
	} members[MST_FLOCK];
};

/* A target has just answered for itself; `rtt_ns` < 0 is not known. It joins the flock where there is a place for it. */
void mst_hearing_member(struct mst_hearing *hearing, struct mst_way *way, uint64_t target, int64_t rtt_ns,
                        uint64_t now_ns);

/* A canary asked at `sent_ns` has answered. */
void mst_hearing_canary(struct mst_hearing *hearing, const struct mst_way *way, uint64_t target, uint64_t sent_ns,
                        int64_t rtt_ns);

#endif
