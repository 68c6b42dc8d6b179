/* SPDX-License-Identifier: BSD-2-Clause */
/* round.c - see round.h. */
#include "round/round.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/lines.h"
#include "plan/placement.h"
#include "round/lane.h"
#include "round/receiver.h"
#include "round/reporter.h"
#include "round/unasked.h"

#define LINGER_MAX_NS (150 * MST_NS_PER_MS)
#define LINGER_TICK_NS MST_NS_PER_MS

static int open_threads(struct mst_round *round, const struct mst_round_parts *parts, struct mst_error *err)
{
	struct mst_receiver_parts receiver = {
		.shared = &round->shared,
		.captures = parts->captures,
		.tx = parts->tx,
		.other = parts->other,
		.neighbours = parts->neighbours,
		.greeting = parts->greeting,
	};
	unsigned lanes = parts->plan->egresses.lanes;
	int code;

	round->lanes = mst_lines_new(lanes, sizeof *round->lanes);
	round->receiver = mst_lines_new(1, sizeof *round->receiver);
	round->reporter = mst_lines_new(1, sizeof *round->reporter);
	if (!round->lanes || !round->receiver || !round->reporter) {
		free(round->receiver); /* neither was opened: nothing of them may be closed */
		free(round->reporter);
		round->receiver = NULL;
		round->reporter = NULL;
		return mst_fail(err, -ENOMEM, "no memory for threads");
	}
	code = mst_receiver_open(round->receiver, &receiver, err);
	for (unsigned i = 0; i < lanes && code == 0; i++) {
		code = mst_lane_open(&round->lanes[i], &round->shared, i, parts->tx[i], err);
		if (code == 0 && parts->places && !parts->replays)
			mst_asked_positions_keep(&round->shared.rolls[i].of[MST_ASK].positions,
			                         parts->plan->space.begin, parts->plan->space.end,
			                         parts->plan->capacity.entries);
		round->lanes[i].sending.engines[1] = parts->other ? parts->other[i] : NULL;
	}
	round->reporter->places = parts->places;
	round->reporter->ticks = parts->ticks;
	round->reporter->silence = parts->silence;
	round->reporter->silence_user = parts->silence_user;
	round->shared.silence_unread = parts->silence_unread;
	return code < 0 ? code : mst_reporter_open(round->reporter, &round->shared, parts->sink, parts->sink_user, err);
}

int mst_round_open(struct mst_round *round, const struct mst_round_parts *parts, struct mst_error *err)
{
	int code;

	memset(round, 0, sizeof *round);
	round->unasked = parts->unasked;
	code = mst_shared_open(&round->shared, parts->plan, parts->run, err);
	if (code == 0)
		code = open_threads(round, parts, err);
	if (code < 0)
		mst_round_close(round);
	return code;
}

static void *close_hops(void *argument)
{
	mst_hop_watch_close(argument);
	return NULL;
}

void mst_round_leave(struct mst_round *round)
{
	mst_beside_begin(&round->leaving, close_hops, &round->receiver->hops);
}

void mst_round_close(struct mst_round *round)
{
	mst_beside_end(&round->leaving);
	if (!round->shared.plan)
		return;
	if (round->reporter)
		mst_reporter_close(round->reporter);
	if (round->receiver)
		mst_receiver_close(round->receiver);
	for (unsigned i = 0; round->lanes && i < round->shared.plan->egresses.lanes; i++) {
		mst_sending_close(&round->lanes[i].sending);
		mst_asking_close(&round->lanes[i].asking);
	}
	mst_shared_close(&round->shared);
	free(round->lanes);
	free(round->receiver);
	free(round->reporter);
	round->lanes = NULL;
	round->receiver = NULL;
	round->reporter = NULL;
}

/*
 * Waits for what may still come: nothing, when no answer can improve anything; else as long as the measured round
 * trips make likely.
 */
static void linger(const struct mst_round *round)
{
	uint64_t now_ns = mst_now_ns();
	const struct mst_shared *shared = &round->shared;
	const struct mst_plan *plan = shared->plan;
	uint64_t patience_ns = mst_load(&shared->patience_ns, relaxed);
	uint64_t least_ns = plan->patience.linger_ns;
	uint64_t until_ns, read_ns, give_up_ns, asked = 0;

	for (unsigned i = 0; i < plan->egresses.lanes; i++)
		asked += mst_load(&shared->published[i].counts.asked, relaxed);
	if (mst_load(&shared->best, relaxed) == asked)
		return;
	if (patience_ns > LINGER_MAX_NS)
		patience_ns = LINGER_MAX_NS;
	read_ns = now_ns + patience_ns;
	until_ns = now_ns + (patience_ns > least_ns ? patience_ns : least_ns);
	give_up_ns = until_ns + LINGER_MAX_NS;
	/* The horizon shows that likely answers have been read, not only received: captures hold some back. */
	while ((now_ns < until_ns || mst_load(&shared->horizon_ns, relaxed) < read_ns) && now_ns < give_up_ns) {
		mst_sleep_until_ns(now_ns + LINGER_TICK_NS);
		now_ns = mst_now_ns();
		if (mst_run_failed(shared->run))
			return;
	}
}

