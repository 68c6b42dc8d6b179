/* SPDX-License-Identifier: BSD-2-Clause */
/* run_file.c - see run_file.h. */
#include "report/run_file.h"

#include <errno.h>
#include <muster/service.h>
#include <muster/version.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/run_tables.h"

#define BUSY_MS 60000 /* another muster may be writing its rows */
#define ROWS_AT_ONCE 50000
#define SIZE_WORK 10 /* instructions for a byte of the file, when a run that was killed is emptied */

static const char insert_run[] =
	"INSERT INTO runs (started, complete, command, version, question, results, parameters, journal) "
	"VALUES (?1, 0, ?2, '" MST_VERSION "', ?3, 0, ?4, ?5)";
static const char insert_row[] =
	"INSERT INTO results (run, addr_sort, rtt_ns, time, addr, port, proto, state, reason, ttl, attempts, attempt, "
	"sender, icmp_type, icmp_code, error, was, mac, vendor, suspect, service, name) "
	"VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";
static const char update_run[] =
	"UPDATE runs SET ended = ?2, complete = ?3, results = ?4, summary = ?5, targets = ?6, up = ?7, down = ?8, "
	"unreachable = ?9, open = ?10, closed = ?11, filtered = ?12, open_filtered = ?13, unknown = ?14 WHERE id = ?1";
#define SERVICE_NAME(constant, name, most, meaning) ", " name
#define SERVICE_VALUE(constant, name, most, meaning) ",?"
static const char insert_service[] = "INSERT OR REPLACE INTO services (run, addr, port, proto" MST_SERVICE_FIELDS(
	SERVICE_NAME) ") VALUES (?,?,?,?" MST_SERVICE_FIELDS(SERVICE_VALUE) ")";
static const char insert_worker[] =
	"INSERT OR REPLACE INTO workers (run, addr, port, proto, worker, saw) VALUES (?,?,?,?,?,?)";
#define FIRST_SERVICE 5 /* of insert_service, of the service's own; of insert_worker likewise */
#define FIRST_COLUMN 5  /* of insert_row, of the row's own */
#define FIRST_COUNT 6   /* of update_run */

struct mst_run_file {
	char *path;
	sqlite3 *db;
	struct mst_database_guard guard;
	sqlite3_stmt *put, *put_service, *put_worker; /* NULL before the first service, and the first worker */
	int64_t run;                                  /* its id; 0 before begin */
	int64_t rows;                                 /* that were put */
	bool created;                                 /* open made the file */
	bool in_transaction;
	int code;
	struct mst_error error;
};

static void fail(struct mst_run_file *file)
{
	if (file->code == 0)
		file->code = mst_runs_error(&file->guard, file->db, file->path, &file->error);
}

static bool run(struct mst_run_file *file, const char *sql)
{
	if (file->code == 0 && !mst_database_run(file->db, sql))
		fail(file);
	return file->code == 0;
}

/* ---- opening ---- */

static int look(struct mst_run_file *file, struct mst_error *err)
{
	struct stat status;

	if (strcmp(file->path, "-") == 0)
		return mst_fail(err, -EINVAL, "standard output cannot hold a database; expected sqlite:FILE");
	if (stat(file->path, &status) < 0) {
		file->created = errno == ENOENT;
		return file->created ? 0 : mst_fail(err, -errno, "%s: %s", file->path, strerror(errno));
	}
	return S_ISREG(status.st_mode)
	               ? 0
	               : mst_fail(err, -EINVAL, "%s: not a regular file; expected one for a database", file->path);
}

static int open_database(struct mst_run_file *file, struct mst_error *err)
{
	int code;

	if (sqlite3_open_v2(file->path, &file->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) != SQLITE_OK)
		return mst_fail(err, -EIO, "%s: cannot be opened for writing: %s", file->path,
		                file->db ? sqlite3_errmsg(file->db) : "no memory");
	if (sqlite3_db_readonly(file->db, "main") == 1)
		return mst_fail(err, -EACCES, "%s: cannot be opened for writing: %s", file->path, strerror(EACCES));
	sqlite3_busy_timeout(file->db, BUSY_MS);
	mst_database_guard(&file->guard, file->db, MST_RUNS_VALUE_MAX, MST_RUNS_CHECK_WORK);
	code = mst_runs_check(&file->guard, file->db, file->path, err);
	if (code == -EBADMSG)
		code = -EINVAL;
	if (code == -ENODATA)
		code = mst_runs_make(file->db) ? 0 : mst_runs_error(&file->guard, file->db, file->path, err);
	if (code == 0 && sqlite3_prepare_v2(file->db, insert_row, -1, &file->put, NULL) != SQLITE_OK)
		code = mst_runs_error(&file->guard, file->db, file->path, err);
	return code;
}

