/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * store.h - the state file: an SQLite database, written in one transaction per round.
 *
 *     items     addr, port (0: the host) → standing, state, reason, since, first and last seen, asked, up; counts
 *     changes   the last million changes
 *     rounds, hours, days   the history of each host, thinned: store_past.h
 *
 * Times are milliseconds since 1970, UTC. `application_id` marks the file as muster's, `user_version` is its format.
 * One watch at a time writes it (flock(2)); other programs may read. The file is hostile until store_guard.h has
 * checked it; every row is checked when it is read.
 */
#ifndef MST_WATCH_STORE_H
#define MST_WATCH_STORE_H

#include "watch/roster.h"
#include "watch/schedule.h"

struct mst_store;

/*
 * Opens the file, and creates it when it is missing. -EINVAL: another program's file, or a newer format; -EBUSY:
 * another watch writes it.
 */
int mst_store_open(struct mst_store **store, const char *path, struct mst_error *err);

/* Loads the state of the watched hosts and ports into the roster. */
int mst_store_load(struct mst_store *store, struct mst_roster *roster, const struct mst_clocks *clocks,
                   struct mst_error *err);

/* Rows of the last load that make no sense, a type or a value that a watch does not write: what they are of begins
 * anew. */
size_t mst_store_senseless(const struct mst_store *store);

/* Keeps a change until the next successful save (backlog.h). */
void mst_store_note(struct mst_store *store, const struct mst_watch_change *change);

/*
 * Writes everything or nothing: on an error (disk full, locked) the file is unchanged. -ENOBUFS: all is written but the
 * oldest of more than a million changes, which had no room while the file could not be written; the sentence has their
 * number.
 */
int mst_store_save(struct mst_store *store, const struct mst_roster *roster, const struct mst_clocks *clocks,
                   struct mst_error *err);

/* Accepts NULL. */
void mst_store_close(struct mst_store *store);

/* Reads one row of `items` (columns as in MST_STORE_COLUMNS); false when it is invalid. */
struct sqlite3_stmt;
#define MST_STORE_COLUMNS "addr, port, standing, state, reason, since, first_seen, last_seen, last_asked, asked, up"
bool mst_store_read(struct sqlite3_stmt *row, struct mst_watch_record *record);

#endif
