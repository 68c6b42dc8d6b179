/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test_csv.c - CSV as RFC 4180 has it, and as Python reads it.
 */
#include <criterion/criterion.h>

#include "report/escape.h"
#include "unit/report/fixture_report.h"

#define HEADER "addr,port,proto,state,reason,rtt_ms,ttl,attempts,time,mac,vendor,suspect,service\n"

static const char *csv_of(const char *text)
{
	static char at[128];

	*mst_escape_csv(at, text, strlen(text), false) = '\0';
	return at;
}

Test(report_csv, the_header_stands_alone_when_there_is_no_result)
{
	struct report_fixture fixture = fixture_new();

	cr_assert_eq(fixture_add(&fixture, "csv:a"), 0);
	fixture_report_all(&fixture, NULL, 0);
	cr_assert_str_eq(fixture_read(&fixture, "a"), HEADER);
	fixture_free(&fixture);
}

Test(report_csv, a_row_has_every_default_field_and_ends_in_lf)
{
	struct mst_result results[] = { host_up(1), host_down(2), port_in(3, 443, MST_OPEN) };
	struct report_fixture fixture = fixture_new();

	cr_assert_eq(fixture_add(&fixture, "a.csv"), 0);
	fixture_report_all(&fixture, results, 3);
	cr_assert_str_eq(fixture_read(&fixture, "a.csv"),
	                 HEADER "10.0.0.1,,icmp,up,echo-reply,0.123456,64,2,2026-11-23T23:36:51.123Z,,,,\n"
	                        "10.0.0.2,,,down,no-response,,,2,2026-11-23T23:36:51.123Z,,,,\n"
	                        "10.0.0.3,443,tcp,open,syn-ack,0.123456,64,2,2026-11-23T23:36:51.123Z,,,,https\n");
	fixture_free(&fixture);
}

Test(report_csv, chosen_fields_are_the_columns_in_their_order)
{
	struct mst_result result = host_unreachable(1);
	struct report_fixture fixture = fixture_new();

	fixture.config.fields = "icmp_code,from,state,was,attempt,icmp_type,addr";
	cr_assert_eq(fixture_add(&fixture, "a.csv"), 0);
	fixture_report_all(&fixture, &result, 1);
	cr_assert_str_eq(fixture_read(&fixture, "a.csv"), "icmp_code,from,state,was,attempt,icmp_type,addr\n"
	                                                  "1,192.168.0.1,unreachable,,1,3,10.0.0.1\n");
	fixture_free(&fixture);
}

Test(report_csv, a_time_of_another_second_is_not_the_one_before)
{
	struct mst_result results[] = { host_up(1), host_up(2), host_up(3) };
	struct report_fixture fixture = fixture_new();

	results[1].time_ns = 0;
	results[1].rtt_ns = INT64_C(12034000056);
	fixture.config.fields = "rtt_ms,time";
	cr_assert_eq(fixture_add(&fixture, "a.csv"), 0);
	fixture_report_all(&fixture, results, 3);
	cr_assert_str_eq(fixture_read(&fixture, "a.csv"), "rtt_ms,time\n"
	                                                  "0.123456,2026-11-23T23:36:51.123Z\n"
	                                                  "12034.000056,1970-01-01T00:00:00.000Z\n"
	                                                  "0.123456,2026-11-23T23:36:51.123Z\n");
	fixture_free(&fixture);
}

Test(report_csv, only_what_needs_quotes_gets_them_and_a_quote_is_doubled)
{
	cr_assert_str_eq(csv_of("fe80::1%eth0"), "fe80::1%eth0");
	cr_assert_str_eq(csv_of(""), "");
	cr_assert_str_eq(csv_of("a,b"), "\"a,b\"");
	cr_assert_str_eq(csv_of("a\"b"), "\"a\"\"b\"");
	cr_assert_str_eq(csv_of("a\r\nb\x1b"), "\"a??b?\"");
}

