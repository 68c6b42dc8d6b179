/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * collect.c - results from the store into a journal, each position once; see muster/fleet.h.
 *
 *     results ──► checked ──► verdicts and services, then silence ──► the journal ──► mark, on the disk ──► taken off
 * the store
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
#include "fleet/handle.h"
#include "fleet/scripts.h"
#include "fleet/settling.h"
#include "fleet/store.h"
#include "journal/cut.h"
#include "journal/handle.h"
#include "journal/writing.h"

#define BATCH 8 /* entries, each of at most 4 MiB */
#define POLL_NS (300 * MST_NS_PER_MS)
#define LOOK_NS (100 * MST_NS_PER_MS)
#define AWAY_NS (2 * MST_NS_PER_SECOND)
#define WHO (256 + PATH_MAX)

struct collecting {
	struct mst_redis *redis;
	const struct mst_fleet_collection *wanted;
	struct mst_fleet_collected *now;
	char id[MST_JOURNAL_ID], who[WHO];
	struct mst_fleet_task task;
	struct mst_journal *journal; /* NULL: it is complete already */
	uint64_t began_ns;
};

/* One entry of the stream. */
struct entry {
	const char *id;
	uint64_t first, end, number, count; /* chunk `number` of `count` */
	uint64_t again;                     /* positions that are asked again */
	const uint8_t *bytes;
	size_t size;
};

/* ---- opening ---- */

static int identify(struct collecting *collecting, struct mst_error *err)
{
	char host[128] = "", path[PATH_MAX];

	(void)gethostname(host, sizeof host - 1);
	if (!realpath(collecting->wanted->path, path))
		return mst_fail(err, -errno, "%s: %s", collecting->wanted->path, strerror(errno));
	snprintf(collecting->who, sizeof collecting->who, "%s:%s", host, path);
	return 0;
}

