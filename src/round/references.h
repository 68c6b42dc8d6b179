/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * references.h - a lane's reference probes: targets known to answer, asked again. See reference_set.h.
 *
 * They are sent at random places among the other frames. At the head of every burst they would find an empty queue, and
 * show no loss where there is much.
 */
#ifndef MST_ROUND_REFERENCES_H
#define MST_ROUND_REFERENCES_H

#include "round/sending.h"

struct mst_references {
	const struct mst_context *context;
	struct mst_sending *sending;
	uint64_t number;      /* random */
	double reference_pps; /* of its egress, as it was published last */
	double egress_pps;    /* likewise */
	uint32_t every;       /* questions, on average; 0: there are none */
	uint32_t in;          /* questions until the next */
};

/* Opens the roll too, where the rate adapts. -ENOMEM with a sentence. */
int mst_references_open(struct mst_references *references, const struct mst_context *context,
                        struct mst_sending *sending, struct mst_error *err);

/* Sets how many are asked, by these rates. */
void mst_references_follow(struct mst_references *references, double egress_pps, double reference_pps);

/* A question was asked: the next reference probe is one nearer. */
static inline void mst_references_count(struct mst_references *references)
{
	if (references->in)
		references->in--;
}

static inline bool mst_references_are_due(const struct mst_references *references)
{
	return references->every && references->in == 0;
}

/* The next one is due: asks it, if any target is known to answer. */
void mst_references_send(struct mst_references *references);

/* Asks this target once more, by the probe that it has answered. */
void mst_references_ask(struct mst_references *references, const struct mst_reference *reference);

/* Counts those that had no answer. */
void mst_references_tend(struct mst_references *references);

#endif
