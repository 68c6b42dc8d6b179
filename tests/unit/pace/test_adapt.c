/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test_adapt.c - the adaptive rate, on simulated networks in virtual time, where what it promises is exact.
 */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "unit/pace/fixture_pace.h"

static void open_at(struct mst_adapt *adapt, double start_pps, double cap_pps, double blind_pps)
{
	struct mst_adapt_bounds bounds = {
		.start_pps = start_pps, .floor_pps = 100, .cap_pps = cap_pps, .blind_pps = blind_pps
	};

	mst_adapt_open(adapt, &bounds, 0);
}

/* Settled: at least four fifths of the bottleneck, within a fifth of its mean, no target missed. */
static void expect_found(const struct network *net)
{
	struct run *run = play(net, 60000);
	double rate = mean(run->rate, 20000, 60000), missed = share_missed(run, net, 60000);
	const char *kind = net->policer ? "bucket" : "buffer";

	cr_expect(rate >= 0.8 * net->bottleneck_pps && rate <= 1.1 * net->bottleneck_pps,
	          "%.0f pps, %.0f ms, %s %.0f ms: settles at %.0f", net->bottleneck_pps, net->rtt_ms, kind,
	          net->buffer_ms, rate);
	cr_expect(missed <= 0.001, "%.0f pps, %.0f ms, %s %.0f ms: %.5f missed", net->bottleneck_pps, net->rtt_ms, kind,
	          net->buffer_ms, missed);
	cr_expect(swing(run, 20000, 60000) <= 0.2, "%.0f pps, %.0f ms, %s %.0f ms: swings by %.2f", net->bottleneck_pps,
	          net->rtt_ms, kind, net->buffer_ms, swing(run, 20000, 60000));
	free(run);
}

static void expect_all_found(bool policer, bool near)
{
	static const double bottlenecks[] = { 5e3, 20e3, 100e3 }, round_trips[] = { 1, 20, 200 }, buffers[] = { 5, 50 };

	for (unsigned i = 0; i < 18; i++) {
		struct network net = {
			.bottleneck_pps = bottlenecks[i % 3],
			.rtt_ms = round_trips[i / 3 % 3],
			.buffer_ms = buffers[i / 9],
			.policer = policer,
			.near = near,
		};

		expect_found(&net);
	}
}

Test(pace_adapt, finds_every_bottleneck_before_a_queue_and_misses_no_target)
{
	expect_all_found(false, false);
}

Test(pace_adapt, finds_every_token_bucket_and_misses_no_target)
{
	expect_all_found(true, false);
}

Test(pace_adapt, near_networks_are_asked_faster_and_every_bottleneck_is_found_there_too)
{
	expect_all_found(false, true);
	expect_all_found(true, true);
}

Test(pace_adapt, no_more_leave_before_a_first_answer_than_a_tcp_sends_before_its_first_acknowledgement)
{
	struct network far = { .bottleneck_pps = 1e9, .buffer_ms = 10, .rtt_ms = 90, .near = true };
	struct run *run = play(&far, 100);
	double sent = 0;

	for (unsigned ms = 0; ms < 90; ms++)
		sent += run->rate[ms] / 1000;
	cr_expect_float_eq(run->rate[10], 10e3, 1);
	cr_expect_float_eq(run->rate[20], 1e3, 1);
	cr_expect_leq(sent, 250, "%.0f", sent);
	free(run);
}

/* The targets of the first second, of which later ones take nothing away. */
Test(pace_adapt, first_frames_that_are_too_many_for_a_slow_way_cost_no_target)
{
	static const double bottlenecks[] = { 500, 2e3, 5e3, 8e3 };

	for (unsigned i = 0; i < 8; i++) {
		struct network net = { .bottleneck_pps = bottlenecks[i % 4],
			               .buffer_ms = 10,
			               .rtt_ms = i / 4,
			               .policer = true,
			               .near = true };
		struct network before = net;
		struct run *run = play(&net, 1000), *slow;
		double missed = share_missed(run, &net, 1000);

		before.near = false;
		slow = play(&before, 1000);
		cr_expect_leq(missed, share_missed(slow, &before, 1000) + 0.002,
		              "%.0f pps, %u ms: %.4f missed, %.4f from 1,000", net.bottleneck_pps, i / 4, missed,
		              share_missed(slow, &before, 1000));
		free(run);
		free(slow);
	}
}

