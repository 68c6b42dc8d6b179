/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test_ndjson.c - a line an object, as Python and jq read it.
 */
#include <criterion/criterion.h>

#include "base/worker_sets.h"
#include "unit/report/fixture_report.h"

Test(report_ndjson, every_line_is_an_object_with_a_type_and_the_summary_closes)
{
	struct mst_result results[] = { host_up(1), port_in(2, 80, MST_CLOSED) };
	struct report_fixture fixture = fixture_new();

	cr_assert_eq(fixture_add(&fixture, "a.jsonl"), 0);
	fixture_report_all(&fixture, results, 2);
	cr_assert_str_eq(fixture_run(&fixture, "jq -c '[.type, .addr, .port, .parameters.sample]' a.jsonl"),
	                 "[\"result\",\"10.0.0.1\",null,null]\n[\"result\",\"10.0.0.2\",80,null]\n"
	                 "[\"summary\",null,null,0.25]\n");
	/* Not by jq: up to 1.6 it rounds such a number, from 1.7 it does not. */
	cr_assert_str_eq(fixture_run(&fixture, "python3 -c 'import json\n"
	                                       "for l in open(\"a.jsonl\"): print(json.loads(l).get(\"sent\"))'"),
	                 "None\nNone\n18446744073709551615\n");
	fixture_free(&fixture);
}

Test(report_ndjson, the_summary_stands_alone_when_there_is_no_result)
{
	struct report_fixture fixture = fixture_new();

	cr_assert_eq(fixture_add(&fixture, "a.ndjson"), 0);
	fixture_report_all(&fixture, NULL, 0);
	cr_assert_str_eq(fixture_run(&fixture, "jq -r .type a.ndjson"), "summary\n");
	fixture_free(&fixture);
}

Test(report_ndjson, lines_are_there_after_a_flush_and_before_the_end)
{
	struct mst_result result = host_up(1);
	struct report_fixture fixture = fixture_new();

	cr_assert_eq(fixture_add(&fixture, "a.ndjson"), 0);
	cr_assert_eq(fixture_begin(&fixture), 0);
	cr_assert_eq(fixture_write(&fixture, &result, 1), 0);
	cr_assert_str_eq(fixture_read(&fixture, "a.ndjson"), "");
	cr_assert_eq(fixture_write(&fixture, NULL, 0), 0);
	cr_assert_str_eq(fixture_run(&fixture, "jq -r .addr a.ndjson"), "10.0.0.1\n");
	fixture_free(&fixture);
}

Test(report_ndjson, what_leaves_a_full_buffer_ends_with_a_line_end)
{
	static struct mst_result results[4000];
	struct report_fixture fixture = fixture_new();
	const char *content;

	for (unsigned i = 0; i < 4000; i++)
		results[i] = host_up(i);
	cr_assert_eq(fixture_add(&fixture, "a.ndjson"), 0);
	cr_assert_eq(fixture_begin(&fixture), 0);
	cr_assert_eq(fixture_write(&fixture, results, 4000), 0);
	content = fixture_read(&fixture, "a.ndjson");
	cr_assert_gt(strlen(content), 60000);
	cr_assert_eq(content[strlen(content) - 1], '\n');
	fixture_free(&fixture);
}

Test(report_ndjson, parameters_longer_than_every_buffer_arrive_whole)
{
	static char text[200001];
	struct mst_pair pair = { .name = "targets", .kind = MST_PAIR_TEXT, .text = text };
	struct report_fixture fixture = fixture_new();

	memset(text, '\x01', sizeof text - 1);
	cr_assert_eq(fixture_add(&fixture, "a.ndjson"), 0);
	cr_assert_eq(mst_report_begin(fixture.report, (struct mst_pairs){ &pair, 1 }, &fixture.err), 0);
	cr_assert_eq(fixture_end(&fixture), 0);
	cr_assert_str_eq(fixture_run(&fixture, "jq '.parameters.targets | length' a.ndjson"), "200000\n");
	fixture_free(&fixture);
}

Test(report_ndjson, a_line_has_the_position_of_its_question_where_it_is_known)
{
	struct mst_result results[] = { host_up(1), host_up(2), host_amended_up(3, MST_DOWN) };
	struct report_fixture fixture = fixture_new();

	results[0].position = 0;
	results[1].position = MST_WORKERS_POSITION;
	results[2].position = MST_WORKERS_POSITION - 1;
	fixture.config.fields = "addr";
	cr_assert_eq(fixture_add(&fixture, "a.ndjson"), 0);
	fixture_report_all(&fixture, results, 3);
	cr_assert_str_eq(
		fixture_run(&fixture, "head -3 a.ndjson"),
		"{\"type\":\"result\",\"addr\":\"10.0.0.1\",\"pos\":0}\n"
		"{\"type\":\"result\",\"addr\":\"10.0.0.2\"}\n"
		"{\"type\":\"amendment\",\"addr\":\"10.0.0.3\",\"was\":\"down\",\"pos\":18446744073709486079}\n");
	fixture_free(&fixture);
}
