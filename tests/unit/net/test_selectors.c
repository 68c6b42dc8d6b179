/* SPDX-License-Identifier: BSD-2-Clause */
/* test_selectors.c - policy rules by protocol and port, read from a real kernel. */
#include <criterion/criterion.h>

#include "fixture_net.h"
#include "net/selectors.h"

TestSuite(net_selectors, .init = enter_namespace);

static struct mst_selectors read_all(void)
{
	struct mst_selectors selectors;
	struct mst_error err = { "" };

	cr_assert_eq(mst_selectors_read(&selectors, &err), 0, "%s", err.text);
	return selectors;
}

Test(net_selectors, rules_by_address_are_none)
{
	run("ip rule add from 10.0.0.1 lookup 200");
	run("ip rule add to 10.0.0.0/8 lookup 200");
	run("ip rule add fwmark 7 lookup 200");
	cr_assert_eq(read_all().count, 0);
}

Test(net_selectors, flows_with_the_same_rules_have_the_same_signature)
{
	struct mst_flow ssh = { 6, 6, 20000, 22 }, web = { 6, 6, 20000, 80 }, dns = { 17, 17, 20000, 53 };
	struct mst_flow echo = { 1, 58, 0, 0 };
	struct mst_selectors selectors;

	run("ip rule add ipproto tcp dport 22 lookup 200");
	run("ip rule add ipproto tcp dport 22 lookup 201");
	run("ip -6 rule add ipproto ipv6-icmp lookup 200");
	run("ip rule add sport 19000-21000 dport 50-60 lookup 200");
	selectors = read_all();
	cr_assert_eq(selectors.count, 3, "%u", selectors.count);
	cr_assert_neq(mst_selectors_signature(&selectors, &ssh), 0);
	cr_assert_eq(mst_selectors_signature(&selectors, &web), 0);
	cr_assert_neq(mst_selectors_signature(&selectors, &echo), 0);
	cr_assert_neq(mst_selectors_signature(&selectors, &dns), 0);
	cr_assert_neq(mst_selectors_signature(&selectors, &ssh), mst_selectors_signature(&selectors, &dns));
}

Test(net_selectors, source_ports_that_a_rule_splits_are_found)
{
	struct mst_selectors selectors;

	run("ip rule add ipproto tcp sport 20000-20100 lookup 200");
	selectors = read_all();
	cr_assert_null(mst_selectors_splitting(&selectors, 20000, 20100));
	cr_assert_null(mst_selectors_splitting(&selectors, 20010, 20010));
	cr_assert_null(mst_selectors_splitting(&selectors, 30000, 40000));
	cr_assert_not_null(mst_selectors_splitting(&selectors, 20050, 20200));
	cr_assert_not_null(mst_selectors_splitting(&selectors, 19000, 40000));
}
