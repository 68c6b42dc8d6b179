/* bucket.c - see bucket.h. */
#include "pace/bucket.h"

#define BURST_NS 1e6      /* a burst is this long at the rate asked for */
#define FORGIVEN_NS 100e6 /* longer stalls are not caught up with */
#define CATCH_UP 0.8      /* a burst behind time takes this share of its own length: a quarter faster */

void mst_bucket_open(struct mst_bucket *bucket, double rate, uint64_t start_ns)
{
	*bucket = (struct mst_bucket){ .due_ns = (double)start_ns, .burst = UINT32_MAX };
	if (rate <= 0)
		return;
	bucket->interval_ns = 1e9 / rate;
	bucket->burst = (uint32_t)(BURST_NS / bucket->interval_ns);
	if (bucket->burst == 0)
		bucket->burst = 1;
}

uint32_t mst_bucket_allows(struct mst_bucket *bucket, uint64_t now_ns, uint32_t most)
{
	double behind = (double)now_ns - bucket->due_ns;
	double due;

	if (bucket->interval_ns <= 0)
		return most;
	if (behind < 0 || now_ns < bucket->quiet_until_ns)
		return 0;
	if (behind > FORGIVEN_NS)
		bucket->due_ns = (double)now_ns - FORGIVEN_NS;
	due = behind / bucket->interval_ns + 1;
	if (due < most)
		most = (uint32_t)due;
	return most < bucket->burst ? most : bucket->burst;
}

void mst_bucket_spend(struct mst_bucket *bucket, uint64_t now_ns, uint32_t frames)
{
	if (bucket->interval_ns <= 0 || frames == 0)
		return;
	bucket->due_ns += frames * bucket->interval_ns;
	bucket->quiet_until_ns = now_ns + (uint64_t)(frames * bucket->interval_ns * CATCH_UP);
}

void mst_bucket_rest(struct mst_bucket *bucket, uint64_t now_ns)
{
	if (bucket->due_ns < (double)now_ns)
		bucket->due_ns = (double)now_ns;
}

uint64_t mst_bucket_next_ns(const struct mst_bucket *bucket)
{
	uint64_t due = (uint64_t)(bucket->due_ns + (bucket->burst / 2) * bucket->interval_ns);

	return due > bucket->quiet_until_ns ? due : bucket->quiet_until_ns;
}
