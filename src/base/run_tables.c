/* SPDX-License-Identifier: BSD-2-Clause */
/* run_tables.c - see run_tables.h. */
#include "base/run_tables.h"

#include <errno.h>
#include <inttypes.h>
#include <muster/service.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"

#define EXPECTED "expected a database of muster -o sqlite:FILE"
#define SQL_MAX 4096
#define ALWAYS 2 /* tables that every file has */

/* clang-format off */
#define SCHEMA \
"CREATE TABLE runs (\n" \
"  id INTEGER PRIMARY KEY,\n" \
"  started INTEGER NOT NULL,  -- all times are milliseconds since 1970, UTC\n" \
"  ended INTEGER,             -- NULL: it runs, or was killed\n" \
"  complete INTEGER NOT NULL, -- 1: every target has a verdict; 0: ended early, or not yet\n" \
"  command TEXT,              -- the command line\n" \
"  version TEXT NOT NULL,     -- of muster\n" \
"  question TEXT NOT NULL,    -- hosts or ports\n" \
"  results INTEGER NOT NULL,  -- rows of this run in the table results\n" \
"  targets INTEGER,           -- and verdicts by state, whether reported or not\n" \
"  up INTEGER, down INTEGER, unreachable INTEGER,\n" \
"  open INTEGER, closed INTEGER, filtered INTEGER, open_filtered INTEGER, unknown INTEGER,\n" \
"  parameters TEXT,           -- JSON objects, as in the format json\n" \
"  summary TEXT,\n" \
"  journal TEXT               -- ID of its journal: a resumed run finds its row by it\n" \
");\n" \
"CREATE TABLE results (\n" \
"  run INTEGER NOT NULL,      -- runs.id\n" \
"  addr TEXT NOT NULL,\n" \
"  addr_sort BLOB NOT NULL,   -- 4 and the address; or 6, the interface (four bytes), the address\n" \
"  port INTEGER,              -- NULL: a verdict about a host\n" \
"  proto TEXT, state TEXT NOT NULL, reason TEXT NOT NULL,\n" \
"  rtt_ns INTEGER, ttl INTEGER, attempts INTEGER NOT NULL, attempt INTEGER,\n" \
"  time INTEGER,              -- of the answer, or of the last time-out\n" \
"  sender TEXT,               -- the address that sent the answer: the field from\n" \
"  icmp_type INTEGER, icmp_code INTEGER, error TEXT, was TEXT,\n" \
"  mac TEXT, vendor TEXT, suspect TEXT, service TEXT, name TEXT\n" \
");\n" \
"CREATE INDEX results_run_addr ON results (run, addr_sort, port);\n"
#define SERVICE_COLUMN(constant, name, most, meaning) "  " name " TEXT,\n"
#define SERVICES \
"CREATE TABLE services (\n" \
"  run INTEGER NOT NULL, addr TEXT NOT NULL, -- of the row in results\n" \
"  port INTEGER NOT NULL, proto TEXT NOT NULL,\n" \
MST_SERVICE_FIELDS(SERVICE_COLUMN) \
"  PRIMARY KEY (run, addr, port, proto)\n" \
") WITHOUT ROWID;\n"
#define WORKERS \
"CREATE TABLE workers (\n" \
"  run INTEGER NOT NULL, addr TEXT NOT NULL, -- of the row in results, of a fleet\n" \
"  port INTEGER NOT NULL, proto TEXT NOT NULL,\n" \
"  worker TEXT, saw TEXT,     -- who found it; what each saw, where several asked\n" \
"  PRIMARY KEY (run, addr, port, proto)\n" \
") WITHOUT ROWID;\n"
/* clang-format on */

const char *mst_runs_schema(void)
{
	return SCHEMA SERVICES WORKERS;
}

bool mst_runs_make(sqlite3 *db)
{
	return mst_database_run(db, "BEGIN IMMEDIATE;\n" SCHEMA SERVICES WORKERS "PRAGMA application_id = 1836413810;"
	                            "PRAGMA user_version = 1; COMMIT");
}

static bool has_table(sqlite3 *db, const char *name)
{
	char sql[128];

	snprintf(sql, sizeof sql, "SELECT count(name) FROM sqlite_master WHERE type = 'table' AND name = '%s'", name);
	return mst_database_number(db, sql) > 0;
}

bool mst_runs_have_services(sqlite3 *db)
{
	return has_table(db, "services");
}