/*
 * A thread of the round: where it may run, and its name, which shows in top -H and perf. It inherits the name: a
 * process that has changed its user may set that of the calling thread only.
 */
static bool start(struct mst_round *round, pthread_t *thread, enum mst_role role, unsigned lane, void *(*run)(void *),
                  void *argument)
{
	static const char *const names[] = {
		[MST_ROLE_LANE] = "muster-lane",
		[MST_ROLE_RECEIVER] = "muster-receive",
		[MST_ROLE_REPORTER] = "muster-report",
	};
	const struct mst_plan *plan = round->shared.plan;
	struct mst_error error;
	char own[16] = "";
	cpu_set_t set;
	int code;

	pthread_getname_np(pthread_self(), own, sizeof own);
	pthread_setname_np(pthread_self(), names[role]);
	code = mst_cpus_start(thread, mst_placement_of(&set, &plan->cpus, role, lane, plan->egresses.lanes), run,
	                      argument, &error);
	pthread_setname_np(pthread_self(), own);
	if (code < 0)
		mst_run_fail(round->shared.run, code, &error);
	return code == 0;
}

void mst_round_follow(struct mst_round *round, const struct mst_round *before)
{
	mst_prover_follow(&round->receiver->prover, &before->receiver->prover);
}

void mst_round_leave_handshakes(struct mst_round *round)
{
	mst_greeter_leave(&round->receiver->answers.greeter);
}

static void run_lanes(struct mst_round *round)
{
	unsigned lanes = round->shared.plan->egresses.lanes, running = 0;

	while (running < lanes && start(round, &round->lanes[running].thread, MST_ROLE_LANE, running, mst_lane_run,
	                                &round->lanes[running]))
		running++;
	for (unsigned i = 0; i < running; i++)
		pthread_join(round->lanes[i].thread, NULL);
	for (unsigned i = running; i < lanes; i++)
		mst_store(&round->shared.published[i].epoch, MST_EPOCH_OVER, release); /* EPOCH */
	linger(round);
}

void mst_round_run(struct mst_round *round)
{
	if (!start(round, &round->reporter->thread, MST_ROLE_REPORTER, 0, mst_reporter_run, round->reporter))
		return;
	mst_hop_watch_begin(&round->receiver->hops, round->receiver->tx);
	mst_receiver_begin(round->receiver);
	if (start(round, &round->receiver->thread, MST_ROLE_RECEIVER, 0, mst_receiver_run, round->receiver)) {
		run_lanes(round);
		mst_store(&round->receiver->ending, true, release);
		pthread_join(round->receiver->thread, NULL);
	}
	if (round->unasked)
		mst_unasked_report(&round->shared, round->lanes, MST_UNASKED_MAX);
	mst_inbox_end(&round->shared.inbox);
	pthread_join(round->reporter->thread, NULL);
}

static void add_asymmetric(struct mst_scan_stats *stats, int ifindex)
{
	for (size_t i = 0; i < MST_ASYMMETRIC_MAX && ifindex; i++) {
		if (stats->asymmetric_at[i] == 0)
			stats->asymmetric_at[i] = ifindex;
		if (stats->asymmetric_at[i] == ifindex)
			return;
	}
}

void mst_round_add_counts(const struct mst_round *round, struct mst_scan_stats *stats)
{
	const struct mst_receiver *receiver = round->receiver;

	for (unsigned i = 0; i < round->shared.plan->egresses.lanes; i++)
		mst_counts_add(stats, &round->shared.published[i].counts);
	mst_counts_add(stats, &receiver->answers.counts);
	mst_counts_add(stats, &receiver->counts);
	mst_counts_add(stats, &round->reporter->counts);
	stats->outages += mst_load(&receiver->reach.outages, relaxed);
	for (enum mst_stray stray = 0; stray < MST_STRAY_COUNT; stray++)
		stats->strays_by[stray] += mst_load(&receiver->answers.strays.of[stray], relaxed);
	for (size_t i = 0; i < MST_ASYMMETRIC_MAX; i++)
		add_asymmetric(stats, mst_load(&receiver->answers.asymmetric.ifindex[i], relaxed));
	stats->strays_by[MST_STRAY_KERNEL] += mst_load(&receiver->counts.strays, relaxed);
}

uint64_t mst_round_verdicts(const struct mst_round *round)
{
	return mst_load(&round->reporter->verdicts, relaxed);
}

uint64_t mst_round_limited(const struct mst_round *round, enum mst_limit limit)
{
	return mst_load(&round->receiver->rates.limited[limit], relaxed);
}
