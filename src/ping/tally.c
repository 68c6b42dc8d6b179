/* SPDX-License-Identifier: BSD-2-Clause */
/* tally.c - see tally.h. */
#include "ping/tally.h"

#include <math.h>
#include <stdlib.h>

#define PER_DOUBLING 16
#define LEAST_NS 256.0 /* smaller times share the first bucket */
#define DOUBLINGS 30   /* up to 275 s */
#define BUCKETS (DOUBLINGS * PER_DOUBLING)

static unsigned bucket_of(double ns)
{
	int exponent;
	double part; /* in [0.5, 1) */

	if (ns < LEAST_NS)
		return 0;
	part = frexp(ns / LEAST_NS, &exponent);
	exponent--;
	if (exponent >= DOUBLINGS)
		return BUCKETS - 1;
	return (unsigned)exponent * PER_DOUBLING + (unsigned)((part * 2 - 1) * PER_DOUBLING);
}

static double begin_of(unsigned bucket)
{
	return bucket ? LEAST_NS *
	                        ldexp(1 + (double)(bucket % PER_DOUBLING) / PER_DOUBLING, (int)(bucket / PER_DOUBLING))
	              : 0;
}

static void note_last(struct mst_tally *tally, double ns)
{
	tally->last_ns[tally->last_at] = (float)ns;
	tally->last_at = (tally->last_at + 1) % MST_PING_LAST;
	if (tally->last_count < MST_PING_LAST)
		tally->last_count++;
}

static void count(struct mst_tally *tally, double ns)
{
	tally->min_ns = tally->replies == 0 || ns < tally->min_ns ? ns : tally->min_ns;
	tally->max_ns = ns > tally->max_ns ? ns : tally->max_ns;
	tally->ewma_ns = tally->replies == 0 ? ns : tally->ewma_ns + (ns - tally->ewma_ns) / 8;
	tally->sum_ns += ns;
	tally->squares += ns * ns;
	tally->replies++;
	if (!tally->buckets)
		tally->buckets = calloc(BUCKETS, sizeof *tally->buckets);
	if (tally->buckets) /* NULL without memory: then there are no quantiles */
		tally->buckets[bucket_of(ns)]++;
}

void mst_tally_add(struct mst_tally *tally, int64_t rtt_ns)
{
	note_last(tally, (double)rtt_ns);
	if (rtt_ns >= 0)
		count(tally, (double)rtt_ns);
}

void mst_tally_amend(struct mst_tally *tally, int64_t rtt_ns)
{
	for (unsigned i = 1; i <= tally->last_count; i++) {
		unsigned at = (tally->last_at + MST_PING_LAST - i) % MST_PING_LAST;

		if (tally->last_ns[at] == MST_PING_LOST) {
			tally->last_ns[at] = (float)rtt_ns;
			break;
		}
	}
	if (rtt_ns >= 0)
		count(tally, (double)rtt_ns);
}

double mst_tally_quantile(const struct mst_tally *tally, double share)
{
	double wanted = share * (double)tally->replies, before = 0;

	for (unsigned i = 0; tally->buckets && i < BUCKETS; i++) {
		double here = tally->buckets[i], value;

		if (here == 0 || before + here < wanted) {
			before += here;
			continue;
		}
		value = begin_of(i) + (begin_of(i + 1) - begin_of(i)) * (wanted - before) / here;
		return fmin(fmax(value, tally->min_ns), tally->max_ns);
	}
	return tally->max_ns;
}

void mst_tally_report(const struct mst_tally *tally, struct mst_ping_stats *stats)
{
	double count = (double)tally->replies, mean = count > 0 ? tally->sum_ns / count : 0;

	stats->min_ns = tally->min_ns;
	stats->avg_ns = mean;
	stats->max_ns = tally->max_ns;
	stats->mdev_ns = count > 0 ? sqrt(fmax(tally->squares / count - mean * mean, 0)) : 0;
	stats->timed = tally->replies;
	stats->ewma_ns = tally->ewma_ns;
	stats->median_ns = mst_tally_quantile(tally, 0.5);
	stats->p95_ns = mst_tally_quantile(tally, 0.95);
	stats->last_count = tally->last_count;
	for (unsigned i = 0; i < tally->last_count; i++)
		stats->last_ns[i] = (double)tally->last_ns[(tally->last_at + MST_PING_LAST - tally->last_count + i) %
		                                           MST_PING_LAST];
}

void mst_tally_free(struct mst_tally *tally)
{
	free(tally->buckets);
	*tally = (struct mst_tally){ 0 };
}
