/* round.c - one space, asked once: its threads from start to end. See shared.h. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/lines.h"
#include "scan/lane.h"
#include "scan/receiver.h"
#include "scan/reporter.h"
#include "scan/seats.h"

#define LINGER_MAX_NS (150 * MST_NS_PER_MS)
#define LINGER_TICK_NS (2 * MST_NS_PER_MS)

static int open_threads(struct mst_round *round, bool collect_up, struct mst_error *err)
{
	unsigned lanes = round->plan->lanes;
	int code = 0;

	round->lanes = mst_lines_new(lanes, sizeof *round->lanes);
	round->receiver = mst_lines_new(1, sizeof *round->receiver);
	round->reporter = mst_lines_new(1, sizeof *round->reporter);
	if (!round->lanes || !round->receiver || !round->reporter)
		return mst_fail(err, -ENOMEM, "no memory for threads");
	if (!mst_receiver_open(round->receiver, round))
		return mst_fail(err, -ENOMEM, "no memory for suspects");
	for (unsigned i = 0; i < lanes && code == 0; i++)
		code = mst_lane_open(&round->lanes[i], round, i, err);
	return code < 0 ? code : mst_reporter_open(round->reporter, round, collect_up, err);
}

static void open_way(struct mst_way *way, const struct mst_plan *plan, bool wire)
{
	mst_store(&way->next_position, plan->space.begin, relaxed);
	mst_store(&way->timeout_ns, plan->patience.initial_ns, relaxed);
	mst_store(&way->rate_pps, wire ? plan->pacing.wire_pps : plan->pacing.start_pps, relaxed);
	mst_store(&way->canary_ns, MST_NS_PER_SECOND, relaxed);
	mst_store(&way->count_until_ns, UINT64_MAX, relaxed);
}

int mst_round_open(struct mst_round *round, const struct mst_plan *plan, struct mst_gear *gear, struct mst_tx *const *tx,
                   struct mst_error *err)
{
	bool collect_up = plan->phase == MST_PHASE_DISCOVER || plan->phase == MST_PHASE_RESOLVE;
	int code;

	memset(round, 0, sizeof *round);
	round->plan = plan;
	round->gear = gear;
	mst_store(&round->horizon_ns, mst_now_ns(), relaxed);
	mst_store(&round->attempts, plan->attempts, relaxed);
	memcpy(round->tx, tx, plan->lanes * sizeof *tx);
	for (unsigned i = 0; i < plan->way_count; i++)
		open_way(&round->ways[i], plan, i < plan->wire_count);
	code = mst_inbox_open(&round->inbox);
	if (code < 0)
		return mst_fail(err, code, "no descriptor for the reporter: %s", strerror(-code));
	if ((plan->wire_count || plan->probes_by_key) && !(round->index = mst_index_new(plan->lanes, plan->capacity)))
		code = mst_fail(err, -ENOMEM, "no memory for an index");
	if (code == 0)
		code = open_threads(round, collect_up, err);
	if (code < 0)
		mst_round_close(round);
	return code;
}

void mst_round_close(struct mst_round *round)
{
	if (round->reporter)
		mst_reporter_close(round->reporter);
	if (round->receiver)
		mst_receiver_close(round->receiver);
	for (unsigned i = 0; round->lanes && i < round->plan->lanes; i++)
		mst_lane_close(&round->lanes[i]);
	mst_index_free(round->index);
	round->index = NULL;
	free(round->lanes);
	free(round->receiver);
	free(round->reporter);
	round->lanes = NULL;
	round->receiver = NULL;
	round->reporter = NULL;
	mst_inbox_close(&round->inbox);
}

/*
 * Waits for what may still come: nothing, when no answer can improve anything; else as long as the measured round
 * trips make likely.
 */
static void linger(struct mst_round *round)
{
	uint64_t now_ns = mst_now_ns();
	uint64_t patience_ns = mst_load(&round->receiver->patience_ns, relaxed);
	uint64_t least_ns = round->plan->patience.linger_ns;
	uint64_t until_ns, give_up_ns, asked = 0;

	for (unsigned i = 0; i < round->plan->lanes; i++)
		asked += mst_load(&round->lanes[i].counts.asked, relaxed);
	if (mst_load(&round->receiver->best, relaxed) == asked)
		return;
	if (patience_ns > LINGER_MAX_NS)
		patience_ns = LINGER_MAX_NS;
	until_ns = now_ns + (patience_ns > least_ns ? patience_ns : least_ns);
	give_up_ns = until_ns + LINGER_MAX_NS;
	/* The horizon tells that frames of that time have been read, not only that they came. */
	while (mst_load(&round->horizon_ns, relaxed) < until_ns && now_ns < give_up_ns) {
		mst_sleep_until_ns(now_ns + LINGER_TICK_NS);
		now_ns = mst_now_ns();
		if (mst_load(&round->gear->trouble.code, relaxed))
			return;
	}
}

