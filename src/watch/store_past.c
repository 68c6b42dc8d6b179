/* SPDX-License-Identifier: BSD-2-Clause */
/* store_past.c - see store_past.h. */
#include "watch/store_past.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

#define NO_NUMBER UINT32_MAX
#define DAY_MS (24 * MST_PAST_HOUR_MS)
#define ROUNDS_MAX_BYTES (UINT64_C(64) << 20) /* of a day */
#define ROW_BYTES 140                         /* of 64 values, in the file */

enum statement {
	PUT_ROUND,
	GET_ROUNDS,
	FIRST_ROUND,
	FORGET_ROUNDS,
	PUT_HOUR,
	HAS_HOUR,
	FORGET_HOURS,
	PUT_DAY,
	HAS_DAY
};

static const char *const sql[] = {
	[PUT_ROUND] = "INSERT OR REPLACE INTO rounds (id, data) VALUES (?,?)",
	[GET_ROUNDS] = "SELECT data FROM rounds WHERE id >= ? AND id < ?",
	[FIRST_ROUND] = "SELECT id FROM rounds WHERE id >= ? ORDER BY id LIMIT 1",
	[FORGET_ROUNDS] = "DELETE FROM rounds WHERE id < ?",
	[PUT_HOUR] = "INSERT OR REPLACE INTO hours (id, data) VALUES (?,?)",
	[HAS_HOUR] = "SELECT id FROM hours WHERE id >= ? AND id < ? LIMIT 1",
	[FORGET_HOURS] = "DELETE FROM hours WHERE id < ?",
	[PUT_DAY] = "INSERT OR REPLACE INTO days (id, data) VALUES (?,?)",
	[HAS_DAY] = "SELECT id FROM days WHERE id >= ? AND id < ? LIMIT 1",
};
#define STATEMENTS (sizeof sql / sizeof *sql)

struct mst_store_past {
	sqlite3_stmt *statements[STATEMENTS];
	uint32_t *numbers; /* of items */
	size_t count;
	uint32_t next, next_kept; /* the first free number; of those in the file */
	uint16_t *values;         /* by number, of the round that is kept */
	size_t room;
	uint64_t last_ms;            /* of the last round that was kept */
	uint64_t now_hour;           /* that everything before is folded for; 0: not looked at yet */
	struct mst_past_fold *folds; /* of one chunk: a megabyte */
	bool has_folds;              /* they are not empty */
};

int64_t mst_past_round_key(uint64_t hour, uint64_t chunk, uint64_t ms)
{
	return (int64_t)((hour * MST_STORE_CHUNKS + chunk) << MST_PAST_MS_BITS | ms);
}

int64_t mst_past_span_key(uint64_t span, uint64_t chunk)
{
	return (int64_t)(span * MST_STORE_CHUNKS + chunk);
}

static uint64_t chunks_of(const struct mst_store_past *past)
{
	return (past->next + MST_STORE_CHUNK - 1) / MST_STORE_CHUNK;
}

/* ---- opening ---- */

struct mst_store_past *mst_store_past_open(sqlite3 *db, size_t count)
{
	struct mst_store_past *past = calloc(1, sizeof *past);
	bool whole = past && (past->numbers = malloc((count + 1) * sizeof *past->numbers)) &&
	             (past->folds = calloc(MST_STORE_CHUNK, sizeof *past->folds));

	for (size_t i = 0; whole && i < STATEMENTS; i++)
		whole = sqlite3_prepare_v2(db, sql[i], -1, &past->statements[i], NULL) == SQLITE_OK;
	if (!whole) {
		mst_store_past_free(past);
		return NULL;
	}
	past->count = count;
	for (size_t i = 0; i < count; i++)
		past->numbers[i] = NO_NUMBER;
	return past;
}

void mst_store_past_free(struct mst_store_past *past)
{
	if (!past)
		return;
	for (size_t i = 0; i < STATEMENTS; i++)
		sqlite3_finalize(past->statements[i]);
	free(past->numbers);
	free(past->values);
	free(past->folds);
	free(past);
}

/* ---- numbers ---- */

/* Also of items that this watch does not have: theirs are taken. */
void mst_store_past_number(struct mst_store_past *past, size_t item, uint64_t number)
{
	if (number >= MST_STORE_NUMBERS)
		return;
	if (item < past->count)
		past->numbers[item] = (uint32_t)number;
	if (number >= past->next)
		past->next = past->next_kept = (uint32_t)number + 1;
}

