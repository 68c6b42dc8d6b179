/*
 * test_adapt.c - the rate that finds itself, on networks that live in an array.
 *
 *     lanes ─ rate ─► drop-tail queue of `buffer_ms` ─ bottleneck ─► round trip ─► answers
 *
 * Millisecond by millisecond: what the queue has no room for is lost, canaries among the rest by the same chance. A
 * question asked at one moment is asked again twice where it was lost, so recall follows from the losses of all moments.
 */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#include "pace/adapt.h"

#define MS_MOST 60000
#define NS 1000000u

struct network {
	double bottleneck_pps, buffer_ms, rtt_ms;
	double random_loss;            /* whatever the rate */
	unsigned outage_at, outage_ms; /* everything is lost */
	double machine_pps;            /* the lanes do not get beyond */
	bool silent;                   /* nobody answers */
	double cap_pps;
};

struct run {
	struct mst_adapt adapt;
	struct mst_senses senses;
	double rate[MS_MOST], lost[MS_MOST]; /* by millisecond: frames a second, share lost */
	bool lossy[MS_MOST];                 /* told to be a bad time */
	unsigned answered[2 * MS_MOST], missed[2 * MS_MOST]; /* canaries whose fate is known then */
};

static uint64_t state;

static double chance(void)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (double)(state >> 11) / 9007199254740992.0;
}

static void ask_canaries(struct run *run, const struct network *net, unsigned ms, double queue_ms, double *owed)
{
	unsigned answered_at = ms + (unsigned)(net->rtt_ms + queue_ms) + 1;
	unsigned missed_at = ms + (unsigned)(run->senses.patience_ns / NS);

	if (net->silent)
		return;
	for (*owed += mst_adapt_canaries_pps(run->adapt.rate_pps) / 1000; *owed >= 1; *owed -= 1) {
		if (chance() < run->lost[ms])
			run->missed[missed_at < 2 * MS_MOST ? missed_at : ms]++;
		else
			run->answered[answered_at < 2 * MS_MOST ? answered_at : ms]++;
	}
}

static void pass(struct run *run, const struct network *net, unsigned ms)
{
	static double queue, owed;
	double arriving = run->rate[ms] / 1000, served = net->bottleneck_pps / 1000, room, dropped;

	if (ms == 0)
		queue = owed = 0;
	room = net->bottleneck_pps * net->buffer_ms / 1000 - queue + served;
	dropped = arriving > room ? arriving - room : 0;
	queue += arriving - dropped - served;
	if (queue < 0)
		queue = 0;
	run->lost[ms] = dropped / arriving;
	run->lost[ms] += (1 - run->lost[ms]) * net->random_loss;
	if (ms >= net->outage_at && ms < net->outage_at + net->outage_ms)
		run->lost[ms] = 1;
	run->senses.patience_ns = (uint64_t)((20 + 1.5 * (net->rtt_ms + queue / served)) * NS);
	ask_canaries(run, net, ms, queue / served, &owed);
	run->senses.sent += (uint64_t)(arriving + chance());
}

static struct run *play(const struct network *net, unsigned ms)
{
	struct run *run = calloc(1, sizeof *run);
	double cap = net->cap_pps > 0 ? net->cap_pps : 20e6;

	cr_assert_not_null(run);
	state = 2026;
	mst_adapt_open(&run->adapt, 1000, 100, cap, 0, 0);
	run->adapt.blind_pps = cap;
	for (unsigned now = 0; now < ms; now++) {
		double rate = run->adapt.rate_pps;

		run->rate[now] = net->machine_pps > 0 && rate > net->machine_pps ? net->machine_pps : rate;
		pass(run, net, now);
		run->senses.canaries += run->answered[now] + run->missed[now];
		run->senses.canaries_lost += run->missed[now];
		run->senses.heard |= run->answered[now] > 0;
		run->senses.now_ns = (uint64_t)(now + 1) * NS;
		if (now % 10 != 9)
			continue;
		mst_adapt_turn(&run->adapt, &run->senses);
		for (uint64_t bad = run->adapt.lossy_from_ns / NS; bad < run->adapt.lossy_until_ns / NS; bad++)
			run->lossy[bad] = true;
	}
	return run;
}

static double mean(const double *values, unsigned from, unsigned to)
{
	double sum = 0;

	for (unsigned i = from; i < to; i++)
		sum += values[i];
	return sum / (to - from);
}

/* The chance that one who lives, asked first at `ms`, is never heard: three attempts, time-outs doubling, and up to three
 * more where one fell into a bad time. */
static double chance_missed(const struct run *run, unsigned ms, unsigned timeout, unsigned to)
{
	double chance = 1;
	unsigned attempts = 3;

	for (unsigned i = 0; i < attempts && ms < to; i++) {
		chance *= run->lost[ms];
		if (run->lossy[ms] && attempts < 6)
			attempts++;
		ms += timeout << (i < 4 ? i : 4);
	}
	return chance;
}

static double share_missed(const struct run *run, const struct network *net, unsigned to)
{
	unsigned timeout = 80 > 1.25 * net->rtt_ms ? 80 : (unsigned)(1.25 * net->rtt_ms);
	double missed = 0, asked = 0;

	for (unsigned ms = 0; ms + 3 * timeout < to; ms++) {
		asked += run->rate[ms];
		missed += run->rate[ms] * chance_missed(run, ms, timeout, to);
	}
	return missed / asked;
}

