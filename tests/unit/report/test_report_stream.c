/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test_report_stream.c - rows in the order of arrival, which are written before all are known.
 */
#include <criterion/criterion.h>

#include "unit/report/fixture_report.h"

static void stream(struct report_fixture *fixture, const struct mst_result *results, size_t count)
{
	cr_assert_eq(fixture_begin(fixture), 0, "%s", fixture->err.text);
	cr_assert_eq(fixture_write(fixture, results, count), 0);
	cr_assert_eq(fixture_write(fixture, NULL, 0), 0); /* nothing more at the moment */
}

Test(report_report_stream, rows_can_be_read_before_the_end)
{
	struct mst_result results[] = { host_up(9), host_up(2), host_down(1) };
	struct report_fixture fixture = fixture_new();

	fixture.config.stream = true;
	fixture.config.states = ONLY(MST_UP);
	fixture.config.fields = "addr,state";
	cr_assert_eq(fixture_add(&fixture, "a.csv"), 0);
	cr_assert_eq(fixture_add(&fixture, "a.txt"), 0);
	cr_assert_eq(fixture_add(&fixture, "a.list"), 0);
	stream(&fixture, results, 3);
	cr_assert_str_eq(fixture_read(&fixture, "a.csv"), "addr,state\n10.0.0.9,up\n10.0.0.2,up\n");
	cr_assert_str_eq(fixture_read(&fixture, "a.txt"), "ADDR   STATE\n10.0.0.9   up\n10.0.0.2   up\n");
	cr_assert_str_eq(fixture_read(&fixture, "a.list"), "10.0.0.9\n10.0.0.2\n");
	cr_assert_eq(fixture_end(&fixture), 0);
	cr_assert_str_eq(fixture_read(&fixture, "a.list"), "10.0.0.9\n10.0.0.2\n");
	fixture_free(&fixture);
}

Test(report_report_stream, the_last_row_for_a_target_holds_and_a_list_has_it_once)
{
	struct mst_result results[] = { host_up(1), host_amended_up(1, MST_UP), host_down(2),
		                        host_amended_up(2, MST_DOWN) };
	struct report_fixture fixture = fixture_new();

	results[1].suspect = MST_SUSPECT_CONFLICT;
	fixture.config.stream = true;
	fixture.config.states = ONLY(MST_UP) | ONLY(MST_DOWN);
	cr_assert_eq(fixture_add(&fixture, "a.csv"), 0);
	cr_assert_eq(fixture_add(&fixture, "a.txt"), 0);
	cr_assert_eq(fixture_add(&fixture, "a.list"), 0);
	fixture_report_all(&fixture, results, 4);
	cr_assert_str_eq(fixture_run(&fixture, "cut -d, -f1,4,12 a.csv"),
	                 "addr,state,suspect\n10.0.0.1,up,\n10.0.0.1,up,address-conflict\n"
	                 "10.0.0.2,down,\n10.0.0.2,up,\n");
	cr_assert_str_eq(fixture_run(&fixture,
	                             "python3 -c 'import csv\n"
	                             "print({r[\"addr\"]: r[\"state\"] for r in csv.DictReader(open(\"a.csv\"))})'"),
	                 "{'10.0.0.1': 'up', '10.0.0.2': 'up'}\n");
	cr_assert_str_eq(fixture_run(&fixture, "awk '$1 == \"10.0.0.2\" { print $2, $NF }' a.txt"),
	                 "down no-response\nup down\n");
	cr_assert_str_eq(fixture_read(&fixture, "a.list"), "10.0.0.1\n10.0.0.2\n");
	fixture_free(&fixture);
}

Test(report_report_stream, a_document_beside_is_written_at_the_end_and_ordered)
{
	struct mst_result results[] = { host_up(9), host_up(2), host_amended_up(9, MST_UP) };
	struct report_fixture fixture = fixture_new();

	fixture.config.stream = true;
	fixture.config.fields = "addr";
	cr_assert_eq(fixture_add(&fixture, "a.json"), 0);
	cr_assert_eq(fixture_add(&fixture, "a.csv"), 0);
	stream(&fixture, results, 3);
	cr_assert(!fixture_has(&fixture, "a.json"));
	cr_assert_eq(fixture_end(&fixture), 0);
	cr_assert_str_eq(fixture_run(&fixture, "jq -c '[.results[].addr]' a.json"), "[\"10.0.0.2\",\"10.0.0.9\"]\n");
	fixture_free(&fixture);
}