void mst_store_past_bind(struct mst_store_past *past, sqlite3_stmt *row, int at, size_t item,
                         const struct mst_watch_item *items)
{
	bool deserves = items[item].port == 0 || items[item].first_seen != MST_WATCH_NEVER;

	if (past->numbers[item] == NO_NUMBER && deserves && past->next < MST_STORE_NUMBERS)
		past->numbers[item] = past->next++;
	if (past->numbers[item] == NO_NUMBER)
		sqlite3_bind_null(row, at);
	else
		sqlite3_bind_int64(row, at, past->numbers[item]);
}

void mst_store_past_settle(struct mst_store_past *past, bool committed)
{
	for (size_t i = 0; !committed && i < past->count; i++) {
		if (past->numbers[i] != NO_NUMBER && past->numbers[i] >= past->next_kept)
			past->numbers[i] = NO_NUMBER;
	}
	if (committed)
		past->next_kept = past->next;
	else
		past->next = past->next_kept;
	if (!committed)
		past->now_hour = past->last_ms = 0;
}

/* ---- rows ---- */

/* Begins a statement with one or two keys. */
static sqlite3_stmt *with(struct mst_store_past *past, enum statement which, int64_t one, int64_t other)
{
	sqlite3_stmt *row = past->statements[which];

	sqlite3_bind_int64(row, 1, one);
	if (sqlite3_bind_parameter_count(row) > 1)
		sqlite3_bind_int64(row, 2, other);
	return row;
}

/* Runs one that gives no rows. */
static bool finish(sqlite3_stmt *row)
{
	int step = sqlite3_step(row);

	return sqlite3_reset(row) == SQLITE_OK && step == SQLITE_DONE;
}

/* The number that one gives, 0 for none; false on an error. */
static bool take_number(sqlite3_stmt *row, int64_t *number)
{
	int step = sqlite3_step(row);

	*number = step == SQLITE_ROW ? sqlite3_column_int64(row, 0) : 0;
	return sqlite3_reset(row) == SQLITE_OK && (step == SQLITE_ROW || step == SQLITE_DONE);
}

static bool put(struct mst_store_past *past, enum statement which, int64_t key, const uint8_t *bytes, int length)
{
	sqlite3_bind_int64(past->statements[which], 1, key);
	sqlite3_bind_blob(past->statements[which], 2, bytes, length, SQLITE_STATIC);
	return finish(past->statements[which]);
}

/* ---- folding ---- */

/* The rounds of some hours, of one chunk. A row of another length is none of muster's. */
static bool add_rounds(struct mst_store_past *past, uint64_t hour, uint64_t chunk)
{
	sqlite3_stmt *row = with(past, GET_ROUNDS, mst_past_round_key(hour, chunk, 0),
	                         mst_past_round_key(hour, chunk + 1, 0));
	int step;

	while ((step = sqlite3_step(row)) == SQLITE_ROW) {
		const uint8_t *bytes = sqlite3_column_blob(row, 0);

		if (!bytes || sqlite3_column_bytes(row, 0) != MST_STORE_CHUNK * MST_PAST_ROUND_BYTES)
			continue;
		past->has_folds = true;
		for (size_t i = 0; i < MST_STORE_CHUNK; i++)
			mst_past_add(&past->folds[i], mst_past_get_round(bytes + i * MST_PAST_ROUND_BYTES));
	}
	return sqlite3_reset(row) == SQLITE_OK && step == SQLITE_DONE;
}

/* What was folded, if any host of it was watched. */
static bool put_summaries(struct mst_store_past *past, enum statement which, int64_t key)
{
	uint8_t bytes[MST_STORE_CHUNK * MST_PAST_SUMMARY_BYTES];
	bool any = false;

	for (size_t i = 0; i < MST_STORE_CHUNK; i++) {
		struct mst_past_summary summary;

		any |= mst_past_summarise(&past->folds[i], &summary);
		mst_past_put_summary(bytes + i * MST_PAST_SUMMARY_BYTES, &summary);
	}
	return !any || put(past, which, key, bytes, sizeof bytes);
}

/* Hours from `hour` on become one row a chunk. */
static bool fold(struct mst_store_past *past, enum statement which, uint64_t span, uint64_t hour, uint64_t hours)
{
	bool whole = true;

	for (uint64_t chunk = 0; whole && chunk < chunks_of(past); chunk++) {
		if (past->has_folds)
			memset(past->folds, 0, MST_STORE_CHUNK * sizeof *past->folds);
		past->has_folds = false;
		for (uint64_t i = 0; whole && i < hours; i++)
			whole = add_rounds(past, hour + i, chunk);
		if (past->has_folds)
			whole = whole && put_summaries(past, which, mst_past_span_key(span, chunk));
	}
	return whole;
}

