/* SPDX-License-Identifier: BSD-2-Clause */
/* journaling.c - see journaling.h. */
#include "scan/journaling.h"

#include <errno.h>
#include <string.h>

#include "base/clock.h"
#include "base/fail.h"
#include "journal/writing.h"
#include "scan/stats.h"
#include "target/set.h"

_Static_assert(MST_ROUNDS_MAX == MST_JOURNAL_ROUNDS, "a journal has room for every round");

const struct mst_targets *mst_journaling_asked(const struct mst_scan_config *config)
{
	return config->output.journal ? mst_journal_asked(config->output.journal) : NULL;
}

/* ---- what earlier processes excluded ---- */

static int add_all(struct mst_targets *targets, const struct mst_targets *more)
{
	struct mst_addr first, last;
	int code = 0;

	for (size_t i = 0; more && code == 0 && mst_targets_interval(more, i, &first, &last); i++)
		code = mst_targets_add_interval(targets, &first, &last);
	return code;
}

int mst_journaling_exclude(struct mst_scan *scan, struct mst_error *err)
{
	struct mst_scan_probing *probing = &scan->config.probing;
	const struct mst_targets *before = scan->config.output.journal
	                                           ? mst_journal_excluded(scan->config.output.journal)
	                                           : NULL;
	struct mst_targets *all = before ? mst_targets_new() : NULL;

	if (!before)
		return 0;
	if (!all || add_all(all, before) < 0 || add_all(all, probing->excluded) < 0 ||
	    mst_targets_close(all, NULL) < 0) {
		mst_targets_free(all);
		return mst_fail(err, -ENOMEM, "no memory for the targets that are excluded");
	}
	probing->excluded = scan->journaling.excluded = all;
	return 0;
}

/* ---- what earlier processes found ---- */

/* 0 where no payloads are sent. */
static uint64_t hash_payloads(const struct mst_plan *plan)
{
	if (!plan->probing.payloads || !plan->probing.about_ports)
		return 0;
	return mst_payloads_hash(plan->probing.payloads, plan->space.ports, plan->space.port_count);
}

static int begin(struct mst_scan *scan, struct mst_error *err)
{
	struct mst_journal_plan plan = {
		.config = &scan->config,
		.round_count = scan->round_count,
		.payload_hash = hash_payloads(&scan->plans[scan->round_count - 1]),
	};

	for (size_t i = 0; i < scan->round_count; i++) {
		const struct mst_plan_probing *probing = &scan->plans[i].probing;

		plan.rounds[i] = (struct mst_journal_round){
			.space = &scan->plans[i].space,
			.about_ports = probing->about_ports,
			.proto = mst_plan_probing_port_proto(probing),
			.attempts = (uint8_t)probing->attempts,
		};
	}
	return mst_journal_begin(scan->journaling.journal, &plan, err);
}

/* A machine that answered for several addresses, or two that claimed one, are known as such from then on. */
static int restore_neighbour(struct mst_neighbours *neighbours, const struct mst_result *result)
{
	struct mst_neighbour *neighbour = mst_neighbours_put(neighbours, result);

	if (!neighbour)
		return -ENOMEM;
	neighbour->disputed |= result->suspect == MST_SUSPECT_CONFLICT;
	if (result->suspect == MST_SUSPECT_PROXY)
		mst_neighbours_prove(neighbours, result->mac, result->addr.family, MST_PROOF_UNUSED);
	return 0;
}

/* What an earlier process cut off is probed again, and proves nothing. */
static int restore(void *user, const struct mst_result *results, size_t count, struct mst_error *err)
{
	const struct mst_journaled *round = user;
	struct mst_scan *scan = round->scan;
	const struct mst_plan *last = &scan->plans[scan->round_count - 1];

	for (size_t i = 0; i < count; i++) {
		if (!mst_settled_has(&scan->journaling.settled[round->round], results[i].position))
			continue;
		if (results[i].has_mac && !results[i].about_port &&
		    restore_neighbour(scan->resources.neighbours, &results[i]) < 0)
			return mst_fail(err, -ENOMEM, "no memory for the neighbours of the journal");
		if (scan->plans[round->round].phase != MST_PHASE_ASKED)
			mst_hosts_note(scan->resources.hosts, last->targets.set, &results[i], 1);
	}
	return 0;
}

/* Verdicts of a round that others need: about hosts before the last round, and neighbours. */
static int restore_round(struct mst_scan *scan, size_t number, struct mst_error *err)
{
	struct mst_journaled round = { .scan = scan, .round = number };
	const struct mst_plan *plan = &scan->plans[number];

	if (plan->phase == MST_PHASE_ASKED && (plan->probing.about_ports || !plan->egresses.on_link_count))
		return 0;
	return mst_journal_each(scan->journaling.journal, number, restore, &round, err);
}

