/* SPDX-License-Identifier: BSD-2-Clause */
/* taking.c - results from the store into the journal; see collecting.h and collect.c. */
#include <errno.h>
#include <inttypes.h>
#include <muster/units.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/worker_sets.h"
#include "fleet/collecting.h"
#include "fleet/scripts.h"
#include "fleet/settling.h"
#include "journal/writing.h"

#define BATCH 8 /* entries, each of at most 4 MiB */

/* One entry of the stream. */
struct entry {
	const char *id;
	uint64_t first, end, number, count; /* chunk `number` of `count` */
	uint64_t again;                     /* positions that are asked again */
	uint64_t vantage;
	const char *holes; /* which */
	const char *worker;
	const uint8_t *bytes;
	size_t size;
};

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
	entry->vantage = mst_reply_number(mst_reply_named(fields, "v"));
	entry->holes = mst_reply_text(mst_reply_named(fields, "o"));
	entry->worker = mst_reply_text(mst_reply_named(fields, "w"));
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
		if (entries[i].vantage != first->vantage || strcmp(entries[i].worker, first->worker) != 0 ||
		    entries[i].number != i + 1 || entries[i].count != first->count ||
		    entries[i].first != first->first || entries[i].end != first->end)
			return 0;
	}
	return (size_t)first->count;
}

static int unpack(struct mst_fleet_collecting *collecting, const struct entry *entries, size_t count,
                  const struct mst_fleet_sink *sink)
{
	const struct mst_space *space = mst_fleet_space(&collecting->task);
	int code = entries->first < space->begin || entries->end > space->end ? -EBADMSG : 0;

	for (size_t i = 0; i < count && code == 0; i++)
		code = mst_fleet_unpack(entries[i].bytes, entries[i].size, space, entries->first, entries->end, sink);
	return code;
}

static bool is_worker(const char *name)
{
	return mst_worker_is_name(name, strlen(name));
}

/* With vantages nobody may have a target at two of them: its worker may be given all of a hole again, at any, even
 * where it has verdicts between what it could not find out. -EBADMSG: they are none. */
static int read_holes(struct mst_fleet_settling *settling, const struct entry *entry)
{
	uint64_t after = entry->first;

	for (const char *at = entry->holes; *at;) {
		struct mst_fleet_range *hole = &settling->holes[settling->hole_count];
		int length = 0;

		if (settling->hole_count == MST_FLEET_HOLES_MAX ||
		    sscanf(at, "%20" SCNu64 "-%20" SCNu64 " %n", &hole->first, &hole->end, &length) != 2 ||
		    length == 0 || hole->first < after || hole->first >= hole->end || hole->end > entry->end)
			return -EBADMSG;
		after = hole->end;
		settling->hole_count++;
		at += length;
	}
	return 0;
}

/* All of it, or nothing. -EBADMSG: it is no result. */
static int take_result(struct mst_fleet_collecting *collecting, const struct entry *entries, size_t count,
                       struct mst_error *err)
{
	static const struct mst_fleet_sink nothing;
	struct mst_fleet_settling settling;
	struct mst_fleet_sink sink;
	int code = unpack(collecting, entries, count, &nothing);
	struct mst_journal *journal;

	if (code == 0 && (entries->vantage >= collecting->terms.vantages || !is_worker(entries->worker)))
		code = -EBADMSG;
	journal = code == 0 ? collecting->journals[entries->vantage] : NULL;
	if (!journal)
		return code;
	code = mst_fleet_settling_begin(&settling, journal, entries->first, entries->end);
	if (code == 0 && collecting->terms.vantages > 1)
		code = read_holes(&settling, entries);
	if (code == -EBADMSG) {
		mst_fleet_settling_free(&settling);
		return code;
	}
	sink = mst_fleet_settling_sink(&settling);
	if (code == 0)
		code = unpack(collecting, entries, count, &sink);
	if (code == 0)
		code = mst_fleet_settling_end(&settling, entries->worker);
	mst_fleet_settling_free(&settling);
	if (code == -ENOMEM)
		return mst_fail(err, code, "no memory for results");
	return code < 0 ? mst_fail(err, code == -EBADMSG ? -EIO : code, "%s", settling.error.text) : 0;
}

