/* SPDX-License-Identifier: BSD-2-Clause */
/* test_store_guard.c - state files that somebody made to do harm are refused in a sentence, within bounded work. */
#include <errno.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "unit/watch/fixture_watch.h"
#include "watch/store.h"
#include "watch/store_guard.h"

static char path[64];
static const struct mst_clocks clocks = { 50 * SECOND, 60 * SECOND, 1000000 * SECOND };

static void new_path(void)
{
	struct mst_store *store;
	struct mst_error err;

	snprintf(path, sizeof path, "/tmp/mst-guard-%d.db", getpid());
	unlink(path);
	cr_assert_eq(mst_store_open(&store, path, &err), 0, "%s", err.text);
	mst_store_close(store);
}

static void remove_path(void)
{
	char more[80];

	unlink(path);
	snprintf(more, sizeof more, "%s-wal", path);
	unlink(more);
	snprintf(more, sizeof more, "%s-shm", path);
	unlink(more);
}

TestSuite(watch_store_guard, .init = new_path, .fini = remove_path);

static void run_sql(const char *sql)
{
	sqlite3 *db;

	cr_assert_eq(sqlite3_open(path, &db), 0);
	cr_assert_eq(sqlite3_exec(db, sql, NULL, NULL, NULL), 0, "%s: %s", sql, sqlite3_errmsg(db));
	sqlite3_close(db);
}

/* What opening and loading says, "" when it is believed; both readers must agree. */
static const char *read_both(void)
{
	static char text[MST_ERROR_TEXT];
	struct watch_fixture *fixture = fixture_new("10.0.0.1", NULL, false, 1);
	struct mst_watch_history history = { 0 };
	struct mst_store *store = NULL;
	struct mst_error one = { "" }, other = { "" };
	uint64_t begin_ns = mst_now_ns();
	int code = mst_store_open(&store, path, &one), report = mst_watch_history_read(&history, path, &other);

	if (code == 0)
		code = mst_store_load(store, &fixture->roster, &clocks, &one);
	cr_assert(mst_now_ns() - begin_ns < 30 * MST_NS_PER_SECOND, "bounded");
	cr_assert((code < 0) <= (report < 0), "%s / %s", one.text, other.text);
	cr_assert_null(strchr(one.text, '\n'));
	snprintf(text, sizeof text, "%s", report < 0 ? other.text : "");
	mst_watch_history_free(&history);
	mst_store_close(store);
	fixture_free(fixture);
	return text;
}

Test(watch_store_guard, nothing_but_our_own_tables_is_believed)
{
	static const char *const cases[] = {
		"CREATE TRIGGER t AFTER INSERT ON changes BEGIN DELETE FROM items; END",
		"CREATE VIEW v AS SELECT * FROM v",
		"CREATE VIEW v AS WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i FROM n) SELECT i FROM n",
		"CREATE INDEX i ON changes (abs(id))",
		"CREATE INDEX i ON items (addr)",
		"CREATE TABLE more (a)",
		"DROP TABLE items; CREATE VIEW items AS WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i FROM n)"
		" SELECT '10.0.0.1' AS addr, i AS port, 1 AS standing, 'up' AS state, 'x' AS reason, 1 AS since,"
		" 1 AS first_seen, 1 AS last_seen, 1 AS last_asked, 1 AS asked, 1 AS up, NULL AS mac,"
		" NULL AS former_mac, NULL AS mac_since, NULL AS conflict FROM n",
		"DROP TABLE changes",
		"ALTER TABLE changes ADD COLUMN more TEXT",
		"ALTER TABLE changes ADD COLUMN g AS (hex(zeroblob(100000000)))",
		"ALTER TABLE items DROP COLUMN mac",
		"ALTER TABLE items RENAME COLUMN up TO ups",
		("PRAGMA writable_schema = on; UPDATE sqlite_master SET sql = replace(sql, 'was TEXT NOT NULL',"
		 " 'was TEXT NOT NULL CHECK (length(was) < 9)')"),
		"PRAGMA writable_schema = on; UPDATE sqlite_master SET sql = sql || ' '",
		"CREATE VIRTUAL TABLE f USING fts5(a)",
		"ANALYZE",
	};

	cr_assert_str_eq(read_both(), "");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		new_path();
		run_sql(cases[i]);
		cr_assert(strstr(read_both(), "expected a state file of muster watch"), "%s: %s", cases[i],
		          read_both());
	}
}

