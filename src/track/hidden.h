/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hidden.h - an estimate of the responders that short time-outs hide: they are farther than the run waited for. Pure.
 */
#ifndef MST_TRACK_HIDDEN_H
#define MST_TRACK_HIDDEN_H

#include <stdint.h>

/*
 * Round trips of first answers, by octave:
 *
 *     0: below 4.2 ms    1: to 8.4 ms    2: to 16.8 ms    …    8: to 1.07 s    9: to 2.1 s    10: longer
 */
#define MST_TRIP_OCTAVES 11
#define MST_TRIP_SHIFT 22 /* of nanoseconds: the first octave ends here */

static inline unsigned mst_trip_octave(uint64_t rtt_ns)
{
	uint64_t steps = rtt_ns >> MST_TRIP_SHIFT;
	unsigned octave = steps ? 64u - (unsigned)__builtin_clzll(steps) : 0;

	return octave < MST_TRIP_OCTAVES ? octave : MST_TRIP_OCTAVES - 1;
}

/* How many targets are hidden: on average, and at most with a chance of 97.5 %. At least, none is. */
struct mst_hidden {
	double mean, high;
};

/*
 * `trips`: how many answers had a round trip in each octave; `waited_ns`: how long every silent target was waited for
 * since its first attempt; 0: not known, nothing is hidden.
 */
struct mst_hidden mst_hidden_estimate(const uint64_t trips[MST_TRIP_OCTAVES], uint64_t waited_ns);

#endif