/* How far from its mean the rate goes, seconds of it taken together, as a share. */
static double swing(const struct run *run, unsigned from, unsigned to)
{
	double middle = mean(run->rate, from, to), most = 0;

	for (unsigned ms = from; ms + 200 <= to; ms += 200) {
		double off = fabs(mean(run->rate, ms, ms + 200) / middle - 1);

		most = off > most ? off : most;
	}
	return most;
}

Test(pace_adapt, finds_every_bottleneck_and_loses_nobody)
{
	static const double bottlenecks[] = { 5e3, 20e3, 100e3 }, round_trips[] = { 1, 20, 200 }, buffers[] = { 5, 50 };

	for (unsigned i = 0; i < 18; i++) {
		struct network net = { .bottleneck_pps = bottlenecks[i % 3], .rtt_ms = round_trips[i / 3 % 3],
		                       .buffer_ms = buffers[i / 9] };
		struct run *run = play(&net, 60000);
		double rate = mean(run->rate, 20000, 60000), missed = share_missed(run, &net, 60000);

		cr_expect(rate >= 0.8 * net.bottleneck_pps && rate <= 1.1 * net.bottleneck_pps,
		          "%.0f pps, %.0f ms, buffer %.0f ms: settles at %.0f", net.bottleneck_pps, net.rtt_ms, net.buffer_ms, rate);
		cr_expect(missed <= 0.001, "%.0f pps, %.0f ms, buffer %.0f ms: %.5f missed", net.bottleneck_pps, net.rtt_ms,
		          net.buffer_ms, missed);
		cr_expect(swing(run, 20000, 60000) <= 0.2, "%.0f pps, %.0f ms, buffer %.0f ms: swings by %.2f", net.bottleneck_pps,
		          net.rtt_ms, net.buffer_ms, swing(run, 20000, 60000));
		free(run);
	}
}

Test(pace_adapt, is_at_a_million_after_two_seconds_where_nothing_is_lost)
{
	struct network net = { .bottleneck_pps = 1e9, .buffer_ms = 10, .rtt_ms = 1 };
	struct run *run = play(&net, 4000);

	cr_expect_geq(run->rate[2000], 1e6);
	free(run);
}

Test(pace_adapt, a_dead_range_does_not_slow_it)
{
	struct network net = { .bottleneck_pps = 1e9, .buffer_ms = 10, .rtt_ms = 1, .silent = true, .cap_pps = 100e3 };
	struct run *run = play(&net, 3000);

	cr_expect_eq(run->rate[2900], 100e3);
	free(run);
}

Test(pace_adapt, until_somebody_answers_it_stays_polite)
{
	struct mst_adapt adapt;
	struct mst_senses senses = { .patience_ns = 50 * NS };

	mst_adapt_open(&adapt, 1000, 100, 1e6, 100e3, 0);
	for (unsigned ms = 10; ms < 3000; ms += 10) {
		senses.sent += (uint64_t)(adapt.rate_pps / 100);
		senses.now_ns = (uint64_t)ms * NS;
		mst_adapt_turn(&adapt, &senses);
	}
	cr_expect_eq(adapt.rate_pps, 100e3);
}

Test(pace_adapt, loss_that_comes_at_any_rate_does_not_drive_it_down)
{
	static const double losses[] = { 0.01, 0.05, 0.2 };

	for (unsigned i = 0; i < 3; i++) {
		struct network net = { .bottleneck_pps = 1e9, .buffer_ms = 10, .rtt_ms = 10, .random_loss = losses[i],
		                       .cap_pps = 200e3 };
		struct run *run = play(&net, 30000);

		cr_expect_geq(mean(run->rate, 15000, 30000), 160e3, "%.2f lost: %.0f", losses[i], mean(run->rate, 15000, 30000));
		free(run);
	}
}

Test(pace_adapt, it_recovers_from_an_outage)
{
	struct network net = { .bottleneck_pps = 100e3, .buffer_ms = 20, .rtt_ms = 10, .outage_at = 20000, .outage_ms = 200 };
	struct run *run = play(&net, 40000);

	cr_expect_geq(mean(run->rate, 25000, 30000), 80e3, "%.0f", mean(run->rate, 25000, 30000));
	free(run);
}

Test(pace_adapt, it_does_not_outrun_this_machine)
{
	struct network net = { .bottleneck_pps = 1e9, .buffer_ms = 20, .rtt_ms = 1, .machine_pps = 300e3 };
	struct run *run = play(&net, 5000);

	cr_expect_leq(run->adapt.rate_pps, 800e3);
	cr_expect_geq(run->adapt.rate_pps, 300e3);
	free(run);
}

Test(pace_adapt, answers_lost_in_this_machine_slow_it_at_once)
{
	struct mst_adapt adapt;
	struct mst_senses senses = { .now_ns = 10 * NS, .patience_ns = 50 * NS, .heard = true };

	mst_adapt_open(&adapt, 100e3, 100, 1e6, 0, 0);
	mst_adapt_turn(&adapt, &senses);
	senses.now_ns = 20 * NS;
	senses.drops = 1;
	cr_expect_lt(mst_adapt_turn(&adapt, &senses), 90e3);
}
