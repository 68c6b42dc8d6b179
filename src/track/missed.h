/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * missed.h - an estimate of how many targets would answer, and were missed: by which attempt the others answered. Pure.
 *
 * Asking silent targets again is what ecologists call a removal experiment: each answer removes a target from those
 * still asked, and how fast the answers of later attempts become fewer shows how many are still to come (P. Moran: "A
 * mathematical theory of animal trapping", 1951; C. Zippin 1956). missed.c explains it.
 */
#ifndef MST_TRACK_MISSED_H
#define MST_TRACK_MISSED_H

#include <muster/scan.h>

#include "track/hidden.h"

#define MST_ANSWERED_ATTEMPTS 15

/* Counts of one round, by attempt; [0] is not used. */
struct mst_answered {
	unsigned planned;                           /* attempts that every silent target gets */
	uint64_t asked[MST_ANSWERED_ATTEMPTS + 1];  /* targets asked for the j-th time */
	uint64_t first[MST_ANSWERED_ATTEMPTS + 1];  /* targets that answered the j-th attempt, and none before */
	uint64_t second[MST_ANSWERED_ATTEMPTS + 1]; /* likewise, a probe that only silent targets get: its j-th question
	                                             * is part of attempt j + 1 */
	uint64_t trips[MST_TRIP_OCTAVES];           /* round trips of answers from beyond the link, see hidden.h */
	uint64_t waited_ns; /* the least that a silent target was waited for, since its first attempt; 0: not known */
};

struct mst_missed mst_missed_estimate(const struct mst_answered *answered);

/* Of two rounds, of which the second asked only targets that answered in the first: missed in either. */
struct mst_missed mst_missed_in_turn(const struct mst_missed *one, const struct mst_missed *other);

/*
 * How many attempts, 1..most, miss at most this share (0..1) of the targets that would answer, as far as is known now.
 * `most` when even those miss more; 0 when no target has answered.
 */
unsigned mst_missed_attempts(const struct mst_answered *answered, double share, unsigned most);

#endif
