/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test_json.c - the JSON document, as Python and jq read it.
 */
#include <criterion/criterion.h>

#include "unit/report/fixture_report.h"

static void check_document(const struct mst_result *results, size_t count, const char *expected)
{
	struct report_fixture fixture = fixture_new();

	cr_assert_eq(fixture_add(&fixture, "a.json"), 0);
	fixture_report_all(&fixture, results, count);
	cr_assert_str_eq(fixture_run(&fixture, "jq -c '[.results[] | [.addr, .port, .state]]' a.json"), expected);
	cr_assert_str_eq(
		fixture_run(&fixture, "python3 -c 'import json; d = json.load(open(\"a.json\"))\n"
	                              "print(list(d), d[\"parameters\"], d[\"summary\"])'"),
		"['muster', 'parameters', 'summary', 'results'] "
		"{'targets': ['10.0.0.0/24 \"all\"\\n', 'web'], 'exclude': [], 'sample': 0.25, 'interface': None} "
		"{'sent': 18446744073709551615, 'interrupted': True}\n");
	fixture_free(&fixture);
}

Test(report_json, is_one_valid_document_without_results)
{
	check_document(NULL, 0, "[]\n");
}

Test(report_json, is_one_valid_document_with_one_result)
{
	struct mst_result result = host_down(1);

	check_document(&result, 1, "[[\"10.0.0.1\",null,\"down\"]]\n");
}

Test(report_json, is_one_valid_document_with_many_results)
{
	struct mst_result results[] = { host_up(9), port_in(2, 0, MST_OPEN), host_unreachable(3) };

	check_document(results, 3,
	               "[[\"10.0.0.2\",0,\"open\"],[\"10.0.0.3\",null,\"unreachable\"],"
	               "[\"10.0.0.9\",null,\"up\"]]\n");
}

Test(report_json, what_is_unknown_is_null_and_numbers_are_numbers)
{
	struct mst_result results[] = { host_up(1), host_down(2) };
	struct report_fixture fixture = fixture_new();

	cr_assert_eq(fixture_add(&fixture, "a.json"), 0);
	fixture_report_all(&fixture, results, 2);
	cr_assert_str_eq(fixture_run(&fixture, "jq -c '.results[0]' a.json"),
	                 "{\"addr\":\"10.0.0.1\",\"port\":null,\"proto\":\"icmp\",\"state\":\"up\","
	                 "\"reason\":\"echo-reply\",\"rtt_ms\":0.123456,\"ttl\":64,\"attempts\":2,"
	                 "\"time\":\"2026-11-23T23:36:51.123Z\",\"mac\":null,\"vendor\":null,\"suspect\":null,"
	                 "\"service\":null}\n");
	cr_assert_str_eq(fixture_run(&fixture, "jq -c '.results[1] | [.proto, .rtt_ms, .ttl]' a.json"),
	                 "[null,null,null]\n");
	fixture_free(&fixture);
}
