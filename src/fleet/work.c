/* SPDX-License-Identifier: BSD-2-Clause */
/* work.c - plans and blocks in turn; see worker.h. */
#include <errno.h>
#include <inttypes.h>
#include <muster/units.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/fail.h"
#include "fleet/handle.h"
#include "fleet/worker.h"
#include "target/set.h"

#define IDLE_NS (200 * MST_NS_PER_MS)
#define IDLE_EACH_NS (5 * MST_NS_PER_MS) /* a thousand idle workers ask the store some two hundred times a second */
#define END_SECONDS_MAX 5
#define AWAY_NS (2 * MST_NS_PER_SECOND)

/* ---- plans ---- */

static bool is_refused(const struct mst_fleet_worker_state *worker, const char *id)
{
	for (size_t i = 0; i < worker->refused_count; i++) {
		if (strcmp(worker->refused[i], id) == 0)
			return true;
	}
	return false;
}

static void leave_plan(struct mst_fleet_worker_state *worker)
{
	mst_fleet_task_free(&worker->task);
	worker->id[0] = '\0';
}

/* The status of the plan says so, too. */
static void refuse_plan(struct mst_fleet_worker_state *worker, const struct mst_error *why)
{
	struct mst_fleet_place place = mst_fleet_place_of(worker);
	struct mst_fleet_beat beat;
	struct mst_error err;

	mst_fleet_notice(worker, "plan %s is left to other workers: %s", worker->id, why->text);
	(void)mst_fleet_beat(&place, NULL, 0, 0, -1, why->text, &beat, &err);
	if (worker->refused_count == MST_FLEET_REFUSALS_MAX)
		memmove(worker->refused, worker->refused + 1, --worker->refused_count * sizeof worker->refused[0]);
	memcpy(worker->refused[worker->refused_count++], worker->id, sizeof worker->id);
	leave_plan(worker);
}

/* Whether this machine may not ask some of the targets. */
static int check_excluded(const struct mst_targets *targets, const struct mst_targets *excluded, struct mst_error *err)
{
	struct mst_addr first, last, none, end;
	char text[MST_ADDR_TEXT];

	for (size_t i = 0; excluded && mst_targets_interval(excluded, i, &first, &last); i++) {
		for (size_t k = 0; mst_targets_interval(targets, k, &none, &end); k++) {
			if (none.family != first.family || mst_addr_compare(&end, &first) < 0 ||
			    mst_addr_compare(&last, &none) < 0)
				continue;
			mst_addr_format(mst_addr_compare(&none, &first) < 0 ? &first : &none, text);
			return mst_fail(err, -EINVAL, "it has %s, which this machine excludes", text);
		}
	}
	return 0;
}

static int check_plan(struct mst_fleet_worker_state *worker, struct mst_error *err)
{
	const struct mst_scan_probing *own = &worker->work->scan.probing;
	uint64_t hash;
	int code = mst_fleet_payloads_hash(&hash, &worker->task, own->payloads, err);

	if (code == 0 && hash != worker->task.payload_hash)
		code = mst_fail(err, -EINVAL, "this machine would send other payloads than the plan has (--payloads)");
	return code < 0 ? code : check_excluded(worker->task.run.round_targets[0], own->excluded, err);
}

/* Shows that this worker is there, and learns how many others are: its first block is no larger than its part. */
static int show_up(struct mst_fleet_worker_state *worker, struct mst_error *err)
{
	struct mst_fleet_place place = mst_fleet_place_of(worker);
	struct mst_fleet_beat beat;
	int code = mst_fleet_beat(&place, NULL, 0, 0, -1, "", &beat, err);

	if (code == 0 && beat.standing != MST_STANDING_GONE) {
		worker->live = beat.live;
		worker->left = beat.left;
	}
	return code;
}

/* -EBADMSG: this plan is for others. */
static int enter_plan(struct mst_fleet_worker_state *worker, const char *id, struct mst_error *err)
{
	const struct mst_space *space;
	int code;

	if (strcmp(worker->id, id) == 0)
		return 0;
	leave_plan(worker);
	code = mst_fleet_fetch(worker->redis, id, &worker->task, &worker->terms, err);
	if (code < 0 && code != -EBADMSG && code != -ENOTSUP)
		return code == -ENOENT ? -EBADMSG : code;
	memcpy(worker->id, id, sizeof worker->id);
	if (code == 0)
		code = check_plan(worker, err);
	if (code < 0) {
		refuse_plan(worker, err);
		return -EBADMSG;
	}
	space = mst_fleet_space(&worker->task);
	worker->left = (space->end - space->begin) * worker->terms.vantages;
	worker->live = 1;
	return show_up(worker, err);
}

/* ---- blocks ---- */

/* Positions a second, before the first block: silent ones take a frame for each attempt. */
static uint64_t guess_rate(const struct mst_fleet_worker_state *worker, uint64_t share_pps)
{
	const struct mst_scan_rate *own = &worker->work->scan.rate;
	uint64_t own_pps = own->pps != MST_RATE_AUTO ? own->pps : 0;
	uint64_t pps = share_pps && (!own_pps || share_pps < own_pps) ? share_pps : own_pps;

	return pps / (worker->task.config.retry.count + 1);
}