Test(pace_adapt, a_near_network_that_answers_at_once_is_asked_a_million_a_second_after_a_tenth)
{
	struct network net = { .bottleneck_pps = 1e9, .buffer_ms = 10, .near = true };
	struct run *run = play(&net, 400);

	cr_expect_geq(run->rate[110], 1e6, "%.0f", run->rate[110]);
	free(run);
}

Test(pace_adapt, it_is_quick_where_round_trips_are_tiny)
{
	struct network net = { .bottleneck_pps = 1e9, .buffer_ms = 10 };
	struct run *run = play(&net, 400);

	cr_expect_geq(run->rate[200], 100e3, "%.0f", run->rate[200]);
	free(run);
}

Test(pace_adapt, is_at_a_million_after_two_seconds_where_nothing_is_lost)
{
	struct network net = { .bottleneck_pps = 1e9, .buffer_ms = 10, .rtt_ms = 50 };
	struct run *run = play(&net, 4000);

	cr_expect_geq(run->rate[2000], 1e6);
	free(run);
}

Test(pace_adapt, a_dead_range_does_not_slow_it)
{
	struct network net = { .bottleneck_pps = 1e9, .buffer_ms = 10, .rtt_ms = 1, .silent = true, .cap_pps = 100e3 };
	struct run *run = play(&net, 3000);

	cr_expect_eq(run->rate[2900], 100e3);
	cr_expect_eq(run->adapt.limit, MST_LIMIT_MAX_RATE);
	free(run);
}

Test(pace_adapt, until_a_target_answers_it_stays_polite)
{
	struct mst_adapt adapt;
	struct mst_senses senses = { .patience_ns = 50 * NS, .lanes = 1 };

	open_at(&adapt, 1000, 1e6, 100e3);
	for (unsigned ms = 2; ms < 3000; ms += 2) {
		senses.sent += (uint64_t)(adapt.rate_pps / 500);
		senses.now_ns = senses.read_ns = senses.left_ns = ms * NS;
		mst_adapt_turn(&adapt, &senses);
	}
	cr_expect_eq(adapt.rate_pps, 100e3);
	cr_expect_eq(adapt.limit, MST_LIMIT_SILENCE);
}

Test(pace_adapt, loss_that_comes_at_any_rate_does_not_drive_it_down)
{
	static const double losses[] = { 0.01, 0.05, 0.2 };

	for (unsigned i = 0; i < 3; i++) {
		struct network net = {
			.bottleneck_pps = 1e9, .buffer_ms = 10, .rtt_ms = 10, .random_loss = losses[i], .cap_pps = 200e3
		};
		struct run *run = play(&net, 30000);

		cr_expect_geq(mean(run->rate, 15000, 30000), 160e3, "%.2f lost: %.0f", losses[i],
		              mean(run->rate, 15000, 30000));
		free(run);
	}
}

/* Of 20 networks that lose so much by chance: how many let it reach 50,000 a second in so long. */
static unsigned quick_of_20(double random_loss, double rtt_ms, unsigned within_ms)
{
	unsigned quick = 0;

	for (unsigned seed = 1; seed <= 20; seed++) {
		struct network net = {
			.bottleneck_pps = 1e9,
			.buffer_ms = 10,
			.rtt_ms = rtt_ms,
			.random_loss = random_loss,
			.cap_pps = 200e3,
			.seed = 77 * seed,
		};
		struct run *run = play(&net, within_ms);
		unsigned ms = 0;

		while (ms < within_ms && run->rate[ms] < 50e3)
			ms++;
		quick += ms < within_ms;
		free(run);
	}
	return quick;
}

Test(pace_adapt, loss_by_chance_at_the_beginning_is_soon_distinguished_from_congestion)
{
	static const double losses[] = { 0.05, 0.1, 0.2 }, round_trips[] = { 1, 10, 50 };

	for (unsigned i = 0; i < 9; i++) {
		double loss = losses[i % 3], rtt_ms = round_trips[i / 3];

		cr_expect_geq(quick_of_20(loss, rtt_ms, 4000), 13, "%.2f lost, %.0f ms", loss, rtt_ms);
		cr_expect_geq(quick_of_20(loss, rtt_ms, 15000), 19, "%.2f lost, %.0f ms", loss, rtt_ms);
	}
}