static void copy_estimate(struct mst_answered *answered, const struct mst_journal_estimate *estimate)
{
	for (unsigned j = 1; j <= MST_ANSWERED_ATTEMPTS; j++) {
		answered->asked[j] = estimate->asked[j];
		answered->first[j] = estimate->first[j];
		answered->second[j] = estimate->second[j];
	}
	memcpy(answered->trips, estimate->trips, sizeof answered->trips);
}

/* States are those of the settled targets; what was counted besides is as old as the newest mark. */
static void take_counts(struct mst_scan *scan)
{
	struct mst_journaling *journaling = &scan->journaling;
	struct mst_scan_stats *before = &journaling->before;
	const struct mst_journal_info *info = mst_journal_info(journaling->journal);
	const uint64_t settled = journaling->settled[scan->round_count - 1].count;
	uint64_t *const counts[MST_STATE_COUNT] = {
		[MST_UNKNOWN] = &before->unknown,
		[MST_DOWN] = &before->down,
		[MST_UNREACHABLE] = &before->unreachable,
		[MST_UP] = &before->up,
		[MST_FILTERED] = &before->filtered,
		[MST_CLOSED] = &before->closed,
		[MST_OPEN] = &before->open,
		[MST_OPEN_FILTERED] = &before->open_filtered,
	};
	uint64_t known = 0;

	*before = mst_journal_before(journaling->journal)->stats;
	for (enum mst_state state = 0; state < MST_STATE_COUNT; state++) {
		*counts[state] = info->states[state];
		known += state == MST_UNKNOWN ? 0 : info->states[state];
	}
	before->unknown = settled > known ? settled - known : 0; /* without what was cut off */
	before->verdicts = settled;
	before->targets = 0; /* of the plan, as it is now */
	before->started_ns = info->started_ns;
}

static int take_round(struct mst_scan *scan, size_t number, struct mst_error *err)
{
	struct mst_journaling *journaling = &scan->journaling;
	struct mst_settled *settled = &journaling->settled[number];
	const struct mst_journal_mark *before = mst_journal_before(journaling->journal);
	struct mst_resumed resumed = { .rate_pps = (double)before->rate_pps };

	if (mst_settled_copy(settled, mst_journal_settled(journaling->journal, number)) < 0)
		return mst_fail(err, -ENOMEM, "no memory for the positions that are settled");
	resumed.settled = settled->count ? settled : NULL;
	copy_estimate(&resumed.answered, &before->estimate[number]);
	mst_plan_resume(&scan->plans[number], &resumed);
	return restore_round(scan, number, err);
}

int mst_journaling_begin(struct mst_scan *scan, struct mst_error *err)
{
	struct mst_journaling *journaling = &scan->journaling;
	bool resumes = mst_journaling_asked(&scan->config) != NULL;
	int code;

	journaling->journal = scan->config.output.journal;
	if (!journaling->journal)
		return 0;
	code = begin(scan, err);
	for (size_t i = 0; i < scan->round_count && resumes && code == 0; i++)
		code = take_round(scan, i, err);
	if (resumes && code == 0)
		take_counts(scan);
	return code;
}

void mst_journaling_close(struct mst_journaling *journaling)
{
	for (size_t i = 0; i < MST_ROUNDS_MAX; i++)
		mst_settled_free(&journaling->settled[i]);
	mst_targets_free(journaling->excluded);
	journaling->excluded = NULL;
}

/* ---- verdicts and marks ---- */

/* What the pace of the egresses allows together; 0 where it is fixed. */
static uint64_t rate_of(const struct mst_scan *scan)
{
	const struct mst_shared *shared = &scan->rounds[mst_load(&scan->round, relaxed)].shared;
	const struct mst_egresses *egresses = &shared->plan->egresses;
	double rate_pps = 0;

	for (unsigned i = egresses->on_link_count; i < egresses->count && shared->plan->pacing.adaptive; i++)
		rate_pps += mst_load(&shared->egresses[i].rate_pps, relaxed); /* RATE */
	return (uint64_t)rate_pps;
}

static int flush(const struct mst_journaled *round, struct mst_error *err)
{
	return round->sink ? round->sink(round->user, NULL, 0, err) : 0;
}

static int mark(struct mst_scan *scan, struct mst_error *err)
{
	struct mst_journal_mark mark = { .rate_pps = rate_of(scan) };

	mst_stats_of_process(scan, &mark.stats);
	for (size_t i = 0; i < scan->round_count; i++) {
		struct mst_answered answered;

		mst_tally_answered_here(&scan->rounds[i].shared, &answered);
		memcpy(mark.estimate[i].asked, answered.asked, sizeof answered.asked);
		memcpy(mark.estimate[i].first, answered.first, sizeof answered.first);
		memcpy(mark.estimate[i].second, answered.second, sizeof answered.second);
		memcpy(mark.estimate[i].trips, answered.trips, sizeof answered.trips);
	}
	return mst_journal_mark(scan->journaling.journal, &mark, err);
}

