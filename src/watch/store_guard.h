/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * store_guard.h - a state file may come from elsewhere, made to do harm: what is believed of it, and how much work it
 * may cause.
 *
 *     sqlite3_open_v2 ──► begin ──► check ──► statements, each after allow
 *
 * - SQLite runs nothing that the file brings: no trigger, no view, no function in its schema; it checks the cells of
 *   every page, maps nothing into memory, and takes no value longer than MST_STORE_VALUE_MAX.
 * - The file has muster's two tables, letter by letter as muster makes them, and nothing else.
 * - Every piece of work has a number of SQLite's instructions, and ends when they are used up. Pages that refer to one
 *   another can make a small file endless, so that its size is no bound.
 */
#ifndef MST_WATCH_STORE_GUARD_H
#define MST_WATCH_STORE_GUARD_H

#include <muster/error.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#define MST_STORE_APPLICATION 0x6d757374 /* "must" */
#define MST_STORE_FORMAT 1

/* Bytes of the longest value or row. */
#define MST_STORE_VALUE_MAX 4096

/* Instructions of SQLite for opening and checking; for reading MST_STORE_ROWS_MAX hosts and ports, which
 * takes some twenty for each, and a million changes. */
#define MST_STORE_CHECK_WORK UINT64_C(1000000)
#define MST_STORE_READ_WORK UINT64_C(24000000)

/* Hosts and ports that a state file may have: twice as many as a watch, for several watches one after the other. */
#define MST_STORE_ROWS_MAX 524288

struct mst_store_guard {
	uint64_t left; /* instructions */
	bool used_up;
};

/* Before the first statement. The guard is used until the database is closed. */
void mst_store_guard_begin(struct mst_store_guard *guard, sqlite3 *db);

/* The next pieces of work may take so many instructions together. */
void mst_store_guard_allow(struct mst_store_guard *guard, uint64_t instructions);

/* -EINVAL with a sentence unless `path` is a regular file, or does not exist. Before it is opened. */
int mst_store_guard_look(const char *path, struct mst_error *err);

/* 0 if the open file is a state file of a known format; -ENODATA without a sentence if it is empty; else an error. */
int mst_store_check(const struct mst_store_guard *guard, sqlite3 *db, const char *path, struct mst_error *err);

/* Makes the tables in an empty file; adds the columns that files of older versions lack. False: the database has the
 * error. */
bool mst_store_make(sqlite3 *db);
bool mst_store_complete(sqlite3 *db);

/* The sentence for the last error of the database, and its code. */
int mst_store_error(const struct mst_store_guard *guard, sqlite3 *db, const char *path, struct mst_error *err);

/* A value of a row. Text: NULL unless it is text without NUL of at most `most` bytes. Numbers: false unless it is an
 * integer from 0 to `most`. */
const char *mst_store_text(sqlite3_stmt *row, int column, int most);
bool mst_store_number(sqlite3_stmt *row, int column, uint64_t most, uint64_t *value);

#endif
