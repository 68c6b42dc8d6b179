/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * history_spans.c - the past of every host out of a state file. See muster/watch.h, and store_past.h for the tables.
 *
 *     for each chunk of 64 numbers: its rows in memory ──► for each record of the chunk: its values, in order
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/fail.h"
#include "watch/history.h"
#include "watch/store_past.h"

#define ROWS_MAX 1000000 /* of a chunk: as many rounds as a day may have, twice */
#define UNITS_MAX 100000 /* days of 200 years */
#define READ_WORK UINT64_C(100000000)
#define DAY_MS (24 * MST_PAST_HOUR_MS)

/* The rows of one chunk. */
struct rows {
	uint64_t *begins_ms;
	uint8_t *bytes; /* `length` for each */
	size_t count, room;
};

struct reading {
	struct mst_history_source source;
	enum mst_watch_grain grain;
	uint64_t from_ms, to_ms;
	size_t length;   /* of a row */
	uint64_t *units; /* the hours or days, since 1970, that have rows, in order */
	size_t unit_count;
	struct rows rows;
	struct mst_past_fold fold;
	mst_watch_take_span *take;
	void *user;
};

static bool reads_rounds(const struct reading *reading)
{
	return reading->grain == MST_WATCH_ROUNDS || reading->grain == MST_WATCH_TOGETHER;
}

/* ---- rows ---- */

static bool keep(struct rows *rows, uint64_t begin_ms, const void *bytes, size_t length)
{
	if (rows->count == rows->room) {
		size_t room = rows->room ? 2 * rows->room : 1024;
		uint64_t *begins_ms = reallocarray(rows->begins_ms, room, sizeof *begins_ms);
		uint8_t *all = begins_ms ? reallocarray(rows->bytes, room, length) : NULL;

		rows->begins_ms = begins_ms ? begins_ms : rows->begins_ms;
		if (!all)
			return false;
		rows->bytes = all;
		rows->room = room;
	}
	rows->begins_ms[rows->count] = begin_ms;
	memcpy(rows->bytes + rows->count++ * length, bytes, length);
	return true;
}

/* When the row of this key began. */
static uint64_t begin_of(const struct reading *reading, uint64_t key)
{
	if (reads_rounds(reading))
		return (key >> MST_PAST_MS_BITS) / MST_STORE_CHUNKS * MST_PAST_HOUR_MS +
		       key % (UINT64_C(1) << MST_PAST_MS_BITS);
	return key / MST_STORE_CHUNKS * (reading->grain == MST_WATCH_HOURS ? MST_PAST_HOUR_MS : DAY_MS);
}

static int fail(const struct reading *reading, struct mst_error *err)
{
	return mst_store_error(&reading->source.guard, reading->source.db, reading->source.path, err);
}

/* Rows of keys in one..other - 1; those of another length are none of muster's. */
static int read_rows(struct reading *reading, sqlite3_stmt *row, int64_t one, int64_t other, struct mst_error *err)
{
	int step = SQLITE_DONE, code = 0;

	sqlite3_bind_int64(row, 1, one);
	sqlite3_bind_int64(row, 2, other);
	while (code == 0 && (step = sqlite3_step(row)) == SQLITE_ROW) {
		const void *bytes = sqlite3_column_blob(row, 1);
		uint64_t begin_ms = begin_of(reading, (uint64_t)sqlite3_column_int64(row, 0));

		if (!bytes || (size_t)sqlite3_column_bytes(row, 1) != reading->length || begin_ms < reading->from_ms ||
		    begin_ms >= reading->to_ms)
			continue;
		if (reading->rows.count == ROWS_MAX || !keep(&reading->rows, begin_ms, bytes, reading->length))
			code = mst_fail(err, -ENOMEM, "%s: no memory for its history", reading->source.path);
	}
	if (code == 0 && step != SQLITE_DONE)
		code = fail(reading, err);
	sqlite3_reset(row);
	return code;
}

static int64_t key_of(const struct reading *reading, uint64_t unit, uint64_t chunk)
{
	return reads_rounds(reading) ? mst_past_round_key(unit, chunk, 0) : mst_past_span_key(unit, chunk);
}

static uint64_t unit_ms(const struct reading *reading)
{
	return reading->grain == MST_WATCH_DAYS ? DAY_MS : MST_PAST_HOUR_MS;
}

