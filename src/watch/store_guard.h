/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * store_guard.h - a state file may come from elsewhere, made to do harm: what is believed of it, and how much work it
 * may cause.
 *
 * What SQLite may do with it is bounded by base/database.h, no value is longer than MST_STORE_VALUE_MAX, and the file
 * has muster's tables, letter by letter as muster makes them, and nothing else.
 */
#ifndef MST_WATCH_STORE_GUARD_H
#define MST_WATCH_STORE_GUARD_H

#include <muster/error.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/database.h"

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

/* -EINVAL with a sentence unless `path` is a regular file, or does not exist. Before it is opened. */
int mst_store_guard_look(const char *path, struct mst_error *err);

/* 0 if the open file is a state file of a known format; -ENODATA without a sentence if it is empty; else an error. */
int mst_store_check(const struct mst_database_guard *guard, sqlite3 *db, const char *path, struct mst_error *err);

/* Makes the tables in an empty file; adds the columns and tables that files of older versions lack. False: the database
 * has the error. */
bool mst_store_make(sqlite3 *db);
bool mst_store_complete(sqlite3 *db);

/* The sentence for the last error of the database, and its code. */
int mst_store_error(const struct mst_database_guard *guard, sqlite3 *db, const char *path, struct mst_error *err);

#endif
