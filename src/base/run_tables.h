/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * run_tables.h - the database of the format sqlite: its tables, and whether a file is one. Shared by report/sqlite.c,
 * which writes it, and import/sqlite.c, which reads it.
 *
 *     runs      one row for each run; `ended` is NULL while it runs, and stays so when it is killed
 *     results   one row for each verdict, with the run's id
 *     services  what is known of the services at open ports; files of earlier versions have no such table
 *     workers   of a fleet, who found what; likewise
 *
 * The comments in the statements are part of the file: whoever opens it with sqlite3 reads them by `.schema`.
 */
#ifndef MST_BASE_RUN_TABLES_H
#define MST_BASE_RUN_TABLES_H

#include <muster/error.h>
#include <sqlite3.h>

#include "base/database.h"

#define MST_RUNS_APPLICATION 0x6d757372 /* "musr" */
#define MST_RUNS_FORMAT 1

/* Bytes of the longest value: the parameters of a run with a long list of targets. */
#define MST_RUNS_VALUE_MAX (4 * 1024 * 1024)

/* SQLite's instructions for opening and checking; for a row written or read, which takes some eighty. */
#define MST_RUNS_CHECK_WORK UINT64_C(1000000)
#define MST_RUNS_ROW_WORK 2000

/* The statements that make the tables. Static. */
const char *mst_runs_schema(void);

/* Whether the file has the table of services; makes it where it is missing. False: the database has the error. */
bool mst_runs_have_services(sqlite3 *db);
bool mst_runs_make_services(sqlite3 *db);

/* The same of the table of workers. */
bool mst_runs_have_workers(sqlite3 *db);
bool mst_runs_make_workers(sqlite3 *db);

/* Makes them in an empty file. False: the database has the error. */
bool mst_runs_make(sqlite3 *db);

/* 0 if the open file has muster's tables of a known format; -ENODATA without a sentence if it is empty; -EBADMSG with a
 * sentence: it is another program's, broken, or of a newer version; else -errno with a sentence. */
int mst_runs_check(const struct mst_database_guard *guard, sqlite3 *db, const char *path, struct mst_error *err);

/* The sentence for the last error of the database, and its code: -ENOSPC, -EBUSY, -EBADMSG or -EIO. */
int mst_runs_error(const struct mst_database_guard *guard, sqlite3 *db, const char *path, struct mst_error *err);

#endif
