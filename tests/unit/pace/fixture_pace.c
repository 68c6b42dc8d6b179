/* SPDX-License-Identifier: BSD-2-Clause */
/* fixture_pace.c - see fixture_pace.h. */
#include "unit/pace/fixture_pace.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#define LIVE 0.25 /* of those asked */

static double chance(struct run *run)
{
	run->state = run->state * 6364136223846793005u + 1442695040888963407u;
	return (double)(run->state >> 11) / 9007199254740992.0;
}

static void ask_references(struct run *run, const struct network *net, unsigned ms)
{
	double waited_ms = net->policer ? 0 : run->queue_ms[ms];
	unsigned answered_at = ms + (unsigned)(net->rtt_ms + waited_ms) + 1;
	bool counts = ms * NS >= run->adapt.count_from_ns && ms * NS < run->adapt.count_until_ns;

	if (run->rate[ms] > 0)
		run->owed += mst_adapt_references_pps(&run->adapt, run->senses.members) / 1000;
	for (; run->owed >= 1; run->owed -= 1) {
		run->senses.references += counts;
		if (!counts || answered_at >= 2 * MS_MOST || (!net->references_spared && chance(run) < run->lost[ms]))
			continue;
		run->answered[answered_at]++;
		run->delayed[answered_at] += waited_ms > 5 + net->rtt_ms / 8;
		run->delay_ns[answered_at] += (uint64_t)(waited_ms * (double)NS);
	}
}

static void pass(struct run *run, const struct network *net, unsigned ms)
{
	double arriving = run->rate[ms] / 1000, served = net->bottleneck_pps / 1000;
	double room = net->bottleneck_pps * net->buffer_ms / 1000 - run->queue + served;
	double dropped = arriving > room ? arriving - room : 0;

	run->queue += arriving - dropped - served;
	if (run->queue < 0)
		run->queue = 0;
	run->queue_ms[ms] = run->queue / served;
	run->lost[ms] = arriving > 0 ? dropped / arriving : 0;
	run->lost[ms] += (1 - run->lost[ms]) * net->random_loss;
	if (ms >= net->outage_at && ms < net->outage_at + net->outage_ms)
		run->lost[ms] = 1;
	run->senses.patience_ns = (uint64_t)((20 + 1.5 * (net->rtt_ms + run->queue_ms[ms])) * (double)NS);
	run->senses.sent += (uint64_t)(arriving + chance(run));
}

static unsigned timeout_ms(const struct network *net)
{
	return 80 > 1.25 * net->rtt_ms ? 80 : (unsigned)(1.25 * net->rtt_ms);
}

/* Questions so old that the first repeated one has been answered, or has not. */
static void close_repeats(struct run *run, const struct network *net, unsigned now)
{
	unsigned timeout = timeout_ms(net), old = now - 2 * timeout;
	double asked;

	if (now < 2 * timeout || net->silent)
		return;
	asked = run->rate[old] / 1000 * LIVE;
	run->senses.firsts += (uint64_t)(asked * (1 - run->lost[old]) + chance(run));
	run->senses.repeats += (uint64_t)(asked * run->lost[old] * (1 - run->lost[old + timeout]) + chance(run));
	run->senses.closed_until_ns = old * NS;
}

/* Targets that answer become members: at most one a millisecond, in near networks all that there is room for. */
static void join(struct run *run, const struct network *net, unsigned now)
{
	unsigned asked_at = now - (unsigned)net->rtt_ms;
	double more;

	if (net->silent || now <= net->rtt_ms || run->senses.members >= 256)
		return;
	more = net->near ? run->rate[asked_at] / 1000 * LIVE * (1 - run->lost[asked_at]) + chance(run) : 1;
	run->senses.members += (unsigned)fmin(more, 256 - run->senses.members);
}

static void receive(struct run *run, const struct network *net, unsigned now)
{
	run->senses.answered += run->answered[now];
	run->senses.delayed += run->delayed[now];
	run->senses.delay_ns += run->delay_ns[now];
	join(run, net, now);
	run->senses.now_ns = (now + 1) * NS;
	run->senses.read_ns = run->senses.left_ns = run->senses.now_ns;
	close_repeats(run, net, now);
}

