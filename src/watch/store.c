/* SPDX-License-Identifier: BSD-2-Clause */
/* store.c - see store.h. */
#include "watch/store.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fail.h"
#include "watch/backlog.h"
#include "watch/store_counts.h"
#include "watch/store_guard.h"
#include "watch/store_macs.h"
#include "watch/store_past.h"

#define BUSY_MS 1000
#define TIME_MAX_MS UINT64_C(7000000000000)
#define WORD_MAX 64
#define NUMBER_MAX (UINT64_C(1) << 53)
#define FORGET 100000 /* changes at once: a file of an older version may have many more than are kept */
#define ROW_WORK 1000 /* SQLite's instructions for a row written; it takes some forty */

#define ALL_COLUMNS MST_STORE_COLUMNS "," MST_STORE_MAC_COLUMNS "," MST_STORE_COUNT_COLUMNS

#define DIGITS(number) #number
#define TEXT(number) DIGITS(number)

/* clang-format off */
static const char forget[] =
	"DELETE FROM changes WHERE id <= (SELECT max(id) FROM changes) - " TEXT(MST_BACKLOG_MAX)
	" AND id < (SELECT min(id) FROM changes) + " TEXT(FORGET);
/* clang-format on */

struct mst_store {
	char *path;
	int lock_fd;
	sqlite3 *db;
	sqlite3_stmt *put_item, *put_change;
	struct mst_database_guard guard;
	struct mst_backlog backlog;
	struct mst_store_past *past; /* since load */
	size_t senseless;            /* rows, of the last load: load_row was false */
};