Test(report_csv, what_a_spreadsheet_takes_for_a_formula_gets_an_apostrophe)
{
	static const struct {
		const char *text, *cell;
	} cases[] = {
		{ "=1+1", "\"'=1+1\"" },
		{ "+1", "\"'+1\"" },
		{ "-1", "\"'-1\"" },
		{ "@SUM(A1)", "\"'@SUM(A1)\"" },
		{ "=cmd|'/C calc'!A0", "\"'=cmd|'/C calc'!A0\"" },
		{ "=\"a\"", "\"'=\"\"a\"\"\"" },
		{ "\t=1", "\"'?=1\"" },
		{ "\r=1", "\"'?=1\"" },
		{ "\xef\xbc\x9d"
		  "1",
		  "\"'\xef\xbc\x9d"
		  "1\"" },
		{ "'=1", "\"''=1\"" }, /* so that one apostrophe less is the original again */
		{ "'a", "'a" },
		{ "a=1", "a=1" },
		{ "fe80::1", "fe80::1" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		cr_expect_str_eq(csv_of(cases[i].text), cases[i].cell);
}

Test(report_csv, a_text_of_any_two_bytes_is_simple_only_if_it_stays_as_it_is)
{
	for (unsigned bytes = 0; bytes < 65536; bytes++) {
		const char text[] = { (char)(bytes >> 8), (char)bytes };
		char cell[MST_CSV_ROOM(sizeof text)], json[MST_JSON_ROOM(sizeof text)];
		char *end = mst_escape_csv(cell, text, sizeof text, false);

		if (mst_csv_is_simple(text, sizeof text))
			cr_assert(end - cell == sizeof text && memcmp(cell, text, sizeof text) == 0);
		end = mst_escape_json(json, text, sizeof text);
		if (mst_json_is_simple(text, sizeof text))
			cr_assert(end - json == sizeof text + 2 && memcmp(json + 1, text, sizeof text) == 0);
	}
	cr_assert(mst_csv_is_simple("10.0.0.1", 8) && mst_csv_is_simple("fe80::1", 7));
}

Test(report_csv, python_reads_back_what_was_written)
{
	struct mst_result results[] = { host_up(1), host_down(2), port_in(300, 22, MST_CLOSED) };
	struct report_fixture fixture = fixture_new();

	cr_assert_eq(fixture_add(&fixture, "a.csv"), 0);
	fixture_report_all(&fixture, results, 3);
	cr_assert_str_eq(fixture_run(&fixture, "python3 -c 'import csv\n"
	                                       "for r in csv.DictReader(open(\"a.csv\", newline=\"\"), strict=True):\n"
	                                       " assert len(r) == 13 and None not in r.values()\n"
	                                       " print(r[\"addr\"], r[\"port\"], r[\"state\"], sep=\"|\")'"),
	                 "10.0.0.1||up\n10.0.0.2||down\n10.0.1.44|22|closed\n");
	fixture_free(&fixture);
}

/* More than the memory of the spool holds: the file takes the first part. */
Test(report_csv, many_results_keep_their_order_and_number)
{
	enum { COUNT = 150000, BATCH = 1000 };
	static struct mst_result batch[BATCH];
	struct report_fixture fixture = fixture_new();

	fixture.config.fields = "addr,port";
	cr_assert_eq(fixture_add(&fixture, "a.csv"), 0);
	cr_assert_eq(fixture_begin(&fixture), 0);
	for (unsigned i = 0; i < COUNT; i += BATCH) {
		for (unsigned k = 0; k < BATCH; k++)
			batch[k] = port_in(i + k, 80, MST_OPEN);
		cr_assert_eq(fixture_write(&fixture, batch, BATCH), 0);
	}
	cr_assert_eq(fixture_end(&fixture), 0);
	cr_assert_str_eq(fixture_run(&fixture,
	                             "python3 -c 'import csv, ipaddress\n"
	                             "rows = list(csv.reader(open(\"a.csv\", newline=\"\")))[1:]\n"
	                             "first = int(ipaddress.ip_address(\"10.0.0.0\"))\n"
	                             "print(len(rows), [int(ipaddress.ip_address(r[0])) - first for r in rows] =="
	                             " list(range(len(rows))))'"),
	                 "150000 True\n");
	cr_assert_eq(fixture_files(&fixture), 1);
	fixture_free(&fixture);
}