/* The first hour or day with rows, not before `unit`; false: there is none, or an error. */
static bool find_unit(const struct reading *reading, sqlite3_stmt *row, uint64_t *unit)
{
	bool found;

	sqlite3_bind_int64(row, 1, key_of(reading, *unit, 0));
	found = sqlite3_step(row) == SQLITE_ROW;
	if (found)
		*unit = begin_of(reading, (uint64_t)sqlite3_column_int64(row, 0)) / unit_ms(reading);
	sqlite3_reset(row);
	return found && *unit * unit_ms(reading) < reading->to_ms;
}

/* Each is looked for from the one before: a file may have rows of any time. */
static int find_units(struct reading *reading, sqlite3_stmt *row, struct mst_error *err)
{
	reading->units = calloc(UNITS_MAX, sizeof *reading->units);
	if (!reading->units)
		return mst_fail(err, -ENOMEM, "no memory for the history");
	for (uint64_t unit = reading->from_ms / unit_ms(reading);
	     reading->unit_count < UNITS_MAX && find_unit(reading, row, &unit); unit++)
		reading->units[reading->unit_count++] = unit;
	return reading->source.guard.used_up ? fail(reading, err) : 0;
}

static int read_chunk(struct reading *reading, sqlite3_stmt *row, uint64_t chunk, struct mst_error *err)
{
	int code = 0;

	reading->rows.count = 0;
	for (size_t i = 0; code == 0 && i < reading->unit_count; i++)
		code = read_rows(reading, row, key_of(reading, reading->units[i], chunk),
		                 key_of(reading, reading->units[i], chunk + 1), err);
	return code;
}

/* ---- spans ---- */

static void fill_summary(struct mst_watch_span *span, const struct mst_past_summary *summary)
{
	span->known = summary->known;
	span->up = summary->up;
	span->rtt_min_ns = mst_past_rtt_ns(summary->rtt[MST_PAST_MIN]);
	span->rtt_median_ns = mst_past_rtt_ns(summary->rtt[MST_PAST_MEDIAN]);
	span->rtt_p95_ns = mst_past_rtt_ns(summary->rtt[MST_PAST_P95]);
	span->rtt_max_ns = mst_past_rtt_ns(summary->rtt[MST_PAST_MAX]);
}

static void take_round(const struct reading *reading, struct mst_watch_span *span, uint16_t value)
{
	span->state = mst_past_state(value);
	if (span->state == MST_STATE_COUNT)
		return;
	span->known = span->state != MST_UNKNOWN;
	span->up = span->state == MST_UP || span->state == MST_OPEN;
	span->rtt_min_ns = span->rtt_median_ns = span->rtt_p95_ns = span->rtt_max_ns = mst_past_rtt_ns(value);
	reading->take(reading->user, span);
}

static void take_together(struct reading *reading, const struct mst_watch_record *record)
{
	struct mst_watch_span span = { .record = record, .begin_ns = reading->from_ms * MST_NS_PER_MS };
	struct mst_past_summary summary;

	if (!mst_past_summarise(&reading->fold, &summary))
		return;
	fill_summary(&span, &summary);
	reading->take(reading->user, &span);
}

/* A host that was not watched in an hour has zeros there. */
static void take_summary(const struct reading *reading, struct mst_watch_span *span, const uint8_t *bytes)
{
	static const uint8_t nothing[MST_PAST_SUMMARY_BYTES];
	struct mst_past_summary summary;

	if (memcmp(bytes, nothing, sizeof nothing) == 0 || !mst_past_get_summary(bytes, &summary))
		return;
	fill_summary(span, &summary);
	reading->take(reading->user, span);
}

static void take_record(struct reading *reading, const struct mst_watch_record *record)
{
	size_t place = record->number % MST_STORE_CHUNK;

	if (reading->grain == MST_WATCH_TOGETHER)
		memset(&reading->fold, 0, sizeof reading->fold);
	for (size_t i = 0; i < reading->rows.count; i++) {
		const uint8_t *bytes = reading->rows.bytes + i * reading->length;
		struct mst_watch_span span = { .record = record,
			                       .begin_ns = reading->rows.begins_ms[i] * MST_NS_PER_MS };

		if (reading->grain == MST_WATCH_TOGETHER)
			mst_past_add(&reading->fold, mst_past_get_round(bytes + place * MST_PAST_ROUND_BYTES));
		else if (reading->grain == MST_WATCH_ROUNDS)
			take_round(reading, &span, mst_past_get_round(bytes + place * MST_PAST_ROUND_BYTES));
		else
			take_summary(reading, &span, bytes + place * MST_PAST_SUMMARY_BYTES);
	}
	if (reading->grain == MST_WATCH_TOGETHER)
		take_together(reading, record);
}

