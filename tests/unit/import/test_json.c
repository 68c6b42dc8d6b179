/* SPDX-License-Identifier: BSD-2-Clause */
/* test_json.c - rows of json and ndjson. */
#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "fixture_rows.h"

static struct fixture f;

static void open_it(void)
{
	fixture_open(&f);
}

static void close_it(void)
{
	fixture_close(&f);
}

TestSuite(import_json, .init = open_it, .fini = close_it);

#define RESULT(addr, port, state) \
	"{\"type\":\"result\",\"pos\":3,\"addr\":\"" addr "\",\"port\":" #port ",\"proto\":\"tcp\",\"state\":\"" state \
	"\",\"reason\":\"reset\",\"rtt_ms\":0.5,\"vendor\":null}\n"

Test(import_json, amendments_count_and_names_come_later)
{
	const struct mst_rows_about *about;

	fixture_expect(&f,
	               RESULT("10.0.0.2", 80, "filtered")
	                       RESULT("10.0.0.1", 80,
	                              "closed") "{\"type\":\"amendment\",\"addr\":\"10.0.0.2\",\"port\":80,\"proto\":"
	                                        "\"tcp\",\"state\":\"open\","
	                                        "\"reason\":\"syn-ack\",\"was\":\"filtered\"}\n"
	                                        "{\"type\":\"name\",\"addr\":\"10.0.0.1\",\"name\":\"one.example\"}\n"
	                                        "{\"type\":\"summary\",\"muster\":\"0\",\"parameters\":{\"command\":"
	                                        "\"muster scan x\","
	                                        "\"start\":\"2026-11-29T10:30:15.250Z\",\"ports\":\"80,90-91\","
	                                        "\"targets\":[\"x\",\"y\"],\"cap\":true},"
	                                        "\"targets\":2,\"interrupted\":false}\n",
	               "10.0.0.1 80/tcp closed reset name=one.example\n10.0.0.2 80/tcp open syn-ack\n");
	cr_assert(f.results[1].amended && f.results[1].was == MST_FILTERED && f.results[0].rtt_ns == 500000);
	about = mst_rows_about(f.rows);
	cr_assert_str_eq(about->format, "ndjson");
	cr_assert(about->ports && about->proto == 6 && about->complete);
	cr_assert_str_eq(about->command, "muster scan x");
	cr_assert_eq(about->started_ns, UINT64_C(1795948215250000000));
	cr_assert(mst_ports_has(about->port_set, 91) && !mst_ports_has(about->port_set, 92));
	cr_assert_eq(about->parameters.count, 5);
	cr_assert(about->parameters.pairs[3].kind == MST_PAIR_LIST && about->parameters.pairs[3].list.count == 2);
}

