/*
 * test_csv.c - CSV as RFC 4180 has it, and as Python reads it.
 */
#include <criterion/criterion.h>

#include "report/escape.h"
#include "unit/report/desk.h"

#define HEADER "addr,port,proto,state,reason,rtt_ms,ttl,attempts,time,mac,vendor,suspect,service\n"

static const char *csv_of(const char *text)
{
	static char at[128];

	*mst_escape_csv(at, text, strlen(text)) = '\0';
	return at;
}

Test(report_csv, the_header_stands_alone_when_there_is_no_result)
{
	struct desk desk = desk_new();

	cr_assert_eq(desk_add(&desk, "csv:a"), 0);
	desk_report(&desk, NULL, 0);
	cr_assert_str_eq(desk_read(&desk, "a"), HEADER);
	desk_free(&desk);
}

Test(report_csv, a_row_has_every_default_field_and_ends_in_lf)
{
	struct mst_result results[] = { host_up(1), host_down(2), port_in(3, 443, MST_OPEN) };
	struct desk desk = desk_new();

	cr_assert_eq(desk_add(&desk, "a.csv"), 0);
	desk_report(&desk, results, 3);
	cr_assert_str_eq(desk_read(&desk, "a.csv"), HEADER
	                 "10.0.0.1,,icmp,up,echo-reply,0.123456,64,2,2026-11-23T23:36:51.123Z,,,,\n"
	                 "10.0.0.2,,,down,no-response,,,2,2026-11-23T23:36:51.123Z,,,,\n"
	                 "10.0.0.3,443,tcp,open,syn-ack,0.123456,64,2,2026-11-23T23:36:51.123Z,,,,https\n");
	desk_free(&desk);
}

Test(report_csv, chosen_fields_are_the_columns_in_their_order)
{
	struct mst_result result = host_unreachable(1);
	struct desk desk = desk_new();

	desk.config.fields = "icmp_code,from,state,was,attempt,icmp_type,addr";
	cr_assert_eq(desk_add(&desk, "a.csv"), 0);
	desk_report(&desk, &result, 1);
	cr_assert_str_eq(desk_read(&desk, "a.csv"), "icmp_code,from,state,was,attempt,icmp_type,addr\n"
	                 "1,192.168.0.1,unreachable,,1,3,10.0.0.1\n");
	desk_free(&desk);
}

Test(report_csv, a_time_of_another_second_is_not_the_one_before)
{
	struct mst_result results[] = { host_up(1), host_up(2), host_up(3) };
	struct desk desk = desk_new();

	results[1].time_ns = 0;
	results[1].rtt_ns = INT64_C(12034000056);
	desk.config.fields = "rtt_ms,time";
	cr_assert_eq(desk_add(&desk, "a.csv"), 0);
	desk_report(&desk, results, 3);
	cr_assert_str_eq(desk_read(&desk, "a.csv"), "rtt_ms,time\n"
	                 "0.123456,2026-11-23T23:36:51.123Z\n"
	                 "12034.000056,1970-01-01T00:00:00.000Z\n"
	                 "0.123456,2026-11-23T23:36:51.123Z\n");
	desk_free(&desk);
}

Test(report_csv, only_what_needs_quotes_gets_them_and_a_quote_is_doubled)
{
	cr_assert_str_eq(csv_of("fe80::1%eth0"), "fe80::1%eth0");
	cr_assert_str_eq(csv_of(""), "");
	cr_assert_str_eq(csv_of("a,b"), "\"a,b\"");
	cr_assert_str_eq(csv_of("a\"b"), "\"a\"\"b\"");
	cr_assert_str_eq(csv_of("a\r\nb"), "\"a\r\nb\"");
}

Test(report_csv, python_reads_back_what_was_written)
{
	struct mst_result results[] = { host_up(1), host_down(2), port_in(300, 22, MST_CLOSED) };
	struct desk desk = desk_new();

	cr_assert_eq(desk_add(&desk, "a.csv"), 0);
	desk_report(&desk, results, 3);
	cr_assert_str_eq(desk_run(&desk, "python3 -c 'import csv\n"
	                          "for r in csv.DictReader(open(\"a.csv\", newline=\"\"), strict=True):\n"
	                          " assert len(r) == 13 and None not in r.values()\n"
	                          " print(r[\"addr\"], r[\"port\"], r[\"state\"], sep=\"|\")'"),
	                 "10.0.0.1||up\n10.0.0.2||down\n10.0.1.44|22|closed\n");
	desk_free(&desk);
}

/* More than the memory of the spool holds: the file takes the first part. */
Test(report_csv, many_results_keep_their_order_and_number)
{
	enum { COUNT = 150000, BATCH = 1000 };
	static struct mst_result batch[BATCH];
	struct desk desk = desk_new();

	desk.config.fields = "addr,port";
	cr_assert_eq(desk_add(&desk, "a.csv"), 0);
	cr_assert_eq(desk_begin(&desk), 0);
	for (unsigned i = 0; i < COUNT; i += BATCH) {
		for (unsigned k = 0; k < BATCH; k++)
			batch[k] = port_in(i + k, 80, MST_OPEN);
		cr_assert_eq(desk_write(&desk, batch, BATCH), 0);
	}
	cr_assert_eq(desk_end(&desk), 0);
	cr_assert_str_eq(desk_run(&desk, "python3 -c 'import csv, ipaddress\n"
	                          "rows = list(csv.reader(open(\"a.csv\", newline=\"\")))[1:]\n"
	                          "first = int(ipaddress.ip_address(\"10.0.0.0\"))\n"
	                          "print(len(rows), [int(ipaddress.ip_address(r[0])) - first for r in rows] =="
	                          " list(range(len(rows))))'"), "150000 True\n");
	cr_assert_eq(desk_files(&desk), 1);
	desk_free(&desk);
}
