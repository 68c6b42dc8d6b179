/* SPDX-License-Identifier: BSD-2-Clause */
/* test_csv.c - rows of csv. */
#include <criterion/criterion.h>
#include <errno.h>
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

TestSuite(import_csv, .init = open_it, .fini = close_it);

Test(import_csv, columns_may_have_any_order_and_rows_are_sorted)
{
	fixture_expect(&f, "state,reason,addr\nup,echo-reply,10.0.0.10\ndown,no-response,10.0.0.9\n",
	               "10.0.0.9 down no-response\n10.0.0.10 up echo-reply\n");
	cr_assert_str_eq(mst_rows_about(f.rows)->format, "csv");
	cr_assert_not(mst_rows_about(f.rows)->ports);
	cr_assert_null(mst_rows_about(f.rows)->warning);
}

Test(import_csv, every_field_is_read)
{
	const struct mst_result *r = f.results;

	fixture_expect(
		&f,
		"addr,port,proto,state,reason,rtt_ms,ttl,attempts,time,attempt,from,icmp_type,icmp_code,error,was,mac,"
		"vendor,suspect,service,name,mine\r\n"
		"10.0.0.1,80,tcp,closed,port-unreach,1.000250,63,2,2026-11-29T10:30:15.250Z,1,10.0.0.2,3,4,,filtered,"
		"02:00:00:00:00:0a,\"A, B\",proxy-arp,http,web.example,x\r\n",
		"10.0.0.1 80/tcp closed port-unreach name=web.example\n");
	cr_assert_eq(r->rtt_ns, 1000250);
	cr_assert_eq(r->time_ns, UINT64_C(1795948215250000000));
	cr_assert(r->ttl == 63 && r->attempts == 2 && r->attempt == 1 && r->icmp_type == 3 && r->icmp_code == 4);
	cr_assert(r->amended && r->was == MST_FILTERED && r->has_mac && r->mac[5] == 10);
	cr_assert(r->suspect == MST_SUSPECT_PROXY && r->from.family == MST_IPV4 && r->from.bytes[3] == 2);
	cr_assert(r->position == MST_NO_POSITION);
	cr_assert_eq(mst_rows_about(f.rows)->proto, 6);
}

Test(import_csv, the_last_row_of_a_target_counts)
{
	fixture_expect(
		&f,
		"addr,port,proto,state\n10.0.0.1,80,tcp,filtered\n10.0.0.1,81,tcp,open\n10.0.0.1,80,udp,closed\n10.0.0."
		"1,80,tcp,open\n",
		"10.0.0.1 80/tcp open syn-ack\n10.0.0.1 80/udp closed port-unreach\n10.0.0.1 81/tcp open syn-ack\n");
	cr_assert_eq(mst_rows_about(f.rows)->proto, 0);
}

Test(import_csv, quotes_hold_commas_quotes_and_line_breaks)
{
	fixture_expect(&f, "addr,state,name\n\"10.0.0.1\",up,\"a \"\"b\"\",\nc\"\n10.0.0.2,up,\"'=d\"\n",
	               "10.0.0.1 up echo-reply name=a \"b\",\nc\n10.0.0.2 up echo-reply name==d\n");
}

Test(import_csv, addresses_alone_have_unknown_states_and_a_warning)
{
	fixture_expect(&f, "addr\n2001:db8::1\n10.0.0.1\n",
	               "10.0.0.1 unknown no-response\n2001:db8::1 unknown no-response\n");
	cr_assert(strstr(mst_rows_about(f.rows)->warning, "state"));
}

Test(import_csv, a_torn_last_line_is_left_out_with_a_warning)
{
	fixture_expect(&f, "addr,state\n10.0.0.1,up\n10.0.0.", "10.0.0.1 up echo-reply\n");
	cr_assert(strstr(mst_rows_about(f.rows)->warning, "cut short"));
	fixture_expect(&f, "addr,state\n10.0.0.1,up\n10.0.0.2,up", "10.0.0.1 up echo-reply\n10.0.0.2 up echo-reply\n");
}

