/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * store_macs.h - link-layer addresses in the state file: columns that files of older versions lack. They are added when
 * the file is opened (store_guard.h); older versions ignore them.
 */
#ifndef MST_WATCH_STORE_MACS_H
#define MST_WATCH_STORE_MACS_H

#include <muster/watch.h>
#include <sqlite3.h>

#include "watch/schedule.h"

/* In `items`, behind MST_STORE_COLUMNS; `changes` has mac and was_mac. */
#define MST_STORE_MAC_COLUMNS "mac, former_mac, mac_since, conflict"

/* Of a row of both kinds of columns. What is invalid is left out. */
void mst_store_macs_read(struct mst_watch_macs *macs, sqlite3_stmt *row, const struct mst_clocks *clocks);

/* Binds the columns from `at` on. */
void mst_store_macs_bind(sqlite3_stmt *row, int at, const struct mst_watch_macs *macs, const struct mst_clocks *clocks);

/* Binds one address, or NULL. */
void mst_store_mac_bind(sqlite3_stmt *row, int at, bool has_mac, const uint8_t mac[6]);

#endif
