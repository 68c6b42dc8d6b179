/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * crew.h - how many lanes of an egress take part: more, while their CPU is what limits the rate and another one is
 * idle; fewer, when other programs want that CPU, or when the last one that joined brought nothing.
 *
 *     lanes busy, a CPU idle ──► one more joins ──► 5 % more frames left a second: it stays
 *                                             └──► if not, it leaves; the next try comes later and later
 *
 * What one more lane brings cannot be known in advance: two lanes of one device may wait for each other at its queue,
 * and the receiver may be what is busy. So it is tried, and measured. Pure: the clock is an argument.
 */
#ifndef MST_PACE_CREW_H
#define MST_PACE_CREW_H

#include <stdbool.h>
#include <stdint.h>

#define MST_CREW_WINDOW_NS UINT64_C(50000000) /* between two looks */

/* Sums since the round began, at a moment. */
struct mst_crew_senses {
	uint64_t now_ns;
	uint64_t sent;      /* frames of the egress */
	uint64_t slept_ns;  /* lanes that take part: the pace, the network or the report kept them from sending */
	uint64_t spare_ns;  /* the CPUs that the threads may run on were idle */
	uint64_t others_ns; /* these CPUs worked for other programs */
};

struct mst_crew {
	unsigned lanes, most;          /* that take part; at most */
	unsigned trying;               /* looks until it is known what the last one brought; 0: it is */
	double pps, before_pps;        /* what leaves, and what left without it: frames a second, smoothed */
	double spare, others;          /* CPUs, smoothed */
	uint64_t rest_until_ns;        /* until then none joins */
	uint64_t rest_ns;              /* how long the next rest is */
	struct mst_crew_senses before; /* at the last look */
};

void mst_crew_open(struct mst_crew *crew, unsigned lanes, unsigned most, const struct mst_crew_senses *senses);

static inline bool mst_crew_is_due(const struct mst_crew *crew, uint64_t now_ns)
{
	return crew->most > 1 && now_ns >= crew->before.now_ns + MST_CREW_WINDOW_NS;
}

/* Looks at what has happened since the last look; returns how many take part from now on. */
unsigned mst_crew_turn(struct mst_crew *crew, const struct mst_crew_senses *senses);

#endif
