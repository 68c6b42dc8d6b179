/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fixture_pace.h - a simulated network, millisecond by millisecond, for the adaptive rate.
 *
 *     lanes ─ rate ─► queue of `buffer_ms`, or bucket ─ bottleneck ─► round trip ─► answers
 *
 * What does not fit into the queue is lost; reference probes are lost by the same chance as other frames. A lost
 * question is asked again twice, so the share of targets found follows from the losses of all moments.
 */
#ifndef TEST_PACE_FIXTURE_PACE_H
#define TEST_PACE_FIXTURE_PACE_H

#include "pace/adapt.h"

#define MS_MOST 60000
#define NS UINT64_C(1000000) /* of a millisecond */

struct network {
	double bottleneck_pps, buffer_ms, rtt_ms;
	bool policer;                  /* a token bucket that holds `buffer_ms`' worth: it drops, and nothing waits */
	double random_loss;            /* whatever the rate */
	unsigned outage_at, outage_ms; /* all is lost for so long, from then on */
	double machine_pps;            /* the lanes cannot send more; 0: no limit */
	unsigned stall_ms,
		stall_every_ms; /* lanes and receiver have no CPU for about so long, about so often; 0: never */
	bool silent;            /* no target answers */
	bool references_spared; /* they are never lost, though others are */
	double cap_pps;
	bool near;
	unsigned seed;
};

struct run {
	struct mst_adapt adapt;
	struct mst_senses senses;
	double rate[MS_MOST], lost[MS_MOST]; /* by millisecond: frames a second, share lost */
	double queue_ms[MS_MOST];
	bool lossy[MS_MOST]; /* adapt called this time lossy */
	unsigned answered[2 * MS_MOST],
		delayed[2 * MS_MOST];   /* reference probes that counted, when they are received */
	uint64_t delay_ns[2 * MS_MOST]; /* and how long they waited */
	uint64_t state;                 /* of the dice */
	double queue, owed;
	double late;                       /* frames that are due and were not sent */
	unsigned stalled_until, stalls_at; /* milliseconds */
};

/* Plays so many milliseconds; freed with free(3). */
struct run *play(const struct network *net, unsigned ms);

/* Means over [from, to). */
double mean(const double *values, unsigned from, unsigned to);

/* How far from its mean the rate goes, fifths of a second taken together, as a share. */
double swing(const struct run *run, unsigned from, unsigned to);

/* The share of live targets that is missed, with two retries. */
double share_missed(const struct run *run, const struct network *net, unsigned to);

#endif
