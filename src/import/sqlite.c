/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sqlite.c - a run out of a database that the format sqlite wrote (base/run_tables.h). The file may be hostile: SQLite
 * is bounded (base/database.h), and the type of every value is checked.
 */
#include <errno.h>
#include <inttypes.h>
#include <muster/units.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/run_tables.h"
#include "import/fields.h"
#include "import/formats.h"
#include "import/json_object.h"

#define BUSY_MS 1000
#define WORD_MAX 64
#define TIME_MAX_MS UINT64_C(7000000000000)
#define RTT_MAX_NS (UINT64_C(86400) * MST_NS_PER_SECOND)
#define ROW_BYTES_MIN 16 /* of a row in the file: what it can hold at most bounds the work */

struct source {
	struct mst_gather *gather;
	const char *path;
	sqlite3 *db;
	struct mst_database_guard guard;
	uint64_t run, number; /* the run; the number of the row being read, from 1 */
};

static int fail(const struct source *source, struct mst_error *err)
{
	return mst_runs_error(&source->guard, source->db, source->path, err);
}

static int fail_row(const struct source *source, const char *column, struct mst_error *err)
{
	return mst_fail(err, -EBADMSG,
	                "%s run %" PRIu64 ", row %" PRIu64 ": the column %s has no value that muster writes",
	                source->path, source->run, source->number, column);
}

/* A reader, too, must undo what a killed writer left half done: SQLite then needs to write. */
static int open_database(struct source *source, struct mst_error *err)
{
	static const int ways[] = { SQLITE_OPEN_READONLY, SQLITE_OPEN_READWRITE };
	int code = 0;

	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		sqlite3_close(source->db);
		source->db = NULL;
		if (sqlite3_open_v2(source->path, &source->db, ways[i], NULL) != SQLITE_OK)
			return mst_fail(err, -EIO, "%s: %s", source->path,
			                source->db ? sqlite3_errmsg(source->db) : "no memory");
		sqlite3_busy_timeout(source->db, BUSY_MS);
		mst_database_guard(&source->guard, source->db, MST_RUNS_VALUE_MAX, MST_RUNS_CHECK_WORK);
		code = mst_runs_check(&source->guard, source->db, source->path, err);
		if (code == 0 ||
		    (sqlite3_errcode(source->db) != SQLITE_READONLY && sqlite3_errcode(source->db) != SQLITE_CANTOPEN))
			break;
	}
	return code == -ENODATA
	               ? mst_fail(err, -EBADMSG, "%s: a database without tables; expected one of muster -o sqlite:FILE",
	                          source->path)
	               : code;
}

/* ---- the run ---- */

static int keep_text(char **to, const char *text, struct mst_error *err)
{
	*to = text ? strdup(text) : NULL;
	return text && !*to ? mst_fail(err, -ENOMEM, "no memory for a command line") : 0;
}

/* The text is JSON, as the format json has it. */
static int take_parameters(struct source *source, const char *text, const char *summary, struct mst_error *err)
{
	struct mst_json_reader reader;
	struct mst_error wrong;
	char *object;
	int code = 0, length;

	if (!text)
		return 0;
	length = asprintf(&object, "{\"parameters\":%s,\"summary\":%s}", text, summary ? summary : "{}");
	if (length < 0)
		return mst_fail(err, -ENOMEM, "%s: no memory to read it", source->path);
	code = mst_json_reader_init(&reader, source->gather, err);
	if (code == 0 && mst_json_take(&reader, object, (size_t)length, MST_JSON_DOCUMENT, &wrong) < 0)
		code = fail_row(source, "parameters", err);
	mst_json_reader_free(&reader);
	free(object);
	return code;
}

static int take_run(struct source *source, sqlite3_stmt *row, struct mst_error *err)
{
	struct mst_gather *gather = source->gather;
	const char *question = mst_column_text(row, 4, WORD_MAX);
	uint64_t started_ms, ended_ms = 0, complete, targets, results;

	if (!mst_column_number(row, 0, INT64_MAX, &source->run))
		return fail_row(source, "id", err);
	if (take_parameters(source, mst_column_text(row, 8, MST_RUNS_VALUE_MAX),
	                    mst_column_text(row, 9, MST_RUNS_VALUE_MAX), err) < 0)
		return -EBADMSG;
	if (!mst_column_number(row, 1, TIME_MAX_MS, &started_ms))
		return fail_row(source, "started", err);
	gather->ended = mst_column_number(row, 2, TIME_MAX_MS, &ended_ms);
	if (!gather->ended && sqlite3_column_type(row, 2) != SQLITE_NULL)
		return fail_row(source, "ended", err);
	if (!question || (strcmp(question, "hosts") != 0 && strcmp(question, "ports") != 0))
		return fail_row(source, "question", err);
	gather->about_ports = strcmp(question, "ports") == 0;
	gather->started_ns = started_ms * MST_NS_PER_MS;
	gather->ended_ns = gather->ended ? ended_ms * MST_NS_PER_MS : 0;
	gather->ended = gather->ended && mst_column_number(row, 5, 1, &complete) && complete == 1;
	gather->everything = mst_column_number(row, 6, INT64_MAX, &targets) &&
	                     mst_column_number(row, 7, INT64_MAX, &results) && targets == results;
	free(gather->command);
	return keep_text(&gather->command, mst_column_text(row, 3, MST_RUNS_VALUE_MAX), err);
}