static int fail(const struct mst_store *store, struct mst_error *err)
{
	char name[PATH_MAX + 16];

	snprintf(name, sizeof name, "--state %s", store->path);
	return mst_store_error(&store->guard, store->db, name, err);
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

static bool run(struct mst_store *store, const char *sql)
{
	return sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

static int prepare(struct mst_store *store, struct mst_error *err)
{
	if (sqlite3_prepare_v2(store->db,
	                       "INSERT OR REPLACE INTO items (" ALL_COLUMNS ")"
	                       " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
	                       -1, &store->put_item, NULL) != SQLITE_OK ||
	    sqlite3_prepare_v2(
		    store->db,
		    "INSERT INTO changes (time, addr, port, change, state, reason, was, was_since, mac, was_mac)"
		    " VALUES (?,?,?,?,?,?,?,?,?,?)",
		    -1, &store->put_change, NULL) != SQLITE_OK)
		return fail(store, err);
	return 0;
}

/* Numbers near the end of their range would leave no number for the next change. */
static int check_numbers(struct mst_store *store, struct mst_error *err)
{
	sqlite3_stmt *row = NULL;
	uint64_t last;
	bool sound = sqlite3_prepare_v2(store->db, "SELECT coalesce(max(id), 0) FROM changes", -1, &row, NULL) ==
	                     SQLITE_OK &&
	             sqlite3_step(row) == SQLITE_ROW && mst_column_number(row, 0, NUMBER_MAX, &last);

	sqlite3_finalize(row);
	if (sound || sqlite3_errcode(store->db) != SQLITE_OK)
		return sound ? 0 : fail(store, err);
	return mst_fail(err, -EINVAL,
	                "--state %s: its changes have numbers that muster does not give; expected a state file of "
	                "muster watch",
	                store->path);
}

static int open_database(struct mst_store *store, struct mst_error *err)
{
	int code;

	if (sqlite3_open_v2(store->path, &store->db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
		return mst_fail(err, -EIO, "--state %s: %s", store->path,
		                store->db ? sqlite3_errmsg(store->db) : "no memory");
	sqlite3_busy_timeout(store->db, BUSY_MS);
	mst_database_guard(&store->guard, store->db, MST_STORE_VALUE_MAX, MST_STORE_CHECK_WORK);
	code = mst_store_check(&store->guard, store->db, store->path, err);
	if (code == -ENODATA)
		code = mst_store_make(store->db) ? 0 : fail(store, err);
	if (code == 0)
		code = check_numbers(store, err);
	mst_database_allow(&store->guard, MST_STORE_READ_WORK);
	if (code == 0 &&
	    !(run(store, "PRAGMA synchronous = NORMAL") && mst_store_complete(store->db) && run(store, forget)))
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
		code = mst_store_guard_look(path, err);
	if (code == 0)
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

/* Milliseconds; NULL is never. Times after the year 2191 are rejected, so that sums of moments fit in 63 bits. */
static bool read_time(sqlite3_stmt *row, int column, uint64_t *time_ns)
{
	uint64_t ms = 0;
	bool sound = sqlite3_column_type(row, column) == SQLITE_NULL ||
	             mst_column_number(row, column, TIME_MAX_MS, &ms);

	*time_ns = ms * MST_NS_PER_MS;
	return sound;
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

static bool read_words(struct mst_watch_record *record, sqlite3_stmt *row)
{
	const char *addr = mst_column_text(row, 0, MST_ADDR_TEXT), *state = mst_column_text(row, 3, WORD_MAX);
	enum mst_state known;

	if (!addr || mst_addr_parse(&record->addr, addr) < 0 || !state || mst_state_parse(&known, state) < 0)
		return false;
	record->state = (uint8_t)known;
	return read_reason(&record->reason, mst_column_text(row, 4, WORD_MAX));
}

bool mst_store_read(sqlite3_stmt *row, struct mst_watch_record *record)
{
	uint64_t port, standing;

	memset(record, 0, sizeof *record);
	if (!read_words(record, row) || !mst_column_number(row, 1, UINT16_MAX, &port) ||
	    !mst_column_number(row, 2, MST_WATCH_ACTIVE, &standing))
		return false;
	record->port = (uint16_t)port;
	record->standing = (uint8_t)standing;
	return read_time(row, 5, &record->since_ns) && read_time(row, 6, &record->first_seen_ns) &&
	       read_time(row, 7, &record->last_seen_ns) && read_time(row, 8, &record->last_asked_ns) &&
	       mst_column_number(row, 9, INT64_MAX, &record->rounds_asked) &&
	       mst_column_number(row, 10, INT64_MAX, &record->rounds_up) && record->rounds_up <= record->rounds_asked &&
	       (standing == MST_WATCH_UNDECIDED || record->since_ns);
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

static bool load_row(struct mst_store *store, struct mst_roster *roster, sqlite3_stmt *row,
                     const struct mst_clocks *clocks)
{
	struct mst_watch_record record;
	struct mst_watch_item *item;
	uint64_t number;

	if (!mst_store_read(row, &record))
		return false;
	item = mst_roster_find(roster, &record.addr, record.port);
	if (mst_column_number(row, MST_STORE_NUMBER, MST_STORE_NUMBERS - 1, &number))
		mst_store_past_number(store->past, item ? (size_t)(item - roster->items) : SIZE_MAX, number);
	if (item) {
		remember(item, &record, clocks);
		mst_store_macs_read(&item->macs, row, clocks);
		mst_store_counts_read(item, row);
	}
	return true;
}

int mst_store_load(struct mst_store *store, struct mst_roster *roster, const struct mst_clocks *clocks,
                   struct mst_error *err)
{
	sqlite3_stmt *row = NULL;
	size_t rows = 0;
	int step;

	mst_database_allow(&store->guard, MST_STORE_READ_WORK);
	mst_store_past_free(store->past);
	store->senseless = 0;
	store->past = mst_store_past_open(store->db, roster->count);
	if (!store->past)
		return sqlite3_errcode(store->db) == SQLITE_OK
		               ? mst_fail(err, -ENOMEM, "no memory for the history of --state %s", store->path)
		               : fail(store, err);
	step = sqlite3_prepare_v2(store->db, "SELECT " ALL_COLUMNS " FROM items", -1, &row, NULL);
	while (step == SQLITE_OK || step == SQLITE_ROW) {
		step = sqlite3_step(row);
		if (step == SQLITE_ROW && rows++ == MST_STORE_ROWS_MAX)
			break;
		if (step == SQLITE_ROW)
			store->senseless += !load_row(store, roster, row, clocks);
	}
	sqlite3_finalize(row);
	if (step == SQLITE_ROW)
		return mst_fail(err, -EINVAL, "--state %s: more than %d hosts and ports", store->path,
		                MST_STORE_ROWS_MAX);
	return step == SQLITE_DONE ? 0 : fail(store, err);
}

size_t mst_store_senseless(const struct mst_store *store)
{
	return store->senseless;
}

/* ---- writing ---- */

void mst_store_note(struct mst_store *store, const struct mst_watch_change *change)
{
	mst_backlog_add(&store->backlog, change);
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

static bool put_item(struct mst_store *store, const struct mst_roster *roster, size_t index,
                     const struct mst_clocks *clocks)
{
	const struct mst_watch_item *item = &roster->items[index];
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
	mst_store_counts_bind(row, MST_STORE_COUNT_FIRST + 1, item);
	if (store->past)
		mst_store_past_bind(store->past, row, MST_STORE_NUMBER + 1, index, roster->items);
	return put(row);
}

static bool put_change(struct mst_store *store, const struct mst_backlog_change *change)
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
		if (roster->items[i].known && !put_item(store, roster, i, clocks))
			return false;
	}
	for (size_t i = 0; i < store->backlog.count; i++) {
		if (!put_change(store, mst_backlog_at(&store->backlog, i)))
			return false;
	}
	return (!store->backlog.count || run(store, forget)) &&
	       (!store->past || mst_store_past_put(store->past, roster->items, clocks->wall_ns));
}

int mst_store_save(struct mst_store *store, const struct mst_roster *roster, const struct mst_clocks *clocks,
                   struct mst_error *err)
{
	uint64_t lost = store->backlog.lost;

	mst_database_allow(&store->guard,
	                   (roster->count + store->backlog.count + FORGET) * ROW_WORK + MST_STORE_PAST_WORK);
	if (!run(store, "BEGIN IMMEDIATE"))
		return fail(store, err);
	if (!put_all(store, roster, clocks) || !run(store, "COMMIT")) {
		int code = fail(store, err);

		mst_database_allow(&store->guard, UINT64_MAX);
		run(store, "ROLLBACK");
		if (store->past)
			mst_store_past_settle(store->past, false);
		return code;
	}
	if (store->past)
		mst_store_past_settle(store->past, true);
	mst_backlog_clear(&store->backlog);
	return lost ? mst_fail(err, -ENOBUFS,
	                       "--state %s: the oldest %" PRIu64
	                       " changes were lost while the file could not be written",
	                       store->path, lost)
	            : 0;
}

void mst_store_close(struct mst_store *store)
{
	if (!store)
		return;
	sqlite3_finalize(store->put_item);
	sqlite3_finalize(store->put_change);
	mst_store_past_free(store->past);
	sqlite3_close(store->db);
	if (store->lock_fd >= 0)
		close(store->lock_fd); /* after the database: close(2) drops the POSIX locks of this process */
	mst_backlog_clear(&store->backlog);
	free(store->path);
	free(store);
}