/* A thread of the round: where it may run, and its name, which shows in top -H and perf. */
static bool start(struct mst_round *round, pthread_t *thread, enum mst_role role, unsigned lane, void *(*run)(void *),
                  void *argument)
{
	static const char *const names[] = {
		[MST_ROLE_LANE] = "muster-lane", [MST_ROLE_RECEIVER] = "muster-receive", [MST_ROLE_REPORTER] = "muster-report",
	};
	const struct mst_plan *plan = round->plan;
	struct mst_error error;
	cpu_set_t seat;
	int code = mst_cpus_start(thread, mst_seat_of(&seat, &plan->cpus, role, lane, plan->lanes), run, argument,
	                          &error);

	if (code < 0)
		mst_gear_fail(round->gear, code, &error);
	else
		pthread_setname_np(*thread, names[role]);
	return code == 0;
}

static void run_lanes(struct mst_round *round)
{
	unsigned lanes = round->plan->lanes, running = 0;

	while (running < lanes && start(round, &round->lanes[running].thread, MST_ROLE_LANE, running, mst_lane_run,
	                                &round->lanes[running]))
		running++;
	for (unsigned i = 0; i < running; i++)
		pthread_join(round->lanes[i].thread, NULL);
	for (unsigned i = running; i < lanes; i++)
		mst_store(&round->lanes[i].epoch, MST_EPOCH_OVER, release); /* EPOCH */
	linger(round);
}

void mst_round_run(struct mst_round *round)
{
	if (!start(round, &round->reporter->thread, MST_ROLE_REPORTER, 0, mst_reporter_run, round->reporter))
		return;
	if (start(round, &round->receiver->thread, MST_ROLE_RECEIVER, 0, mst_receiver_run, round->receiver)) {
		run_lanes(round);
		mst_store(&round->receiver->ending, true, release);
		pthread_join(round->receiver->thread, NULL);
	}
	mst_inbox_end(&round->inbox);
	pthread_join(round->reporter->thread, NULL);
}

void mst_round_add_counts(const struct mst_round *round, struct mst_scan_stats *stats)
{
	for (unsigned i = 0; i < round->plan->lanes; i++)
		mst_counts_add(stats, &round->lanes[i].counts);
	mst_counts_add(stats, &round->receiver->counts);
	mst_counts_add(stats, &round->reporter->counts);
}

void mst_round_heard(const struct mst_round *round, struct mst_heard *heard)
{
	*heard = (struct mst_heard){ .planned = round->plan->attempts };
	for (unsigned i = 0; i < round->plan->lanes; i++) {
		heard->asked[1] += mst_load(&round->lanes[i].counts.asked, relaxed);
		mst_tally_add(heard->asked, &round->lanes[i].asked_again);
	}
	mst_tally_add(heard->first, &round->receiver->first_heard.first);
	mst_tally_add(heard->first, &round->reporter->first_heard.first);
	mst_tally_add(heard->second, &round->receiver->first_heard.second);
	mst_tally_add(heard->second, &round->reporter->first_heard.second);
}

static void add_share(struct mst_ready *ready, const struct mst_share *share)
{
	ready->ran_ns += mst_load(&share->ran_ns, relaxed);
	ready->waited_ns += mst_load(&share->waited_ns, relaxed);
}

struct mst_ready mst_round_ready(const struct mst_round *round)
{
	struct mst_ready ready = { 0 };

	for (unsigned i = 0; i < round->plan->lanes; i++)
		add_share(&ready, &round->lanes[i].share);
	add_share(&ready, &round->receiver->share);
	return ready;
}

uint64_t mst_round_sending_ns(const struct mst_round *round, uint64_t since_ns)
{
	uint64_t longest_ns = 0;

	for (unsigned i = 0; i < round->plan->lanes; i++) {
		uint64_t last_ns = mst_load(&round->lanes[i].last_sent_ns, relaxed);
		uint64_t waited_ns = mst_load(&round->lanes[i].waited_ns, relaxed);

		if (last_ns > since_ns + waited_ns + longest_ns)
			longest_ns = last_ns - since_ns - waited_ns;
	}
	return longest_ns;
}

/* Frames sent under this limit. */
static uint64_t limited_by(const struct mst_round *rounds, size_t count, enum mst_limit limit)
{
	uint64_t sent = 0;

	for (size_t i = 0; i < count; i++)
		sent += mst_load(&rounds[i].receiver->limited[limit], relaxed);
	return sent;
}

enum mst_limit mst_rounds_limit(const struct mst_round *rounds, size_t count)
{
	uint64_t rising = limited_by(rounds, count, MST_LIMIT_RISING), work = limited_by(rounds, count, MST_LIMIT_WORK);
	enum mst_limit most = rising >= work ? MST_LIMIT_RISING : MST_LIMIT_WORK;
	uint64_t most_sent = 0, all_sent = rising + work;

	for (enum mst_limit limit = MST_LIMIT_WORK + 1; limit < MST_LIMIT_COUNT; limit++) {
		uint64_t sent = limited_by(rounds, count, limit);

		all_sent += sent;
		most_sent = sent > most_sent ? sent : most_sent;
	}
	for (enum mst_limit limit = MST_LIMIT_WORK + 1; limit < MST_LIMIT_COUNT && most_sent > all_sent / 4; limit++) {
		if (limited_by(rounds, count, limit) == most_sent)
			return limit;
	}
	return most;
}