Test(pace_adapt, a_bottleneck_is_found_in_a_network_that_loses_some_by_chance)
{
	for (unsigned seed = 1; seed <= 10; seed++) {
		struct network net = {
			.bottleneck_pps = 20e3,
			.buffer_ms = 20,
			.rtt_ms = 20,
			.random_loss = 0.02,
			.seed = 77 * seed,
			.policer = seed % 2,
		};
		struct run *run = play(&net, 40000);
		double rate = mean(run->rate, 10000, 40000), missed = share_missed(run, &net, 40000);

		cr_expect(rate >= 16e3 && rate <= 23e3, "seed %u: %.0f", seed, rate);
		cr_expect_leq(missed, 0.001, "seed %u: %.5f", seed, missed);
		free(run);
	}
}

Test(pace_adapt, it_recovers_from_a_burst_of_loss)
{
	struct network net = {
		.bottleneck_pps = 100e3, .buffer_ms = 20, .rtt_ms = 10, .outage_at = 20000, .outage_ms = 200
	};
	struct run *run = play(&net, 40000);

	cr_expect_leq(mean(run->rate, 20400, 20600), 60e3, "%.0f", mean(run->rate, 20400, 20600));
	cr_expect_geq(mean(run->rate, 25000, 30000), 80e3, "%.0f", mean(run->rate, 25000, 30000));
	free(run);
}

Test(pace_adapt, a_queue_in_the_network_is_noticed_before_it_overflows)
{
	struct network deep = { .bottleneck_pps = 20e3, .buffer_ms = 2000, .rtt_ms = 5 };
	struct run *run = play(&deep, 10000);

	/* Twice the bottleneck for as long as its answers take, no more;
	 * a rate that reacts to nothing but loss fills two seconds. */
	for (unsigned ms = 0; ms < 10000; ms++)
		cr_assert_leq(run->queue_ms[ms], 500, "%.0f ms of queue at %u ms", run->queue_ms[ms], ms);
	cr_expect_geq(mean(run->rate, 3000, 10000), 16e3, "%.0f", mean(run->rate, 3000, 10000));
	free(run);
}

Test(pace_adapt, answers_that_come_only_to_repeated_questions_are_loss_that_reference_probes_do_not_see)
{
	struct network net = {
		.bottleneck_pps = 20e3,
		.buffer_ms = 5,
		.rtt_ms = 5,
		.policer = true,
		.references_spared = true,
		.machine_pps = 40e3,
	};
	struct run *run = play(&net, 60000);

	cr_expect_leq(mean(run->rate, 20000, 60000), 26e3, "%.0f", mean(run->rate, 20000, 60000));
	cr_expect_geq(mean(run->rate, 20000, 60000), 12e3, "%.0f", mean(run->rate, 20000, 60000));
	cr_expect_eq(run->adapt.trouble, MST_LIMIT_LOSS);
	free(run);
}

Test(pace_adapt, it_does_not_outrun_this_machine)
{
	struct network net = { .bottleneck_pps = 1e9, .buffer_ms = 20, .rtt_ms = 1, .machine_pps = 300e3 };
	struct run *run = play(&net, 5000);

	cr_expect_leq(run->adapt.rate_pps, 400e3);
	cr_expect_geq(run->adapt.rate_pps, 300e3);
	cr_expect_eq(run->adapt.limit, MST_LIMIT_MACHINE);
	free(run);
}

/* At 100,000 a second, HOLD's beginning not yet known; `look` changes what is sensed at the next look. */
static struct mst_adapt at_100k(struct mst_senses *senses)
{
	struct mst_adapt adapt;

	*senses = (struct mst_senses){
		.now_ns = 10 * NS,
		.read_ns = 10 * NS,
		.left_ns = 10 * NS,
		.patience_ns = 50 * NS,
		.members = 9,
		.lanes = 1,
	};
	open_at(&adapt, 100e3, 1e6, 0);
	mst_adapt_turn(&adapt, senses);
	senses->now_ns = senses->read_ns = senses->left_ns = 20 * NS;
	senses->sent = 1000;
	return adapt;
}

