/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tally.h - statistics of the round-trip times of one host, in constant memory.
 *
 * Quantiles are read from a histogram with sixteen buckets for each doubling of the time, so that a value is known
 * within 1/32 of itself (the idea of G. Tene's HdrHistogram).
 */
#ifndef MST_PING_TALLY_H
#define MST_PING_TALLY_H

#include <muster/ping.h>

struct mst_tally {
	uint64_t replies;
	double min_ns, max_ns, sum_ns, squares, ewma_ns;
	uint32_t *buckets; /* NULL before the first reply */
	float last_ns[MST_PING_LAST];
	unsigned last_at, last_count;
};

/*
 * Adds a reply. MST_PING_LOST or MST_PING_UNSENT adds a question without a reply, MST_PING_UNTIMED a reply whose time
 * is not known: these go to `last_ns` only.
 */
void mst_tally_add(struct mst_tally *tally, int64_t rtt_ns);

/* A late reply: replaces the latest MST_PING_LOST in `last_ns`. */
void mst_tally_amend(struct mst_tally *tally, int64_t rtt_ns);

/* The time below which this share (0..1) of the replies lies; 0 without replies. */
double mst_tally_quantile(const struct mst_tally *tally, double share);

/* Fills the members about times. */
void mst_tally_report(const struct mst_tally *tally, struct mst_ping_stats *stats);

void mst_tally_free(struct mst_tally *tally);

#endif
