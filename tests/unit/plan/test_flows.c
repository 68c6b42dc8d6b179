/* SPDX-License-Identifier: BSD-2-Clause */
/* test_flows.c - which probes policy rules tell apart. */
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "plan/flows.h"

static const struct mst_selectors icmp_and_ssh = {
	.of = { { .family = MST_IPV4, .protocol = 1 },
	        { .family = MST_IPV4, .protocol = 6, .target = { 22, 22 } },
	        { .family = MST_IPV6, .protocol = 17 } },
	.count = 3,
};

struct fixture {
	struct mst_scan_config config;
	struct mst_ports ports;
	struct mst_plan_probing probing;
	struct mst_flows flows;
	struct mst_error err;
};

static int choose(struct fixture *fixture, const struct mst_selectors *selectors, const char *ports, const char *probes)
{
	fixture->config = mst_scan_defaults();
	fixture->ports = (struct mst_ports){ 0 };
	fixture->config.probing.ports = &fixture->ports;
	fixture->config.probing.probes = probes;
	fixture->config.probing.question = ports ? MST_ASK_PORTS : MST_ASK_HOSTS;
	fixture->config.header.source_port_first = 20000;
	fixture->config.header.source_port_last = 20099;
	fixture->config.probing.targets = mst_targets_new();
	if (ports)
		cr_assert_eq(mst_ports_add(&fixture->ports, ports, &fixture->err), 0, "%s", fixture->err.text);
	cr_assert_eq(mst_plan_probing_choose(&fixture->probing, &fixture->config.probing, &fixture->config.retry,
	                                     MST_PHASE_ASKED, &fixture->err),
	             0, "%s", fixture->err.text);
	return mst_flows_by(&fixture->flows, selectors, &fixture->config, &fixture->probing, MST_PHASE_ASKED,
	                    &fixture->err);
}

static void clear(struct fixture *fixture)
{
	mst_targets_free((struct mst_targets *)fixture->config.probing.targets);
	mst_plan_probing_free(&fixture->probing);
	mst_flows_free(&fixture->flows);
}

Test(plan_flows, without_rules_there_are_none)
{
	static const struct mst_selectors none;
	struct fixture fixture;

	cr_assert_eq(choose(&fixture, &none, "1-65535", NULL), 0);
	cr_assert_eq(fixture.flows.count, 0);
	clear(&fixture);
}

Test(plan_flows, ports_are_told_apart_as_the_rules_do)
{
	struct fixture fixture;

	cr_assert_eq(choose(&fixture, &icmp_and_ssh, "1-1000", NULL), 0, "%s", fixture.err.text);
	cr_assert_eq(fixture.flows.count, 2);
	cr_assert_neq(fixture.flows.of_port[22], fixture.flows.of_port[23]);
	cr_assert_eq(fixture.flows.of_port[23], fixture.flows.of_port[40000]);
	cr_assert_eq(fixture.flows.of[fixture.flows.of_port[22]].port, 22);
	cr_assert(fixture.flows.by_port);
	clear(&fixture);
}

Test(plan_flows, only_ports_that_are_asked_make_flows)
{
	struct fixture fixture;

	cr_assert_eq(choose(&fixture, &icmp_and_ssh, "80,443", NULL), 0);
	cr_assert_eq(fixture.flows.count, 1);
	cr_assert_not(fixture.flows.by_port);
	clear(&fixture);
}

Test(plan_flows, each_probe_of_a_host_has_the_flow_of_its_kind)
{
	struct fixture fixture;

	cr_assert_eq(choose(&fixture, &icmp_and_ssh, NULL, "icmp,syn:22,syn:80,timestamp"), 0);
	cr_assert_eq(fixture.flows.count, 3);
	cr_assert_null(fixture.flows.of_port);
	cr_assert(fixture.flows.of_probe[0] == 0 && fixture.flows.of_probe[1] == 1 && fixture.flows.of_probe[2] == 2 &&
	          fixture.flows.of_probe[3] == fixture.flows.of_probe[0]);
	clear(&fixture);
}

Test(plan_flows, source_ports_that_a_rule_splits_are_refused_by_name)
{
	struct mst_selectors selectors = { .of = { { .family = MST_IPV4, .protocol = 6, .source = { 20050, 30000 } } },
		                           .count = 1 };
	struct fixture fixture;

	cr_assert_eq(choose(&fixture, &selectors, "80", NULL), -EINVAL);
	cr_assert_str_eq(fixture.err.text, "a policy rule applies to source ports 20050-30000, and probes leave from "
	                                   "20000-20099: expected --source-port with ports that it treats alike");
	clear(&fixture);
	cr_assert_eq(choose(&fixture, &selectors, NULL, "icmp,syn:80"), -EINVAL);
	clear(&fixture);
	cr_assert_eq(choose(&fixture, &selectors, NULL, "icmp"), 0, "echo requests have no ports");
	clear(&fixture);
}

Test(plan_flows, more_than_a_plan_can_hold_is_refused)
{
	struct mst_selectors selectors = { .count = 20 };
	struct fixture fixture;

	for (uint16_t i = 0; i < 20; i++)
		selectors.of[i] = (struct mst_selector){ .family = MST_IPV4, .target = { 100 + i, 100 + i } };
	cr_assert_eq(choose(&fixture, &selectors, "1-200", NULL), -EINVAL);
	cr_assert_not_null(strstr(fixture.err.text, "expected fewer ports"));
	clear(&fixture);
}