int mst_run_file_open(struct mst_run_file **out, const char *path, struct mst_error *err)
{
	struct mst_run_file *file = calloc(1, sizeof *file);
	int code;

	*out = NULL;
	if (!file || !(file->path = strdup(path))) {
		free(file);
		return mst_fail(err, -ENOMEM, "no memory for %s", path);
	}
	code = look(file, err);
	if (code == 0)
		code = open_database(file, err);
	if (code < 0) {
		file->created &= file->db != NULL;
		mst_run_file_close(file);
		return code;
	}
	*out = file;
	return 0;
}

/* ---- a run ---- */

static void bind_text(sqlite3_stmt *row, int at, const char *text)
{
	if (text)
		sqlite3_bind_text(row, at, text, -1, SQLITE_STATIC);
	else
		sqlite3_bind_null(row, at);
}

/* Prepares, or keeps the error and returns NULL. */
static sqlite3_stmt *prepare(struct mst_run_file *file, const char *sql)
{
	sqlite3_stmt *row = NULL;

	if (file->code == 0 && sqlite3_prepare_v2(file->db, sql, -1, &row, NULL) != SQLITE_OK)
		fail(file);
	return row;
}

static void step(struct mst_run_file *file, sqlite3_stmt *row)
{
	if (row && file->code == 0 && sqlite3_step(row) != SQLITE_DONE)
		fail(file);
	sqlite3_finalize(row);
}

/* The unfinished run of this journal, whose rows were written by a process that is gone; 0: there is none. */
static int64_t find_unfinished(struct mst_run_file *file, const char *journal)
{
	sqlite3_stmt *row = prepare(file, "SELECT max(id) FROM runs WHERE journal = ? AND ended IS NULL");
	int64_t id = 0;

	if (!row)
		return 0;
	bind_text(row, 1, journal);
	if (sqlite3_step(row) == SQLITE_ROW)
		id = sqlite3_column_int64(row, 0);
	else
		fail(file);
	sqlite3_finalize(row);
	return id;
}

static void begin_again(struct mst_run_file *file)
{
	static const char *const statements[] = { "DELETE FROM results WHERE run = ?",
		                                  "DELETE FROM services WHERE run = ?",
		                                  "DELETE FROM workers WHERE run = ?" };
	const bool there[] = { true, mst_runs_have_services(file->db), mst_runs_have_workers(file->db) };

	for (size_t i = 0; i < sizeof there / sizeof there[0]; i++) {
		sqlite3_stmt *row = there[i] ? prepare(file, statements[i]) : NULL;

		if (row)
			sqlite3_bind_int64(row, 1, file->run);
		step(file, row);
	}
}

static void begin_new(struct mst_run_file *file, const struct mst_run_start *start)
{
	sqlite3_stmt *row = prepare(file, insert_run);

	if (row) {
		sqlite3_bind_int64(row, 1, (int64_t)start->started_ms);
		bind_text(row, 2, start->command);
		bind_text(row, 3, start->question);
		bind_text(row, 4, start->parameters);
		bind_text(row, 5, start->journal);
	}
	step(file, row);
	file->run = sqlite3_last_insert_rowid(file->db);
}

/* What is written next, rows at most, and what is found in a file of this size. */
static void allow(struct mst_run_file *file)
{
	struct stat status;
	uint64_t size = stat(file->path, &status) == 0 && status.st_size > 0 ? (uint64_t)status.st_size : 0;

	mst_database_allow(&file->guard, MST_RUNS_CHECK_WORK + ROWS_AT_ONCE * MST_RUNS_ROW_WORK + size * SIZE_WORK);
}

static void commit(struct mst_run_file *file)
{
	if (file->in_transaction)
		(void)run(file, "COMMIT");
	file->in_transaction = false;
}

void mst_run_file_begin(struct mst_run_file *file, const struct mst_run_start *start)
{
	if (file->run)
		return;
	allow(file);
	file->in_transaction = run(file, "BEGIN IMMEDIATE");
	file->run = start->journal ? find_unfinished(file, start->journal) : 0;
	if (file->run)
		begin_again(file);
	else
		begin_new(file, start);
	commit(file);
}

static void bind_value(sqlite3_stmt *row, int at, const struct mst_run_value *value)
{
	if (value->length == 0)
		sqlite3_bind_null(row, at);
	else if (value->is_number)
		sqlite3_bind_int64(row, at, strtoll(value->text, NULL, 10));
	else
		sqlite3_bind_text(row, at, value->text, value->length, SQLITE_STATIC);
}

