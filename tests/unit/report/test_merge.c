/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test_merge.c - the order of documents: runs of the spool merged, amendments among them, in memory that does not grow.
 */
#include <criterion/criterion.h>
#include <stdio.h>

#include "unit/report/fixture_report.h"

enum { COUNT = 140000, BATCH = 1000 }; /* more than two runs of the spool, the last of them in memory */

/* Every number below COUNT once, in another order. */
static unsigned shuffled(unsigned i)
{
	return (unsigned)((uint64_t)i * 77773 % COUNT);
}

static void write_all(struct report_fixture *fixture)
{
	static struct mst_result batch[BATCH];

	cr_assert_eq(fixture_begin(fixture), 0);
	for (unsigned i = 0; i < COUNT; i += BATCH) {
		for (unsigned k = 0; k < BATCH; k++)
			batch[k] = host_down(shuffled(i + k));
		cr_assert_eq(fixture_write(fixture, batch, BATCH), 0);
	}
	for (unsigned i = 0; i < COUNT; i += 50) {
		struct mst_result better = host_amended_up(i, MST_DOWN);

		cr_assert_eq(fixture_write(fixture, &better, 1), 0);
	}
	cr_assert_eq(fixture_end(fixture), 0, "%s", fixture->err.text);
}

#define READ \
	"python3 -c 'import csv, ipaddress\n" \
	"rows = [(int(ipaddress.ip_address(r[0])), r[1]) for r in csv.reader(open(\"a.csv\"))]\n" \
	"first = int(ipaddress.ip_address(\"10.0.0.0\"))\n"

Test(report_merge, runs_of_the_spool_are_merged_by_address_with_amendments_in_their_place)
{
	struct report_fixture fixture = fixture_new();

	fixture.config.fields = "addr,state";
	fixture.config.no_header = true;
	cr_assert_eq(fixture_add(&fixture, "a.csv"), 0);
	cr_assert_eq(fixture_add(&fixture, "a.list"), 0);
	write_all(&fixture);
	cr_assert_str_eq(
		fixture_run(&fixture, READ
	                    "print(rows == [(first + i, \"down\" if i % 50 else \"up\") for i in range(140000)])'"),
		"True\n");
	cr_assert_str_eq(fixture_run(&fixture, "cut -d, -f1 a.csv | cmp - a.list && sort -c -t. -k1,1n -k2,2n -k3,3n "
	                                       "-k4,4n a.list && wc -l < a.list"),
	                 "140000\n");
	cr_assert_eq(fixture_files(&fixture), 2);
	fixture_free(&fixture);
}

Test(report_merge, in_the_order_of_arrival_amended_ones_stand_at_the_end)
{
	struct report_fixture fixture = fixture_new();

	fixture.config.fields = "addr,state";
	fixture.config.no_header = true;
	fixture.config.by_arrival = true;
	cr_assert_eq(fixture_add(&fixture, "a.csv"), 0);
	write_all(&fixture);
	cr_assert_str_eq(fixture_run(&fixture, READ
	                             "came = [i * 77773 % 140000 for i in range(140000)]\n"
	                             "print([r[0] - first for r in rows[:137200]] == [i for i in came if i % 50],"
	                             " {r[1] for r in rows[:137200]}, {r[1] for r in rows[137200:]}, len(set(rows)))'"),
	                 "True {'down'} {'up'} 140000\n");
	fixture_free(&fixture);
}

Test(report_merge, ports_are_ordered_by_number_and_ipv6_follows_ipv4)
{
	struct mst_result results[] = {
		port_in(3, 443, MST_OPEN),
		port_in(3, 80, MST_OPEN),
		port_in(1, 8080, MST_OPEN),
		port_in(3, 1000, MST_OPEN),
	};
	struct report_fixture fixture = fixture_new();

	results[0].addr.family = MST_IPV6;
	fixture.config.fields = "addr,port";
	cr_assert_eq(fixture_add(&fixture, "a.json"), 0);
	fixture_report_all(&fixture, results, 4);
	cr_assert_str_eq(fixture_run(&fixture, "jq -c '[.results[].port]' a.json"), "[8080,80,1000,443]\n");
	fixture_free(&fixture);
}

/* What has the shape of a table is measured whole before its first line. */
Test(report_merge, a_table_of_many_runs_is_aligned_and_its_ranges_go_across_batches)
{
	struct report_fixture fixture = fixture_new();

	fixture.config.states = ONLY(MST_DOWN);
	fixture.config.ranges = true;
	cr_assert_eq(fixture_add(&fixture, "a.txt"), 0);
	write_all(&fixture);
	cr_assert_str_eq(
		fixture_run(&fixture, "wc -l < a.txt; head -2 a.txt; tail -1 a.txt; grep -c '49 hosts$' a.txt"),
		"2801\n"
		"ADDRESS                       STATE   REASON           HOSTS\n"
		"10.0.0.1 - 10.0.0.49          down    no-response   49 hosts\n"
		"10.2.34.175 - 10.2.34.223     down    no-response   49 hosts\n"
		"2800\n");
	fixture_free(&fixture);
}
