/* SPDX-License-Identifier: BSD-2-Clause */
/* test_sqlite.c - runs out of databases: those that the report wrote, and hostile ones. */
#include <criterion/criterion.h>
#include <errno.h>
#include <netinet/in.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "fixture_rows.h"

static struct fixture f;

static void open_it(void)
{
	fixture_open(&f);
	snprintf(f.path, sizeof f.path, "%s/rows", f.folder);
}

static void close_it(void)
{
	fixture_close(&f);
}

TestSuite(import_sqlite, .init = open_it, .fini = close_it);

static void run_sql(const char *sql)
{
	sqlite3 *db = NULL;
	char *wrong = NULL;

	cr_assert_eq(sqlite3_open(f.path, &db), SQLITE_OK);
	cr_assert_eq(sqlite3_exec(db, sql, NULL, NULL, &wrong), SQLITE_OK, "%s", wrong);
	sqlite3_close(db);
}

/* A run of three ports. */
static void append(enum mst_state second)
{
	struct mst_report_config config = { .fields_for_ports = true, .states = ~0U };
	struct mst_pair parameters[] = { { .name = "command", .kind = MST_PAIR_TEXT, .text = "muster scan it's" } };
	struct mst_pair summary[] = { { .name = "targets", .kind = MST_PAIR_COUNT, .count = 3 },
		                      { .name = "interrupted", .kind = MST_PAIR_BOOL, .yes = false } };
	struct mst_result results[3] = {
		{ .addr = mst_addr_from_ipv4(0x0a000002),
		  .rtt_ns = 123456,
		  .time_ns = UINT64_C(1795948215250000000),
		  .port = 80,
		  .proto = IPPROTO_TCP,
		  .state = MST_OPEN,
		  .reason = MST_SYN_ACK,
		  .ttl = 64,
		  .attempts = 1,
		  .attempt = 1,
		  .about_port = true,
		  .has_mac = true,
		  .mac = { 2, 0, 0, 0, 0, 1 },
		  .from = mst_addr_from_ipv4(0x0a000002) },
		{ .addr = mst_addr_from_ipv4(0x0a000001),
		  .rtt_ns = -1,
		  .port = 81,
		  .proto = IPPROTO_TCP,
		  .state = MST_FILTERED,
		  .reason = MST_NO_RESPONSE,
		  .attempts = 3,
		  .about_port = true },
		{ .addr = mst_addr_from_ipv6(1, 0),
		  .rtt_ns = -1,
		  .port = 80,
		  .proto = IPPROTO_TCP,
		  .state = MST_CLOSED,
		  .reason = MST_RESET,
		  .attempts = 1,
		  .about_port = true,
		  .suspect = MST_SUSPECT_PROXY },
	};
	struct mst_report *report;
	char output[128];

	results[1].state = (uint8_t)second;
	snprintf(output, sizeof output, "sqlite:%s", f.path);
	cr_assert_eq(mst_report_new(&report, &config, &f.err), 0);
	cr_assert_eq(mst_report_add(report, output, &f.err), 0, "%s", f.err.text);
	cr_assert_eq(mst_report_begin(report, (struct mst_pairs){ parameters, 1 }, &f.err), 0, "%s", f.err.text);
	cr_assert_eq(mst_report_write(report, results, 3, &f.err), 0, "%s", f.err.text);
	cr_assert_eq(mst_report_end(report, (struct mst_pairs){ summary, 2 }, &f.err), 0, "%s", f.err.text);
	mst_report_free(report);
}

Test(import_sqlite, the_newest_run_is_read_or_the_one_named)
{
	const struct mst_result *r = &f.results[1];
	size_t length = strlen(f.path);

	append(MST_FILTERED);
	append(MST_OPEN);
	cr_assert_eq(fixture_read(&f), 0, "%s", f.err.text);
	cr_assert_str_eq(f.text,
	                 "10.0.0.1 81/tcp open no-response\n10.0.0.2 80/tcp open syn-ack\n::1 80/tcp closed reset\n");
	cr_assert(r->rtt_ns == 123456 && r->time_ns == UINT64_C(1795948215250000000) && r->ttl == 64 && r->has_mac);
	cr_assert(mst_addr_equal(&r->from, &r->addr) && f.results[2].suspect == MST_SUSPECT_PROXY);
	cr_assert_str_eq(mst_rows_about(f.rows)->command, "muster scan it's");
	cr_assert_eq(mst_rows_about(f.rows)->parameters.count, 1);
	cr_assert_str_eq(mst_rows_about(f.rows)->format, "sqlite");
	cr_assert(mst_rows_about(f.rows)->complete && mst_rows_about(f.rows)->ports);
	strcpy(f.path + length, "#1");
	cr_assert_eq(fixture_read(&f), 0, "%s", f.err.text);
	cr_assert(strstr(f.text, "10.0.0.1 81/tcp filtered no-response\n"));
	strcpy(f.path + length, "#3");
	cr_assert_eq(fixture_read(&f), -EBADMSG);
	cr_assert(strstr(f.err.text, "no run 3"), "%s", f.err.text);
	strcpy(f.path + length, "#x");
	cr_assert_eq(fixture_read(&f), -EBADMSG);
	f.path[length] = '\0';
}