/* ---- reading ---- */

static int by_number(const void *a, const void *b)
{
	const struct mst_watch_record *one = *(const struct mst_watch_record *const *)a,
				      *other = *(const struct mst_watch_record *const *)b;

	return (one->number > other->number) - (one->number < other->number);
}

/* Records in the order of their numbers; those without one come last. */
static int take_all(struct reading *reading, sqlite3_stmt *row, const struct mst_watch_record **records, size_t count,
                    struct mst_error *err)
{
	uint64_t chunk = UINT64_MAX;
	int code = 0;

	for (size_t i = 0; code == 0 && i < count && records[i]->number < MST_STORE_NUMBERS; i++) {
		if (records[i]->number / MST_STORE_CHUNK != chunk) {
			chunk = records[i]->number / MST_STORE_CHUNK;
			code = read_chunk(reading, row, chunk, err);
		}
		if (code == 0)
			take_record(reading, records[i]);
	}
	return code;
}

static int by_record(struct reading *reading, sqlite3_stmt *row, const struct mst_watch_history *history,
                     struct mst_error *err)
{
	const struct mst_watch_record **records = calloc(history->count + 1, sizeof *records);
	int code;

	if (!records)
		return mst_fail(err, -ENOMEM, "no memory for the history");
	for (size_t i = 0; i < history->count; i++)
		records[i] = &history->records[i];
	qsort(records, history->count, sizeof *records, by_number);
	code = take_all(reading, row, records, history->count, err);
	free(records);
	return code;
}

/* Files of older versions have no such table, and no spans. */
static int read_spans(struct reading *reading, const struct mst_watch_history *history, struct mst_error *err)
{
	static const char *const sql[][2] = {
#define OF(table) \
	{ "SELECT id FROM " table " WHERE id >= ? ORDER BY id LIMIT 1", \
	  "SELECT id, data FROM " table " WHERE id >= ? AND id < ?" }
		[MST_WATCH_ROUNDS] = OF("rounds"),
		[MST_WATCH_HOURS] = OF("hours"),
		[MST_WATCH_DAYS] = OF("days"),
		[MST_WATCH_TOGETHER] = OF("rounds"),
#undef OF
	};
	sqlite3_stmt *find = NULL, *row = NULL;
	int code = 0;

	mst_database_allow(&reading->source.guard, READ_WORK);
	if (sqlite3_prepare_v2(reading->source.db, sql[reading->grain][0], -1, &find, NULL) == SQLITE_OK &&
	    sqlite3_prepare_v2(reading->source.db, sql[reading->grain][1], -1, &row, NULL) == SQLITE_OK) {
		code = find_units(reading, find, err);
		if (code == 0)
			code = by_record(reading, row, history, err);
	}
	sqlite3_finalize(find);
	sqlite3_finalize(row);
	return code;
}

int mst_watch_history_spans(const struct mst_watch_history *history, const char *path, enum mst_watch_grain grain,
                            uint64_t from_ns, uint64_t to_ns, mst_watch_take_span *take, void *user,
                            struct mst_error *err)
{
	struct reading *reading = calloc(1, sizeof *reading);
	uint64_t most_ms = MST_PAST_HOUR_MAX * MST_PAST_HOUR_MS;
	int code;

	if (!reading)
		return mst_fail(err, -ENOMEM, "no memory for the history");
	code = mst_history_open(&reading->source, path, err);
	reading->grain = grain;
	reading->take = take;
	reading->user = user;
	reading->from_ms = (from_ns + MST_NS_PER_MS - 1) / MST_NS_PER_MS;
	reading->to_ms = to_ns / MST_NS_PER_MS < most_ms ? to_ns / MST_NS_PER_MS : most_ms;
	reading->length = MST_STORE_CHUNK *
	                  (size_t)(reads_rounds(reading) ? MST_PAST_ROUND_BYTES : MST_PAST_SUMMARY_BYTES);
	if (code == 0)
		code = read_spans(reading, history, err);
	sqlite3_close(reading->source.db);
	free(reading->rows.begins_ms);
	free(reading->rows.bytes);
	free(reading->units);
	free(reading);
	return code;
}