/* Only one collector takes results off the store: another would have gaps. */
static int claim(struct collecting *collecting, struct mst_error *err)
{
	struct mst_redis_word word = mst_word(collecting->who);
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

static int open_journal(struct collecting *collecting, struct mst_error *err)
{
	const struct mst_journal_config config = { .path = collecting->wanted->path };
	bool is_new = access(config.path, F_OK) < 0;
	int code = is_new ? 0 : mst_journal_cut(config.path, err);

	if (code == 0)
		code = is_new ? mst_journal_new(&collecting->journal, &config, err)
		              : mst_journal_resume(&collecting->journal, config.path, &config, err);
	if (code == -EALREADY)
		return 0;
	if (code == 0)
		code = mst_journal_begin_as(collecting->journal, &collecting->task.record, err);
	return code;
}

static int find_plan(struct collecting *collecting, struct mst_error *err)
{
	uint64_t max_pps;
	int code = mst_fleet_find(collecting->redis, collecting->wanted->id, collecting->id, err);

	return code < 0 ? code : mst_fleet_fetch(collecting->redis, collecting->id, &collecting->task, &max_pps, err);
}

static bool wait_a_while(struct collecting *collecting, uint64_t at_most_ns);

/* Who waits for the plan waits for its store, too. */
static int insist(struct collecting *collecting, int (*step)(struct collecting *, struct mst_error *),
                  struct mst_error *err)
{
	int code;

	while ((code = step(collecting, err)) < 0 && mst_redis_is_away(code) && collecting->wanted->wait) {
		if (!wait_a_while(collecting, AWAY_NS))
			break;
	}
	return code;
}

static int open_collecting(struct collecting *collecting, struct mst_error *err)
{
	int code = insist(collecting, find_plan, err);

	if (code == 0)
		code = open_journal(collecting, err);
	if (code == 0)
		code = identify(collecting, err);
	if (code == 0)
		code = insist(collecting, claim, err);
	collecting->began_ns = mst_now_ns();
	return code;
}

/* ---- one result ---- */

static bool read_entry(struct entry *entry, const struct mst_reply *reply)
{
	const struct mst_reply *fields = mst_reply_at(reply, 1);

	entry->id = mst_reply_text(mst_reply_at(reply, 0));
	entry->first = mst_reply_number(mst_reply_named(fields, "a"));
	entry->end = mst_reply_number(mst_reply_named(fields, "e"));
	entry->number = mst_reply_number(mst_reply_named(fields, "i"));
	entry->count = mst_reply_number(mst_reply_named(fields, "n"));
	entry->again = mst_reply_number(mst_reply_named(fields, "h"));
	entry->bytes = mst_reply_bytes(mst_reply_named(fields, "d"), &entry->size);
	return *entry->id && entry->bytes;
}

/* Entries of one result, which are those of `count` from the first on; 0: it is broken; 1 more than there are: it goes
 * on. */
static size_t result_at(const struct entry *entries, size_t count)
{
	const struct entry *first = &entries[0];

	if (first->number != 1 || first->count < 1 || first->count > MST_FLEET_CHUNKS_MAX ||
	    first->first >= first->end || first->again > first->end - first->first)
		return 0;
	for (size_t i = 0; i < first->count; i++) {
		if (i == count)
			return count + 1;
		if (entries[i].number != i + 1 || entries[i].count != first->count ||
		    entries[i].first != first->first || entries[i].end != first->end)
			return 0;
	}
	return (size_t)first->count;
}

static int unpack(struct collecting *collecting, const struct entry *entries, size_t count,
                  const struct mst_fleet_sink *sink)
{
	const struct mst_space *space = mst_fleet_space(&collecting->task);
	int code = entries->first < space->begin || entries->end > space->end ? -EBADMSG : 0;

	for (size_t i = 0; i < count && code == 0; i++)
		code = mst_fleet_unpack(entries[i].bytes, entries[i].size, space, entries->first, entries->end, sink);
	return code;
}

/* All of it, or nothing. -EBADMSG: it is no result. */
static int take_result(struct collecting *collecting, const struct entry *entries, size_t count, struct mst_error *err)
{
	static const struct mst_fleet_sink nothing;
	struct mst_fleet_settling settling;
	struct mst_fleet_sink sink;
	int code = unpack(collecting, entries, count, &nothing);

	if (code < 0 || !collecting->journal)
		return code;
	code = mst_fleet_settling_begin(&settling, collecting->journal, entries->first, entries->end);
	sink = mst_fleet_settling_sink(&settling);
	if (code == 0)
		code = unpack(collecting, entries, count, &sink);
	if (code == 0)
		code = mst_fleet_settling_end(&settling);
	mst_fleet_settling_free(&settling);
	if (code == -ENOMEM)
		return mst_fail(err, code, "no memory for results");
	return code < 0 ? mst_fail(err, code == -EBADMSG ? -EIO : code, "%s", settling.error.text) : 0;
}

/* ---- taking off ---- */

static int run_with_entries(struct collecting *collecting, const char *script, const char *const *numbers,
                            size_t number_count, const struct entry *entries, size_t count, struct mst_error *err)
{
	struct mst_redis_word words[4 + BATCH + MST_FLEET_CHUNKS_MAX] = { mst_word(collecting->who) };
	struct mst_reply *reply;
	size_t used = 1;
	int code;

	for (size_t i = 0; i < number_count; i++)
		words[used++] = mst_word(numbers[i]);
	for (size_t i = 0; i < count; i++)
		words[used++] = mst_word(entries[i].id);
	code = mst_fleet_run(collecting->redis, script, collecting->id, words, used, &reply, err);
	mst_reply_free(reply);
	return code;
}

static int take_off(struct collecting *collecting, const struct entry *entries, size_t count, uint64_t positions,
                    struct mst_error *err)
{
	char text[24];
	const char *const numbers[] = { text };

	snprintf(text, sizeof text, "%" PRIu64, positions);
	return run_with_entries(collecting, mst_fleet_lua_taken, numbers, 1, entries, count, err);
}

/* What cannot be a result of the plan: its positions are asked again, if it has any. */
static int reject(struct collecting *collecting, const struct entry *entry, struct mst_error *err)
{
	const struct mst_space *space = mst_fleet_space(&collecting->task);
	bool placed = entry->first >= space->begin && entry->first < entry->end && entry->end <= space->end;
	char first[24], end[24], again[24];
	const char *const numbers[] = { first, end, again };

	collecting->now->refused++;
	snprintf(first, sizeof first, "%" PRIu64, placed ? entry->first : 0);
	snprintf(end, sizeof end, "%" PRIu64, placed ? entry->end : 0);
	snprintf(again, sizeof again, "%" PRIu64,
	         placed && entry->again <= entry->end - entry->first ? entry->again : 0);
	return run_with_entries(collecting, mst_fleet_lua_reject, numbers, 3, entry, 1, err);
}

/* On the disk before it is taken off. */
static int secure(struct collecting *collecting, struct mst_error *err)
{
	struct mst_journal_mark mark = { 0 };
	int code;

	if (!collecting->journal)
		return 0;
	mark.stats.elapsed_ns = mst_now_ns() - collecting->began_ns;
	mark.stats.started_ns = collecting->journal->process_ns;
	mark.stats.verdicts = mst_journal_last_round(collecting->journal)->settled.count;
	code = mst_journal_mark(collecting->journal, &mark, err);
	if (code == 0 && fdatasync(collecting->journal->file.fd) < 0)
		code = mst_fail(err, -errno, "%s cannot be written: %s", collecting->wanted->path, strerror(errno));
	return code;
}

/* ---- batches ---- */

/* Returns how many entries were handled, 0 when the last result goes on behind them; a negative errno. */
static int take_entries(struct collecting *collecting, const struct entry *entries, size_t count, struct mst_error *err)
{
	uint64_t positions = 0;
	size_t at = 0;
	int code = 0;

	while (at < count) {
		size_t size = result_at(entries + at, count - at);

		if (size > count - at)
			break;
		code = size == 0 ? -EBADMSG : take_result(collecting, entries + at, size, err);
		if (code == -EBADMSG && at > 0)
			break; /* first what is good */
		if (code == -EBADMSG) {
			code = reject(collecting, entries, err);
			return code < 0 ? code : 1;
		}
		if (code < 0)
			return code;
		positions += entries[at].end - entries[at].first - entries[at].again;
		at += size;
	}
	if (at == 0)
		return 0;
	code = secure(collecting, err);
	if (code == 0)
		code = take_off(collecting, entries, at, positions, err);
	return code < 0 ? code : (int)at;
}

/* What is there now: 1; 0: nothing; a negative errno. */
static int take_batch(struct collecting *collecting, size_t most, struct mst_error *err)
{
	struct entry entries[BATCH + MST_FLEET_CHUNKS_MAX];
	char key[96], number[16];
	struct mst_reply *reply;
	size_t count = 0;
	int code;

	snprintf(key, sizeof key, "muster:{%s}:results", collecting->id);
	snprintf(number, sizeof number, "%zu", most);
	code = mst_redis_ask(collecting->redis, &reply, err, "XRANGE", key, "-", "+", "COUNT", number, NULL);
	if (code < 0)
		return code;
	while (count < mst_reply_count(reply) && count < most &&
	       read_entry(&entries[count], mst_reply_at(reply, count)))
		count++;
	if (count == 0 && mst_reply_count(reply) > 0 && *entries[0].id)
		code = reject(collecting, entries, err);
	else if (count > 0)
		code = take_entries(collecting, entries, count, err);
	if (code == 0 && count > 0 && count < most)
		code = reject(collecting, entries, err); /* a result that ends before its last chunk */
	else if (code == 0 && count == most)
		code = most > BATCH ? reject(collecting, entries, err)
		                    : take_batch(collecting, BATCH + MST_FLEET_CHUNKS_MAX, err);
	code = code == 0 && mst_reply_count(reply) > 0 ? 1 : code;
	mst_reply_free(reply);
	return code > 0 ? 1 : code;
}

static void count_up(struct collecting *collecting)
{
	const struct mst_space *space = mst_fleet_space(&collecting->task);

	if (collecting->task.run.round_count == 0)
		return;
	collecting->now->total = space->end - space->begin;
	collecting->now->settled = collecting->journal ? mst_journal_last_round(collecting->journal)->settled.count
	                                               : collecting->now->total;
}

/* Whether nothing more will come: everything is there, or the plan was stopped and no worker has a block. */
static int look_over(struct collecting *collecting, struct mst_error *err)
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

static bool turn(struct collecting *collecting)
{
	count_up(collecting);
	return !collecting->wanted->turn || collecting->wanted->turn(collecting->wanted->user, collecting->now) == 0;
}

static bool wait_a_while(struct collecting *collecting, uint64_t at_most_ns)
{
	uint64_t until_ns = mst_now_ns() + at_most_ns;
	bool goes_on = turn(collecting);

	while (goes_on && mst_now_ns() < until_ns) {
		mst_sleep_until_ns(mst_now_ns() + LOOK_NS);
		goes_on = turn(collecting);
	}
	return goes_on;
}

static int collect(struct collecting *collecting, struct mst_error *err)
{
	for (;;) {
		int code = take_batch(collecting, BATCH, err);

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

int mst_fleet_collect(struct mst_fleet *fleet, const struct mst_fleet_collection *collection,
                      struct mst_fleet_collected *collected, struct mst_error *err)
{
	struct collecting collecting = { .redis = fleet->redis, .wanted = collection, .now = collected };
	struct mst_error later;
	int code, ended = 0;

	*collected = (struct mst_fleet_collected){ 0 };
	code = open_collecting(&collecting, err);
	if (code == 0) {
		code = collect(&collecting, err);
		count_up(&collecting);
	}
	if (collecting.journal)
		ended = mst_journal_end(collecting.journal, collected->total && collected->settled == collected->total,
		                        &later);
	if (code == 0 && ended < 0) {
		*err = later;
		code = ended;
	}
	mst_journal_close(collecting.journal);
	mst_fleet_task_free(&collecting.task);
	return code;
}