/* The newest, or that of the number `wanted`. */
static int find_run(struct source *source, const char *wanted, struct mst_error *err)
{
	static const char newest[] =
		"SELECT id, started, ended, command, question, complete, targets, results, parameters, "
		"summary FROM runs WHERE id = coalesce(?1, (SELECT max(id) FROM runs))";
	sqlite3_stmt *row = NULL;
	uint64_t id;
	int code = 0, step;

	if (wanted && mst_read_whole(&id, wanted, INT64_MAX) < 0)
		return mst_fail(err, -EBADMSG, "%s: \"#%s\"; expected the id of a run", source->path, wanted);
	if (sqlite3_prepare_v2(source->db, newest, -1, &row, NULL) != SQLITE_OK ||
	    (wanted && sqlite3_bind_int64(row, 1, (int64_t)id) != SQLITE_OK))
		code = fail(source, err);
	step = code == 0 ? sqlite3_step(row) : SQLITE_ERROR;
	if (code == 0 && step == SQLITE_ROW)
		code = take_run(source, row, err);
	else if (code == 0 && step == SQLITE_DONE)
		code = wanted ? mst_fail(err, -EBADMSG, "%s: it has no run %s", source->path, wanted)
		              : mst_fail(err, -EBADMSG, "%s: it has no run yet", source->path);
	else if (code == 0)
		code = fail(source, err);
	sqlite3_finalize(row);
	return code;
}

/* ---- its rows ---- */

/* Columns of a row that are texts, by the names of the fields that read them. */
static const char *const texts[] = { "addr", "proto", "state",   "reason", "from",   "error",
	                             "was",  "mac",   "suspect", "name",   "worker", "saw" };
/* Numbers, after them. */
static const char *const bytes[] = { "ttl", "attempts", "attempt", "icmp_type", "icmp_code" };
enum { TEXTS = sizeof texts / sizeof *texts, SAW = TEXTS - 1, BYTES = sizeof bytes / sizeof *bytes };
enum { PORT = TEXTS + BYTES, RTT, TIME, SERVICE };
#define COLUMNS \
	"r.addr, r.proto, state, reason, sender, error, was, mac, suspect, name, %s, ttl, attempts, attempt, " \
	"icmp_type, " \
	"icmp_code, " \
	"r.port, rtt_ns, time"
/* And of services, in their order. */
#define SERVICE_COLUMN(constant, name, most, meaning) ", s." name
#define SERVICES MST_SERVICE_FIELDS(SERVICE_COLUMN)
#define OF_SERVICES \
	" LEFT JOIN services s ON s.run = r.run AND s.addr = r.addr AND s.port = r.port AND s.proto = " \
	"coalesce(r.proto, '')"
#define OF_WORKERS \
	" LEFT JOIN workers w ON w.run = r.run AND w.addr = r.addr AND w.port = coalesce(r.port, 0) AND w.proto = " \
	"coalesce(r.proto, '')"
#define SPELLED_MAX (4 * 1460)

static int take_text(const struct source *source, struct mst_field_row *to, sqlite3_stmt *row, int column,
                     struct mst_error *err)
{
	const char *name = texts[column],
		   *text = mst_column_text(row, column, column == SAW ? MST_SAW_MAX : MST_NAME_MAX);
	struct mst_error wrong;

	if (sqlite3_column_type(row, column) == SQLITE_NULL)
		return 0;
	if (!text || mst_field_take(to, mst_field_number(name, strlen(name)), text, &wrong) < 0)
		return fail_row(source, strcmp(name, "from") == 0 ? "sender" : name, err);
	return 0;
}

static bool is_null(sqlite3_stmt *row, int column)
{
	return sqlite3_column_type(row, column) == SQLITE_NULL;
}