/* Spans of `hours` hours that have rounds, are over, and have no row yet. */
static bool fold_all(struct mst_store_past *past, enum statement put_span, enum statement has_span, uint64_t hours)
{
	uint64_t now = past->now_hour / hours;
	bool whole = true;

	for (uint64_t span = 0; whole; span++) {
		int64_t found, folded = 0;

		whole = take_number(with(past, FIRST_ROUND, mst_past_round_key(span * hours, 0, 0), 0), &found);
		if (!whole || found <= 0)
			break;
		span = ((uint64_t)found >> MST_PAST_MS_BITS) / MST_STORE_CHUNKS / hours;
		if (span >= now)
			break;
		whole = take_number(with(past, has_span, mst_past_span_key(span, 0), mst_past_span_key(span + 1, 0)),
		                    &folded) &&
		        (folded || fold(past, put_span, span, span * hours, hours));
	}
	return whole;
}

static bool forget(struct mst_store_past *past)
{
	uint64_t hour = past->now_hour;

	return (hour <= MST_STORE_ROUND_HOURS ||
	        finish(with(past, FORGET_ROUNDS, mst_past_round_key(hour - MST_STORE_ROUND_HOURS, 0, 0), 0))) &&
	       (hour <= MST_STORE_HOUR_HOURS ||
	        finish(with(past, FORGET_HOURS, mst_past_span_key(hour - MST_STORE_HOUR_HOURS, 0), 0)));
}

/* ---- a round ---- */

static bool make_room(struct mst_store_past *past)
{
	size_t room = chunks_of(past) * MST_STORE_CHUNK;
	uint16_t *values = room > past->room ? reallocarray(past->values, room, sizeof *values) : past->values;

	if (room > past->room && !values)
		return false;
	past->values = values;
	past->room = room > past->room ? room : past->room;
	for (size_t i = 0; i < past->room; i++)
		past->values[i] = MST_PAST_NOT_WATCHED;
	return true;
}

static bool put_chunk(struct mst_store_past *past, uint64_t ms, uint64_t chunk)
{
	const uint16_t *values = past->values + chunk * MST_STORE_CHUNK;
	uint8_t bytes[MST_STORE_CHUNK * MST_PAST_ROUND_BYTES];
	bool any = false;

	for (size_t i = 0; i < MST_STORE_CHUNK; i++) {
		any |= values[i] != MST_PAST_NOT_WATCHED;
		mst_past_put_round(bytes + i * MST_PAST_ROUND_BYTES, values[i]);
	}
	return !any || put(past, PUT_ROUND, mst_past_round_key(ms / MST_PAST_HOUR_MS, chunk, ms % MST_PAST_HOUR_MS),
	                   bytes, sizeof bytes);
}

/* Without memory this round has no history: the state of hosts is kept all the same. */
static bool put_values(struct mst_store_past *past, const struct mst_watch_item *items, uint64_t ms)
{
	bool whole = true;

	if (!make_room(past))
		return true;
	for (size_t i = 0; i < past->count; i++) {
		if (past->numbers[i] != NO_NUMBER)
			past->values[past->numbers[i]] = mst_past_value(&items[i]);
	}
	for (uint64_t chunk = 0; whole && chunk < chunks_of(past); chunk++)
		whole = put_chunk(past, ms, chunk);
	return whole;
}

/* A clock that was set back begins anew. */
static bool is_due(const struct mst_store_past *past, uint64_t ms)
{
	uint64_t least_ms = DAY_MS * chunks_of(past) * ROW_BYTES / ROUNDS_MAX_BYTES;

	return ms < past->last_ms || ms - past->last_ms >= least_ms;
}

bool mst_store_past_put(struct mst_store_past *past, const struct mst_watch_item *items, uint64_t wall_ns)
{
	uint64_t ms = wall_ns / MST_NS_PER_MS, hour = ms / MST_PAST_HOUR_MS;

	if (hour == 0 || hour > MST_PAST_HOUR_MAX || !is_due(past, ms))
		return true;
	past->last_ms = ms;
	if (!put_values(past, items, ms))
		return false;
	if (hour == past->now_hour)
		return true;
	past->now_hour = hour;
	return fold_all(past, PUT_HOUR, HAS_HOUR, 1) && fold_all(past, PUT_DAY, HAS_DAY, 24) && forget(past);
}
