/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bucket.h - how many frames may leave now.
 *
 * Frame k of a lane is due at start + k / rate, on one absolute clock, so delays do not add up. A lane that woke late
 * catches up: in bursts of at most 1 ms of the rate (or up to ten frames, but not more than 10 ms of it, and at least
 * one), and at most 1.5 times as fast as the rate. Frames that it is late with by more than 250 ms, or `forgiven_ns`,
 * are dropped from the budget.
 *
 * Why ten frames: each sleep between two of them may become a long wait where the CPU is scarce, and any network takes
 * ten frames at once (the initial window of TCP, RFC 6928).
 * Pure: the clock is an argument.
 */
#ifndef MST_PACE_BUCKET_H
#define MST_PACE_BUCKET_H

#include <stdbool.h>
#include <stdint.h>

struct mst_bucket {
	double interval_ns;  /* between two frames; 0: no limit */
	double due_ns;       /* when the next frame is due */
	double smooth_ns;    /* when a full burst is allowed again: catching up is paced too (GCRA, ITU-T I.371) */
	double forgiven_ns;  /* frames later than this are not made up for */
	uint32_t burst;      /* as many as 1 ms brings: a lane that is in time sends no more at once */
	uint32_t late_burst; /* the most at once, by one that is late */
};

/* `rate` frames a second (0: no limit) from `start_ns` on; forgives 250 ms. */
void mst_bucket_open(struct mst_bucket *bucket, double rate, uint64_t start_ns);

/* Sets another rate from now on. Frames that were due at the old rate stay due, at most one burst of them. */
void mst_bucket_set_rate(struct mst_bucket *bucket, double rate, uint64_t now_ns);

/* How many frames may leave at `now_ns`, at most `most`. */
uint32_t mst_bucket_allows(struct mst_bucket *bucket, uint64_t now_ns, uint32_t most);

/* So many frames did leave. */
void mst_bucket_spend(struct mst_bucket *bucket, uint64_t now_ns, uint32_t frames);

/* There was nothing to send: frames that were due are dropped from the budget, not sent as a burst. */
void mst_bucket_rest(struct mst_bucket *bucket, uint64_t now_ns);

/* When to look again: half a burst is due then, so a lane wakes at most 2,000 times a second. */
uint64_t mst_bucket_next_ns(const struct mst_bucket *bucket);

#endif