static int take_numbers(const struct source *source, struct mst_result *to, sqlite3_stmt *row, struct mst_error *err)
{
	uint8_t *const members[BYTES] = { &to->ttl, &to->attempts, &to->attempt, &to->icmp_type, &to->icmp_code };
	uint64_t number;

	for (int i = 0; i < BYTES; i++) {
		if (is_null(row, TEXTS + i))
			continue;
		if (!mst_column_number(row, TEXTS + i, UINT8_MAX, &number))
			return fail_row(source, bytes[i], err);
		*members[i] = (uint8_t)number;
	}
	if (!is_null(row, PORT)) {
		if (!mst_column_number(row, PORT, UINT16_MAX, &number))
			return fail_row(source, "port", err);
		to->port = (uint16_t)number;
		to->about_port = true;
	}
	if (!is_null(row, RTT)) {
		if (!mst_column_number(row, RTT, RTT_MAX_NS, &number))
			return fail_row(source, "rtt_ns", err);
		to->rtt_ns = (int64_t)number;
	}
	if (!is_null(row, TIME)) {
		if (!mst_column_number(row, TIME, TIME_MAX_MS, &number))
			return fail_row(source, "time", err);
		to->time_ns = number * MST_NS_PER_MS;
	}
	return 0;
}

static int take_service_text(const struct source *source, struct mst_field_row *to, sqlite3_stmt *row, int column,
                             struct mst_error *err)
{
	const char *name = mst_service_field_name((enum mst_service_field)(column - SERVICE)), *text;
	struct mst_error wrong;
	int number;

	if (is_null(row, column))
		return 0;
	text = mst_column_text(row, column, SPELLED_MAX);
	number = mst_field_number(name, strlen(name));
	source->gather->services |= mst_field_tells_services(number);
	return text && mst_field_take(to, number, text, &wrong) == 0 ? 0 : fail_row(source, name, err);
}

static int take_row(struct source *source, struct mst_field_row *to, sqlite3_stmt *row, struct mst_error *err)
{
	struct mst_error wrong;
	int code = 0;

	source->number++;
	mst_field_row_begin(to);
	for (int i = 0; i < TEXTS && code == 0; i++)
		code = take_text(source, to, row, i, err);
	if (code == 0)
		code = take_numbers(source, &to->result, row, err);
	for (int i = SERVICE; i < sqlite3_column_count(row) && code == 0; i++)
		code = take_service_text(source, to, row, i, err);
	if (code == 0 && mst_field_row_finish(to, &wrong) < 0)
		return fail_row(source, "state", err);
	return code == 0 ? mst_field_row_gather(to, source->gather, err) : code;
}

/* As many as the file has room for: pages that refer to one another could make it endless. */
static void allow_rows(struct source *source)
{
	struct stat status;
	uint64_t size = stat(source->path, &status) == 0 && status.st_size > 0 ? (uint64_t)status.st_size : 0;

	mst_database_allow(&source->guard, MST_RUNS_CHECK_WORK + size / ROW_BYTES_MIN * 100);
}

/* Tables that an earlier version did not make may be missing. NULL without memory. */
static char *statement_of(const struct source *source)
{
	bool services = mst_runs_have_services(source->db), workers = mst_runs_have_workers(source->db);
	char *sql;
	int length = asprintf(&sql, "SELECT " COLUMNS "%s FROM results r%s%s WHERE r.run = ?",
	                      workers ? "w.worker, w.saw" : "NULL, NULL", services ? SERVICES : "",
	                      services ? OF_SERVICES : "", workers ? OF_WORKERS : "");

	return length < 0 ? NULL : sql;
}

static int take_rows(struct source *source, struct mst_error *err)
{
	struct mst_field_row to;
	sqlite3_stmt *row = NULL;
	char *sql;
	int code = 0, step = SQLITE_ROW;

	allow_rows(source);
	if (!(sql = statement_of(source)))
		return mst_fail(err, -ENOMEM, "%s: no memory to read it", source->path);
	if (sqlite3_prepare_v2(source->db, sql, -1, &row, NULL) != SQLITE_OK ||
	    sqlite3_bind_int64(row, 1, (int64_t)source->run) != SQLITE_OK)
		code = fail(source, err);
	while (code == 0 && (step = sqlite3_step(row)) == SQLITE_ROW)
		code = take_row(source, &to, row, err);
	if (code == 0 && step != SQLITE_DONE)
		code = fail(source, err);
	sqlite3_finalize(row);
	free(sql);
	return code;
}

int mst_import_sqlite(struct mst_gather *gather, const char *path, const char *run, struct mst_error *err)
{
	struct source source = { .gather = gather, .path = path };
	int code = open_database(&source, err);

	if (code == 0)
		code = find_run(&source, run, err);
	if (code == 0)
		code = take_rows(&source, err);
	sqlite3_close(source.db);
	return code;
}
