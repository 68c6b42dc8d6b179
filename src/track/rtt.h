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

#include <stdint.h>

struct mst_rtt {
	uint64_t smoothed_ns; /* 0 until the first sample */
	uint64_t variation_ns;
	uint64_t longest_ns;  /* recently: loses 1/1024 with every sample */
	uint64_t shortest_ns; /* ever */
};

static inline void mst_rtt_sample(struct mst_rtt *rtt, uint64_t sample_ns)
{
	uint64_t off;

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