/* A target that was never probed (round/unasked.h) has no verdict: a reader of the journal finds it missing. */
static bool was_asked(const struct mst_result *result)
{
	return result->reason != MST_NOT_SENT || result->attempts > 0 || result->error != 0;
}

static int add(const struct mst_journaled *round, const struct mst_result *results, size_t count, struct mst_error *err)
{
	struct mst_scan *scan = round->scan;
	bool stopped = mst_run_stopped(&scan->run);
	size_t from = 0, until;
	int code = 0;

	for (; from < count && code == 0; from = until) {
		for (until = from; until < count && (!stopped || was_asked(&results[until])); until++)
			;
		if (until > from)
			code = mst_journal_add(scan->journaling.journal, round->round, results + from, until - from,
			                       stopped, err);
		until += until < count;
	}
	return code;
}

static int take(const struct mst_journaled *round, const struct mst_result *results, size_t count,
                struct mst_error *err)
{
	struct mst_journal *journal = round->scan->journaling.journal;
	bool due = mst_journal_is_due(journal, mst_now_ns());
	int code = round->sink ? round->sink(round->user, results, count, err) : 0;

	if (code >= 0 && count > 0 && (due || mst_journal_will_write(journal, count)))
		code = flush(round, err);
	if (code >= 0 && count > 0)
		code = add(round, results, count, err);
	if (code >= 0 && due)
		code = mark(round->scan, err);
	return code < 0 ? code : 0;
}

static int sink(void *user, const struct mst_result *results, size_t count, struct mst_error *err)
{
	struct mst_journaled *round = user;
	int code = take(round, results, count, err);

	round->scan->journaling.failed |= code < 0;
	return code;
}

/* Of silence that somebody wants to see, or the journal does: results. */
static int take_as_results(const struct mst_journaled *round, const struct mst_position_word *words, size_t count,
                           uint64_t wall_ns, struct mst_error *err)
{
	struct mst_result results[64];
	int code = 0;

	for (size_t i = 0; i < count && code == 0; i++)
		code = take(round, results,
		            mst_silent_results(&round->scan->plans[round->round], &words[i], wall_ns, results), err);
	return code;
}

/* The sink of the round has flushed when a mark settles what it does not see, too. */
static int take_silence(const struct mst_journaled *round, const struct mst_position_word *words, size_t count,
                        uint64_t wall_ns, struct mst_error *err)
{
	struct mst_journal *journal = round->scan->journaling.journal;
	bool due = mst_journal_is_due(journal, mst_now_ns());
	int code = due ? flush(round, err) : 0;

	if (code >= 0)
		code = mst_journal_add_silence(journal, round->round, words, count, wall_ns, err);
	if (code >= 0 && due)
		code = mark(round->scan, err);
	return code < 0 ? code : 0;
}

static uint64_t count_of(const struct mst_position_word *words, size_t count)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += (unsigned)__builtin_popcountll(words[i].bits);
	return sum;
}

static int silence(void *user, const struct mst_position_word *words, size_t count, uint64_t wall_ns,
                   struct mst_error *err)
{
	struct mst_journaled *round = user;
	struct mst_scan *scan = round->scan;
	int code = round->silence ? round->silence(round->user, count_of(words, count), err) : round->sink != NULL;

	if (code > 0 || (code == 0 && !mst_journal_takes_silence(scan->journaling.journal, round->round,
	                                                         scan->plans[round->round].probing.attempts)))
		code = take_as_results(round, words, count, wall_ns, err);
	else if (code == 0)
		code = take_silence(round, words, count, wall_ns, err);
	scan->journaling.failed |= code < 0;
	return code;
}

void mst_journaling_wrap(struct mst_scan *scan, size_t number, struct mst_round_parts *parts)
{
	struct mst_journaled *round = &scan->journaling.rounds[number];

	if (!scan->journaling.journal)
		return;
	*round = (struct mst_journaled){ scan, number, parts->sink, NULL, parts->sink_user };
	if (number + 1 == scan->round_count)
		round->silence = scan->config.output.silence;
	parts->sink = sink;
	parts->silence = silence;
	parts->sink_user = parts->silence_user = round;
}

void mst_journaling_end(struct mst_scan *scan)
{
	struct mst_error error;
	int code;

	if (!scan->journaling.journal)
		return;
	/* The reporter's last call has flushed the sink; where that failed, the verdicts before it have their counts.
	 */
	code = mark(scan, &error);
	if (code < 0 && !scan->journaling.failed)
		mst_run_fail(&scan->run, code, &error);
}
