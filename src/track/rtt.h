/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rtt.h - smoothed round-trip time and its variation (V. Jacobson 1988; RFC 6298, section 2),
 * over answers of many hosts.
 *
 * A ticket contains its attempt, so every answer is a sample (Karn's rule is not needed). Round trips of different
 * hosts differ more than those of one host: therefore the longest recent one is remembered too, and fades.
 */
#ifndef MST_TRACK_RTT_H
#define MST_TRACK_RTT_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Between hosts of one site a round trip takes about a millisecond, queues included. Where one takes longer, there is a
 * distance, a radio link or a tunnel, and others may be hundreds of times as far: from a town to a satellite.
 */
#define MST_RTT_FAR_NS UINT64_C(4000000)
#define MST_RTT_FEW 512 /* one in so many may be chance, if it was long ago */

struct mst_rtt {
	uint64_t smoothed_ns; /* 0 until the first sample */
	uint64_t variation_ns;
	uint64_t longest_ns;   /* recently: loses 1/1024 with every sample */
	uint64_t shortest_ns;  /* ever */
	uint64_t farthest_ns;  /* as longest_ns, but of what samples took at the least */
	uint64_t samples, far; /* how many, and those of them that took MST_RTT_FAR_NS or longer, blur not counted */
	uint64_t blur_ns;      /* samples may be too long by so much, because this machine took them late */
};

/* One that took `least_ns` at the least: the rest may be this machine's delay, which is no distance. */
static inline void mst_rtt_sample_of(struct mst_rtt *rtt, uint64_t sample_ns, uint64_t least_ns)
{
	uint64_t off;

	rtt->samples++;
	rtt->far += least_ns >= MST_RTT_FAR_NS + rtt->blur_ns;
	rtt->farthest_ns -= rtt->farthest_ns >> 10;
	if (least_ns > rtt->farthest_ns)
		rtt->farthest_ns = least_ns;
	if (rtt->smoothed_ns == 0) {
		rtt->smoothed_ns = sample_ns ? sample_ns : 1;
		rtt->variation_ns = sample_ns / 2;
		rtt->longest_ns = rtt->shortest_ns = sample_ns;
		return;
	}
	off = sample_ns > rtt->smoothed_ns ? sample_ns - rtt->smoothed_ns : rtt->smoothed_ns - sample_ns;
	rtt->variation_ns += (off >> 2) - (rtt->variation_ns >> 2);
	rtt->smoothed_ns += (sample_ns >> 3) - (rtt->smoothed_ns >> 3);
	rtt->longest_ns -= rtt->longest_ns >> 10;
	if (sample_ns > rtt->longest_ns)
		rtt->longest_ns = sample_ns;
	if (sample_ns < rtt->shortest_ns)
		rtt->shortest_ns = sample_ns;
}

static inline void mst_rtt_sample(struct mst_rtt *rtt, uint64_t sample_ns)
{
	mst_rtt_sample_of(rtt, sample_ns, sample_ns);
}

/* Whether some answers came from afar. */
static inline bool mst_rtt_is_far(const struct mst_rtt *rtt)
{
	return rtt->farthest_ns >= MST_RTT_FAR_NS + rtt->blur_ns ||
	       (rtt->far > 0 && rtt->far >= rtt->samples / MST_RTT_FEW);
}

/* How long an answer may still take, very probably. */
static inline uint64_t mst_rtt_patience_ns(const struct mst_rtt *rtt)
{
	return rtt->smoothed_ns + 4 * rtt->variation_ns;
}

/* The time-out of a first attempt: the longer of both estimates, within [floor, ceiling];
 * `initial` without a sample. */
static inline uint64_t mst_rtt_timeout_ns(const struct mst_rtt *rtt, uint64_t initial_ns, uint64_t floor_ns,
                                          uint64_t ceiling_ns)
{
	uint64_t patience_ns = mst_rtt_patience_ns(rtt);
	uint64_t longest_ns = rtt->longest_ns + rtt->longest_ns / 4;

	if (rtt->smoothed_ns == 0)
		return initial_ns;
	if (patience_ns < longest_ns)
		patience_ns = longest_ns;
	return patience_ns < floor_ns ? floor_ns : patience_ns > ceiling_ns ? ceiling_ns : patience_ns;
}

#endif