static void refuse(const char *words)
{
	cr_assert_eq(fixture_read(&f), -EBADMSG);
	cr_assert(strstr(f.err.text, words), "%s\nlacks: %s", f.err.text, words);
	unlink(f.path);
}

Test(import_sqlite, databases_of_others_are_refused)
{
	run_sql("CREATE TABLE t (a)");
	refuse("another program");
	run_sql("CREATE TABLE runs (id); CREATE TABLE results (addr); PRAGMA application_id = 1836413810; PRAGMA "
	        "user_version = 1");
	refuse("not those that muster makes");
	run_sql("CREATE TABLE runs (id); PRAGMA application_id = 1836413810; PRAGMA user_version = 2");
	refuse("format 2");
	append(MST_OPEN);
	run_sql("PRAGMA journal_mode = wal");
	refuse("write-ahead log");
}

Test(import_sqlite, values_that_muster_does_not_write_are_named)
{
	static const char *const cases[][2] = {
		{ "UPDATE results SET port = 70000", "column port" },
		{ "UPDATE results SET state = x'6f70656e'", "column state" },
		{ "UPDATE results SET addr = 'nowhere'", "column addr" },
		{ "UPDATE results SET rtt_ns = -5", "column rtt_ns" },
		{ "UPDATE results SET rtt_ns = 1.5", "column rtt_ns" },
		{ "UPDATE results SET time = 'now'", "column time" },
		{ "UPDATE results SET name = printf('%.*c', 300, 'x')", "column name" },
		{ "UPDATE results SET ttl = 256", "column ttl" },
		{ "UPDATE results SET sender = 'x'", "column sender" },
		{ "UPDATE runs SET question = 'why'", "column question" },
		{ "UPDATE runs SET started = -1", "column started" },
		{ "UPDATE runs SET id = -1", "column id" },
		{ "UPDATE runs SET parameters = '{'", "column parameters" },
		{ "UPDATE runs SET parameters = '1}, {'", "column parameters" },
		{ "DELETE FROM runs", "no run yet" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		append(MST_OPEN);
		run_sql(cases[i][0]);
		refuse(cases[i][1]);
	}
}

Test(import_sqlite, views_and_triggers_of_the_file_do_nothing)
{
	append(MST_OPEN);
	run_sql("CREATE VIEW v AS SELECT 1; CREATE TRIGGER t AFTER INSERT ON runs BEGIN DELETE FROM results; END");
	append(MST_OPEN);
	cr_assert_eq(fixture_read(&f), 0, "%s", f.err.text);
	cr_assert_eq(f.count, 3);
	strcat(f.path, "#1");
	cr_assert_eq(fixture_read(&f), 0, "%s", f.err.text);
	cr_assert_eq(f.count, 3, "the trigger ran");
	f.path[strlen(f.path) - 2] = '\0';
}

Test(import_sqlite, workers_of_a_fleet_are_kept)
{
	append(MST_FILTERED);
	cr_assert_eq(fixture_read(&f), 0, "%s", f.err.text);
	cr_assert_str_eq(fixture_workers(&f, 0), "nobody");
	run_sql("INSERT INTO workers VALUES (1, '10.0.0.1', 81, 'tcp', 'nyc', 'ams=open nyc=filtered'), "
	        "(1, '10.0.0.2', 80, 'tcp', 'ams', NULL), (2, '::1', 80, 'tcp', 'ams', NULL)");
	cr_assert_eq(fixture_read(&f), 0, "%s", f.err.text);
	cr_assert_str_eq(fixture_workers(&f, 0), "nyc ams=open nyc=filtered");
	cr_assert_str_eq(fixture_workers(&f, 1), "ams");
	cr_assert_str_eq(fixture_workers(&f, 2), "nobody");
	cr_assert_eq(mst_rows_about(f.rows)->vantages, 2);
	run_sql("UPDATE workers SET saw = 'ams'");
	refuse("column saw");
	append(MST_FILTERED);
	run_sql("DROP TABLE workers");
	cr_assert_eq(fixture_read(&f), 0, "%s", f.err.text);
}
