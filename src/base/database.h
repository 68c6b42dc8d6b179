/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * database.h - SQLite with a file that may come from elsewhere, made to do harm: what SQLite may do with it, and how
 * much work it may cause.
 *
 *     sqlite3_open_v2 ──► begin ──► statements, each after allow
 *
 * - SQLite runs nothing that the file brings: no trigger, no view, no function in its schema that is not harmless; it
 *   checks the cells of every page, maps nothing into memory, and takes no value longer than `longest`.
 * - Every piece of work has a number of SQLite's instructions, and ends when they are used up. Pages that refer to one
 *   another can make a small file endless, so that its size is no bound.
 */
#ifndef MST_BASE_DATABASE_H
#define MST_BASE_DATABASE_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

struct mst_database_guard {
	uint64_t left; /* instructions */
	bool used_up;
};

/* Before the first statement. The guard is used until the database is closed. `longest`: bytes of a value or row. */
void mst_database_guard(struct mst_database_guard *guard, sqlite3 *db, int longest, uint64_t instructions);

/* The next pieces of work may take so many instructions together. */
void mst_database_allow(struct mst_database_guard *guard, uint64_t instructions);

/* Runs statements without rows. False: the database has the error. */
bool mst_database_run(sqlite3 *db, const char *sql);

/* The number that a statement gives; -1: it fails, or gives none. */
int64_t mst_database_number(sqlite3 *db, const char *sql);

/* Whether the file's pages are kept in a write-ahead log, which is a second file to believe, shared by a map into
 * memory; muster uses none. */
bool mst_database_has_log(sqlite3 *db);

/* A value of a row. Text: NULL unless it is text without NUL of at most `most` bytes. Numbers: false unless it is an
 * integer from 0 to `most`. */
const char *mst_column_text(sqlite3_stmt *row, int column, int most);
bool mst_column_number(sqlite3_stmt *row, int column, uint64_t most, uint64_t *value);

#endif
