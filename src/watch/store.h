/*
 * store.h - what is known of everybody, in a file that survives: SQLite, one transaction a round.
 *
 *     items     addr, port (0: the host) → standing, state, reason, since, first and last seen, asked, up
 *     changes   what was told, the last million
 *
 * Times are milliseconds since 1970, UTC. The file is ours by its application_id, and of a format by its user_version.
 * One watch at a time writes it (flock(2)); others may read. What is read from it is not believed before it was checked.
 */
#ifndef MST_WATCH_STORE_H
#define MST_WATCH_STORE_H

#include "watch/rhythm.h"
#include "watch/roster.h"

#define MST_STORE_APPLICATION 0x6d757374 /* "must" */
#define MST_STORE_FORMAT 1

struct mst_store;

/* Makes the file when there is none. -EINVAL: not ours, or newer; -EBUSY: another watch writes it. */
int mst_store_open(struct mst_store **store, const char *path, struct mst_error *err);

/* What it knows of the watched. */
int mst_store_load(struct mst_store *store, struct mst_roster *roster, const struct mst_clocks *clocks, struct mst_error *err);

/* Is kept until the next save that succeeds; only so many fit, the rest is counted in a sentence of save. */
void mst_store_note(struct mst_store *store, const struct mst_watch_change *change);

/* Everything, or nothing: a full disk or a lock leaves the file as it was. */
int mst_store_save(struct mst_store *store, const struct mst_roster *roster, const struct mst_clocks *clocks,
                   struct mst_error *err);

/* Accepts NULL. */
void mst_store_close(struct mst_store *store);

/* One row of items, checked: false when it makes no sense. `columns` as in MST_STORE_COLUMNS. */
struct sqlite3_stmt;
#define MST_STORE_COLUMNS "addr, port, standing, state, reason, since, first_seen, last_seen, last_asked, asked, up"
bool mst_store_read(struct sqlite3_stmt *row, struct mst_watch_record *record);

/* 0 if the open file is ours, and of a format that we know; an empty one: -ENODATA, without a sentence. */
struct sqlite3;
int mst_store_check(struct sqlite3 *db, const char *path, struct mst_error *err);

#endif
