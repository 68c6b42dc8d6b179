/*
 * test_json.c - both JSON formats, as Python and jq read them.
 */
#include <criterion/criterion.h>

#include "report/escape.h"
#include "unit/report/fixture_report.h"

static const char *json_of(const char *text)
{
	static char at[256];

	*mst_escape_json(at, text, strlen(text)) = '\0';
	return at;
}

Test(report_escape, control_characters_quotes_and_backslashes_are_escaped)
{
	cr_assert_str_eq(json_of("a\"b\\c"), "\"a\\\"b\\\\c\"");
	cr_assert_str_eq(json_of("\b\t\n\f\r\x01\x1f\x7f"), "\"\\b\\t\\n\\f\\r\\u0001\\u001f\x7f\"");
	cr_assert_str_eq(json_of(""), "\"\"");
}

Test(report_escape, valid_utf8_is_kept)
{
	cr_assert_str_eq(json_of("gr\xc3\xbc\xc3\x9f \xe2\x82\xac \xf0\x9f\x98\x80"),
	                 "\"gr\xc3\xbc\xc3\x9f \xe2\x82\xac \xf0\x9f\x98\x80\"");
}

#define BAD "\xef\xbf\xbd"
Test(report_escape, each_byte_that_is_no_utf8_becomes_a_replacement_character)
{
	cr_assert_str_eq(json_of("a\xff" "b"), "\"a" BAD "b\"");
	cr_assert_str_eq(json_of("\xc3"), "\"" BAD "\"", "cut");
	cr_assert_str_eq(json_of("\xc0\xaf"), "\"" BAD BAD "\"", "overlong");
	cr_assert_str_eq(json_of("\xe0\x80\xaf"), "\"" BAD BAD BAD "\"", "overlong");
	cr_assert_str_eq(json_of("\xed\xa0\x80"), "\"" BAD BAD BAD "\"", "surrogate");
	cr_assert_str_eq(json_of("\xf4\x90\x80\x80"), "\"" BAD BAD BAD BAD "\"", "past U+10FFFF");
	cr_assert_str_eq(json_of("\xc3\""), "\"" BAD "\\\"\"", "a quote is never swallowed");
}

static void check_document(const struct mst_result *results, size_t count, const char *expected)
{
	struct report_fixture fixture = fixture_new();

	cr_assert_eq(fixture_add(&fixture, "a.json"), 0);
	fixture_report_all(&fixture, results, count);
	cr_assert_str_eq(fixture_run(&fixture, "jq -c '[.results[] | [.addr, .port, .state]]' a.json"), expected);
	cr_assert_str_eq(fixture_run(&fixture, "python3 -c 'import json; d = json.load(open(\"a.json\"))\n"
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

	check_document(results, 3, "[[\"10.0.0.2\",0,\"open\"],[\"10.0.0.3\",null,\"unreachable\"],"
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
	                 "\"time\":\"2026-11-23T23:36:51.123Z\",\"mac\":null,\"vendor\":null,\"suspect\":null,\"service\":null}\n");
	cr_assert_str_eq(fixture_run(&fixture, "jq -c '.results[1] | [.proto, .rtt_ms, .ttl]' a.json"),
	                 "[null,null,null]\n");
	fixture_free(&fixture);
}

Test(report_ndjson, every_line_is_an_object_with_a_type_and_the_summary_closes)
{
	struct mst_result results[] = { host_up(1), port_in(2, 80, MST_CLOSED) };
	struct report_fixture fixture = fixture_new();

	cr_assert_eq(fixture_add(&fixture, "a.jsonl"), 0);
	fixture_report_all(&fixture, results, 2);
	cr_assert_str_eq(fixture_run(&fixture, "jq -c '[.type, .addr, .port, .sent, .parameters.sample]' a.jsonl"),
	                 "[\"result\",\"10.0.0.1\",null,null,null]\n[\"result\",\"10.0.0.2\",80,null,null]\n"
	                 "[\"summary\",null,null,18446744073709552000,0.25]\n");
	cr_assert_str_eq(fixture_run(&fixture, "python3 -c 'import json\nfor l in open(\"a.jsonl\"): json.loads(l)'"),
	                 "");
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
