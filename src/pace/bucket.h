/*
 * bucket.h - how many frames may leave now.
 *
 * Frame k of a lane is due at start + k / rate, on one absolute clock: lateness never adds up. A lane that woke late
 * catches up, but never with more than one burst (1 ms' worth, or one frame) at once, at most by half
 * above the rate, and what it is behind by more than 250 ms, or `forgiven_ns`, is forgiven. Pure: the clock is an argument.
 */
#ifndef MST_PACE_BUCKET_H
#define MST_PACE_BUCKET_H

#include <stdbool.h>
#include <stdint.h>

struct mst_bucket {
	double interval_ns;     /* between two frames; 0 is without limit */
	double due_ns;          /* when the next frame is due */
	double smooth_ns;       /* when the burst may be whole again: catching up is paced too (GCRA, ITU-T I.371) */
	double forgiven_ns;     /* what is owed beyond is not caught up with */
	uint32_t burst;
};

/* `rate` frames a second (0: no limit) from `start_ns` on; forgives 250 ms. */
void mst_bucket_open(struct mst_bucket *bucket, double rate, uint64_t start_ns);

/* Another rate from now on; what was due at the old one is still owed, in frames, but not more than a burst. */
void mst_bucket_set_rate(struct mst_bucket *bucket, double rate, uint64_t now_ns);

/* How many frames may leave at `now_ns`, at most `most`. */
uint32_t mst_bucket_allows(struct mst_bucket *bucket, uint64_t now_ns, uint32_t most);

/* So many did. */
void mst_bucket_spend(struct mst_bucket *bucket, uint64_t now_ns, uint32_t frames);

/* There was nothing to send: what was due is not owed. */
void mst_bucket_rest(struct mst_bucket *bucket, uint64_t now_ns);

/* When to look again: half a burst is due then, so that a lane wakes 2,000 times a second at most. */
uint64_t mst_bucket_next_ns(const struct mst_bucket *bucket);

#endif
