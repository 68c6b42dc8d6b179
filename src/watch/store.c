/* SPDX-License-Identifier: BSD-2-Clause */
/* store.c - see store.h. */
#include "watch/store.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fail.h"
#include "watch/store_macs.h"

#define PENDING_MAX 4096
#define BUSY_MS 1000
#define TIME_MAX_MS UINT64_C(7000000000000)
#define CHANGES_KEPT "1000000"

struct mst_store {
	char *path;
	int lock_fd;
	sqlite3 *db;
	sqlite3_stmt *put_item, *put_change;
	size_t pending, lost;
	struct mst_watch_change changes[PENDING_MAX];
};

static const char schema[] =
	"BEGIN IMMEDIATE;"
	"CREATE TABLE items (addr TEXT NOT NULL, port INTEGER NOT NULL, standing INTEGER NOT NULL, state TEXT NOT NULL,"
	" reason TEXT NOT NULL, since INTEGER, first_seen INTEGER, last_seen INTEGER, last_asked INTEGER,"
	" asked INTEGER NOT NULL, up INTEGER NOT NULL, PRIMARY KEY (addr, port)) WITHOUT ROWID;"
	"CREATE TABLE changes (id INTEGER PRIMARY KEY, time INTEGER NOT NULL, addr TEXT NOT NULL, port INTEGER NOT "
	"NULL, change TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL, was TEXT NOT NULL, was_since "
	"INTEGER);PRAGMA application_id = 1836413812; PRAGMA user_version = 1;COMMIT";

static int fail(const struct mst_store *store, struct mst_error *err)
{
	int code = sqlite3_errcode(store->db);

	return mst_fail(err, code == SQLITE_BUSY || code == SQLITE_LOCKED ? -EBUSY : -EIO, "--state %s: %s",
	                store->path, sqlite3_errmsg(store->db));
}

static int64_t pragma(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *row = NULL;
	int64_t value = -1;

	if (sqlite3_prepare_v2(db, sql, -1, &row, NULL) == SQLITE_OK && sqlite3_step(row) == SQLITE_ROW)
		value = sqlite3_column_int64(row, 0);
	sqlite3_finalize(row);
	return value;
}

int mst_store_check(sqlite3 *db, const char *path, struct mst_error *err)
{
	int64_t application = pragma(db, "PRAGMA application_id"), format = pragma(db, "PRAGMA user_version");
	int64_t tables = pragma(db, "SELECT count(*) FROM sqlite_master");

	if (tables < 0 && sqlite3_errcode(db) == SQLITE_READONLY)
		return mst_fail(err, -EIO,
		                "%s: a write was interrupted: run muster watch with this file once to repair it", path);
	if (tables < 0)
		return mst_fail(err, sqlite3_errcode(db) == SQLITE_NOTADB ? -EINVAL : -EIO,
		                "%s: %s; expected a state file of muster watch", path, sqlite3_errmsg(db));
	if (tables == 0 && application == 0 && format == 0)
		return -ENODATA;
	if (application != MST_STORE_APPLICATION)
		return mst_fail(err, -EINVAL,
		                "%s: a database of another program; expected a state file of muster watch", path);
	if (format != MST_STORE_FORMAT)
		return mst_fail(err, -EINVAL,
		                "%s: written by another version of muster (format %" PRId64
		                "); this version reads format %d",
		                path, format, MST_STORE_FORMAT);
	return 0;
}

