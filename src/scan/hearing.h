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
		uint64_t key;         /* of who stands in this place of the flock, mst_flock_key */
		uint64_t since_ns;    /* it does */
		uint64_t shortest_ns; /* round trip, since then */
	} members[MST_FLOCK];
};

/* Whether there is a place in the flock for a target that has just answered for itself. */
bool mst_hearing_has_place(const struct mst_hearing *hearing, const struct mst_way *way, uint64_t key, uint64_t now_ns);

/* It joins the flock; `rtt_ns` < 0 is not known. */
void mst_hearing_member(struct mst_hearing *hearing, struct mst_way *way, uint64_t key, struct mst_member member,
                        int64_t rtt_ns, uint64_t now_ns);

/* A canary asked at `sent_ns` has answered. */
void mst_hearing_canary(struct mst_hearing *hearing, const struct mst_way *way, uint64_t key, uint64_t sent_ns,
                        int64_t rtt_ns);

#endif
