/* SPDX-License-Identifier: BSD-2-Clause */
/* history.c - reads a state file without watching. See muster/watch.h. */
#include <errno.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "watch/history.h"
#include "watch/store.h"
#include "watch/store_guard.h"
#include "watch/store_past.h"

#define NUMBER_COLUMN 11 /* behind MST_STORE_COLUMNS */

static int compare(const void *a, const void *b)
{
	const struct mst_watch_record *one = a, *other = b;
	int order = mst_addr_compare(&one->addr, &other->addr);

	return order ? order : (one->port > other->port) - (one->port < other->port);
}

static int add(struct mst_watch_history *history, size_t *room, const struct mst_watch_record *record)
{
	if (history->count == *room) {
		size_t more = *room ? *room * 2 : 256;
		struct mst_watch_record *records = more <= MST_STORE_ROWS_MAX
		                                           ? reallocarray(history->records, more, sizeof *records)
		                                           : NULL;

		if (!records)
			return -ENOMEM;
		history->records = records;
		*room = more;
	}
	history->records[history->count++] = *record;
	return 0;
}

/* Files of older versions have no numbers. */
static int prepare_items(struct mst_history_source *source, sqlite3_stmt **row)
{
	int step = sqlite3_prepare_v2(source->db, "SELECT " MST_STORE_COLUMNS ", number FROM items", -1, row, NULL);

	return step == SQLITE_OK
	               ? step
	               : sqlite3_prepare_v2(source->db, "SELECT " MST_STORE_COLUMNS ", NULL FROM items", -1, row, NULL);
}

static void read_number(struct mst_watch_record *record, sqlite3_stmt *row)
{
	uint64_t number;

	record->number = mst_column_number(row, NUMBER_COLUMN, MST_STORE_NUMBERS - 1, &number) ? (uint32_t)number
	                                                                                       : UINT32_MAX;
}

static int read_all(struct mst_watch_history *history, struct mst_history_source *source, struct mst_error *err)
{
	sqlite3_stmt *row = NULL;
	size_t room = 0;
	int step = prepare_items(source, &row), code = 0;

	while (code == 0 && (step == SQLITE_OK || step == SQLITE_ROW)) {
		struct mst_watch_record record;

		step = sqlite3_step(row);
		if (step != SQLITE_ROW)
			break;
		if (history->count == MST_STORE_ROWS_MAX)
			code = mst_fail(err, -EINVAL, "%s: more than %d hosts and ports", source->path,
			                MST_STORE_ROWS_MAX);
		else if (mst_store_read(row, &record)) {
			read_number(&record, row);
			code = add(history, &room, &record);
		} else
			code = mst_fail(err, -EIO, "%s: a row is invalid: another program has changed the file",
			                source->path);
	}
	sqlite3_finalize(row);
	if (code == -ENOMEM)
		return mst_fail(err, code, "no memory to read %s", source->path);
	return code == 0 && step != SQLITE_DONE ? mst_store_error(&source->guard, source->db, source->path, err) : code;
}

/* Row by row: count(*) alone is one instruction of SQLite, however many pages it reads. */
static int read_changes(struct mst_watch_history *history, struct mst_history_source *source, struct mst_error *err)
{
	sqlite3_stmt *row = NULL;
	int step = sqlite3_prepare_v2(source->db, "SELECT count(*) FROM changes WHERE id > 0", -1, &row, NULL);

	if (step == SQLITE_OK && (step = sqlite3_step(row)) == SQLITE_ROW)
		history->changes = (uint64_t)sqlite3_column_int64(row, 0);
	sqlite3_finalize(row);
	return step == SQLITE_ROW ? 0 : mst_store_error(&source->guard, source->db, source->path, err);
}

int mst_history_open(struct mst_history_source *source, const char *path, struct mst_error *err)
{
	int code = mst_store_guard_look(path, err);

	*source = (struct mst_history_source){ .path = path };
	if (code < 0)
		return code;
	if (sqlite3_open_v2(path, &source->db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK) {
		code = source->db ? sqlite3_system_errno(source->db) : ENOMEM;
		return mst_fail(err, code > 0 ? -code : -EIO, "%s: cannot be opened: %s", path,
		                code > 0 ? strerror(code) : sqlite3_errmsg(source->db));
	}
	sqlite3_busy_timeout(source->db, 2000);
	mst_database_guard(&source->guard, source->db, MST_STORE_VALUE_MAX, MST_STORE_CHECK_WORK);
	code = mst_store_check(&source->guard, source->db, path, err);
	if (code == -ENODATA)
		code = mst_fail(err, -EINVAL, "%s: empty; expected a state file of muster watch", path);
	mst_database_allow(&source->guard, MST_STORE_READ_WORK);
	return code;
}

int mst_watch_history_read(struct mst_watch_history *history, const char *path, struct mst_error *err)
{
	struct mst_history_source source;
	int code = mst_history_open(&source, path, err);

	memset(history, 0, sizeof *history);
	if (code == 0)
		code = read_all(history, &source, err);
	if (code == 0)
		code = read_changes(history, &source, err);
	sqlite3_close(source.db);
	if (code < 0)
		mst_watch_history_free(history);
	else if (history->count)
		qsort(history->records, history->count, sizeof *history->records, compare);
	return code;
}

void mst_watch_history_free(struct mst_watch_history *history)
{
	free(history->records);
	*history = (struct mst_watch_history){ 0 };
}