static int lock(struct mst_store *store, struct mst_error *err)
{
	store->lock_fd = open(store->path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
	if (store->lock_fd < 0)
		return mst_fail(err, -errno, "--state %s: %s", store->path, strerror(errno));
	if (flock(store->lock_fd, LOCK_EX | LOCK_NB) < 0)
		return mst_fail(err, -EBUSY, "--state %s: another muster watch is using this file", store->path);
	return 0;
}

static int prepare(struct mst_store *store, struct mst_error *err)
{
	if (sqlite3_prepare_v2(store->db,
	                       "INSERT OR REPLACE INTO items (" MST_STORE_COLUMNS "," MST_STORE_MAC_COLUMNS ")"
	                       " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
	                       -1, &store->put_item, NULL) != SQLITE_OK ||
	    sqlite3_prepare_v2(
		    store->db,
		    "INSERT INTO changes (time, addr, port, change, state, reason, was, was_since, mac, was_mac)"
		    " VALUES (?,?,?,?,?,?,?,?,?,?)",
		    -1, &store->put_change, NULL) != SQLITE_OK)
		return fail(store, err);
	return 0;
}

static int open_database(struct mst_store *store, struct mst_error *err)
{
	int code;

	if (sqlite3_open_v2(store->path, &store->db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
		return mst_fail(err, -EIO, "--state %s: %s", store->path,
		                store->db ? sqlite3_errmsg(store->db) : "no memory");
	sqlite3_busy_timeout(store->db, BUSY_MS);
	code = mst_store_check(store->db, store->path, err);
	if (code == -ENODATA)
		code = sqlite3_exec(store->db, schema, NULL, NULL, NULL) == SQLITE_OK ? 0 : fail(store, err);
	if (code == 0 && sqlite3_exec(store->db,
	                              "PRAGMA synchronous = NORMAL; DELETE FROM changes WHERE id <= "
	                              "(SELECT max(id) FROM changes) - " CHANGES_KEPT,
	                              NULL, NULL, NULL) != SQLITE_OK)
		code = fail(store, err);
	if (code == 0 && !mst_store_macs_prepare(store->db))
		code = fail(store, err);
	return code < 0 ? code : prepare(store, err);
}

int mst_store_open(struct mst_store **out, const char *path, struct mst_error *err)
{
	struct mst_store *store = calloc(1, sizeof *store);
	int code = -ENOMEM;

	*out = NULL;
	if (store)
		store->lock_fd = -1;
	if (!store || !(store->path = strdup(path)))
		code = mst_fail(err, -ENOMEM, "no memory for --state %s", path);
	else
		code = lock(store, err);
	if (code == 0)
		code = open_database(store, err);
	if (code < 0) {
		mst_store_close(store);
		return code;
	}
	*out = store;
	return 0;
}

/* ---- reading ---- */

static uint64_t read_count(sqlite3_stmt *row, int column)
{
	int64_t value = sqlite3_column_int64(row, column);

	return value > 0 ? (uint64_t)value : 0;
}

/* Milliseconds. Times after the year 2191 are rejected, so that sums of moments fit in 63 bits. */
static uint64_t read_time(sqlite3_stmt *row, int column)
{
	uint64_t ms = read_count(row, column);

	return ms <= TIME_MAX_MS ? ms * MST_NS_PER_MS : 0;
}

static bool read_reason(uint8_t *reason, const char *word)
{
	for (int i = 0; i < MST_REASON_COUNT; i++) {
		*reason = (uint8_t)i;
		if (word && strcmp(word, mst_reason_name((enum mst_reason)i)) == 0)
			return true;
	}
	return false;
}

bool mst_store_read(sqlite3_stmt *row, struct mst_watch_record *record)
{
	const char *addr = (const char *)sqlite3_column_text(row, 0),
		   *state = (const char *)sqlite3_column_text(row, 3);
	int64_t port = sqlite3_column_int64(row, 1), standing = sqlite3_column_int64(row, 2);
	enum mst_state known;

	memset(record, 0, sizeof *record);
	if (!addr || mst_addr_parse(&record->addr, addr) < 0 || port < 0 || port > UINT16_MAX)
		return false;
	if (standing < MST_WATCH_UNDECIDED || standing > MST_WATCH_ACTIVE || !state ||
	    mst_state_parse(&known, state) < 0 ||
	    !read_reason(&record->reason, (const char *)sqlite3_column_text(row, 4)))
		return false;
	record->port = (uint16_t)port;
	record->standing = (uint8_t)standing;
	record->state = (uint8_t)known;
	record->since_ns = read_time(row, 5);
	record->first_seen_ns = read_time(row, 6);
	record->last_seen_ns = read_time(row, 7);
	record->last_asked_ns = read_time(row, 8);
	record->rounds_asked = read_count(row, 9);
	record->rounds_up = read_count(row, 10);
	return record->rounds_up <= record->rounds_asked && (standing == MST_WATCH_UNDECIDED || record->since_ns);
}

static void remember(struct mst_watch_item *item, const struct mst_watch_record *record,
                     const struct mst_clocks *clocks)
{
	item->standing = record->standing;
	item->state = item->stood = record->state;
	item->reason = record->reason;
	item->since = mst_clocks_moment_of(clocks, record->since_ns);
	item->first_seen = mst_clocks_moment_of(clocks, record->first_seen_ns);
	item->last_seen = mst_clocks_moment_of(clocks, record->last_seen_ns);
	item->rounds_asked = record->rounds_asked;
	item->rounds_up = record->rounds_up;
}

int mst_store_load(struct mst_store *store, struct mst_roster *roster, const struct mst_clocks *clocks,
                   struct mst_error *err)
{
	sqlite3_stmt *row = NULL;
	int step = sqlite3_prepare_v2(store->db, "SELECT " MST_STORE_COLUMNS "," MST_STORE_MAC_COLUMNS " FROM items",
	                              -1, &row, NULL);

	while (step == SQLITE_OK || step == SQLITE_ROW) {
		struct mst_watch_record record;
		struct mst_watch_item *item;

		step = sqlite3_step(row);
		if (step != SQLITE_ROW || !mst_store_read(row, &record))
			continue;
		item = mst_roster_find(roster, &record.addr, record.port);
		if (item) {
			remember(item, &record, clocks);
			mst_store_macs_read(&item->macs, row, clocks);
		}
	}
	sqlite3_finalize(row);
	return step == SQLITE_DONE ? 0 : fail(store, err);
}

/* ---- writing ---- */

void mst_store_note(struct mst_store *store, const struct mst_watch_change *change)
{
	if (store->pending < PENDING_MAX)
		store->changes[store->pending++] = *change;
	else
		store->lost++;
}

static void bind_time(sqlite3_stmt *row, int at, uint64_t wall_ns)
{
	if (wall_ns)
		sqlite3_bind_int64(row, at, (sqlite3_int64)(wall_ns / MST_NS_PER_MS));
	else
		sqlite3_bind_null(row, at);
}

static void bind_word(sqlite3_stmt *row, int at, const char *word)
{
	sqlite3_bind_text(row, at, word, -1, SQLITE_STATIC);
}

static bool put(sqlite3_stmt *row)
{
	int step = sqlite3_step(row);

	return sqlite3_reset(row) == SQLITE_OK && step == SQLITE_DONE;
}

static bool put_item(struct mst_store *store, const struct mst_watch_item *item, const struct mst_clocks *clocks)
{
	sqlite3_stmt *row = store->put_item;
	char addr[MST_ADDR_TEXT];

	mst_addr_format(&item->addr, addr);
	bind_word(row, 1, addr);
	sqlite3_bind_int(row, 2, item->port);
	sqlite3_bind_int(row, 3, item->standing);
	bind_word(row, 4, mst_state_name(item->stood));
	bind_word(row, 5, mst_reason_name(item->reason));
	bind_time(row, 6, mst_clocks_wall_of(clocks, item->since));
	bind_time(row, 7, mst_clocks_wall_of(clocks, item->first_seen));
	bind_time(row, 8, mst_clocks_wall_of(clocks, item->last_seen));
	bind_time(row, 9, clocks->wall_ns);
	sqlite3_bind_int64(row, 10, (sqlite3_int64)item->rounds_asked);
	sqlite3_bind_int64(row, 11, (sqlite3_int64)item->rounds_up);
	mst_store_macs_bind(row, 12, &item->macs, clocks);
	return put(row);
}

static bool put_change(struct mst_store *store, const struct mst_watch_change *change)
{
	sqlite3_stmt *row = store->put_change;
	char addr[MST_ADDR_TEXT];

	mst_addr_format(&change->addr, addr);
	bind_time(row, 1, change->since_ns);
	bind_word(row, 2, addr);
	sqlite3_bind_int(row, 3, change->port);
	bind_word(row, 4, mst_watch_turn_name(change->turn));
	bind_word(row, 5, mst_state_name(change->state));
	bind_word(row, 6, mst_reason_name(change->reason));
	bind_word(row, 7, mst_state_name(change->was));
	bind_time(row, 8, change->was_since_ns);
	mst_store_mac_bind(row, 9, change->has_mac, change->mac);
	mst_store_mac_bind(row, 10, change->has_was_mac, change->was_mac);
	return put(row);
}

static bool put_all(struct mst_store *store, const struct mst_roster *roster, const struct mst_clocks *clocks)
{
	for (size_t i = 0; i < roster->count; i++) {
		if (roster->items[i].known && !put_item(store, &roster->items[i], clocks))
			return false;
	}
	for (size_t i = 0; i < store->pending; i++) {
		if (!put_change(store, &store->changes[i]))
			return false;
	}
	return true;
}

int mst_store_save(struct mst_store *store, const struct mst_roster *roster, const struct mst_clocks *clocks,
                   struct mst_error *err)
{
	size_t lost = store->lost;

	if (sqlite3_exec(store->db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK)
		return fail(store, err);
	if (!put_all(store, roster, clocks) || sqlite3_exec(store->db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK) {
		int code = fail(store, err);

		sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
		return code;
	}
	store->pending = store->lost = 0;
	return lost ? mst_fail(err, -ENOBUFS, "--state %s: %zu changes were lost while the file could not be written",
	                       store->path, lost)
	            : 0;
}

void mst_store_close(struct mst_store *store)
{
	if (!store)
		return;
	sqlite3_finalize(store->put_item);
	sqlite3_finalize(store->put_change);
	sqlite3_close(store->db);
	if (store->lock_fd >= 0)
		close(store->lock_fd); /* after the database: close(2) drops the POSIX locks of this process */
	free(store->path);
	free(store);
}
