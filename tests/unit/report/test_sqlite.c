/* SPDX-License-Identifier: BSD-2-Clause */
/* test_sqlite.c - runs that are appended to a database. */
#include <criterion/criterion.h>
#include <errno.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <muster/report.h>

static char folder[] = "/tmp/mst-sqlite-XXXXXX", path[64], output[80];
static struct mst_error err;
static const struct mst_report_config config = { .states = ~0U };
static struct mst_pair summary[] = { { .name = "up", .kind = MST_PAIR_COUNT, .count = 7 },
	                             { .name = "interrupted", .kind = MST_PAIR_BOOL, .yes = false } };

static void open_it(void)
{
	cr_assert(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/x.db", folder);
	snprintf(output, sizeof output, "%s", path);
}

static void close_it(void)
{
	unlink(path);
	cr_assert_eq(rmdir(folder), 0, "something is left in the folder");
}

TestSuite(report_sqlite, .init = open_it, .fini = close_it);

static int add(struct mst_report **report)
{
	cr_assert_eq(mst_report_new(report, &config, &err), 0);
	return mst_report_add(*report, output, &err);
}

static void write_hosts(struct mst_report *report, unsigned count)
{
	for (unsigned i = count; i > 0; i--) {
		struct mst_result result = {
			.addr = mst_addr_from_ipv4(0x0a000000 + i), .rtt_ns = -1, .state = MST_DOWN, .attempts = 2
		};

		cr_assert_eq(mst_report_write(report, &result, 1, &err), 0, "%s", err.text);
	}
}

static void append(unsigned count)
{
	struct mst_report *report;

	cr_assert_eq(add(&report), 0, "%s", err.text);
	cr_assert_eq(mst_report_begin(report, (struct mst_pairs){ 0 }, &err), 0);
	write_hosts(report, count);
	cr_assert_eq(mst_report_end(report, (struct mst_pairs){ summary, 2 }, &err), 0, "%s", err.text);
	mst_report_free(report);
}

/* The first value of a statement, as text. */
static const char *ask(const char *sql)
{
	static char text[256];
	sqlite3_stmt *row = NULL;
	sqlite3 *db = NULL;

	cr_assert_eq(sqlite3_open(path, &db), SQLITE_OK);
	cr_assert_eq(sqlite3_prepare_v2(db, sql, -1, &row, NULL), SQLITE_OK, "%s", sqlite3_errmsg(db));
	cr_assert_eq(sqlite3_step(row), SQLITE_ROW, "%s", sqlite3_errmsg(db));
	snprintf(text, sizeof text, "%s",
	         sqlite3_column_text(row, 0) ? (const char *)sqlite3_column_text(row, 0) : "NULL");
	sqlite3_finalize(row);
	sqlite3_close(db);
	return text;
}

Test(report_sqlite, runs_are_appended)
{
	append(3);
	append(2);
	cr_expect_str_eq(ask("SELECT group_concat(id || ':' || results) FROM runs"), "1:3,2:2");
	cr_expect_str_eq(
		ask("SELECT count(*) FROM runs WHERE ended IS NOT NULL AND complete AND up = 7 AND question = 'hosts'"),
		"2");
	cr_expect_str_eq(ask("SELECT group_concat(addr) FROM results WHERE run = 1"), "10.0.0.1,10.0.0.2,10.0.0.3");
	cr_expect_str_eq(ask("SELECT hex(addr_sort) FROM results WHERE run = 2"), "040A000001");
	cr_expect_str_eq(ask("SELECT port IS NULL AND rtt_ns IS NULL AND ttl IS NULL AND mac IS NULL FROM results"),
	                 "1");
	cr_expect_str_eq(ask("SELECT json_extract(summary, '$.up') FROM runs"), "7");
	cr_expect_str_eq(ask("PRAGMA integrity_check"), "ok");
	cr_expect_str_eq(ask("PRAGMA journal_mode"), "delete");
}

Test(report_sqlite, a_scan_that_does_not_begin_leaves_no_file)
{
	struct mst_report *report;

	cr_assert_eq(add(&report), 0, "%s", err.text);
	mst_report_free(report);
	cr_assert_neq(access(path, F_OK), 0);
}

Test(report_sqlite, a_killed_run_stays_unfinished_in_a_whole_file)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		struct mst_report *report;

		if (add(&report) == 0 && mst_report_begin(report, (struct mst_pairs){ 0 }, &err) == 0)
			kill(getpid(), SIGKILL);
		_exit(1);
	}
	cr_assert(waitpid(pid, &status, 0) == pid && WIFSIGNALED(status));
	append(2);
	cr_expect_str_eq(ask("SELECT group_concat(id || ':' || ifnull(ended > 0, 'no')) FROM runs"), "1:no,2:1");
	cr_expect_str_eq(ask("PRAGMA integrity_check"), "ok");
}

Test(report_sqlite, a_disk_without_room_leaves_a_whole_file_with_an_unfinished_run)
{
	struct rlimit limit = { 200000, RLIM_INFINITY };
	struct mst_report *report;

	append(2);
	signal(SIGXFSZ, SIG_IGN);
	cr_assert_eq(add(&report), 0, "%s", err.text);
	cr_assert_eq(mst_report_begin(report, (struct mst_pairs){ 0 }, &err), 0);
	write_hosts(report, 5000);
	cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	cr_assert_lt(mst_report_end(report, (struct mst_pairs){ summary, 2 }, &err), 0);
	limit.rlim_cur = RLIM_INFINITY;
	cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	cr_assert(strstr(err.text, path), "%s", err.text);
	mst_report_free(report);
	cr_expect_str_eq(ask("SELECT group_concat(id || ':' || ifnull(ended > 0, 'no')) FROM runs"), "1:1,2:no");
	cr_expect_str_eq(ask("SELECT count(*) FROM results"), "2");
	cr_expect_str_eq(ask("PRAGMA integrity_check"), "ok");
}

static void refuse(const char *words)
{
	struct mst_report *report;

	cr_assert_eq(add(&report), -EINVAL);
	cr_assert(strstr(err.text, words), "%s\nlacks: %s", err.text, words);
	mst_report_free(report);
}

static void put(const char *text)
{
	FILE *file = fopen(path, "w");

	cr_assert(file && fputs(text, file) >= 0 && fclose(file) == 0);
}

Test(report_sqlite, other_files_are_refused_and_stay)
{
	put("a text");
	refuse("not a database");
	cr_assert_eq(access(path, F_OK), 0);
	unlink(path);
	cr_expect_str_eq(ask("PRAGMA application_id"), "0"); /* makes an empty file, which is one for us */
	append(1);
	unlink(path);
	put("");
	append(1);
	unlink(path);
	snprintf(output, sizeof output, "sqlite:-");
	refuse("standard output");
	snprintf(output, sizeof output, "sqlite:%s", folder);
	refuse("not a regular file");
	snprintf(output, sizeof output, "sqlite:/dev/null");
	refuse("not a regular file");
}

Test(report_sqlite, the_schema_is_what_the_file_has)
{
	append(1);
	cr_expect_str_eq(ask("SELECT count(*) FROM sqlite_master WHERE sql IS NOT NULL"), "5");
	cr_expect(strstr(mst_report_schema(), "CREATE TABLE runs"));
	cr_expect(strstr(mst_report_schema(), "-- NULL: it runs, or was killed"));
}