/* Whether no thread of this program has a CPU. */
static bool is_stalled(struct run *run, const struct network *net, unsigned now)
{
	if (net->stall_ms == 0)
		return false;
	if (now >= run->stalls_at) {
		run->stalled_until = now + (unsigned)(net->stall_ms * (0.5 + chance(run)));
		run->stalls_at = run->stalled_until +
		                 (unsigned)((net->stall_every_ms - net->stall_ms) * (0.5 + chance(run)));
	}
	if (now >= run->stalled_until)
		return false;
	run->senses.late_ns += NS;
	return true;
}

/* What the lanes send: after a stall they catch up with 10 ms of it, by half above the rate, as a bucket lets them. */
static double leave(struct run *run, const struct network *net, bool stalled)
{
	double due = run->adapt.rate_pps, sent = due, most = net->machine_pps > 0 ? net->machine_pps : 1e12;

	if (stalled) {
		run->late = fmin(run->late + due / 1000, due / 100);
		return 0;
	}
	if (run->late > 0)
		sent = fmin(due * 1.5, due + run->late * 1000);
	sent = fmin(sent, most);
	run->late = fmax(run->late - fmax(sent - due, 0) / 1000, 0);
	return sent;
}

struct run *play(const struct network *net, unsigned ms)
{
	struct run *run = calloc(1, sizeof *run);
	double cap = net->cap_pps > 0 ? net->cap_pps : 20e6;

	cr_assert_not_null(run);
	run->state = 2026 + net->seed;
	run->senses.lanes = 1;
	mst_adapt_open(&run->adapt,
	               &(struct mst_adapt_bounds){
			       .start_pps = 1000,
			       .floor_pps = 100,
			       .cap_pps = cap,
			       .blind_pps = cap,
			       .first_pps = net->near ? 10e3 : 0,
			       .near = net->near,
		       },
	               0);
	for (unsigned now = 0; now < ms; now++) {
		bool stalled = is_stalled(run, net, now);

		run->rate[now] = leave(run, net, stalled);
		pass(run, net, now);
		ask_references(run, net, now);
		receive(run, net, now);
		if (!stalled)
			mst_adapt_turn(&run->adapt, &run->senses);
		for (uint64_t bad = run->adapt.lossy_from_ns / NS; bad < run->adapt.lossy_until_ns / NS; bad++)
			run->lossy[bad] = true;
	}
	return run;
}

double mean(const double *values, unsigned from, unsigned to)
{
	double sum = 0;

	for (unsigned i = from; i < to; i++)
		sum += values[i];
	return sum / (to - from);
}

double swing(const struct run *run, unsigned from, unsigned to)
{
	double middle = mean(run->rate, from, to), most = 0;

	for (unsigned ms = from; ms + 200 <= to; ms += 200) {
		double off = fabs(mean(run->rate, ms, ms + 200) / middle - 1);

		most = off > most ? off : most;
	}
	return most;
}

/* The chance to miss a live target first asked at `ms`: three attempts, time-outs doubling, and up to three more
 * attempts for those in a lossy time. */
static double chance_missed(const struct run *run, unsigned ms, unsigned timeout, unsigned to)
{
	double missed = 1;
	unsigned attempts = 3;

	for (unsigned i = 0; i < attempts && ms < to; i++) {
		missed *= run->lost[ms];
		if (run->lossy[ms] && attempts < 6)
			attempts++;
		ms += timeout << (i < 4 ? i : 4);
	}
	return missed;
}

double share_missed(const struct run *run, const struct network *net, unsigned to)
{
	unsigned timeout = timeout_ms(net);
	double missed = 0, asked = 0;

	for (unsigned ms = 0; ms + 3 * timeout < to; ms++) {
		asked += run->rate[ms];
		missed += run->rate[ms] * chance_missed(run, ms, timeout, to);
	}
	return missed / asked;
}
