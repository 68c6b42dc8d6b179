/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test_store_past.c - forty days in a second: rounds are thinned to hours and days, by a clock of the test's own. The
 * size of a year is measured by bench/bench_history.c.
 */
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "unit/watch/fixture_watch.h"
#include "watch/store.h"
#include "watch/store_past.h"

#define A "10.0.0.1"
#define B "10.0.0.2"
#define HOUR (3600 * SECOND)
#define DAY (24 * HOUR)
#define BEGIN (20000 * DAY) /* since 1970, UTC */

static char path[64];

static void new_path(void)
{
	/* Thousands of rounds: on a disk each would wait for it. */
	snprintf(path, sizeof path, "%s/mst-past-%d.db", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp", getpid());
	unlink(path);
}

static void remove_path(void)
{
	unlink(path);
}

TestSuite(watch_store_past, .init = new_path, .fini = remove_path);

static struct mst_clocks clocks_at(int64_t wall_ns)
{
	return (struct mst_clocks){ 0, (uint64_t)(wall_ns - BEGIN) + 1, (uint64_t)wall_ns };
}

static struct mst_store *open_store(struct watch_fixture *fixture)
{
	struct mst_clocks clocks = clocks_at(BEGIN);
	struct mst_store *store;
	struct mst_error err;

	cr_assert_eq(mst_store_open(&store, path, &err), 0, "%s", err.text);
	cr_assert_eq(mst_store_load(store, &fixture->roster, &clocks, &err), 0, "%s", err.text);
	return store;
}

/* A is up with this round-trip time; B too, unless it is down. */
static void round_at(struct mst_store *store, struct watch_fixture *fixture, int64_t wall_ns, int64_t rtt_ns, bool b_up)
{
	struct mst_clocks clocks = clocks_at(wall_ns);
	struct mst_error err;

	fixture_add(fixture, A, 0, MST_UP, MST_ECHO_REPLY, NULL);
	fixture_add(fixture, B, 0, b_up ? MST_UP : MST_DOWN, MST_ECHO_REPLY, b_up ? NULL : "");
	fixture->roster.observations[0].rtt_ns = rtt_ns;
	fixture_end(fixture, 1);
	cr_assert_eq(mst_store_save(store, &fixture->roster, &clocks, &err), 0, "%s", err.text);
}

static int64_t ask(const char *sql)
{
	sqlite3 *db;
	sqlite3_stmt *row;
	int64_t number = -1;

	cr_assert_eq(sqlite3_open(path, &db), 0);
	cr_assert_eq(sqlite3_prepare_v2(db, sql, -1, &row, NULL), 0, "%s", sqlite3_errmsg(db));
	if (sqlite3_step(row) == SQLITE_ROW)
		number = sqlite3_column_int64(row, 0);
	sqlite3_finalize(row);
	sqlite3_close(db);
	return number;
}

/* Of the host with this number, in one row of hours or days. */
static struct mst_past_summary summary_of(const char *table, int64_t span, int number)
{
	struct mst_past_summary summary = { 0 };
	char sql[100];
	sqlite3 *db;
	sqlite3_stmt *row;

	snprintf(sql, sizeof sql, "SELECT data FROM %s WHERE id = %ld", table,
	         (long)mst_past_span_key((uint64_t)span, 0));
	cr_assert_eq(sqlite3_open(path, &db), 0);
	cr_assert_eq(sqlite3_prepare_v2(db, sql, -1, &row, NULL), 0);
	cr_assert_eq(sqlite3_step(row), SQLITE_ROW, "%s %ld", table, (long)span);
	cr_assert_eq(sqlite3_column_bytes(row, 0), MST_STORE_CHUNK * MST_PAST_SUMMARY_BYTES);
	cr_assert(mst_past_get_summary((const uint8_t *)sqlite3_column_blob(row, 0) + number * MST_PAST_SUMMARY_BYTES,
	                               &summary));
	sqlite3_finalize(row);
	sqlite3_close(db);
	return summary;
}

Test(watch_store_past, rounds_stay_a_day_hours_a_month_and_days_for_ever)
{
	struct watch_fixture *fixture = fixture_new(A "," B, NULL, false, 1);
	struct mst_store *store = open_store(fixture);
	struct mst_past_summary found;

	for (int64_t i = 0; i < 40 * 24 * 4;
	     i++) /* every quarter of an hour; B is down in the first half of each hour */
		round_at(store, fixture, BEGIN + i * 900 * SECOND, (1 + i % 4) * 1000000, i % 4 >= 2);
	mst_store_close(store);
	cr_expect_eq(ask("SELECT count(*) FROM rounds"), 25 * 4, "of this hour and 24 before it");
	cr_expect_eq(ask("SELECT count(*) FROM hours"), 31 * 24);
	cr_expect_eq(ask("SELECT count(*) FROM days"), 39, "the last one is not over");
	found = summary_of("days", 20007, 0);
	cr_expect(found.known == 96 && found.up == 96);
	cr_expect_lt(llabs(mst_past_rtt_ns(found.rtt[MST_PAST_MEDIAN]) - 2000000), 10000);
	cr_expect_lt(llabs(mst_past_rtt_ns(found.rtt[MST_PAST_MAX]) - 4000000), 20000);
	found = summary_of("days", 20038, 1);
	cr_expect(found.known == 96 && found.up == 48);
	found = summary_of("hours", 20039 * 24 + 5, 1);
	cr_expect(found.known == 4 && found.up == 2);
	fixture_free(fixture);
}

Test(watch_store_past, a_watch_that_was_away_over_midnight_folds_the_day_when_it_returns)
{
	struct watch_fixture *fixture = fixture_new(A "," B, NULL, false, 1),
			     *later = fixture_new("10.0.0.0-3", NULL, false, 1);
	struct mst_store *store = open_store(fixture);
	struct mst_past_summary found;

	for (int64_t i = 0; i < 12; i++)
		round_at(store, fixture, BEGIN + i * HOUR, 1000000, true);
	mst_store_close(store);
	cr_expect_eq(ask("SELECT count(*) FROM days"), 0);
	store = open_store(later);
	round_at(store, later, BEGIN + 5 * DAY, 1000000, true);
	mst_store_close(store);
	cr_expect_eq(ask("SELECT count(*) FROM days"), 1);
	cr_expect_eq(ask("SELECT count(*) FROM hours"), 12);
	cr_expect_eq(ask("SELECT count(*) FROM rounds"), 1);
	found = summary_of("days", 20000, 1);
	cr_expect(found.known == 12 && found.up == 12);
	cr_expect_eq(ask("SELECT number FROM items WHERE addr = '" B "'"), 1, "a number is for good");
	fixture_free(fixture), fixture_free(later);
}

Test(watch_store_past, a_clock_that_was_set_forth_and_back_keeps_nothing_from_being_kept)
{
	struct watch_fixture *fixture = fixture_new(A "," B, NULL, false, 1);
	struct mst_store *store = open_store(fixture);

	round_at(store, fixture, BEGIN + 10 * DAY, 1000000, true);
	round_at(store, fixture, BEGIN, 1000000, true);
	round_at(store, fixture, BEGIN + HOUR, 1000000, true);
	round_at(store, fixture, BEGIN + DAY, 1000000, true);
	mst_store_close(store);
	cr_expect_eq(ask("SELECT count(*) FROM days"), 1);
	cr_expect_eq(ask("SELECT count(*) FROM rounds"), 4);
	fixture_free(fixture);
}

Test(watch_store_past, of_ports_only_those_that_were_open_have_a_history)
{
	struct watch_fixture *fixture = fixture_new(A, "22,23", false, 1);
	struct mst_store *store = open_store(fixture);
	struct mst_clocks clocks = clocks_at(BEGIN);
	struct mst_error err;

	fixture_add(fixture, A, 22, MST_OPEN, MST_SYN_ACK, NULL);
	fixture_add(fixture, A, 23, MST_CLOSED, MST_RESET, NULL);
	fixture_end(fixture, 1);
	cr_assert_eq(mst_store_save(store, &fixture->roster, &clocks, &err), 0);
	mst_store_close(store);
	cr_expect_eq(ask("SELECT count(*) FROM items WHERE number IS NOT NULL"), 2);
	cr_expect_eq(ask("SELECT number FROM items WHERE port = 22"), 1);
	fixture_free(fixture);
}

Test(watch_store_past, counts_of_a_host_go_on)
{
	struct watch_fixture *fixture = fixture_new(A "," B, NULL, false, 1),
			     *later = fixture_new(A "," B, NULL, false, 1);
	struct mst_store *store = open_store(fixture);

	fixture->roster.items[1].probes = 7, fixture->roster.items[1].answers = 5;
	round_at(store, fixture, BEGIN, 1000000, true);
	round_at(store, fixture, BEGIN + SECOND, 1000000, false);
	mst_store_close(store);
	mst_store_close(open_store(later));
	cr_expect_eq(fixture_item(later, B, 0)->probes, 7);
	cr_expect_eq(fixture_item(later, B, 0)->answers, 5);
	cr_expect_eq(fixture_item(later, B, 0)->turns, 1);
	cr_expect_eq(fixture_item(later, A, 0)->turns, 0);
	fixture_free(fixture), fixture_free(later);
}
