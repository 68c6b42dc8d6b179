/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test_documents.c - whole reports of rows that are there already.
 */
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "base/fail.h"
#include "base/rows.h"
#include "unit/report/fixture_report.h"

/* Rows of an array, a few at a time; they may break off. */
struct given {
	struct mst_rows rows;
	const struct mst_result *results;
	size_t count, at;
	size_t breaks_at; /* 0: never */
	int rewound;
};

static size_t next(struct mst_rows *rows, struct mst_result *results, size_t most)
{
	struct given *given = (struct given *)rows;
	size_t left = given->count - given->at, count = left < 3 ? left : 3;

	count = count < most ? count : most;
	if (given->breaks_at && given->at >= given->breaks_at) {
		rows->code = mst_fail(&rows->error, -EBADMSG, "a.csv: line 7: it is broken");
		return 0;
	}
	if (count > 0)
		memcpy(results, given->results + given->at, count * sizeof *results);
	given->at += count;
	return count;
}

static void begin_again(struct mst_rows *rows)
{
	struct given *given = (struct given *)rows;

	given->at = 0;
	given->rewound++;
}

static const struct mst_rows_kind kind = { .next = next, .rewind = begin_again };

static const struct mst_pair parameter = { .name = "targets", .kind = MST_PAIR_TEXT, .text = "10.0.0.0/24" };
static const struct mst_pair sum = { .name = "up", .kind = MST_PAIR_COUNT, .count = 3 };

static int write_rows(struct report_fixture *fixture, struct given *given)
{
	return mst_report_write_rows(fixture->report, &given->rows, (struct mst_pairs){ &parameter, 1 },
	                             (struct mst_pairs){ &sum, 1 }, &fixture->err);
}

/* As many at once as are wanted. */
static size_t next_many(struct mst_rows *rows, struct mst_result *results, size_t most)
{
	struct given *given = (struct given *)rows;
	size_t count = 0;

	for (; count < most && given->at < given->count; given->at++)
		results[count++] = given->at % 4 ? host_down((unsigned)given->at) : host_up((unsigned)given->at);
	return count;
}

static const struct mst_rows_kind many = { .next = next_many, .rewind = begin_again };

/* Two threads share the outputs: each has every row once, in order. */
Test(report_documents, many_rows_are_in_every_output)
{
	struct given given = { .rows.kind = &many, .count = 10000 };
	struct report_fixture fixture = fixture_new();
	char expected[64];

	fixture.config.states = ALL_STATES;
	fixture.config.fields = "addr,state";
	cr_assert_eq(fixture_add(&fixture, "a.csv"), 0);
	cr_assert_eq(fixture_add(&fixture, "a.json"), 0);
	cr_assert_eq(fixture_add(&fixture, "a.ndjson"), 0);
	cr_assert_eq(fixture_add(&fixture, "a.txt"), 0);
	cr_assert_eq(fixture_add(&fixture, "a.xml"), 0);
	cr_assert_eq(write_rows(&fixture, &given), 0, "%s", fixture.err.text);
	cr_expect_eq(given.rewound, 2);
	snprintf(expected, sizeof expected, "%s", fixture_run(&fixture, "sed 1d a.csv | cksum"));
	cr_expect_str_eq(fixture_run(&fixture, "jq -r '.results[] | .addr+\",\"+.state' a.json | cksum"), expected);
	cr_expect_str_eq(fixture_run(&fixture, "grep '\"result\"' a.ndjson | jq -r '.addr+\",\"+.state' | cksum"),
	                 expected);
	cr_expect_str_eq(fixture_run(&fixture, "sed 1d a.txt | tr -s ' ' , | cksum"), expected);
	cr_expect_str_eq(fixture_run(&fixture, "grep -c '^<host ' a.xml"), "10000\n");
	cr_expect_str_eq(fixture_run(&fixture, "sed 1d a.csv | sort -u -t. -k1,1n -k2,2n -k3,3n -k4,4n -c && echo"),
	                 "\n");
	fixture_free(&fixture);
}

