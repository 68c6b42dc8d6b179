/*
 * missed.h - how many of those who would answer were never heard: an estimate out of answers by attempt. Pure.
 *
 * Asking the silent again is a removal experiment: whoever answers leaves those who are asked, and how fast the answers
 * of later attempts dwindle tells how many are still to come (P. Moran 1951; C. Zippin 1956). The derivation is in missed.c.
 */
#ifndef MST_TRACK_MISSED_H
#define MST_TRACK_MISSED_H

#include <muster/scan.h>

#define MST_HEARD_ATTEMPTS 15

/* Counts of one round, by attempt; [0] is not used. */
struct mst_heard {
	unsigned planned;                            /* attempts that every silent target gets */
	uint64_t asked[MST_HEARD_ATTEMPTS + 1];      /* targets asked for the j-th time */
	uint64_t first[MST_HEARD_ATTEMPTS + 1];      /* targets heard for the first time, by an answer to the j-th */
	uint64_t second[MST_HEARD_ATTEMPTS + 1];     /* likewise, by a probe that only the silent are asked by: its j-th question
	                                                is part of attempt j + 1 */
};

struct mst_missed mst_missed_estimate(const struct mst_heard *heard);

/* Of two rounds, of which the second asked only those heard in the first: missed in either. */
struct mst_missed mst_missed_in_turn(const struct mst_missed *one, const struct mst_missed *other);

/*
 * How many attempts, 1..most, leave at most this share (0..1) unheard, by what is known so far; `most` when even those do
 * not, 0 when nobody was heard.
 */
unsigned mst_missed_attempts(const struct mst_heard *heard, double share, unsigned most);

#endif