Test(watch_store_guard, a_schema_without_end_is_refused)
{
	sqlite3 *db;
	char sql[64];

	cr_assert_eq(sqlite3_open(path, &db), 0);
	sqlite3_exec(db, "BEGIN", NULL, NULL, NULL);
	for (int i = 0; i < 2000; i++) {
		snprintf(sql, sizeof sql, "CREATE TABLE t%d (a)", i);
		cr_assert_eq(sqlite3_exec(db, sql, NULL, NULL, NULL), 0);
	}
	sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
	sqlite3_close(db);
	cr_assert(strstr(read_both(), "are not those that muster makes"), "%s", read_both());
}

Test(watch_store_guard, text_without_end_is_refused)
{
	static const char *const cases[] = { "addr", "state", "reason" };
	char sql[256];

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		new_path();
		run_sql("INSERT INTO items (addr, port, standing, state, reason, asked, up) VALUES ('10.0.0.1', 0, 0, "
		        "'up', 'echo-reply', 0, 0)");
		cr_assert_str_eq(read_both(), "");
		snprintf(sql, sizeof sql, "UPDATE items SET %s = hex(zeroblob(10000000))", cases[i]);
		run_sql(sql);
		cr_assert(*read_both(), "%s", cases[i]);
	}
	new_path();
	run_sql("PRAGMA writable_schema = on; UPDATE sqlite_master SET sql = sql || hex(zeroblob(10000000))");
	cr_assert(strstr(read_both(), "expected a state file"), "%s", read_both());
}

Test(watch_store_guard, a_write_ahead_log_is_not_read)
{
	run_sql("PRAGMA journal_mode = wal; DELETE FROM items");
	cr_assert(strstr(read_both(), "write-ahead log; expected"), "%s", read_both());
}

Test(watch_store_guard, numbers_without_room_for_another_are_refused)
{
	struct mst_store *store;
	struct mst_error err;

	run_sql("INSERT INTO changes (id, time, addr, port, change, state, reason, was) VALUES (9223372036854775807, "
	        "1, "
	        "'', 0, '', '', '', '')");
	cr_assert_eq(mst_store_open(&store, path, &err), -EINVAL);
	cr_assert(strstr(err.text, "numbers that muster does not give"), "%s", err.text);
}

Test(watch_store_guard, what_is_no_file_is_not_opened)
{
	struct mst_watch_history history;
	struct mst_store *store;
	struct mst_error err;

	unlink(path);
	cr_assert_eq(mkfifo(path, 0600), 0);
	cr_assert_eq(mst_watch_history_read(&history, path, &err), -EINVAL);
	cr_assert(strstr(err.text, "not a regular file"), "%s", err.text);
	cr_assert_eq(mst_store_open(&store, path, &err), -EINVAL);
	cr_assert_eq(mst_store_open(&store, "/dev/zero", &err), -EINVAL);
}

/* ---- pages that refer to one another ---- */

#define PAGE 65536
#define CHILDREN 6000

static void put16(uint8_t *at, unsigned value)
{
	at[0] = (uint8_t)(value >> 8);
	at[1] = (uint8_t)value;
}

/* An inner page of a table (SQLite's file format, section 1.6): all of its children are the page `child`. */
static void make_inner(uint8_t *page, unsigned child)
{
	memset(page, 0, PAGE);
	page[0] = 5;
	put16(page + 3, CHILDREN);
	put16(page + 5, PAGE - 5 * CHILDREN);
	put16(page + 10, child);
	for (unsigned i = 0; i < CHILDREN; i++) {
		uint8_t *cell = page + PAGE - 5 * (i + 1);

		put16(page + 12 + 2 * i, (unsigned)(cell - page));
		put16(cell + 2, child);
		cell[4] = 1; /* the key */
	}
}

