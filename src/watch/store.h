/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * store.h - the state file: an SQLite database, written in one transaction per round.
 *
 *     items     addr, port (0: the host) → standing, state, reason, since, first and last seen, asked, up
 *     changes   the last million changes
 *
 * Times are milliseconds since 1970, UTC. `application_id` marks the file as muster's, `user_version` is its format.
 * One watch at a time writes it (flock(2)); other programs may read. Every row is checked when it is read.
 */
#ifndef MST_WATCH_STORE_H
#define MST_WATCH_STORE_H

#include "watch/roster.h"
#include "watch/schedule.h"

#define MST_STORE_APPLICATION 0x6d757374 /* "must" */
#define MST_STORE_FORMAT 1

struct mst_store;

/*
 * Opens the file, and creates it when it is missing. -EINVAL: another program's file, or a newer format; -EBUSY:
 * another watch writes it.
 */
int mst_store_open(struct mst_store **store, const char *path, struct mst_error *err);

/* Loads the state of the watched hosts and ports into the roster. */
int mst_store_load(struct mst_store *store, struct mst_roster *roster, const struct mst_clocks *clocks,
                   struct mst_error *err);

/*
 * Keeps a change until the next successful save. When too many wait, further ones are dropped, and that save reports
 * how many.
 */
void mst_store_note(struct mst_store *store, const struct mst_watch_change *change);

/* Writes everything or nothing: on an error (disk full, locked) the file is unchanged. */
int mst_store_save(struct mst_store *store, const struct mst_roster *roster, const struct mst_clocks *clocks,
                   struct mst_error *err);

/* Accepts NULL. */
void mst_store_close(struct mst_store *store);

/* Reads one row of `items` (columns as in MST_STORE_COLUMNS); false when it is invalid. */
struct sqlite3_stmt;
#define MST_STORE_COLUMNS "addr, port, standing, state, reason, since, first_seen, last_seen, last_asked, asked, up"
bool mst_store_read(struct sqlite3_stmt *row, struct mst_watch_record *record);

/* 0 if the open file is a state file of a known format; -ENODATA without a sentence if it is empty; else an error. */
struct sqlite3;
int mst_store_check(struct sqlite3 *db, const char *path, struct mst_error *err);

#endif