Test(report_documents, every_format_has_the_wanted_rows_in_their_order)
{
	const struct mst_result results[] = { host_up(1),   host_down(2), host_amended_up(3, MST_DOWN),
		                              host_down(4), host_up(5),   host_unreachable(6) };
	struct given given = { .rows.kind = &kind, .results = results, .count = 6 };
	struct report_fixture fixture = fixture_new();

	fixture.config.states = ONLY(MST_UP);
	fixture.config.fields = "addr,state";
	cr_assert_eq(fixture_add(&fixture, "a.csv"), 0);
	cr_assert_eq(fixture_add(&fixture, "a.json"), 0);
	cr_assert_eq(fixture_add(&fixture, "a.ndjson"), 0);
	cr_assert_eq(fixture_add(&fixture, "a.txt"), 0);
	cr_assert_eq(fixture_add(&fixture, "a.list"), 0);
	cr_assert_eq(write_rows(&fixture, &given), 0, "%s", fixture.err.text);
	cr_assert_str_eq(fixture_read(&fixture, "a.csv"), "addr,state\n10.0.0.1,up\n10.0.0.3,up\n10.0.0.5,up\n");
	cr_assert_str_eq(fixture_read(&fixture, "a.list"), "10.0.0.1\n10.0.0.3\n10.0.0.5\n");
	cr_assert_str_eq(fixture_read(&fixture, "a.txt"),
	                 "ADDR       STATE\n10.0.0.1   up\n10.0.0.3   up\n10.0.0.5   up\n");
	cr_assert_str_eq(fixture_run(&fixture, "jq -c '[.parameters.targets, .summary.up, [.results[].addr]]' a.json"),
	                 "[\"10.0.0.0/24\",3,[\"10.0.0.1\",\"10.0.0.3\",\"10.0.0.5\"]]\n");
	cr_assert_str_eq(fixture_run(&fixture, "jq -c '[.type, .addr, .was, .up]' a.ndjson"),
	                 "[\"result\",\"10.0.0.1\",null,null]\n[\"result\",\"10.0.0.3\",null,null]\n"
	                 "[\"result\",\"10.0.0.5\",null,null]\n[\"summary\",null,null,3]\n");
	cr_assert_eq(given.rewound, 2, "once for all, and once more before, for the widths of the table");
	fixture_free(&fixture);
}

Test(report_documents, rows_that_break_off_are_told_and_what_came_before_stays)
{
	const struct mst_result results[] = { host_up(1), host_up(2), host_up(3), host_up(4), host_up(5) };
	struct given given = { .rows.kind = &kind, .results = results, .count = 5, .breaks_at = 3 };
	struct report_fixture fixture = fixture_new();

	cr_assert_eq(fixture_add(&fixture, "a.json"), 0);
	cr_assert_eq(write_rows(&fixture, &given), -EBADMSG);
	cr_assert_not_null(strstr(fixture.err.text, "line 7: it is broken"), "%s", fixture.err.text);
	cr_assert_str_eq(fixture_run(&fixture, "jq -c '[.incomplete, (.results | length)]' a.json"), "[true,3]\n");
	fixture_free(&fixture);
}

Test(report_documents, no_rows_make_whole_reports)
{
	struct given given = { .rows.kind = &kind };
	struct report_fixture fixture = fixture_new();

	fixture.config.fields = "addr";
	cr_assert_eq(fixture_add(&fixture, "a.csv"), 0);
	cr_assert_eq(fixture_add(&fixture, "a.ndjson"), 0);
	cr_assert_eq(write_rows(&fixture, &given), 0, "%s", fixture.err.text);
	cr_assert_str_eq(fixture_read(&fixture, "a.csv"), "addr\n");
	cr_assert_str_eq(fixture_run(&fixture, "jq -r .type a.ndjson"), "summary\n");
	fixture_free(&fixture);
}
