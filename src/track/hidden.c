/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hidden.c - see hidden.h.
 *
 * The idea, with numbers. 60 hosts answer after 12 ms and 5 after 500 ms; a run that waits for 150 ms sees 60:
 *
 *     round trip    4 ms     16 ms     64 ms     256 ms    1 s       3 s
 *     hosts          │   60   │         │    ┊    │    5    │         │
 *                        ▲ most         ┊    waited                   ▲ none is farther
 *                        └── looked at ──────┊── hidden ──────────────┘
 *
 * Losses explain nothing here: every host that answered did so at once. Whether there is a second crowd of hosts that
 * are farther, the answers of the first cannot tell. So the estimate rests on assumptions, which are these:
 *
 *   - where answers come from afar, a second crowd is as likely as not; its distance is anywhere between that of most
 *     hosts and three seconds, each octave as likely as any other
 *   - where hardly any host is farther than 4 ms, a second crowd exists in one case of four; its distance is that of
 *     another continent or a satellite, between 134 ms and one second
 *   - of all responders it is a share that is Beta(1, 9) distributed: one in ten on average, in nine cases of ten less
 *     than 23 %
 *
 * What was waited for and not seen makes a second crowd less likely (Bayes). With F, the part of these octaves that was
 * waited for, the chance that it exists is e before, and afterwards h = e (1 - F) / (1 - e F). The number hidden
 * is at most the share whose chance of being exceeded is 2.5 % / h; none, where h is below 2.5 %.
 *
 * Besides, a crowd may be cut in two by the end of the wait: n answers in the last octave before it stand for others
 * behind it, n / 2 on average, and 3 n + 3 at most.
 */
#include "track/hidden.h"

#include <math.h>
#include <stdbool.h>

#include "track/rtt.h"

#define FARTHEST_NS 3e9
#define FARTHEST_OF_NEAR_NS 1e9 /* where no answer comes from afar */
#define EXISTS 0.5
#define EXISTS_OF_NEAR 0.25
#define NEXT_OF_NEAR 5.0 /* octaves: 134 ms. Hosts on other continents and behind satellites */
#define SHARE_SHAPE 9.0  /* Beta(1, 9) */
#define TAIL 0.025
#define CUT_MEAN 0.5
#define CUT_HIGH 3.0

/* In octaves behind the end of the first one. */
static double octaves_of(double ns)
{
	return log2(ns / (double)(UINT64_C(1) << MST_TRIP_SHIFT));
}

static double total_of(const uint64_t *trips)
{
	double sum = 0;

	for (unsigned i = 0; i < MST_TRIP_OCTAVES; i++)
		sum += (double)trips[i];
	return sum;
}

/* Where the octave of the median ends. */
static double end_of_most(const uint64_t *trips, double total)
{
	double sum = 0;

	for (unsigned i = 0; i < MST_TRIP_OCTAVES; i++) {
		sum += (double)trips[i];
		if (sum * 2 >= total)
			return i;
	}
	return MST_TRIP_OCTAVES - 1;
}

/* The chance that a second crowd exists and is hidden. */
static double chance_hidden(const uint64_t *trips, double total, bool all_near, double waited)
{
	double farthest = octaves_of(all_near ? FARTHEST_OF_NEAR_NS : FARTHEST_NS);
	double most = all_near ? NEXT_OF_NEAR : end_of_most(trips, total);
	double exists = all_near ? EXISTS_OF_NEAR : EXISTS, seen;

	if (waited >= farthest || most >= farthest)
		return 0;
	seen = fmax(0, (waited - most) / (farthest - most));
	return exists * (1 - seen) / (1 - exists * seen);
}

/* Answers in the octave before the end of the wait, to the next whole one. */
static double answers_at_the_end(const uint64_t *trips, double waited)
{
	double sum = 0;

	if (waited >= octaves_of(FARTHEST_NS))
		return 0;
	for (unsigned i = 1; i < MST_TRIP_OCTAVES; i++) {
		if (i > waited - 1)
			sum += (double)trips[i];
	}
	return sum;
}

struct mst_hidden mst_hidden_estimate(const uint64_t trips[MST_TRIP_OCTAVES], uint64_t waited_ns)
{
	double total = total_of(trips), waited, chance, share, cut;
	bool all_near = (total - (double)trips[0]) * MST_RTT_FEW < total;
	struct mst_hidden hidden = { 0 };

	if (total == 0 || waited_ns == 0)
		return hidden;
	waited = octaves_of((double)waited_ns);
	chance = chance_hidden(trips, total, all_near, waited);
	cut = answers_at_the_end(trips, waited);
	/* P(share > s) = (1 - s)^9 */
	share = chance > TAIL ? 1 - pow(TAIL / chance, 1 / SHARE_SHAPE) : 0;
	/* Where nothing shows that any host is far, none hidden is by far the likeliest. */
	hidden.mean = (all_near ? 0 : chance * total / (SHARE_SHAPE - 1)) + CUT_MEAN * cut;
	hidden.high = total * share / (1 - share) + (cut > 0 ? CUT_HIGH * (cut + 1) : 0);
	return hidden;
}
