/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * estimator.h - what the answers through one egress show of the network: round trips, loss, queues.
 * For the receiver only.
 */
#ifndef MST_ROUND_ESTIMATOR_H
#define MST_ROUND_ESTIMATOR_H

#include "round/egress_state.h"
#include "track/repeats.h"
#include "track/rtt.h"

struct mst_estimator {
	struct mst_rtt rtt;
	struct mst_repeats repeats;
	uint64_t answered, delayed; /* reference probes that counted; those clearly later than their fastest answer */
	uint64_t delay_ns;          /* how much later, all of them together */
	struct {
		uint64_t key;         /* of the target in this place of the reference set, mst_reference_key */
		uint64_t since_ns;    /* it stands there */
		uint64_t shortest_ns; /* round trip, since then */
	} members[MST_REFERENCES];
	uint64_t joined_ns;     /* when one took a place last */
	uint64_t full_until_ns; /* from then on until this moment, there is no place; 0: there may be */
};

/* Whether no target has a place in the reference set at this moment: the answer to most answers, without a hash. */
static inline bool mst_estimator_is_full(const struct mst_estimator *estimator, uint64_t now_ns)
{
	return now_ns >= estimator->joined_ns && now_ns < estimator->full_until_ns;
}

/* Whether there is a place in the reference set for a target that has just answered for itself. */
bool mst_estimator_has_place(const struct mst_estimator *estimator, const struct mst_egress_state *egress, uint64_t key,
                             uint64_t now_ns);

/* It joins the set; `rtt_ns` < 0 is not known. */
void mst_estimator_join(struct mst_estimator *estimator, struct mst_egress_state *egress, uint64_t key,
                        struct mst_reference reference, int64_t rtt_ns, uint64_t now_ns);

/* The way of a reference probe and its answer. */
struct mst_reference_trip {
	uint64_t sent_ns;  /* monotonic */
	int64_t rtt_ns;    /* < 0: not known */
	uint64_t least_ns; /* as of mst_rtt_sample_of */
};

/* A reference probe has been answered. */
void mst_estimator_reference(struct mst_estimator *estimator, const struct mst_egress_state *egress, uint64_t key,
                             const struct mst_reference_trip *trip);

#endif
