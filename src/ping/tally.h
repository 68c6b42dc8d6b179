/*
 * tally.h - what the round-trip times of one host come to, in memory that does not grow.
 *
 * Quantiles come from a histogram whose buckets grow with what they hold: sixteen to each doubling, so that a value
 * is known within one part in 32 (the idea of G. Tene's HdrHistogram).
 */
#ifndef MST_PING_TALLY_H
#define MST_PING_TALLY_H

#include <muster/ping.h>

struct mst_tally {
	uint64_t replies;
	double min_ns, max_ns, sum_ns, squares;
	uint32_t *buckets;  /* NULL before the first */
	float last_ns[MST_PING_LAST];
	unsigned last_at, last_count;
};

/* A reply; MST_PING_LOST and MST_PING_UNSENT: a question without one, for the row of the last only. */
void mst_tally_add(struct mst_tally *tally, int64_t rtt_ns);

/* A lost question has been answered after all: the last lost one of the row. */
void mst_tally_amend(struct mst_tally *tally, int64_t rtt_ns);

/* The value below which this share lies; 0 without replies. */
double mst_tally_quantile(const struct mst_tally *tally, double share);

/* Fills what is about times. */
void mst_tally_tell(const struct mst_tally *tally, struct mst_ping_stats *stats);

void mst_tally_free(struct mst_tally *tally);

#endif
