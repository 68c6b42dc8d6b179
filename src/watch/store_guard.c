/* SPDX-License-Identifier: BSD-2-Clause */
/* store_guard.c - see store_guard.h. */
#include "watch/store_guard.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fail.h"

#define EXPECTED "expected a state file of muster watch"

/* clang-format off */
#define COLUMN(table, name, type) \
	{ "SELECT " name " FROM " table " LIMIT 0", "ALTER TABLE " table " ADD COLUMN " name " " type }
#define TABLE(table) \
	{ "SELECT id FROM " table " LIMIT 0", "CREATE TABLE " table " (id INTEGER PRIMARY KEY, data BLOB NOT NULL)" }
static const struct {
	const char *look, *add;
} added[] = {
	COLUMN("items", "mac", "TEXT"),
	COLUMN("items", "former_mac", "TEXT"),
	COLUMN("items", "mac_since", "INTEGER"),
	COLUMN("items", "conflict", "INTEGER"),
	COLUMN("changes", "mac", "TEXT"),
	COLUMN("changes", "was_mac", "TEXT"),
	COLUMN("items", "probes", "INTEGER"),
	COLUMN("items", "answers", "INTEGER"),
	COLUMN("items", "turns", "INTEGER"),
	COLUMN("items", "number", "INTEGER"),
	TABLE("rounds"),
	TABLE("hours"),
	TABLE("days"),
};
#undef COLUMN
#undef TABLE
/* clang-format on */

#define ADDED (sizeof added / sizeof *added)

static const char schema[] =
	"BEGIN IMMEDIATE;"
	"CREATE TABLE items (addr TEXT NOT NULL, port INTEGER NOT NULL, standing INTEGER NOT NULL, state TEXT NOT NULL,"
	" reason TEXT NOT NULL, since INTEGER, first_seen INTEGER, last_seen INTEGER, last_asked INTEGER,"
	" asked INTEGER NOT NULL, up INTEGER NOT NULL, PRIMARY KEY (addr, port)) WITHOUT ROWID;"
	"CREATE TABLE changes (id INTEGER PRIMARY KEY, time INTEGER NOT NULL, addr TEXT NOT NULL, port INTEGER NOT "
	"NULL, change TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL, was TEXT NOT NULL, was_since "
	"INTEGER);PRAGMA application_id = 1836413812; PRAGMA user_version = 1;COMMIT";

int mst_store_error(const struct mst_database_guard *guard, sqlite3 *db, const char *path, struct mst_error *err)
{
	int code = sqlite3_errcode(db);

	if (guard->used_up)
		return mst_fail(err, -EINVAL, "%s: reading it takes more work than any state file needs; " EXPECTED,
		                path);
	if (code == SQLITE_NOTADB || code == SQLITE_CORRUPT || code == SQLITE_TOOBIG || code == SQLITE_ERROR)
		return mst_fail(err, -EINVAL, "%s: %s; " EXPECTED, path, sqlite3_errmsg(db));
	return mst_fail(err, code == SQLITE_BUSY || code == SQLITE_LOCKED ? -EBUSY : -EIO, "%s: %s", path,
	                sqlite3_errmsg(db));
}

/* ---- what the file is ---- */

int mst_store_guard_look(const char *path, struct mst_error *err)
{
	struct stat status;

	if (stat(path, &status) < 0 || S_ISREG(status.st_mode))
		return 0;
	return mst_fail(err, -EINVAL, "%s: not a regular file; " EXPECTED, path);
}

static bool same_row(sqlite3_stmt *one, sqlite3_stmt *other)
{
	for (int i = 0; i < sqlite3_column_count(one); i++) {
		const char *a = (const char *)sqlite3_column_text(one, i),
			   *b = (const char *)sqlite3_column_text(other, i);

		if (!a || !b || strcmp(a, b) != 0)
			return false;
	}
	return true;
}

static bool same_schema(sqlite3 *db, sqlite3 *ours)
{
	static const char sql[] = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name LIMIT 6";
	sqlite3_stmt *one = NULL, *other = NULL;
	bool same = sqlite3_prepare_v2(db, sql, -1, &one, NULL) == SQLITE_OK &&
	            sqlite3_prepare_v2(ours, sql, -1, &other, NULL) == SQLITE_OK;
	int step = SQLITE_ROW;

	while (same && step == SQLITE_ROW) {
		step = sqlite3_step(one);
		same = sqlite3_step(other) == step && (step != SQLITE_ROW || same_row(one, other));
	}
	sqlite3_finalize(one);
	sqlite3_finalize(other);
	return same && step == SQLITE_DONE;
}

/* As this version makes it, or any before it, or one that was interrupted while it added to it. */
static bool is_ours(sqlite3 *db)
{
	sqlite3 *ours = NULL;
	bool same = false, made = sqlite3_open_v2(":memory:", &ours, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
	                          mst_store_make(ours);

	for (size_t i = 0; made && !same && i <= ADDED; i++) {
		same = same_schema(db, ours);
		made = same || i == ADDED || mst_database_run(ours, added[i].add);
	}
	sqlite3_close(ours);
	return same;
}

int mst_store_check(const struct mst_database_guard *guard, sqlite3 *db, const char *path, struct mst_error *err)
{
	int64_t application, format, tables;

	if (mst_database_has_log(db))
		return mst_fail(err, -EINVAL, "%s: a database with a write-ahead log; " EXPECTED, path);
	application = mst_database_number(db, "PRAGMA application_id");
	format = mst_database_number(db, "PRAGMA user_version");
	tables = mst_database_number(db, "SELECT count(name) FROM sqlite_master WHERE rowid > 0");
	if (tables < 0 && sqlite3_errcode(db) == SQLITE_READONLY)
		return mst_fail(err, -EIO,
		                "%s: a write was interrupted: run muster watch with this file once to repair it", path);
	if (tables < 0)
		return mst_store_error(guard, db, path, err);
	if (tables == 0 && application == 0 && format == 0)
		return -ENODATA;
	if (application != MST_STORE_APPLICATION)
		return mst_fail(err, -EINVAL, "%s: a database of another program; " EXPECTED, path);
	if (format != MST_STORE_FORMAT)
		return mst_fail(err, -EINVAL,
		                "%s: written by another version of muster (format %" PRId64
		                "); this version reads format %d",
		                path, format, MST_STORE_FORMAT);
	if (!is_ours(db))
		return mst_fail(
			err, -EINVAL,
			"%s: its tables, indexes, triggers and views are not those that muster makes; " EXPECTED, path);
	/* The file itself suggests how much memory its pages may take. */
	mst_database_run(db, "PRAGMA cache_size = -2000");
	return 0;
}

/* ---- its tables ---- */

bool mst_store_make(sqlite3 *db)
{
	return mst_database_run(db, schema);
}

bool mst_store_complete(sqlite3 *db)
{
	for (size_t i = 0; i < ADDED; i++) {
		if (!mst_database_run(db, added[i].look) && !mst_database_run(db, added[i].add))
			return false;
	}
	return true;
}