bool mst_runs_make_services(sqlite3 *db)
{
	return mst_runs_have_services(db) || mst_database_run(db, SERVICES);
}

bool mst_runs_have_workers(sqlite3 *db)
{
	return has_table(db, "workers");
}

bool mst_runs_make_workers(sqlite3 *db)
{
	return mst_runs_have_workers(db) || mst_database_run(db, WORKERS);
}

int mst_runs_error(const struct mst_database_guard *guard, sqlite3 *db, const char *path, struct mst_error *err)
{
	int code = sqlite3_errcode(db);

	if (guard->used_up)
		return mst_fail(err, -EBADMSG, "%s: reading it takes more work than its size allows; " EXPECTED, path);
	switch (code) {
	case SQLITE_NOTADB:
	case SQLITE_CORRUPT:
	case SQLITE_TOOBIG:
	case SQLITE_ERROR: return mst_fail(err, -EBADMSG, "%s: %s; " EXPECTED, path, sqlite3_errmsg(db));
	case SQLITE_FULL: return mst_fail(err, -ENOSPC, "%s: %s", path, strerror(ENOSPC));
	case SQLITE_BUSY:
	case SQLITE_LOCKED: return mst_fail(err, -EBUSY, "%s: another program has it locked", path);
	case SQLITE_READONLY: return mst_fail(err, -EROFS, "%s: %s", path, sqlite3_errmsg(db));
	default: return mst_fail(err, -EIO, "%s: %s", path, sqlite3_errmsg(db));
	}
}

/* Copies the statement by which a table was made; false: there is no such table. */
static bool statement_of(sqlite3 *db, const char *table, char sql[SQL_MAX])
{
	sqlite3_stmt *row = NULL;
	bool found = sqlite3_prepare_v2(db, "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", -1, &row,
	                                NULL) == SQLITE_OK &&
	             sqlite3_bind_text(row, 1, table, -1, SQLITE_STATIC) == SQLITE_OK &&
	             sqlite3_step(row) == SQLITE_ROW;
	const char *text = found ? mst_column_text(row, 0, SQL_MAX - 1) : NULL;

	if (text)
		strcpy(sql, text);
	sqlite3_finalize(row);
	return text != NULL;
}

/* The tables, letter by letter as muster makes them. What else is in the file (views, indexes) is not used. */
static bool is_ours(sqlite3 *db)
{
	static const char *const tables[] = { "runs", "results", "services", "workers" };
	size_t count = sizeof tables / sizeof tables[0];
	char sql[SQL_MAX], our_sql[SQL_MAX];
	sqlite3 *ours = NULL;
	bool same = sqlite3_open_v2(":memory:", &ours, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK && mst_runs_make(ours);

	for (size_t i = 0; same && i < count; i++) {
		if (i >= ALWAYS && !has_table(db, tables[i]))
			continue;
		same = statement_of(db, tables[i], sql) && statement_of(ours, tables[i], our_sql) &&
		       strcmp(sql, our_sql) == 0;
	}
	sqlite3_close(ours);
	return same;
}

int mst_runs_check(const struct mst_database_guard *guard, sqlite3 *db, const char *path, struct mst_error *err)
{
	int64_t application, format, tables;

	if (mst_database_has_log(db))
		return mst_fail(err, -EBADMSG, "%s: a database with a write-ahead log; " EXPECTED, path);
	application = mst_database_number(db, "PRAGMA application_id");
	format = mst_database_number(db, "PRAGMA user_version");
	tables = mst_database_number(db, "SELECT count(name) FROM sqlite_master WHERE rowid > 0");
	if (tables < 0)
		return mst_runs_error(guard, db, path, err);
	if (tables == 0 && application == 0 && format == 0)
		return -ENODATA;
	if (application != MST_RUNS_APPLICATION)
		return mst_fail(err, -EBADMSG, "%s: a database of another program; " EXPECTED, path);
	if (format != MST_RUNS_FORMAT)
		return mst_fail(err, -EBADMSG,
		                "%s: written by another version of muster (format %" PRId64
		                "); this version reads format %d",
		                path, format, MST_RUNS_FORMAT);
	if (!is_ours(db))
		return mst_fail(err, -EBADMSG, "%s: its tables are not those that muster makes; " EXPECTED, path);
	/* The file itself suggests how much memory its pages may take. */
	mst_database_run(db, "PRAGMA cache_size = -4000");
	return 0;
}
