/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * collect.c - results from the store into a journal for each vantage, each position once; see muster/fleet.h.
 *
 *     results ──► checked ──► verdicts and services, then silence ──► the journal ──► mark, on the disk ──► taken off
 *
 * The journal has a result whole or not at all: whatever a collector wrote behind its last mark, before it was killed,
 * is cut off by the next one, which finds the result still in the store. Positions that are settled already, because
 * the store had forgotten their result and had them asked again, are left out.
 */
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <muster/units.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fail.h"
#include "fleet/collecting.h"
#include "fleet/handle.h"
#include "fleet/scripts.h"
#include "journal/cut.h"
#include "journal/writing.h"

#define POLL_NS (300 * MST_NS_PER_MS)
#define LOOK_NS (100 * MST_NS_PER_MS)
#define AWAY_NS (2 * MST_NS_PER_SECOND)

/* ---- opening ---- */

static int identify(struct mst_fleet_collecting *collecting, struct mst_error *err)
{
	char host[128] = "", path[PATH_MAX];

	(void)gethostname(host, sizeof host - 1);
	if (!realpath(collecting->wanted->path, path))
		return mst_fail(err, -errno, "%s: %s", collecting->wanted->path, strerror(errno));
	snprintf(collecting->who, sizeof collecting->who, "%s:%s", host, path);
	return 0;
}

/* Only one collector takes results off the store: another would have gaps. */
static int claim(struct mst_fleet_collecting *collecting, struct mst_error *err)
{
	struct mst_redis_word word = mst_redis_text(collecting->who);
	struct mst_reply *reply;
	const char *owner;
	int code = mst_fleet_run(collecting->redis, mst_fleet_lua_claim, collecting->id, &word, 1, &reply, err);

	if (code < 0)
		return code;
	owner = mst_reply_text(reply);
	if (*owner == '\0')
		code = mst_fail(err, -ENOENT, "%s: the store has no such plan any more", collecting->id);
	else if (strcmp(owner, collecting->who) != 0)
		code = mst_fail(
			err, -EBUSY,
			"the results of plan %s are collected in %.300s: expected muster fleet report there, or "
			"with that --journal",
			collecting->id, owner);
	mst_reply_free(reply);
	return code;
}

int mst_fleet_journal_path(char *text, size_t size, const char *path, unsigned vantage)
{
	int length = vantage == 0 ? snprintf(text, size, "%s", path) : snprintf(text, size, "%s.%u", path, vantage + 1);

	return length >= (int)size ? -ENAMETOOLONG : 0;
}

static int open_journal(struct mst_fleet_collecting *collecting, unsigned vantage, struct mst_error *err)
{
	char path[PATH_MAX];
	const struct mst_journal_config config = { .path = path };
	struct mst_journal **journal = &collecting->journals[vantage];
	bool is_new;
	int code = mst_fleet_journal_path(path, sizeof path, collecting->wanted->path, vantage);

	if (code < 0)
		return mst_fail(err, code, "the path of the journal is too long");
	is_new = access(path, F_OK) < 0;
	code = is_new ? 0 : mst_journal_cut(path, err);
	if (code == 0)
		code = is_new ? mst_journal_new(journal, &config, err)
		              : mst_journal_resume(journal, path, &config, err);
	if (code == -EALREADY)
		return 0;
	return code == 0 ? mst_journal_begin_as(*journal, &collecting->task.record, err) : code;
}

static int open_journals(struct mst_fleet_collecting *collecting, struct mst_error *err)
{
	int code = 0;

	for (unsigned vantage = 0; vantage < collecting->terms.vantages && code == 0; vantage++)
		code = open_journal(collecting, vantage, err);
	return code;
}

static int find_plan(struct mst_fleet_collecting *collecting, struct mst_error *err)
{
	int code = mst_fleet_find(collecting->redis, collecting->wanted->id, collecting->id, err);

	return code < 0
	               ? code
	               : mst_fleet_fetch(collecting->redis, collecting->id, &collecting->task, &collecting->terms, err);
}

static bool wait_a_while(struct mst_fleet_collecting *collecting, uint64_t at_most_ns);

/* Who waits for the plan waits for its store, too. */
static int insist(struct mst_fleet_collecting *collecting,
                  int (*step)(struct mst_fleet_collecting *, struct mst_error *), struct mst_error *err)
{
	int code;

	while ((code = step(collecting, err)) < 0 && mst_redis_is_away(code) && collecting->wanted->wait) {
		if (!wait_a_while(collecting, AWAY_NS))
			break;
	}
	return code;
}

