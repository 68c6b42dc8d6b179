/* SPDX-License-Identifier: BSD-2-Clause */
/* test_store.c - the state file: values are read as written, other files and invalid rows are rejected. */
#include <errno.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

#include "unit/watch/fixture_watch.h"
#include "watch/store.h"

#define A "10.0.0.1"

static char path[64];

static void new_path(void)
{
	snprintf(path, sizeof path, "/tmp/mst-watch-%d.db", getpid());
	unlink(path);
}

static void remove_path(void)
{
	unlink(path);
}

TestSuite(watch_store, .init = new_path, .fini = remove_path);

static int run_sql(const char *sql)
{
	sqlite3 *db;
	int code = sqlite3_open(path, &db);

	code = code ? code : sqlite3_exec(db, sql, NULL, NULL, NULL);
	sqlite3_close(db);
	return code;
}

static const struct mst_clocks clocks = { 50 * SECOND, 60 * SECOND, 1000000 * SECOND };

static void save_one(void)
{
	struct watch_fixture *fixture = fixture_new(A, NULL, false, 1);
	struct mst_watch_change change = {
		.addr = fixture->roster.items[0].addr, .since_ns = SECOND, .state = MST_DOWN, .was = MST_UP
	};
	struct mst_store *store;
	struct mst_error err;

	cr_assert_eq(mst_store_open(&store, path, &err), 0, "%s", err.text);
	for (int second = 10; second < 14; second++) {
		fixture_add(fixture, A, 0, second < 13 ? MST_UP : MST_DOWN, MST_NO_RESPONSE, second < 13 ? NULL : "");
		fixture_end(fixture, second);
	}
	mst_store_note(store, &change);
	cr_assert_eq(mst_store_save(store, &fixture->roster, &clocks, &err), 0, "%s", err.text);
	mst_store_close(store);
	fixture_free(fixture);
}

Test(watch_store, what_is_kept_comes_back)
{
	struct watch_fixture *fixture = fixture_new("10.0.0.0-1", NULL, false, 1);
	struct mst_store *store;
	struct mst_error err;
	const struct mst_watch_item *item;

	save_one();
	cr_assert_eq(mst_store_open(&store, path, &err), 0, "%s", err.text);
	cr_assert_eq(mst_store_load(store, &fixture->roster, &clocks, &err), 0);
	item = fixture_item(fixture, A, 0);
	cr_assert_eq(item->standing, MST_WATCH_INACTIVE);
	cr_assert_eq(item->since, 13 * SECOND);
	cr_assert_eq(item->first_seen, 10 * SECOND);
	cr_assert_eq(item->last_seen, 12 * SECOND);
	cr_assert(item->rounds_asked == 4 && item->rounds_up == 3);
	cr_assert_eq(fixture_item(fixture, "10.0.0.0", 0)->standing, MST_WATCH_UNDECIDED);
	mst_store_close(store);
	fixture_free(fixture);
}

Test(watch_store, a_report_reads_it_and_changes_nothing)
{
	struct mst_watch_history history;
	struct mst_error err;

	save_one();
	cr_assert_eq(mst_watch_history_read(&history, path, &err), 0, "%s", err.text);
	cr_assert(history.count == 1 && history.changes == 1);
	cr_assert(history.records[0].rounds_up == 3 && history.records[0].state == MST_DOWN);
	mst_watch_history_free(&history);
	cr_assert_eq(mst_watch_history_read(&history, "/nonexistent/file", &err), -ENOENT);
}

Test(watch_store, two_watches_do_not_share_a_file)
{
	struct mst_store *one, *other;
	struct mst_error err;

	cr_assert_eq(mst_store_open(&one, path, &err), 0);
	cr_assert_eq(mst_store_open(&other, path, &err), -EBUSY);
	cr_assert(strstr(err.text, "another muster watch"));
	mst_store_close(one);
	cr_assert_eq(mst_store_open(&other, path, &err), 0);
	mst_store_close(other);
}