/* How long the last time-outs of a block are waited for, about. */
static unsigned end_seconds(const struct mst_fleet_worker_state *worker)
{
	const struct mst_scan_retry *retry = &worker->task.config.retry;
	uint64_t each_ns = retry->timeout_ns != MST_TIMEOUT_AUTO ? retry->timeout_ns : MST_NS_PER_SECOND;
	uint64_t all = each_ns * (retry->count + 1) / MST_NS_PER_SECOND;

	return all < 1 ? 1 : all > END_SECONDS_MAX ? END_SECONDS_MAX : (unsigned)all;
}

static struct mst_fleet_outlook outlook_of(const struct mst_fleet_worker_state *worker)
{
	const struct mst_space *space = mst_fleet_space(&worker->task);
	uint64_t share_pps = mst_fleet_share(worker->terms.max_pps, worker->live);

	return (struct mst_fleet_outlook){
		.rate_pps = worker->positions_pps ? worker->positions_pps : guess_rate(worker, share_pps),
		.left = worker->left,
		.total = (space->end - space->begin) * worker->terms.vantages,
		.live = worker->live,
		.end_seconds = end_seconds(worker),
	};
}

static int take(struct mst_fleet_worker_state *worker, struct mst_fleet_taken *taken, struct mst_error *err)
{
	struct mst_fleet_place place = mst_fleet_place_of(worker);
	struct mst_fleet_outlook outlook = outlook_of(worker);
	struct mst_fleet_held *held = NULL;
	size_t count = 0;
	int code = 0;

	if (mst_fleet_nears_end(&outlook)) {
		code = show_up(worker, err);
		outlook = outlook_of(worker);
		if (code == 0)
			code = mst_fleet_look(&place, &held, &count, err);
	}
	if (code == 0)
		code = mst_fleet_take(&place, mst_fleet_block_size(&outlook, held, count), taken, err);
	free(held);
	return code;
}

/* Whoever is idle gets the half of what another has. */
static int take_half(struct mst_fleet_worker_state *worker, struct mst_fleet_taken *taken, struct mst_error *err)
{
	struct mst_fleet_place place = mst_fleet_place_of(worker);
	uint64_t middle;
	size_t which;
	bool done;
	int code;

	if (!mst_fleet_choose_split(taken->held, taken->held_count, end_seconds(worker), &which, &middle))
		return 0;
	code = mst_fleet_split(&place, &taken->held[which], middle, &done, err);
	free(taken->held);
	taken->held = NULL;
	return code < 0 || !done ? code : take(worker, taken, err);
}

/* What a scan that could not be opened says of this machine and these targets, not of this moment. */
static bool is_for_others(int code)
{
	return code == -ENETUNREACH || code == -EINVAL || code == -EPROTO || code == -EADDRNOTAVAIL;
}

static int ask(struct mst_fleet_worker_state *worker, struct mst_fleet_taken *taken, struct mst_error *err)
{
	const struct mst_space *space = mst_fleet_space(&worker->task);
	int code;

	if (taken->block.first < space->begin || taken->block.end > space->end)
		return mst_fail(err, -EBADMSG,
		                "the store says of plan %s what makes no sense: another program wrote there",
		                worker->id);
	code = mst_fleet_ask(worker, &taken->block, err);
	worker->failed = code < 0 && !is_for_others(code);
	if (!is_for_others(code))
		return code;
	refuse_plan(worker, err);
	return 0;
}

/* One block of this plan: 1; 0: it has none for us; a negative errno. */
static int work_on(struct mst_fleet_worker_state *worker, const char *id, bool *open, struct mst_error *err)
{
	struct mst_fleet_taken taken = { 0 };
	int code = enter_plan(worker, id, err);

	if (code == -EBADMSG)
		return 0;
	if (code == 0)
		code = take(worker, &taken, err);
	*open |= code == 0 && taken.standing == MST_STANDING_OPEN;
	if (code == 0 && taken.standing == MST_STANDING_PAUSED)
		code = show_up(worker, err);
	if (code == 0 && taken.standing == MST_STANDING_OPEN && !taken.found)
		code = take_half(worker, &taken, err);
	if (code == 0 && taken.found)
		code = ask(worker, &taken, err);
	free(taken.held);
	return code == 0 && taken.found ? 1 : code;
}

/* A block of the oldest plan that has one. */
static int work_once(struct mst_fleet_worker_state *worker, bool *open, struct mst_error *err)
{
	char(*ids)[MST_JOURNAL_ID];
	size_t count;
	int code = mst_fleet_ids(worker->redis, &ids, &count, err);

	*open = false;
	for (size_t i = 0; code == 0 && i < count && !worker->stops; i++) {
		if (!is_refused(worker, ids[i]))
			code = work_on(worker, ids[i], open, err);
	}
	free(ids);
	return code;
}

int mst_fleet_work(struct mst_fleet *fleet, const struct mst_fleet_work *work, struct mst_error *err)
{
	struct mst_fleet_worker_state worker = { .redis = fleet->redis, .work = work, .live = 1 };
	int code = mst_fleet_commit_kept(&worker, err);

	while (!worker.stops && code == 0) {
		bool open;

		code = work_once(&worker, &open, err);
		if (!worker.failed)
			mst_fleet_note_away(&worker, code, err);
		if (code < 0 && (worker.failed || !worker.now.away))
			break;
		if (code == 0 && !open && work->until_done)
			break;
		if (code <= 0)
			mst_fleet_wait(&worker, code < 0 ? AWAY_NS : IDLE_NS + worker.live * IDLE_EACH_NS);
		code = 0;
	}
	leave_plan(&worker);
	mst_fleet_turn(&worker); /* the last counts */
	return code < 0 ? code : 0;
}
