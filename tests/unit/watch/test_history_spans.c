/* SPDX-License-Identifier: BSD-2-Clause */
/* test_history_spans.c - the past is read back: round by round, hour by hour, and together. */
#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

#include "unit/watch/fixture_watch.h"
#include "watch/store.h"

#define A "10.0.0.1"
#define B "10.0.0.2"
#define HOUR (3600 * SECOND)
#define BEGIN (20000 * 24 * HOUR) /* since 1970, UTC */
#define END (BEGIN + 50 * HOUR)

static char path[64];
static struct mst_watch_history history;

/* Two days, a round every ten minutes: A is up but in the last hour, B is asked from the tenth round on, and down. */
static void write_file(void)
{
	struct watch_fixture *fixture = fixture_new(A "," B, NULL, false, 1);
	struct mst_clocks clocks = { 0, 1, BEGIN };
	struct mst_store *store;
	struct mst_error err;

	/* Thousands of rounds: on a disk each would wait for it. */
	snprintf(path, sizeof path, "%s/mst-spans-%d.db", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp",
	         getpid());
	unlink(path);
	cr_assert_eq(mst_store_open(&store, path, &err), 0, "%s", err.text);
	cr_assert_eq(mst_store_load(store, &fixture->roster, &clocks, &err), 0);
	for (int i = 0; i < 48 * 6; i++) {
		bool is_up = i < 47 * 6;

		fixture_add(fixture, A, 0, is_up ? MST_UP : MST_DOWN, MST_ECHO_REPLY, is_up ? NULL : "");
		fixture->roster.observations[0].rtt_ns = 2000000 + i % 6 * 1000000;
		if (i >= 10)
			fixture_add(fixture, B, 0, MST_DOWN, MST_NO_RESPONSE, "");
		fixture_end(fixture, 1);
		clocks.wall_ns = BEGIN + (uint64_t)i * 600 * SECOND;
		cr_assert_eq(mst_store_save(store, &fixture->roster, &clocks, &err), 0, "%s", err.text);
	}
	mst_store_close(store);
	fixture_free(fixture);
	cr_assert_eq(mst_watch_history_read(&history, path, &err), 0, "%s", err.text);
}

static void remove_file(void)
{
	mst_watch_history_free(&history);
	unlink(path);
}

TestSuite(watch_history_spans, .init = write_file, .fini = remove_file);

struct taken {
	size_t count;
	struct mst_watch_span spans[1000];
};

static void take(void *user, const struct mst_watch_span *span)
{
	struct taken *taken = user;

	if (taken->count < 1000)
		taken->spans[taken->count++] = *span;
}

static struct taken *spans_of(enum mst_watch_grain grain, int64_t from_ns, int64_t to_ns)
{
	static struct taken taken;
	struct mst_error err;

	taken.count = 0;
	cr_assert_eq(
		mst_watch_history_spans(&history, path, grain, (uint64_t)from_ns, (uint64_t)to_ns, take, &taken, &err),
		0, "%s", err.text);
	return &taken;
}

static bool is_near(int64_t ns, int64_t expected_ns)
{
	return llabs(ns - expected_ns) * 200 <= expected_ns;
}

Test(watch_history_spans, rounds_come_host_by_host_in_order)
{
	const struct taken *taken = spans_of(MST_WATCH_ROUNDS, BEGIN + 46 * HOUR, END);

	cr_assert_eq(taken->count, 24);
	for (size_t i = 0; i < 12; i++) {
		const struct mst_watch_span *span = &taken->spans[i];

		cr_expect_eq(span->record, &history.records[0]);
		cr_expect_eq(span->begin_ns, (uint64_t)(BEGIN + 46 * HOUR + (int64_t)i * 600 * SECOND));
		cr_expect_eq(span->state, i < 6 ? MST_UP : MST_DOWN);
		cr_expect(span->known == 1 && span->up == (i < 6));
		cr_expect(i < 6 ? is_near(span->rtt_median_ns, 2000000 + (int64_t)i % 6 * 1000000)
		                : span->rtt_max_ns == -1);
	}
	cr_expect_eq(taken->spans[12].record, &history.records[1]);
}

Test(watch_history_spans, hours_and_days_have_shares_and_quantiles)
{
	const struct taken *taken = spans_of(MST_WATCH_HOURS, 0, INT64_MAX);

	cr_assert_eq(taken->count, 47 + 46, "the last hour is not over; B was not found out in the first one");
	cr_expect(taken->spans[0].known == 6 && taken->spans[0].up == 6);
	cr_expect(is_near(taken->spans[0].rtt_min_ns, 2000000) && is_near(taken->spans[0].rtt_max_ns, 7000000));
	cr_expect(is_near(taken->spans[0].rtt_median_ns, 4000000) && is_near(taken->spans[0].rtt_p95_ns, 7000000));
	cr_expect(taken->spans[47].known == 2 && taken->spans[47].up == 0 && taken->spans[47].rtt_min_ns == -1);
	taken = spans_of(MST_WATCH_DAYS, 0, INT64_MAX);
	cr_assert_eq(taken->count, 2);
	cr_expect(taken->spans[0].known == 144 && taken->spans[1].known == 134);
}

Test(watch_history_spans, together_they_are_one_span_a_host)
{
	const struct taken *taken = spans_of(MST_WATCH_TOGETHER, BEGIN + 42 * HOUR, END);

	cr_assert_eq(taken->count, 2);
	cr_expect(taken->spans[0].known == 36 && taken->spans[0].up == 30);
	cr_expect(is_near(taken->spans[0].rtt_median_ns, 4000000));
	cr_expect(taken->spans[1].known == 36 && taken->spans[1].up == 0);
	cr_expect_eq(spans_of(MST_WATCH_TOGETHER, 0, BEGIN)->count, 0);
}

Test(watch_history_spans, a_file_without_history_has_no_spans)
{
	sqlite3 *db;

	cr_assert_eq(sqlite3_open(path, &db), 0);
	cr_assert_eq(sqlite3_exec(db, "DROP TABLE days; DROP TABLE hours; DROP TABLE rounds", NULL, NULL, NULL), 0);
	sqlite3_close(db);
	cr_expect_eq(spans_of(MST_WATCH_ROUNDS, 0, INT64_MAX)->count, 0);
	cr_expect_eq(spans_of(MST_WATCH_DAYS, 0, INT64_MAX)->count, 0);
}

Test(watch_history_spans, rows_that_muster_did_not_write_are_left_out)
{
	sqlite3 *db;

	cr_assert_eq(sqlite3_open(path, &db), 0);
	cr_assert_eq(sqlite3_exec(db,
	                          "UPDATE rounds SET data = x'00'; UPDATE hours SET data = randomblob(1024);"
	                          "UPDATE days SET data = 'text'; INSERT INTO days VALUES (-5, zeroblob(1024));"
	                          "INSERT INTO days VALUES (9223372036854775807, zeroblob(1024))",
	                          NULL, NULL, NULL),
	             0);
	sqlite3_close(db);
	cr_expect_eq(spans_of(MST_WATCH_ROUNDS, 0, INT64_MAX)->count, 0);
	cr_expect_eq(spans_of(MST_WATCH_TOGETHER, 0, INT64_MAX)->count, 0);
	cr_expect_eq(spans_of(MST_WATCH_DAYS, 0, INT64_MAX)->count, 0);
	for (size_t i = 0; i < spans_of(MST_WATCH_HOURS, 0, INT64_MAX)->count; i++)
		cr_expect_leq(spans_of(MST_WATCH_HOURS, 0, INT64_MAX)->spans[i].up, UINT32_MAX);
}
