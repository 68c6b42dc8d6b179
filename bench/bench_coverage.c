/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bench_coverage.c - how often the interval of the estimate of missed responders holds, of 100 seeded runs, in networks
 * of near and far hosts. Every host is drawn: its round trip, and for each attempt whether it is lost. Unlike the other
 * benches it measures no time.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>

#include "track/missed.h"

#define RUNS 100
#define ATTEMPTS 2
#define MS 1e6

struct network {
	unsigned near, far;               /* hosts; as many addresses as both have none */
	double near_ms, far_ms, far_span; /* round trips: near ± half, far to so many times as much */
	double lost;                      /* of attempts */
};

static uint64_t state;

static double chance(void)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (double)(state >> 11) / 9007199254740992.0;
}

/* Asks one host; returns whether it answered within the wait. */
static bool ask(struct mst_answered *answered, double rtt_ns, double lost, double timeout_ns)
{
	double best = INFINITY;
	unsigned by = 0;

	for (unsigned j = 1; j <= ATTEMPTS && best > (j - 1) * timeout_ns; j++) {
		double at = (j - 1) * timeout_ns + rtt_ns;

		answered->asked[j]++;
		if (chance() >= lost && at < best) {
			best = at;
			by = j;
		}
	}
	if (best > ATTEMPTS * timeout_ns)
		return false;
	answered->first[by]++;
	answered->trips[mst_trip_octave((uint64_t)rtt_ns)]++;
	return true;
}

/* Whether the true share is in the interval; adds its upper end to *high. */
static bool holds(const struct network *network, double timeout_ns, double *high)
{
	struct mst_answered answered = { .planned = ATTEMPTS, .waited_ns = (uint64_t)(ATTEMPTS * timeout_ns) };
	unsigned hosts = network->near + network->far, missed = 0;
	struct mst_missed estimate;
	double truth;

	for (unsigned i = 0; i < hosts; i++) {
		double rtt = i < network->near ? network->near_ms * (0.5 + chance())
		                               : network->far_ms * (1 + chance() * (network->far_span - 1));

		missed += !ask(&answered, rtt * MS, network->lost, timeout_ns);
	}
	for (unsigned j = 1; j <= ATTEMPTS; j++)
		answered.asked[j] += hosts;
	estimate = mst_missed_estimate(&answered);
	truth = (double)missed / hosts;
	*high += estimate.high / RUNS;
	return estimate.known && truth >= estimate.low - 1e-9 && truth <= estimate.high + 1e-9;
}

static void measure(const struct network *network)
{
	static const double timeouts_ms[] = { 50, 75, 150, 300, 500, 550, 1500 };

	printf("%5u at %3g ms, %4u at %4g-%4g ms, %4.1f %% lost:", network->near, network->near_ms, network->far,
	       network->far_ms, network->far_ms * network->far_span, network->lost * 100);
	for (unsigned t = 0; t < sizeof timeouts_ms / sizeof *timeouts_ms; t++) {
		unsigned held = 0;
		double high = 0;

		for (unsigned run = 0; run < RUNS; run++) {
			state = run * 7919 + 17;
			held += holds(network, timeouts_ms[t] * MS, &high);
		}
		printf("  %3u (%4.1f %%)", held, high * 100);
	}
	printf("\n");
}

int main(void)
{
	static const struct network networks[] = {
		{ 60, 0, 12, 0, 1, 0 },           { 60, 5, 12, 300, 1.7, 0 },       { 60, 5, 12, 500, 1, 0.02 },
		{ 60, 5, 6, 300, 1.7, 0.1 },      { 1000, 0, 12, 0, 1, 0.02 },      { 1000, 50, 12, 300, 1.7, 0 },
		{ 1000, 150, 12, 200, 4, 0.02 },  { 250, 10, 40, 250, 8, 0.01 },    { 250, 30, 40, 600, 1.2, 0 },
		{ 5000, 100, 25, 150, 10, 0.05 }, { 5000, 500, 25, 550, 1.1, 0.2 }, { 20, 2, 12, 700, 1.5, 0 },
		{ 60, 5, 0.4, 300, 1.7, 0 },      { 1000, 0, 0.4, 0, 1, 0.02 },     { 60, 5, 0.4, 300, 3, 0 },
		{ 60, 5, 2, 300, 3, 0.02 },       { 250, 20, 0.4, 500, 1.8, 0 },    { 1000, 50, 0.4, 300, 3, 0.02 },
		{ 1000, 100, 1, 600, 1.5, 0.05 }, { 5000, 20, 0.4, 300, 3, 0 },     { 20, 2, 0.4, 300, 3, 0 },
	};

	printf("runs of %d whose interval holds (its mean upper end), for %d attempts with time-outs of\n", RUNS,
	       ATTEMPTS);
	printf("%56s  %11s  %11s  %11s  %11s  %11s  %11s  %11s\n", "", "50 ms", "75 ms", "150 ms", "300 ms", "500 ms",
	       "550 ms", "1.5 s");
	for (unsigned i = 0; i < sizeof networks / sizeof *networks; i++)
		measure(&networks[i]);
	return 0;
}