/* A file of an earlier version gets the table with the first service, or the first worker. */
static sqlite3_stmt *prepare_beside(struct mst_run_file *file, sqlite3_stmt **put, bool (*make)(sqlite3 *db),
                                    const char *sql)
{
	if (!*put && file->code == 0 && !make(file->db))
		fail(file);
	if (!*put)
		*put = prepare(file, sql);
	return file->code < 0 ? NULL : *put;
}

/* What belongs to a row, in a table beside it. */
static void put_beside(struct mst_run_file *file, sqlite3_stmt *put, const struct mst_run_row *row,
                       const struct mst_run_value *values, int count)
{
	const struct mst_run_value *port = &row->columns[MST_RUN_PORT], *proto = &row->columns[MST_RUN_PROTO];

	if (!put)
		return;
	sqlite3_bind_int64(put, 1, file->run);
	bind_value(put, 2, &row->columns[MST_RUN_ADDR]);
	sqlite3_bind_int64(put, 3, port->length ? strtoll(port->text, NULL, 10) : 0);
	sqlite3_bind_text(put, 4, proto->text, proto->length, SQLITE_STATIC);
	for (int i = 0; i < count; i++)
		bind_value(put, FIRST_SERVICE + i, &values[i]);
	if (sqlite3_step(put) != SQLITE_DONE)
		fail(file);
	sqlite3_reset(put);
}

void mst_run_file_put(struct mst_run_file *file, const struct mst_run_row *row)
{
	sqlite3_stmt *put = file->put;

	if (!file->in_transaction) {
		allow(file);
		file->in_transaction = run(file, "BEGIN IMMEDIATE");
	}
	if (file->code < 0)
		return;
	sqlite3_bind_int64(put, 1, file->run);
	sqlite3_bind_blob(put, 2, row->sort, row->sort_length, SQLITE_STATIC);
	if (row->rtt_ns >= 0)
		sqlite3_bind_int64(put, 3, row->rtt_ns);
	else
		sqlite3_bind_null(put, 3);
	if (row->time_ms)
		sqlite3_bind_int64(put, 4, (int64_t)row->time_ms);
	else
		sqlite3_bind_null(put, 4);
	for (int i = 0; i < MST_RUN_WORKER; i++)
		bind_value(put, FIRST_COLUMN + i, &row->columns[i]);
	if (sqlite3_step(put) != SQLITE_DONE)
		fail(file);
	sqlite3_reset(put);
	if (row->service)
		put_beside(file, prepare_beside(file, &file->put_service, mst_runs_make_services, insert_service), row,
		           row->service, MST_SERVICE_FIELD_COUNT);
	if (row->columns[MST_RUN_WORKER].length)
		put_beside(file, prepare_beside(file, &file->put_worker, mst_runs_make_workers, insert_worker), row,
		           &row->columns[MST_RUN_WORKER], MST_RUN_COLUMN_COUNT - MST_RUN_WORKER);
	if (++file->rows % ROWS_AT_ONCE == 0)
		commit(file);
}

void mst_run_file_end(struct mst_run_file *file, const struct mst_run_end *end)
{
	sqlite3_stmt *row;

	allow(file);
	row = prepare(file, update_run);

	if (row) {
		sqlite3_bind_int64(row, 1, file->run);
		sqlite3_bind_int64(row, 2, (int64_t)end->ended_ms);
		sqlite3_bind_int(row, 3, end->complete);
		sqlite3_bind_int64(row, 4, file->rows);
		bind_text(row, 5, end->summary);
		for (int i = 0; i < (int)(sizeof end->counts / sizeof *end->counts); i++) {
			if (end->counts[i])
				sqlite3_bind_int64(row, FIRST_COUNT + i, *end->counts[i]);
			else
				sqlite3_bind_null(row, FIRST_COUNT + i);
		}
	}
	step(file, row);
	commit(file);
}

int mst_run_file_code(const struct mst_run_file *file, struct mst_error *err)
{
	return file->code < 0 ? mst_fail(err, file->code, "%s", file->error.text) : 0;
}

void mst_run_file_close(struct mst_run_file *file)
{
	if (!file)
		return;
	sqlite3_finalize(file->put);
	sqlite3_finalize(file->put_service);
	sqlite3_finalize(file->put_worker);
	sqlite3_close(file->db); /* rolls back what is not committed */
	if (file->created && file->run == 0)
		(void)unlink(file->path);
	free(file->path);
	free(file);
}
