/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * store_past.h - the history of every host in the state file, thinned: rounds for a day, hours for a month, days for
 * ever.
 *
 *     rounds   hour × chunk × ms within the hour → 64 values      ┐ at the first round of an hour or a day, the rounds
 *     hours    hour × chunk → 64 summaries                        ├ of the one before are folded; then what is too old
 *     days     day × chunk  → 64 summaries                        ┘ goes. Hours and days are those of UTC
 *
 * Each host, and each port that was ever open, has a number in the column `number` of its item, for good: number n
 * stands at n % 64 of chunk n / 64 (past.h has what stands there). A thousand hosts at 10 s take some 25 MB for the
 * day, 15 MB for the month and 8 MB a year. Of rounds that follow one another so fast that a day of them would take
 * more than 64 MiB, only some are kept, evenly.
 *
 * Tables and column are added when the file is opened (store_guard.h).
 */
#ifndef MST_WATCH_STORE_PAST_H
#define MST_WATCH_STORE_PAST_H

#include <sqlite3.h>

#include "watch/past.h"
#include "watch/schedule.h"

#define MST_STORE_CHUNK 64
#define MST_STORE_CHUNKS 8192 /* of MST_STORE_ROWS_MAX numbers */
#define MST_STORE_NUMBERS (MST_STORE_CHUNK * MST_STORE_CHUNKS)
#define MST_STORE_ROUND_HOURS 24
#define MST_STORE_HOUR_HOURS (31 * 24)

/* Instructions of SQLite for what one round may cause at most: a day of rounds is folded, and removed. */
#define MST_STORE_PAST_WORK UINT64_C(100000000)

struct mst_store_past;

/* For `count` items. NULL: no memory, or an error of the database, which it then has. */
struct mst_store_past *mst_store_past_open(sqlite3 *db, size_t count);

/* The number of an item, as read; numbers that muster does not give are left out. */
void mst_store_past_number(struct mst_store_past *past, size_t item, uint64_t number);

/* Binds the number of an item, which gets one now if it deserves one; NULL for none. */
void mst_store_past_bind(struct mst_store_past *past, sqlite3_stmt *row, int at, size_t item,
                         const struct mst_watch_item *items);

/* Keeps a round, within the caller's transaction. False: the database has the error. */
bool mst_store_past_put(struct mst_store_past *past, const struct mst_watch_item *items, uint64_t wall_ns);

/* The transaction ended: its numbers are in the file, or not. */
void mst_store_past_settle(struct mst_store_past *past, bool committed);

/* Accepts NULL. */
void mst_store_past_free(struct mst_store_past *past);

/* ── the keys of rows ── */

#define MST_PAST_MS_BITS 22 /* of an hour */
#define MST_PAST_HOUR_MS UINT64_C(3600000)
#define MST_PAST_HOUR_MAX UINT64_C(1944444) /* 2191 */

int64_t mst_past_round_key(uint64_t hour, uint64_t chunk, uint64_t ms);
int64_t mst_past_span_key(uint64_t span, uint64_t chunk);

#endif
