/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * store_counts.h - counts of items in the state file: columns that files of older versions lack. They are added when
 * the file is opened (store_guard.h).
 */
#ifndef MST_WATCH_STORE_COUNTS_H
#define MST_WATCH_STORE_COUNTS_H

#include <muster/watch.h>
#include <sqlite3.h>
#include <stdbool.h>

/* In `items`, behind MST_STORE_COLUMNS and MST_STORE_MAC_COLUMNS; `number` is that of store_past.h. */
#define MST_STORE_COUNT_COLUMNS "probes, answers, turns, number"
#define MST_STORE_COUNT_FIRST 15 /* of a row of all columns */
#define MST_STORE_NUMBER (MST_STORE_COUNT_FIRST + 3)

/* Of a row of all columns. What is invalid is left out. */
void mst_store_counts_read(struct mst_watch_item *item, sqlite3_stmt *row);

/* Binds the columns but `number`, from `at` on. */
void mst_store_counts_bind(sqlite3_stmt *row, int at, const struct mst_watch_item *item);

#endif