Test(watch_store, files_of_others_and_of_the_future_are_refused)
{
	static const struct {
		const char *sql, *word;
	} cases[] = {
		{ "CREATE TABLE t (a)", "another program" },
		{ "PRAGMA application_id = 7", "another program" },
		{ "PRAGMA application_id = 1836413812; PRAGMA user_version = 2", "format 2" },
	};
	struct mst_watch_history history;
	struct mst_store *store;
	struct mst_error err;
	FILE *file;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		unlink(path);
		cr_assert_eq(run_sql(cases[i].sql), 0);
		cr_assert_eq(mst_store_open(&store, path, &err), -EINVAL);
		cr_assert(strstr(err.text, cases[i].word), "%s", err.text);
		cr_assert_eq(mst_watch_history_read(&history, path, &err), -EINVAL);
	}
	file = fopen(path, "w");
	for (int i = 0; i < 5000; i++)
		fputs("no database at all\n", file);
	fclose(file);
	cr_assert_eq(mst_store_open(&store, path, &err), -EINVAL);
	cr_assert(strstr(err.text, "expected a state file"), "%s", err.text);
}

Test(watch_store, odd_rows_are_no_memory_of_anybody)
{
	static const char *const odd[] = {
		"addr = 'x'",
		"addr = NULL",
		"port = -1",
		"port = 70000",
		"standing = 9",
		"state = 'upp'",
		"reason = x'00ff'",
		"up = 99",
		"since = 0",
		"since = 9223372036854775807",
		"since = 9223372036854",
		"since = 'soon'",
		"asked = -3",
		"asked = 4.5",
		"up = x'01'",
		"standing = 1.5",
		"state = state || char(0) || 'x'",
		"addr = '10.0.0.1' || char(0)",
		"addr = x'31302e302e302e31'",
		"last_seen = -1",
		"last_asked = 'never'",
	};

	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
		struct watch_fixture *fixture = fixture_new(A, NULL, false, 1);
		struct mst_watch_history history;
		struct mst_store *store;
		struct mst_error err;
		char sql[128];

		unlink(path);
		save_one();
		snprintf(sql, sizeof sql, "UPDATE items SET %s", odd[i]);
		if (run_sql(sql) == 0) { /* the schema refuses some */
			cr_assert_eq(mst_store_open(&store, path, &err), 0);
			cr_assert_eq(mst_store_load(store, &fixture->roster, &clocks, &err), 0);
			cr_assert_eq(fixture_item(fixture, A, 0)->standing, MST_WATCH_UNDECIDED, "%s", odd[i]);
			cr_assert_eq(mst_store_senseless(store), 1, "%s", odd[i]);
			mst_store_close(store);
			cr_assert_eq(mst_watch_history_read(&history, path, &err), -EIO, "%s", odd[i]);
		}
		fixture_free(fixture);
	}
}

/* A network with 65,536 hosts goes down at once. */
Test(watch_store, every_change_of_a_round_is_kept_however_many)
{
	struct watch_fixture *fixture = fixture_new("10.7.0.0/16", NULL, false, 1);
	struct mst_watch_history history;
	struct mst_store *store;
	struct mst_error err;
	size_t count = fixture->roster.count;

	cr_assert_eq(count, 65536);
	cr_assert_eq(mst_store_open(&store, path, &err), 0, "%s", err.text);
	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < count; i++) {
			struct mst_watch_change change = { .addr = fixture->roster.items[i].addr, .since_ns = SECOND };

			mst_store_note(store, &change);
			fixture->roster.items[i].known = true;
		}
		cr_assert_eq(mst_store_save(store, &fixture->roster, &clocks, &err), 0, "%s", err.text);
	}
	mst_store_close(store);
	cr_assert_eq(mst_watch_history_read(&history, path, &err), 0, "%s", err.text);
	cr_assert_eq(history.count, count);
	cr_assert_eq(history.changes, 2 * count);
	mst_watch_history_free(&history);
	fixture_free(fixture);
}