static int open_collecting(struct mst_fleet_collecting *collecting, struct mst_error *err)
{
	int code = insist(collecting, find_plan, err);

	if (code == 0)
		code = open_journals(collecting, err);
	if (code == 0)
		code = identify(collecting, err);
	if (code == 0)
		code = insist(collecting, claim, err);
	collecting->began_ns = mst_now_ns();
	return code;
}

static uint64_t settled_of(const struct mst_fleet_collecting *collecting, unsigned vantage)
{
	const struct mst_space *space = mst_fleet_space(&collecting->task);
	struct mst_journal *journal = collecting->journals[vantage];

	return journal ? mst_journal_last_round(journal)->settled.count : space->end - space->begin;
}

static void count_up(struct mst_fleet_collecting *collecting)
{
	const struct mst_space *space = mst_fleet_space(&collecting->task);

	if (collecting->task.run.round_count == 0)
		return;
	collecting->now->vantages = collecting->terms.vantages;
	collecting->now->total = (space->end - space->begin) * collecting->terms.vantages;
	collecting->now->settled = 0;
	for (unsigned vantage = 0; vantage < collecting->terms.vantages; vantage++)
		collecting->now->settled += settled_of(collecting, vantage);
}

/* Whether nothing more will come: everything is there, or the plan was stopped and no worker has a block. */
static int look_over(struct mst_fleet_collecting *collecting, struct mst_error *err)
{
	char key[96], held[96];
	struct mst_reply *reply;
	int code = 0;

	count_up(collecting);
	collecting->now->over = collecting->now->settled == collecting->now->total;
	if (collecting->now->over)
		return 0;
	snprintf(held, sizeof held, "muster:{%s}:held", collecting->id);
	code = mst_redis_ask(collecting->redis, &reply, err, "HLEN", held, NULL);
	if (code == 0 && mst_reply_number(reply) == 0) {
		mst_reply_free(reply);
		snprintf(key, sizeof key, "muster:{%s}:plan", collecting->id);
		code = mst_redis_ask(collecting->redis, &reply, err, "HGET", key, "state", NULL);
		collecting->now->over = code == 0 && strcmp(mst_reply_text(reply), "stopped") == 0;
	}
	mst_reply_free(reply);
	return code;
}

static bool turn(struct mst_fleet_collecting *collecting)
{
	count_up(collecting);
	return !collecting->wanted->turn || collecting->wanted->turn(collecting->wanted->user, collecting->now) == 0;
}

static bool wait_a_while(struct mst_fleet_collecting *collecting, uint64_t at_most_ns)
{
	uint64_t until_ns = mst_now_ns() + at_most_ns;
	bool goes_on = turn(collecting);

	while (goes_on && mst_now_ns() < until_ns) {
		mst_sleep_until_ns(mst_now_ns() + LOOK_NS);
		goes_on = turn(collecting);
	}
	return goes_on;
}

static int collect(struct mst_fleet_collecting *collecting, struct mst_error *err)
{
	for (;;) {
		int code = mst_fleet_take_batch(collecting, err);

		if (code > 0) {
			if (turn(collecting))
				continue;
			return 0;
		}
		if (code == 0)
			code = look_over(collecting, err);
		if (code == 0 && (collecting->now->over || !collecting->wanted->wait))
			return 0;
		if (code < 0 && (!collecting->wanted->wait || !mst_redis_is_away(code)))
			return code;
		if (!wait_a_while(collecting, code < 0 ? AWAY_NS : POLL_NS))
			return 0;
	}
}

static int close_journals(struct mst_fleet_collecting *collecting, struct mst_error *err)
{
	int code = 0;

	for (unsigned vantage = 0; vantage < MST_VANTAGES_MAX; vantage++) {
		struct mst_journal *journal = collecting->journals[vantage];
		bool whole = journal && collecting->now->total > 0 &&
		             settled_of(collecting, vantage) * collecting->terms.vantages == collecting->now->total;

		if (journal && code == 0)
			code = mst_journal_end(journal, whole, err);
		mst_journal_close(journal);
	}
	return code;
}

int mst_fleet_collect(struct mst_fleet *fleet, const struct mst_fleet_collection *collection,
                      struct mst_fleet_collected *collected, struct mst_error *err)
{
	struct mst_fleet_collecting collecting = { .redis = fleet->redis, .wanted = collection, .now = collected };
	struct mst_error later;
	int code, ended;

	*collected = (struct mst_fleet_collected){ 0 };
	code = open_collecting(&collecting, err);
	if (code == 0) {
		code = collect(&collecting, err);
		count_up(&collecting);
	}
	ended = close_journals(&collecting, &later);
	if (code == 0 && ended < 0) {
		*err = later;
		code = ended;
	}
	mst_fleet_task_free(&collecting.task);
	return code;
}