static int64_t root_of(const char *table)
{
	char sql[96];
	sqlite3_stmt *row;
	sqlite3 *db;
	int64_t root;

	snprintf(sql, sizeof sql, "SELECT rootpage FROM sqlite_master WHERE name = '%s'", table);
	cr_assert_eq(sqlite3_open(path, &db), 0);
	sqlite3_prepare_v2(db, sql, -1, &row, NULL);
	cr_assert_eq(sqlite3_step(row), SQLITE_ROW);
	root = sqlite3_column_int64(row, 0);
	sqlite3_finalize(row);
	sqlite3_close(db);
	return root;
}

Test(watch_store_guard, a_small_file_without_end_is_left)
{
	struct mst_watch_history history;
	struct mst_error err;
	uint8_t *page = malloc(PAGE);
	uint64_t begin_ns;
	long root, leaf;
	FILE *file;

	/* Five pages of 6,000 references each: 8·10¹⁸ rows in half a megabyte. */
	run_sql("PRAGMA page_size = 65536; VACUUM; INSERT INTO changes (time, addr, port, change, state, reason, was)"
	        " VALUES (1, '', 0, '', '', '', '')");
	root = (long)root_of("changes");
	file = fopen(path, "r+");
	fseek(file, 0, SEEK_END);
	leaf = ftell(file) / PAGE + 1;
	fseek(file, (root - 1) * PAGE, SEEK_SET);
	cr_assert_eq(fread(page, 1, PAGE, file), PAGE);
	for (long at = leaf; at < leaf + 6; at++) {
		fseek(file, (at - 1) * PAGE, SEEK_SET);
		fwrite(page, 1, PAGE, file);
		make_inner(page, (unsigned)at);
	}
	fseek(file, (root - 1) * PAGE, SEEK_SET);
	fwrite(page, 1, PAGE, file);
	fseek(file, 28, SEEK_SET); /* the number of pages */
	fwrite((uint8_t[]){ 0, 0, 0, (uint8_t)(leaf + 5) }, 1, 4, file);
	fclose(file);
	free(page);
	begin_ns = mst_now_ns();
	cr_assert_eq(mst_watch_history_read(&history, path, &err), -EINVAL);
	cr_assert(strstr(err.text, "more work than any state file needs"), "%s", err.text);
	cr_assert(mst_now_ns() - begin_ns < 20 * MST_NS_PER_SECOND);
}

Test(watch_store_guard, more_hosts_than_a_state_file_has_are_refused)
{
	struct watch_fixture *fixture = fixture_new("10.0.0.1", NULL, false, 1);
	struct mst_watch_history history;
	struct mst_store *store;
	struct mst_error err;

	run_sql("PRAGMA synchronous = off; WITH RECURSIVE n(i) AS (VALUES(0) UNION ALL SELECT i + 1 FROM n WHERE i < "
	        "524288) INSERT INTO items (addr, port, standing, state, reason, asked, up) SELECT '10.0.0.' || "
	        "(i >> 16), i & 65535, 0, 'up', 'echo-reply', 0, 0 FROM n");
	cr_assert_eq(mst_store_open(&store, path, &err), 0, "%s", err.text);
	cr_assert_eq(mst_store_load(store, &fixture->roster, &clocks, &err), -EINVAL);
	cr_assert(strstr(err.text, "more than 524288 hosts and ports"), "%s", err.text);
	mst_store_close(store);
	cr_assert_eq(mst_watch_history_read(&history, path, &err), -EINVAL);
	cr_assert(strstr(err.text, "more than 524288 hosts and ports"), "%s", err.text);
	fixture_free(fixture);
}