Test(import_csv, errors_name_the_line_and_what_was_expected)
{
	fixture_refuse(&f, "addr,state\n10.0.0.1,up\n10.0.0.300,up\n", "line 3: addr \"10.0.0.300\"; expected an IPv4");
	fixture_refuse(&f, "addr,state\n10.0.0.1,upp\n", "line 2: state \"upp\"; expected a state");
	fixture_refuse(&f, "addr,state\n10.0.0.1\n", "line 2: 1 fields; expected 2");
	fixture_refuse(&f, "addr,state,name\n10.0.0.1,up,\"a\nb\"\n,up,\n", "line 4: a row without addr");
	fixture_refuse(&f, "addr,port\n10.0.0.1,65536\n", "a number up to 65535");
	fixture_refuse(&f, "addr,port,state\n10.0.0.1,1,up\n", "state up with a port");
	fixture_refuse(&f, "addr,state\n10.0.0.1,up\"\n", "quote within a field");
	fixture_refuse(&f, "addr,state\n\"10.0.0.1\"x,up\n", "behind a closing quote");
	fixture_refuse(&f, "addr,addr\n", "two columns");
	fixture_refuse(&f, "ip addr,state\n", "none of the formats");
	fixture_refuse(&f, "10.0.0.1\n10.0.0.2\n", "none of the formats");
	fixture_refuse(&f, "", "empty");
}

Test(import_csv, long_rows_and_wide_ones_are_refused)
{
	static char text[80000];

	memset(text, 'x', sizeof text - 1);
	memcpy(text, "addr,state\n", 11);
	fixture_refuse(&f, text, "line 2: longer than 64 KiB");
	memset(text + 11, ',', sizeof text - 12);
	fixture_refuse(&f, text, "more than 64 fields");
}

Test(import_csv, a_million_empty_lines_are_refused)
{
	static char text[1100000];

	memset(text, '\n', sizeof text - 1);
	memcpy(text, "addr,state", 10);
	fixture_refuse(&f, text, "more than a million empty lines");
}

Test(import_csv, more_rows_than_memory_holds_come_in_order)
{
	enum { COUNT = 150000 };
	struct mst_result rows[256];
	uint32_t expected = 0;
	size_t got;
	FILE *file;

	snprintf(f.path, sizeof f.path, "%s/rows", f.folder);
	file = fopen(f.path, "w");
	cr_assert(file);
	fputs("addr,state,name\n", file);
	for (unsigned i = 0; i < COUNT; i++) {
		unsigned n = (unsigned)((i * UINT64_C(77777)) % COUNT);

		fprintf(file, "10.%u.%u.%u,%s,h%u\n", n >> 16, n >> 8 & 255, n & 255, n % 2 ? "up" : "down", n);
	}
	cr_assert_eq(fclose(file), 0);
	cr_assert_eq(mst_rows_open(&f.rows, f.path, &f.err), 0, "%s", f.err.text);
	while ((got = mst_rows_next(f.rows, rows, 256)) > 0) {
		for (size_t i = 0; i < got; i++, expected++) {
			char name[16];

			snprintf(name, sizeof name, "h%u", expected);
			cr_assert_eq(mst_addr_ipv4(&rows[i].addr), (10U << 24) + expected);
			cr_assert_eq(rows[i].state, expected % 2 ? MST_UP : MST_DOWN);
			cr_assert_str_eq(mst_rows_name(f.rows, &rows[i].addr), name);
		}
	}
	cr_assert_eq(expected, COUNT);
}

Test(import_csv, workers_of_a_fleet_are_kept)
{
	fixture_expect(&f,
	               "addr,state,worker,saw\n10.0.0.2,up,nyc,ams=down nyc=up\n10.0.0.1,down,'-ams,\n"
	               "10.0.0.3,down,,\n10.0.0.2,up,ams,ams=up nyc=down\n",
	               "10.0.0.1 down no-response\n10.0.0.2 up echo-reply\n10.0.0.3 down no-response\n");
	cr_assert_eq(mst_rows_about(f.rows)->vantages, 2);
	cr_assert_str_eq(fixture_workers(&f, 0), "-ams");
	cr_assert_str_eq(fixture_workers(&f, 1), "ams ams=up nyc=down");
	cr_assert_str_eq(fixture_workers(&f, 2), "nobody");
	fixture_expect(&f, "addr,state,worker\n10.0.0.1,up,ams\n", "10.0.0.1 up echo-reply\n");
	cr_assert_eq(mst_rows_about(f.rows)->vantages, 1);
	fixture_expect(&f, "addr,state\n10.0.0.1,up\n", "10.0.0.1 up echo-reply\n");
	cr_assert_eq(mst_rows_about(f.rows)->vantages, 0);
	fixture_refuse(&f, "addr,state,worker\n10.0.0.1,up,a b\n", "line 2: worker \"a b\"; expected letters");
	fixture_refuse(&f, "addr,state,saw\n10.0.0.1,up,ams\n", "line 2: saw \"ams\"; expected what up to four");
}
