/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * replay.c - see muster/replay.h. The questions of a record go into the rolls as they were asked, its frames to the
 * judge that a scan has (round/answer.h), its given-up questions out of the rolls: all in the order of their numbers.
 * Nothing has a thread.
 */
#include <muster/replay.h>

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/lines.h"
#include "scan/act.h"
#include "scan/resources.h"

#define REPORT_EVERY 64 /* events: then verdicts are reported */

struct mst_replay {
	struct mst_record *record;
	uint64_t left_out; /* frames and events that the record says it lacks */
	struct mst_act acts[MST_ROUNDS_MAX];
	size_t act_count;
	struct mst_run run;
	struct mst_captures captures; /* none */
	struct mst_neighbours *neighbours;
	struct mst_seen *hosts;
	uint64_t wall_offset_ns;
	size_t at; /* the round that runs */
	struct mst_scan_output output;
	struct mst_scan_trace trace;
};

/* ---- opening ---- */

static int append(char **text, const char *more)
{
	size_t had = *text ? strlen(*text) : 0, length = strlen(more);
	char *longer = realloc(*text, had + length + 1);

	if (!longer)
		return -ENOMEM;
	memcpy(longer + had, more, length + 1);
	*text = longer;
	return 0;
}

/* "plan ROUND\nLINES". */
static int take_plan(struct mst_replay *replay, const char *text, struct mst_error *err)
{
	size_t round = 0;
	int used = 0;

	if (sscanf(text, "plan %2zu\n%n", &round, &used) != 1 || used == 0 || round >= MST_ROUNDS_MAX)
		return mst_fail(err, -EINVAL, "the record has a plan of no round: expected round 0 or 1");
	if (round >= replay->act_count)
		replay->act_count = round + 1;
	if (append(&replay->acts[round].text, text + used) < 0)
		return mst_fail(err, -ENOMEM, "no memory for the plan of the record");
	return 0;
}

static int read_plans(struct mst_replay *replay, const char *path, struct mst_error *err)
{
	int code = 0;

	for (size_t i = 0; i < mst_record_count(replay->record) && code == 0; i++) {
		const struct mst_record_item *item = mst_record_at(replay->record, i);

		if (item->kind == MST_RECORD_EVENT && strncmp(item->text, "plan ", 5) == 0)
			code = take_plan(replay, item->text, err);
	}
	for (size_t i = 0; i < replay->act_count && code == 0; i++) {
		if (!replay->acts[i].text)
			return mst_fail(err, -EINVAL, "%s: the plan of round %zu is missing", path, i);
		code = mst_facts_read(&replay->acts[i].facts, replay->acts[i].text, err);
	}
	if (code == 0 && replay->act_count == 0)
		return mst_fail(err, -EINVAL,
		                "%s: frames without a plan: expected a file of muster scan --record, or sweep --record",
		                path);
	return code;
}

/* What a file says is not a fault of whoever called: no -EINVAL. */
static int of_file(int code)
{
	return code == -EINVAL ? -EBADMSG : code;
}

int mst_replay_open(struct mst_replay **out, const char *path, struct mst_error *err)
{
	struct mst_replay *replay = mst_lines_new(1, sizeof *replay);
	int code;

	*out = NULL;
	if (!replay)
		return mst_fail(err, -ENOMEM, "no memory for a replay");
	mst_run_open(&replay->run);
	replay->neighbours = mst_neighbours_new();
	replay->hosts = mst_seen_new();
	code = replay->neighbours && replay->hosts ? 0 : mst_fail(err, -ENOMEM, "no memory for a replay");
	if (code == 0)
		code = mst_record_read(&replay->record, path, err);
	if (code == 0)
		code = read_plans(replay, path, err);
	if (code < 0) {
		mst_replay_close(replay);
		return of_file(code);
	}
	*out = replay;
	return 0;
}

static struct mst_act *last_act(const struct mst_replay *replay)
{
	return (struct mst_act *)&replay->acts[replay->act_count - 1];
}

const struct mst_scan_config *mst_replay_config(const struct mst_replay *replay)
{
	return &last_act(replay)->facts.config;
}

bool mst_replay_is_cut(const struct mst_replay *replay)
{
	return mst_record_is_truncated(replay->record);
}

/* ---- a round ---- */

/* How hosts stand after the first of two rounds. */
static int note_hosts(void *user, const struct mst_result *results, size_t count, struct mst_error *err)
{
	struct mst_replay *replay = user;

	(void)err;
	mst_hosts_note(replay->hosts, last_act(replay)->facts.targets, results, count);
	return 0;
}

static int open_act(struct mst_replay *replay, size_t number, struct mst_error *err)
{
	static struct mst_tx *const none[MST_LANES_MAX];
	struct mst_act *act = &replay->acts[number];
	bool last = number + 1 == replay->act_count;
	struct mst_round_parts parts = {
		.plan = &act->plan,
		.run = &replay->run,
		.captures = &replay->captures,
		.tx = none,
		.neighbours = replay->neighbours,
		.sink = last ? replay->output.sink : note_hosts,
		.sink_user = last ? replay->output.user : replay,
		.places = last,
		.replays = true,
	};
	int code;

	act->facts.common.hosts = replay->hosts;
	act->facts.common.neighbours = replay->neighbours;
	act->facts.config.trace = replay->trace;
	code = mst_plan_open(&act->plan, &act->facts.config, act->facts.phase, &act->facts.common, err);
	if (code == 0)
		code = mst_round_open(&act->round, &parts, err);
	if (code < 0) {
		mst_plan_close(&act->plan);
		return code;
	}
	act->opened = true;
	for (unsigned i = 0; i < act->plan.egresses.lanes; i++)
		mst_store(&act->round.shared.published[i].epoch, MST_EPOCH_OVER, relaxed);
	return 0;
}