Test(pace_adapt, answers_lost_in_this_machine_slow_it_at_once)
{
	struct mst_senses senses;
	struct mst_adapt adapt = at_100k(&senses);

	senses.drops = 1;
	cr_expect_lt(mst_adapt_turn(&adapt, &senses), 90e3);
	cr_expect_eq(adapt.limit, MST_LIMIT_CAPTURE);
}

Test(pace_adapt, frames_that_a_device_drops_slow_it_at_once_but_not_a_few_of_others)
{
	struct mst_senses senses;
	struct mst_adapt adapt = at_100k(&senses), other = adapt;

	senses.device_drops = 50;
	cr_expect_lt(mst_adapt_turn(&adapt, &senses), 90e3);
	cr_expect_eq(adapt.limit, MST_LIMIT_MACHINE);
	senses.device_drops = 5;
	cr_expect_eq(mst_adapt_turn(&other, &senses), 100e3);
}

Test(pace_adapt, a_report_that_is_behind_is_distinguished_from_a_slow_machine)
{
	struct mst_senses senses;
	struct mst_adapt adapt = at_100k(&senses);

	for (unsigned ms = 22; ms < 200; ms += 2) {
		senses.now_ns = senses.read_ns = senses.left_ns = ms * NS;
		senses.held_ns += NS;
		mst_adapt_turn(&adapt, &senses);
	}
	cr_expect_eq(adapt.limit, MST_LIMIT_REPORT);
	cr_expect_eq(adapt.rate_pps, 100e3);
}

Test(pace_adapt, answers_lost_here_slow_it_to_what_is_taken_and_once_for_one_backlog)
{
	struct mst_senses senses;
	struct mst_adapt adapt = at_100k(&senses);

	senses.received = 600;
	senses.drops = 400;
	cr_expect_float_eq(mst_adapt_turn(&adapt, &senses), 60e3, 1, "%.0f", adapt.rate_pps);
	for (unsigned ms = 22; ms < 60; ms += 2) {
		senses.now_ns = senses.left_ns = ms * NS;
		senses.drops += 100; /* of the backlog: what came after 20 ms has not been read */
		cr_assert_float_eq(mst_adapt_turn(&adapt, &senses), 60e3, 1, "%u ms: %.0f", ms, adapt.rate_pps);
	}
	senses.now_ns = senses.read_ns = 60 * NS;
	mst_adapt_turn(&adapt, &senses);
	senses.received += 700;
	senses.drops += 300;
	cr_expect_float_eq(mst_adapt_turn(&adapt, &senses), 42e3, 1, "%.0f", adapt.rate_pps);
	cr_expect_eq(adapt.limit, MST_LIMIT_CAPTURE);
}

/* What a machine would bring that sends so many a second while it has the CPU, a share of the time. */
static void expect_borne(const struct network *net, double best_pps, const char *what)
{
	struct run *run = play(net, 30000);
	double rate = mean(run->rate, 3000, 30000), missed = share_missed(run, net, 30000);

	cr_expect_geq(rate, 0.7 * best_pps, "%s, %u of %u ms, seed %u: %.0f", what, net->stall_ms, net->stall_every_ms,
	              net->seed, rate);
	cr_expect_leq(missed, 0.001, "%s, %u of %u ms, seed %u: %.5f missed", what, net->stall_ms, net->stall_every_ms,
	              net->seed, missed);
	free(run);
}

Test(pace_adapt, a_machine_that_has_little_cpu_for_us_is_no_slow_network)
{
	static const unsigned stalls[][2] = { { 3, 6 }, { 12, 16 }, { 80, 100 }, { 95, 100 } };

	for (unsigned i = 0; i < 16; i++) {
		struct network net = {
			.bottleneck_pps = 1e9,
			.buffer_ms = 20,
			.rtt_ms = i / 4 % 2 ? 20 : 1,
			.machine_pps = 50e3,
			.stall_ms = stalls[i % 4][0],
			.stall_every_ms = stalls[i % 4][1],
			.seed = 77 * (i + 1),
		};

		expect_borne(&net, net.machine_pps * (1 - (double)net.stall_ms / net.stall_every_ms), "free network");
	}
}

