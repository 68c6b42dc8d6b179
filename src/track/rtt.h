/*
 * rtt.h - smoothed round-trip time and its variation (V. Jacobson 1988; RFC 6298, section 2).
 */
#ifndef MST_TRACK_RTT_H
#define MST_TRACK_RTT_H

#include <stdint.h>

struct mst_rtt {
	uint64_t smoothed_ns; /* 0 until the first sample */
	uint64_t variation_ns;
};

static inline void mst_rtt_sample(struct mst_rtt *rtt, uint64_t sample_ns)
{
	uint64_t off;

	if (rtt->smoothed_ns == 0) {
		rtt->smoothed_ns = sample_ns ? sample_ns : 1;
		rtt->variation_ns = sample_ns / 2;
		return;
	}
	off = sample_ns > rtt->smoothed_ns ? sample_ns - rtt->smoothed_ns : rtt->smoothed_ns - sample_ns;
	rtt->variation_ns += (off >> 2) - (rtt->variation_ns >> 2);
	rtt->smoothed_ns += (sample_ns >> 3) - (rtt->smoothed_ns >> 3);
}

/* How long an answer may still take, in all likelihood. */
static inline uint64_t mst_rtt_patience_ns(const struct mst_rtt *rtt)
{
	return rtt->smoothed_ns + 4 * rtt->variation_ns;
}

#endif
