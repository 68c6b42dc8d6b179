/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test_hidden.c - what short time-outs hide, in networks of near and far hosts whose truth is known;
 * bench/bench_coverage.c has more of them.
 */
#include <criterion/criterion.h>
#include <math.h>

#include "track/missed.h"

#define MS UINT64_C(1000000)

static uint64_t state;

static double chance(void)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (double)(state >> 11) / 9007199254740992.0;
}

static struct mst_hidden hidden_of(uint64_t near_ns, uint64_t count, uint64_t waited_ns)
{
	uint64_t trips[MST_TRIP_OCTAVES] = { 0 };

	trips[mst_trip_octave(near_ns)] = count;
	return mst_hidden_estimate(trips, waited_ns);
}

/* Asked twice, waited for so long in all: far hosts answer at 300 to far_ms; as many as all together are dead. */
static bool holds(unsigned near, unsigned far, double near_ms, double far_ms, double waited_ms)
{
	struct mst_answered answered = { .planned = 2, .waited_ns = (uint64_t)(waited_ms * 1e6) };
	unsigned all = near + far, missed = 0;
	struct mst_missed estimate;

	answered.asked[1] = 2 * all;
	answered.asked[2] = all;
	for (unsigned i = 0; i < all; i++) {
		double rtt_ms = i < near ? near_ms : 300 + (far_ms - 300) * chance();

		answered.asked[2] += rtt_ms > waited_ms / 2;
		missed += rtt_ms > waited_ms;
		answered.first[1] += rtt_ms <= waited_ms;
		answered.trips[mst_trip_octave((uint64_t)(rtt_ms * 1e6))] += rtt_ms <= waited_ms;
	}
	estimate = mst_missed_estimate(&answered);
	return estimate.low * all <= missed && missed <= estimate.high * all + 1e-9;
}

Test(track_hidden, octaves_begin_at_four_milliseconds)
{
	cr_expect_eq(mst_trip_octave(0), 0);
	cr_expect_eq(mst_trip_octave(4 * MS), 0);
	cr_expect_eq(mst_trip_octave(5 * MS), 1);
	cr_expect_eq(mst_trip_octave(12 * MS), 2);
	cr_expect_eq(mst_trip_octave(500 * MS), 7);
	cr_expect_eq(mst_trip_octave(3000 * MS), 10);
	cr_expect_eq(mst_trip_octave(UINT64_MAX), 10);
}

Test(track_hidden, nothing_is_hidden_from_those_that_waited)
{
	cr_expect_eq(hidden_of(12 * MS, 60, 3050 * MS).high, 0);
	cr_expect_eq(hidden_of(12 * MS, 60, 0).high, 0, "not known");
	cr_expect_eq(hidden_of(12 * MS, 0, 100 * MS).high, 0);
	cr_expect_eq(hidden_of(1 * MS, 1000, 1050 * MS).high, 0, "where all are near, a second is enough");
	cr_expect_eq(hidden_of(1 * MS, 1000, 1050 * MS).mean, 0);
	cr_expect_gt(hidden_of(1 * MS, 1000, 100 * MS).high, 100, "but not less");
}

Test(track_hidden, the_shorter_the_wait_the_more_may_be_hidden)
{
	double before = 0;

	for (uint64_t waited_ms = 3000; waited_ms >= 25; waited_ms /= 2) {
		double high = hidden_of(12 * MS, 100, waited_ms * MS).high;

		cr_expect_geq(high, before, "%lu ms", waited_ms);
		before = high;
	}
	cr_expect_gt(before, 10);
	cr_expect_lt(before, 100);
}

static void expect_to_hold(double near_ms, double far_ms)
{
	static const unsigned sizes[][2] = { { 60, 0 }, { 60, 5 }, { 250, 10 }, { 1000, 50 }, { 1000, 150 } };
	static const double waits_ms[] = { 100, 150, 350, 400, 450, 600, 1050, 3050 };

	for (unsigned s = 0; s < sizeof sizes / sizeof *sizes; s++) {
		for (unsigned w = 0; w < sizeof waits_ms / sizeof *waits_ms; w++) {
			unsigned held = 0;

			for (unsigned run = 0; run < 100; run++) {
				state = run * 7919 + 17;
				held += holds(sizes[s][0], sizes[s][1], near_ms, far_ms, waits_ms[w]);
			}
			cr_expect_geq(held, 90u, "%u near (%g ms), %u far, %g ms: %u of 100", sizes[s][0], near_ms,
			              sizes[s][1], waits_ms[w], held);
		}
	}
}

Test(track_hidden, the_interval_holds_in_networks_of_near_and_far_hosts)
{
	expect_to_hold(12, 510);
}

Test(track_hidden, it_holds_where_all_but_a_few_far_hosts_are_nearer_than_four_milliseconds)
{
	expect_to_hold(0.4, 900);
	expect_to_hold(2, 510);
}
