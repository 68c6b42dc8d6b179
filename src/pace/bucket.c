/* SPDX-License-Identifier: BSD-2-Clause */
/* bucket.c - see bucket.h. */
#include "pace/bucket.h"

#define BURST_NS 1e6      /* the time that a burst takes at the rate */
#define FORGIVEN_NS 250e6 /* frames later than this are not made up for */
#define LATE_NS 10e6      /* likewise of a small burst after a delay … */
#define LATE_BURST 10     /* … of at most so many frames */
#define CATCH_UP 0.67     /* frames that are late follow each other at this share of the interval */
#define ROUNDING_NS 0.5   /* rounding of doubles must not cost a frame */

/* How many frames of this length fit into a stretch of time. */
static uint32_t fit(double stretch_ns, double frame_ns, uint32_t most)
{
	double frames = stretch_ns / frame_ns;

	if (frames <= 0)
		return 0;
	return frames < most ? (uint32_t)frames : most;
}

static void set(struct mst_bucket *bucket, double rate)
{
	bucket->interval_ns = rate > 0 ? 1e9 / rate : 0;
	bucket->burst = bucket->late_burst = UINT32_MAX;
	if (rate <= 0)
		return;
	bucket->burst = fit(BURST_NS, bucket->interval_ns, UINT32_MAX);
	if (bucket->burst == 0)
		bucket->burst = 1;
	bucket->late_burst = fit(LATE_NS, bucket->interval_ns, LATE_BURST);
	if (bucket->late_burst < bucket->burst)
		bucket->late_burst = bucket->burst;
}

void mst_bucket_open(struct mst_bucket *bucket, double rate, uint64_t start_ns)
{
	*bucket = (struct mst_bucket){ .due_ns = (double)start_ns, .forgiven_ns = FORGIVEN_NS };
	set(bucket, rate);
}

void mst_bucket_set_rate(struct mst_bucket *bucket, double rate, uint64_t now_ns)
{
	double now = (double)now_ns;
	double owed = bucket->interval_ns > 0 ? (now - bucket->due_ns) / bucket->interval_ns : 0;

	set(bucket, rate);
	if (owed > bucket->late_burst)
		owed = bucket->late_burst;
	bucket->due_ns = now - owed * bucket->interval_ns;
	if (bucket->smooth_ns > now + BURST_NS)
		bucket->smooth_ns = now + BURST_NS;
}

uint32_t mst_bucket_allows(struct mst_bucket *bucket, uint64_t now_ns, uint32_t most)
{
	double now = (double)now_ns;
	double fast_ns = bucket->interval_ns * CATCH_UP;
	double smooth;

	if (bucket->interval_ns <= 0)
		return most;
	if (now < bucket->due_ns)
		return 0;
	if (now - bucket->due_ns > bucket->forgiven_ns)
		bucket->due_ns = now - bucket->forgiven_ns;
	smooth = bucket->smooth_ns > now ? bucket->smooth_ns - now : 0;
	most = fit(bucket->late_burst * fast_ns - smooth + ROUNDING_NS, fast_ns, most);
	return fit(now - bucket->due_ns + bucket->interval_ns, bucket->interval_ns, most);
}

void mst_bucket_spend(struct mst_bucket *bucket, uint64_t now_ns, uint32_t frames)
{
	double now = (double)now_ns;

	if (bucket->interval_ns <= 0)
		return;
	bucket->due_ns += frames * bucket->interval_ns;
	bucket->smooth_ns = (bucket->smooth_ns > now ? bucket->smooth_ns : now) +
	                    frames * bucket->interval_ns * CATCH_UP;
}

void mst_bucket_rest(struct mst_bucket *bucket, uint64_t now_ns)
{
	if (bucket->due_ns < (double)now_ns)
		bucket->due_ns = (double)now_ns;
}

uint64_t mst_bucket_next_ns(const struct mst_bucket *bucket)
{
	uint32_t half = bucket->burst / 2;
	double due = bucket->due_ns + half * bucket->interval_ns;
	uint32_t least = half ? half : 1; /* an earlier look would find nothing, and look again at once */
	double smooth = bucket->smooth_ns - (bucket->late_burst - least) * bucket->interval_ns * CATCH_UP;

	if (bucket->interval_ns <= 0)
		return 0;
	return (uint64_t)(due > smooth ? due : smooth) + 1;
}