/* What limits a rate that may be 20,000 a second at most, with or without stalls of 95 in 100 ms. */
static enum mst_limit limit_with(unsigned stall_ms, double cap_pps)
{
	struct network net = {
		.bottleneck_pps = 1e9,
		.buffer_ms = 20,
		.rtt_ms = 1,
		.cap_pps = cap_pps,
		.stall_ms = stall_ms,
		.stall_every_ms = 100,
		.seed = 5,
	};
	struct run *run = play(&net, 2000);
	enum mst_limit limit = run->adapt.limit;

	free(run);
	return limit;
}

Test(pace_adapt, a_rate_that_is_kept_only_while_there_is_cpu_is_limited_by_this_machine)
{
	cr_expect_eq(limit_with(0, 20e3), MST_LIMIT_MAX_RATE);
	cr_expect_eq(limit_with(95, 20e3), MST_LIMIT_MACHINE);
	cr_expect_eq(limit_with(95, 20e6), MST_LIMIT_MACHINE, "though it still rises");
}

Test(pace_adapt, a_bottleneck_is_found_from_a_machine_that_has_little_cpu_for_us)
{
	static const unsigned stalls[][2] = { { 3, 6 }, { 12, 16 }, { 80, 100 }, { 95, 100 } };

	for (unsigned i = 0; i < 16; i++) {
		struct network net = {
			.bottleneck_pps = 20e3,
			.buffer_ms = 20,
			.rtt_ms = 20,
			.policer = i / 4 % 2,
			.stall_ms = stalls[i % 4][0],
			.stall_every_ms = stalls[i % 4][1],
			.seed = 99 * (i + 1),
		};

		expect_borne(&net, net.bottleneck_pps * (1 - (double)net.stall_ms / net.stall_every_ms),
		             net.policer ? "bucket" : "queue");
	}
}

Test(pace_adapt, counting_that_was_to_end_before_the_lanes_knew_ends_later)
{
	struct mst_adapt adapt;

	open_at(&adapt, 1000, 1e6, 0);
	cr_expect_not(mst_adapt_published(&adapt, 500 * NS), "no end is known yet");
	adapt.count_until_ns = 12 * NS;
	cr_expect_not(mst_adapt_published(&adapt, 11 * NS));
	cr_expect_eq(adapt.count_until_ns, 12 * NS);
	cr_expect(mst_adapt_published(&adapt, 107 * NS), "the receiver was throttled for 95 ms");
	cr_expect_eq(adapt.count_until_ns, 107 * NS + MST_STEP_FOLLOW_NS);
}

/* The rate after an epoch at 1,000 a second whose eight reference probes are not answered 60 ms after their end, where
 * threads of this machine waited for so long meanwhile. */
static double rate_after_silence(uint64_t stall_ns)
{
	struct mst_senses senses = { .members = 9, .lanes = 1, .patience_ns = 20 * NS };
	struct mst_adapt adapt;

	open_at(&adapt, 1000, 1e6, 0);
	for (unsigned ms = 2; ms <= 102; ms += 2) {
		senses.now_ns = senses.read_ns = senses.left_ns = ms * NS;
		senses.sent = ms;
		senses.references = ms < 40 ? ms / 4 : 9;
		senses.stall_ns = ms < 50 ? 0 : stall_ns;
		mst_adapt_turn(&adapt, &senses);
	}
	return adapt.rate_pps;
}

Test(pace_adapt, answers_that_this_machine_delays_are_waited_for)
{
	cr_expect_lt(rate_after_silence(0), 1000);
	cr_expect_eq(rate_after_silence(95 * NS), 1000);
}

/* The rate after an epoch of 40 ms in which lanes had no CPU for so long, and asked nothing. */
static double rate_after_pause(unsigned late_ms)
{
	struct mst_senses senses = { .members = 9, .lanes = 1, .patience_ns = 20 * NS };
	struct mst_adapt adapt;

	open_at(&adapt, 100, 1e6, 0);
	for (unsigned ms = 2; ms <= 60; ms += 2) {
		senses.now_ns = senses.read_ns = senses.left_ns = ms * NS;
		senses.sent = ms / 10;
		if (ms >= 44)
			senses.late_ns = late_ms * NS;
		mst_adapt_turn(&adapt, &senses);
	}
	return adapt.rate_pps;
}

Test(pace_adapt, time_without_cpu_is_no_proof_that_the_network_carries_more)
{
	cr_expect_eq(rate_after_pause(0), 200);
	cr_expect_eq(rate_after_pause(40), 100);
}