/* ---- taking off ---- */

static int run_with_entries(struct mst_fleet_collecting *collecting, const char *script, const char *const *numbers,
                            size_t number_count, const struct entry *entries, size_t count, struct mst_error *err)
{
	struct mst_redis_word words[5 + BATCH + MST_FLEET_CHUNKS_MAX] = { mst_redis_text(collecting->who) };
	struct mst_reply *reply;
	size_t used = 1;
	int code;

	for (size_t i = 0; i < number_count; i++)
		words[used++] = mst_redis_text(numbers[i]);
	for (size_t i = 0; i < count; i++)
		words[used++] = mst_redis_text(entries[i].id);
	code = mst_fleet_run(collecting->redis, script, collecting->id, words, used, &reply, err);
	mst_reply_free(reply);
	return code;
}

static int take_off(struct mst_fleet_collecting *collecting, const struct entry *entries, size_t count,
                    uint64_t positions, struct mst_error *err)
{
	char text[24];
	const char *const numbers[] = { text };

	snprintf(text, sizeof text, "%" PRIu64, positions);
	return run_with_entries(collecting, mst_fleet_lua_taken, numbers, 1, entries, count, err);
}

/* What cannot be a result of the plan: its positions are asked again, if it has any, with the first of its chunks. */
static int reject(struct mst_fleet_collecting *collecting, const struct entry *entry, struct mst_error *err)
{
	const struct mst_space *space = mst_fleet_space(&collecting->task);
	bool placed = entry->first >= space->begin && entry->first < entry->end && entry->end <= space->end &&
	              entry->vantage < collecting->terms.vantages && entry->number == 1;
	char first[24], end[24], vantage[24];
	const char *const numbers[] = { first, end, vantage };

	collecting->now->refused++;
	snprintf(first, sizeof first, "%" PRIu64, placed ? entry->first : 0);
	snprintf(end, sizeof end, "%" PRIu64, placed ? entry->end : 0);
	snprintf(vantage, sizeof vantage, "%" PRIu64, placed ? entry->vantage : 0);
	return run_with_entries(collecting, mst_fleet_lua_reject, numbers, 3, entry, 1, err);
}

static int secure_one(struct mst_fleet_collecting *collecting, struct mst_journal *journal, struct mst_error *err)
{
	struct mst_journal_mark mark = { 0 };
	int code;

	mark.stats.elapsed_ns = mst_now_ns() - collecting->began_ns;
	mark.stats.started_ns = journal->process_ns;
	mark.stats.verdicts = mst_journal_last_round(journal)->settled.count;
	code = mst_journal_mark(journal, &mark, err);
	if (code == 0 && fdatasync(journal->file.fd) < 0)
		code = mst_fail(err, -errno, "%s cannot be written: %s", journal->file.path, strerror(errno));
	return code;
}

/* On the disk before it is taken off. */
static int secure(struct mst_fleet_collecting *collecting, struct mst_error *err)
{
	int code = 0;

	for (unsigned vantage = 0; vantage < MST_VANTAGES_MAX && code == 0; vantage++) {
		if (collecting->journals[vantage])
			code = secure_one(collecting, collecting->journals[vantage], err);
	}
	return code;
}

/* ---- batches ---- */

/* Returns how many entries were handled, 0 when the last result goes on behind them; a negative errno. */
static int take_entries(struct mst_fleet_collecting *collecting, const struct entry *entries, size_t count,
                        struct mst_error *err)
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
static int take_most(struct mst_fleet_collecting *collecting, size_t most, struct mst_error *err)
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
		                    : take_most(collecting, BATCH + MST_FLEET_CHUNKS_MAX, err);
	code = code == 0 && mst_reply_count(reply) > 0 ? 1 : code;
	mst_reply_free(reply);
	return code > 0 ? 1 : code;
}

int mst_fleet_take_batch(struct mst_fleet_collecting *collecting, struct mst_error *err)
{
	return take_most(collecting, BATCH, err);
}