Test(import_json, targets_are_known_where_they_are_numbers)
{
	static const struct {
		const char *parameters, *count;
	} cases[] = {
		{ "\"targets\":[\"10.0.0.0/24\",\"2001:db8::1-2001:db8::4\"],\"exclude\":[\"10.0.0.7\"]", "259" },
		{ "\"targets\":[\"10.0.0.0/24\",\"localhost\"]", "" },
		{ "\"targets\":[\"face\"]", "" },
		{ "\"targets\":[\"face:80\"]", "" },
		{ "\"targets\":[\"10.0.0.1\"],\"input\":[\"list\"]", "" },
		{ "\"targets\":[\"10.0.0.1/99\"]", "" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct mst_targets *targets;
		char text[256], count[32] = "";

		snprintf(text, sizeof text, "{\"type\":\"summary\",\"parameters\":{%s}}\n", cases[i].parameters);
		fixture_expect(&f, text, "");
		targets = mst_rows_about(f.rows)->targets;
		if (targets)
			snprintf(count, sizeof count, "%u", (unsigned)mst_targets_count(targets));
		cr_expect_str_eq(count, cases[i].count, "%s", cases[i].parameters);
	}
}

#define ROW(addr) "{\"addr\":\"" addr "\",\"state\":\"up\",\"reason\":\"arp-response\"}"
#define HEAD \
	"{\"muster\":\"0.1\",\n\"parameters\":{\"command\":\"a \\\"results\\\": " \
	"[b\"},\n\"summary\":{\"targets\":9,\"interrupted\":false},\n"

Test(import_json, a_document_is_read_element_by_element)
{
	fixture_expect(&f, HEAD "\"results\":[\n" ROW("fe80::1%1") ",\n" ROW("10.0.0.1") "\n]}\n",
	               "10.0.0.1 up arp-response\nfe80::1%lo up arp-response\n");
	cr_assert_str_eq(mst_rows_about(f.rows)->format, "json");
	cr_assert_str_eq(mst_rows_about(f.rows)->command, "a \"results\": [b");
	cr_assert_not(mst_rows_about(f.rows)->complete, "two of nine");
	cr_assert_null(mst_rows_about(f.rows)->warning);
}

Test(import_json, a_document_without_results_has_no_rows)
{
	fixture_expect(&f, HEAD "\"results\" : [ ]}\n", "");
}

Test(import_json, objects_that_jq_took_out_are_rows)
{
	fixture_expect(&f, " {\n \"state\" : \"up\",\n \"addr\" : \"10.0.0.1\", \"more\": {\"a\":[1,{}]} }\n",
	               "10.0.0.1 up echo-reply\n");
}

Test(import_json, what_is_cut_short_is_told)
{
	fixture_expect(&f, HEAD "\"results\":[\n" ROW("10.0.0.1") ",\n{\"addr\":\"10.", "10.0.0.1 up arp-response\n");
	cr_assert(strstr(mst_rows_about(f.rows)->warning, "cut short behind line 6"), "%s",
	          mst_rows_about(f.rows)->warning);
	fixture_expect(&f, HEAD "\"results\":[\n" ROW("10.0.0.1") "\n],\"incomplete\":true}\n",
	               "10.0.0.1 up arp-response\n");
	cr_assert(strstr(mst_rows_about(f.rows)->warning, "rows are missing"));
	fixture_expect(&f, RESULT("10.0.0.1", 1, "open") "{\"type\":\"res", "10.0.0.1 1/tcp open reset\n");
	cr_assert(mst_rows_about(f.rows)->warning);
}

Test(import_json, errors_name_the_line_and_what_was_expected)
{
	fixture_refuse(&f, RESULT("10.0.0.1", 1, "open") RESULT("10.0.0.1", 70000, "open"),
	               "line 2: port \"70000\"; expected");
	fixture_refuse(&f, RESULT("10.0.0.1", 1, "open") "{\"type\":\"result\",\"addr\":true}\n",
	               "line 2: addr is neither");
	fixture_refuse(&f, "{\"type\":\"result\",\"addr\":\"10.0.0.1\\u0000\"}\n", "addr is neither");
	fixture_refuse(&f, "{\"type\":\"else\"}\n", "line 1: type \"else\"; expected result");
	fixture_refuse(&f, "{\"a\":1}\n", "a row without addr");
	fixture_refuse(&f, "{\"addr\":}\n", "no JSON");
	fixture_refuse(&f, "{\"addr\":\"10.0.0.1\",}\n", "no JSON");
	fixture_refuse(&f, "{\"addr\":\"\xff\"}\n", "no JSON");
	fixture_refuse(&f, "{\"addr\":\"10.0.0.1\"]\n", "no JSON");
	fixture_refuse(&f, HEAD "\"results\":[1]}\n", "line 4: results that are no objects");
	fixture_refuse(&f, HEAD "\"results\":[}]}\n", "line 4: ");
	fixture_refuse(&f, "{} x\n", "line 1: ");
}

Test(import_json, deep_and_long_objects_are_refused)
{
	static char text[5000000];

	memset(text, '[', sizeof text - 1);
	memcpy(text, "{\"a\":", 5);
	fixture_refuse(&f, text, "deeper than any report");
	memset(text, 'a', sizeof text - 1);
	memcpy(text, "{\"a\":\"", 6);
	fixture_refuse(&f, text, "line 1: an object of this size");
	memcpy(text, "{\"results\":[{\"a\":\"", 18);
	text[100000] = '\0';
	fixture_refuse(&f, text, "line 1: an object of this size");
}

Test(import_json, objects_with_a_mebibyte_of_blanks_between_them_are_refused)
{
	static char text[1100000];

	memset(text, ' ', sizeof text - 1);
	memcpy(text, "{\"addr\":\"10.0.0.1\",\"state\":\"up\"}", 32);
	fixture_refuse(&f, text, "line 1: more than 1 MiB without an object");
	memset(text, ' ', 100);
	memcpy(text, "{\"results\":[", 12);
	fixture_refuse(&f, text, "line 1: more than 1 MiB without an object");
}

Test(import_json, workers_of_a_fleet_are_kept)
{
	fixture_expect(&f,
	               "{\"addr\":\"10.0.0.1\",\"state\":\"up\",\"worker\":\"nyc\",\"saw\":\"ams=down nyc=up\"}\n"
	               "{\"addr\":\"10.0.0.2\",\"state\":\"up\",\"worker\":null,\"saw\":null}\n",
	               "10.0.0.1 up echo-reply\n10.0.0.2 up echo-reply\n");
	cr_assert_str_eq(fixture_workers(&f, 0), "nyc ams=down nyc=up");
	cr_assert_str_eq(fixture_workers(&f, 1), "nobody");
}
