/* SPDX-License-Identifier: BSD-2-Clause */
/* test_tally.c - what verdicts come to. */
#include "html/tally.h"

#include <criterion/criterion.h>

#include "unit/html/fixture_html.h"

static struct mst_html_tally *tally;

static void begin(void)
{
	tally = mst_html_tally_new();
	cr_assert_not_null(tally);
}

static void end(void)
{
	mst_html_tally_free(tally);
}

static void add(struct mst_result result, const char *vendor)
{
	mst_html_tally_add(tally, &result, vendor);
}

TestSuite(html_tally, .init = begin, .fini = end);

Test(html_tally, a_host_has_the_state_of_its_most_open_port)
{
	add(fixture_port("10.0.0.1", 22, MST_FILTERED), NULL);
	add(fixture_port("10.0.0.1", 80, MST_OPEN), NULL);
	add(fixture_port("10.0.0.1", 443, MST_CLOSED), NULL);
	add(fixture_port("10.0.0.2", 22, MST_FILTERED), NULL);
	mst_html_tally_end(tally);
	cr_expect_eq(tally->verdicts, 4);
	cr_expect_eq(tally->states[MST_FILTERED], 2);
	cr_expect_eq(tally->hosts, 2);
	cr_expect_eq(tally->hosts_with_port, 1);
	cr_expect_eq(tally->ipv4.count, 2);
	cr_expect_eq(mst_html_leaf_state(&tally->ipv4.at[0], false), MST_OPEN);
	cr_expect_eq(mst_html_leaf_state(&tally->ipv4.at[1], false), MST_FILTERED);
	cr_expect_eq(tally->ports.all, 1);
	cr_expect(tally->about_ports);
}

Test(html_tally, a_network_card_counts_once)
{
	struct mst_result result = fixture_port("10.0.0.1", 22, MST_OPEN);

	result.has_mac = true;
	add(result, "Acme");
	result.port = 80;
	add(result, "Acme");
	mst_html_tally_end(tally);
	cr_expect_eq(tally->vendors.all, 1);
}

Test(html_tally, suspects_are_counted_and_the_first_ones_named)
{
	for (uint32_t i = 0; i < 9; i++) {
		struct mst_result result = fixture_host("10.0.0.1", MST_UP);

		result.addr = mst_addr_from_ipv4(0x0a000000 + i);
		result.suspect = MST_SUSPECT_PROXY;
		add(result, NULL);
	}
	mst_html_tally_end(tally);
	cr_expect_eq(tally->suspects[MST_SUSPECT_PROXY].count, 9);
	cr_expect_eq(tally->suspects[MST_SUSPECT_PROXY].kept, MST_HTML_SUSPECTS_MAX);
	cr_expect_eq(tally->times.count, 9);
}

Test(html_tally, both_families_are_counted)
{
	add(fixture_host("10.0.0.1", MST_UP), NULL);
	add(fixture_host("2001:db8::1", MST_UP), NULL);
	mst_html_tally_end(tally);
	cr_expect_eq(tally->ipv4.count, 1);
	cr_expect_eq(tally->ipv6.count, 1);
	cr_expect_eq(tally->hosts, 2);
}