Test(watch_store, the_last_million_changes_stay)
{
	static const char many[] =
		"WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n WHERE i < 1000005) INSERT INTO changes"
		" (id, time, addr, port, change, state, reason, was) SELECT i, 1, '', 0, '', '', '', '' FROM n";
	struct mst_watch_history history;
	struct mst_error err;

	save_one();
	cr_assert_eq(run_sql("DELETE FROM changes"), 0);
	cr_assert_eq(run_sql(many), 0);
	save_one();
	cr_assert_eq(mst_watch_history_read(&history, path, &err), 0, "%s", err.text);
	cr_assert_eq(history.changes, 1000000);
	mst_watch_history_free(&history);
}

Test(watch_store, a_lock_is_told_and_nothing_is_lost)
{
	struct watch_fixture *fixture = fixture_new(A, NULL, false, 1);
	struct mst_watch_change change = { .addr = fixture->roster.items[0].addr, .since_ns = SECOND };
	struct mst_watch_history history;
	struct mst_store *store;
	struct mst_error err;
	sqlite3 *db;

	cr_assert_eq(mst_store_open(&store, path, &err), 0);
	cr_assert_eq(sqlite3_open(path, &db), 0);
	cr_assert_eq(sqlite3_exec(db, "BEGIN EXCLUSIVE", NULL, NULL, NULL), 0);
	mst_store_note(store, &change);
	cr_assert_eq(mst_store_save(store, &fixture->roster, &clocks, &err), -EBUSY);
	cr_assert(strstr(err.text, "locked"), "%s", err.text);
	sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
	sqlite3_close(db);
	cr_assert_eq(mst_store_save(store, &fixture->roster, &clocks, &err), 0);
	mst_store_close(store);
	cr_assert_eq(mst_watch_history_read(&history, path, &err), 0);
	cr_assert_eq(history.changes, 1);
	mst_watch_history_free(&history);
	fixture_free(fixture);
}

/* As files of versions before them are. */
Test(watch_store, link_layer_addresses_come_back_also_in_files_that_had_none)
{
	struct watch_fixture *fixture = fixture_new(A, NULL, false, 1), *later = fixture_new(A, NULL, false, 1);
	struct mst_store *store;
	struct mst_error err;
	const struct mst_watch_macs *macs;

	save_one();
	cr_assert_eq(
		run_sql("DROP TABLE days; DROP TABLE hours; DROP TABLE rounds; ALTER TABLE items DROP COLUMN number;"
	                "ALTER TABLE items DROP COLUMN turns; ALTER TABLE items DROP COLUMN answers;"
	                "ALTER TABLE items DROP COLUMN probes; ALTER TABLE changes DROP COLUMN was_mac; ALTER TABLE "
	                "changes DROP COLUMN mac;"
	                "ALTER TABLE items DROP COLUMN conflict; ALTER TABLE items DROP COLUMN mac_since"),
		SQLITE_OK);
	for (int second = 10; second < 13; second++) {
		fixture_add_mac(fixture, A, second == 11 ? 2 : 1, false);
		fixture_end(fixture, second);
	}
	cr_assert_eq(mst_store_open(&store, path, &err), 0, "%s", err.text);
	cr_assert_eq(mst_store_save(store, &fixture->roster, &clocks, &err), 0, "%s", err.text);
	mst_store_close(store);
	cr_assert_eq(mst_store_open(&store, path, &err), 0, "%s", err.text);
	cr_assert_eq(mst_store_load(store, &later->roster, &clocks, &err), 0);
	mst_store_close(store);
	macs = &fixture_item(later, A, 0)->macs;
	cr_expect(macs->has_mac && macs->has_former && macs->conflict);
	cr_expect(macs->mac[5] == 1 && macs->former[5] == 2);
	cr_expect_eq(macs->since, 12 * SECOND);
	fixture_add_mac(later, A, 2, false);
	cr_expect_str_eq(fixture_end(later, 20), "", "the conflict has been told");
	fixture_free(fixture);
	fixture_free(later);
}
