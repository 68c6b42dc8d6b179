/* SPDX-License-Identifier: BSD-2-Clause */
/* database.c - see database.h. */
#include "base/database.h"

#include <string.h>

#define STRIDE 1000 /* instructions between two looks at what is left */

/* Offsets in the first page: the versions of the formats to write and to read; 2 is the write-ahead log. */
#define HEADER_BYTES 100
#define HEADER_WRITE 18
#define HEADER_READ 19

/* clang-format off */
static const struct {
	int setting, value;
} settings[] = {
	{ SQLITE_DBCONFIG_DEFENSIVE, 1 },
	{ SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
	{ SQLITE_DBCONFIG_ENABLE_TRIGGER, 0 },
	{ SQLITE_DBCONFIG_ENABLE_VIEW, 0 },
	{ SQLITE_DBCONFIG_ENABLE_FKEY, 0 },
	{ SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
	{ SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0 },
	{ SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0 },
	{ SQLITE_DBCONFIG_DQS_DDL, 0 },
	{ SQLITE_DBCONFIG_DQS_DML, 0 },
}, limits[] = {
	{ SQLITE_LIMIT_COLUMN, 48 },
	{ SQLITE_LIMIT_EXPR_DEPTH, 20 },
	{ SQLITE_LIMIT_COMPOUND_SELECT, 4 },
	{ SQLITE_LIMIT_VDBE_OP, 10000 },
	{ SQLITE_LIMIT_FUNCTION_ARG, 16 },
	{ SQLITE_LIMIT_ATTACHED, 0 },
	{ SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50 },
	{ SQLITE_LIMIT_VARIABLE_NUMBER, 48 },
	{ SQLITE_LIMIT_TRIGGER_DEPTH, 1 },
	{ SQLITE_LIMIT_WORKER_THREADS, 0 },
};
/* clang-format on */

static int spend(void *user)
{
	struct mst_database_guard *guard = user;

	guard->used_up |= guard->left < STRIDE;
	guard->left -= guard->used_up ? 0 : STRIDE;
	return guard->used_up;
}

void mst_database_allow(struct mst_database_guard *guard, uint64_t instructions)
{
	guard->left = instructions;
	guard->used_up = false;
}

bool mst_database_run(sqlite3 *db, const char *sql)
{
	return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

void mst_database_guard(struct mst_database_guard *guard, sqlite3 *db, int longest, uint64_t instructions)
{
	for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
		sqlite3_db_config(db, settings[i].setting, settings[i].value, NULL);
	for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
		sqlite3_limit(db, limits[i].setting, limits[i].value);
	sqlite3_limit(db, SQLITE_LIMIT_LENGTH, longest);
	sqlite3_limit(db, SQLITE_LIMIT_SQL_LENGTH, longest);
	mst_database_allow(guard, instructions);
	sqlite3_progress_handler(db, STRIDE, spend, guard);
	/* Neither needs the schema, which is not yet read. */
	mst_database_run(db, "PRAGMA cell_size_check = on; PRAGMA mmap_size = 0");
}

int64_t mst_database_number(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *row = NULL;
	int64_t value = -1;

	if (sqlite3_prepare_v2(db, sql, -1, &row, NULL) == SQLITE_OK && sqlite3_step(row) == SQLITE_ROW)
		value = sqlite3_column_int64(row, 0);
	sqlite3_finalize(row);
	return value;
}

bool mst_database_has_log(sqlite3 *db)
{
	sqlite3_file *file = NULL;
	uint8_t header[HEADER_BYTES];

	return sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER, &file) == SQLITE_OK && file &&
	       file->pMethods && file->pMethods->xRead(file, header, sizeof header, 0) == SQLITE_OK &&
	       memcmp(header, "SQLite format 3", 16) == 0 && (header[HEADER_WRITE] != 1 || header[HEADER_READ] != 1);
}

const char *mst_column_text(sqlite3_stmt *row, int column, int most)
{
	const char *text;

	if (sqlite3_column_type(row, column) != SQLITE_TEXT)
		return NULL;
	text = (const char *)sqlite3_column_text(row, column);
	return text && sqlite3_column_bytes(row, column) <= most &&
	                       strlen(text) == (size_t)sqlite3_column_bytes(row, column)
	               ? text
	               : NULL;
}

bool mst_column_number(sqlite3_stmt *row, int column, uint64_t most, uint64_t *value)
{
	int64_t number = sqlite3_column_int64(row, column);

	*value = (uint64_t)number;
	return sqlite3_column_type(row, column) == SQLITE_INTEGER && number >= 0 && *value <= most;
}