/* ---- the whole ---- */

/* "begin ROUND OFFSET" */
static int take_begin(struct mst_replay *replay, const char *text, struct mst_error *err)
{
	size_t round;

	if (sscanf(text, "begin %2zu %" SCNu64, &round, &replay->wall_offset_ns) != 2 || round >= replay->act_count ||
	    replay->acts[round].opened)
		return mst_fail(err, -EINVAL, "the record begins a round that its plans do not have");
	if (replay->acts[replay->at].opened)
		mst_act_report(&replay->acts[replay->at]);
	replay->at = round;
	return open_act(replay, round, err);
}

static int take(struct mst_replay *replay, const struct mst_record_item *item, struct mst_error *err)
{
	bool opened = replay->acts[replay->at].opened, known = true;

	if (item->kind == MST_RECORD_FRAME) {
		if (opened && !item->outgoing)
			mst_act_frame(&replay->acts[replay->at], item, replay->wall_offset_ns);
		return 0;
	}
	if (strncmp(item->text, "incomplete ", 11) == 0)
		replay->left_out = strtoull(item->text + 11, NULL, 10);
	if (strncmp(item->text, "begin ", 6) == 0)
		return take_begin(replay, item->text, err);
	if (opened && strncmp(item->text, "asked ", 6) == 0)
		known = mst_act_asked(&replay->acts[replay->at], item->text);
	else if (opened && strncmp(item->text, "expired ", 8) == 0)
		known = mst_act_expired(&replay->acts[replay->at], item->text, item->time_ns);
	else if (opened && strncmp(item->text, "verdict ", 8) == 0)
		known = mst_act_verdict(&replay->acts[replay->at], item->text, item->time_ns);
	if (!known)
		return mst_fail(err, -EINVAL, "event %" PRIu64 " of the record (%.40s) does not fit its plan",
		                item->number, item->text);
	return 0;
}

/* Ports of hosts that were missed in the round before are not asked. */
static struct mst_missed estimate_missed(const struct mst_replay *replay)
{
	struct mst_missed missed[MST_ROUNDS_MAX];
	struct mst_answered answered;
	size_t count = 0;

	for (size_t i = 0; i < replay->act_count; i++) {
		if (!replay->acts[i].opened)
			continue;
		mst_tally_answered(&replay->acts[i].round.shared, &answered);
		missed[count++] = mst_missed_estimate(&answered);
	}
	return count == 1 ? missed[0] : mst_missed_in_turn(&missed[0], &missed[1]);
}

/* As of a scan: frames of all rounds, verdicts of the last. */
static void fill_stats(const struct mst_replay *replay, uint64_t elapsed_ns, struct mst_scan_stats *stats)
{
	const struct mst_act *act = last_act(replay);
	uint64_t asked_before = 0;

	*stats = (struct mst_scan_stats){ .finished = true, .elapsed_ns = elapsed_ns };
	for (size_t i = 0; i < replay->act_count; i++) {
		if (i + 1 == replay->act_count) {
			asked_before = stats->asked;
			stats->unknown = stats->down = stats->unreachable = stats->up = stats->amended =
				stats->suspect = 0;
		}
		if (replay->acts[i].opened)
			mst_round_add_counts(&replay->acts[i].round, stats);
	}
	stats->asked -= asked_before;
	stats->missed = estimate_missed(replay);
	stats->targets = mst_plan_questions(&act->plan);
	stats->verdicts = mst_round_verdicts(&act->round);
	stats->left_out = act->plan.targets.left_out;
	stats->record_drops = replay->left_out;
	stats->unknown += stats->targets - stats->verdicts;
	stats->interrupted = stats->verdicts < stats->targets;
}

int mst_replay_run(struct mst_replay *replay, const struct mst_scan_output *output, const struct mst_scan_trace *trace,
                   struct mst_scan_stats *stats, struct mst_error *err)
{
	size_t count = mst_record_count(replay->record);
	uint64_t first_ns = 0, last_ns = 0;
	int code = 0;

	replay->output = *output;
	replay->trace = *trace;
	for (size_t i = 0; i < count && code == 0; i++) {
		const struct mst_record_item *item = mst_record_at(replay->record, i);

		first_ns = i == 0 ? item->time_ns : first_ns;
		last_ns = item->time_ns;
		code = take(replay, item, err);
		if (i % REPORT_EVERY == 0 && replay->acts[replay->at].opened)
			mst_act_report(&replay->acts[replay->at]);
		if (code == 0 && mst_run_failed(&replay->run))
			code = mst_fail(err, replay->run.trouble.code, "%s", replay->run.trouble.error.text);
	}
	if (code == 0 && replay->acts[replay->at].opened)
		mst_act_report(&replay->acts[replay->at]);
	/* A record that ends before its last round began has targets all the same. */
	if (code == 0 && !last_act(replay)->opened)
		code = open_act(replay, replay->act_count - 1, err);
	*stats = (struct mst_scan_stats){ .interrupted = true };
	if (code == 0)
		fill_stats(replay, last_ns > first_ns ? last_ns - first_ns : 0, stats);
	return of_file(code);
}

void mst_replay_close(struct mst_replay *replay)
{
	if (!replay)
		return;
	for (size_t i = 0; i < MST_ROUNDS_MAX; i++) {
		mst_round_close(&replay->acts[i].round);
		mst_plan_close(&replay->acts[i].plan);
		if (replay->acts[i].facts.targets)
			mst_facts_free(&replay->acts[i].facts);
		free(replay->acts[i].text);
	}
	mst_neighbours_free(replay->neighbours);
	mst_seen_free(replay->hosts);
	mst_record_free(replay->record);
	mst_run_close(&replay->run);
	free(replay);
}
