/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test_list.c - what shells read: lists of addresses, and of addresses with ports.
 */
#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>

#include "unit/report/fixture_report.h"

static struct mst_result port_of_ipv6(const char *addr, uint16_t port)
{
	struct mst_result result = port_in(1, port, MST_OPEN);

	cr_assert_eq(mst_addr_parse(&result.addr, addr), 0);
	result.from = result.addr;
	return result;
}

Test(report_list, every_reported_address_stands_in_a_line_once_in_order)
{
	struct mst_result results[] = {
		port_in(300, 80, MST_OPEN), port_in(2, 443, MST_OPEN),  port_of_ipv6("fe80::2%lo", 22),
		port_in(300, 22, MST_OPEN), port_in(9, 80, MST_CLOSED), port_in(2, 80, MST_OPEN),
	};
	struct report_fixture fixture = fixture_new();

	fixture.config.states = ONLY(MST_OPEN);
	fixture.config.fields_for_ports = true;
	cr_assert_eq(fixture_add(&fixture, "a.list"), 0);
	cr_assert_eq(fixture_add(&fixture, "hostport:b"), 0);
	fixture_report_all(&fixture, results, 6);
	cr_assert_str_eq(fixture_read(&fixture, "a.list"), "10.0.0.2\n10.0.1.44\nfe80::2%lo\n");
	cr_assert_str_eq(fixture_read(&fixture, "b"),
	                 "10.0.0.2:80\n10.0.0.2:443\n10.0.1.44:22\n10.0.1.44:80\n[fe80::2%lo]:22\n");
	cr_assert_str_eq(fixture_run(&fixture, "grep -xc 10.0.0.2 a.list; xargs -n1 echo < a.list | head -1"),
	                 "1\n10.0.0.2\n");
	fixture_free(&fixture);
}

Test(report_list, in_the_order_of_arrival_an_address_stands_once_as_well)
{
	struct mst_result results[] = { port_in(300, 80, MST_OPEN), port_in(2, 443, MST_OPEN),
		                        port_in(300, 22, MST_OPEN) };
	struct report_fixture fixture = fixture_new();

	fixture.config.by_arrival = true;
	fixture.config.fields_for_ports = true;
	cr_assert_eq(fixture_add(&fixture, "list:a"), 0);
	cr_assert_eq(fixture_add(&fixture, "hostport:b"), 0);
	fixture_report_all(&fixture, results, 3);
	cr_assert_str_eq(fixture_read(&fixture, "a"), "10.0.1.44\n10.0.0.2\n");
	cr_assert_str_eq(fixture_read(&fixture, "b"), "10.0.1.44:80\n10.0.0.2:443\n10.0.1.44:22\n");
	fixture_free(&fixture);
}

Test(report_list, hosts_have_no_ports_to_list)
{
	struct report_fixture fixture = fixture_new();

	cr_assert_eq(fixture_add(&fixture, "hostport:a"), -EINVAL);
	cr_assert(strstr(fixture.err.text, "hostport") && strstr(fixture.err.text, "list"), "%s", fixture.err.text);
	cr_assert_eq(fixture_files(&fixture), 0);
	fixture_free(&fixture);
}
