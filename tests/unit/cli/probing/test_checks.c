/* SPDX-License-Identifier: BSD-2-Clause */
/* test_checks.c - what the options of sweep, scan and watch make together. */
#include <criterion/criterion.h>

#include "cli/probing/options.h"

/* The probes that find hosts, where these ports are excluded and --probe is not given. */
static const char *probes_without(const char *excluded, bool udp)
{
	static struct mst_probing options;
	static const char *ports[1], *targets[1];
	static struct mst_arguments arguments;
	struct mst_error err = { "" };

	ports[0] = "1-1000";
	mst_probing_defaults(&options);
	targets[0] = "127.0.0.1";
	arguments.words = (struct mst_words){ .items = targets, .count = 1 };
	options.arguments = &arguments;
	options.scan.probing.question = MST_ASK_PORTS;
	options.scan.probing.discover = true;
	options.scan.probing.udp = udp;
	options.port_lists = (struct mst_words){ .items = ports, .count = 1 };
	options.exclude_port_lists = (struct mst_words){ .items = &excluded, .count = 1 };
	cr_expect_eq(mst_probing_complete(&options, &err), 0, "%s", err.text);
	return options.scan.probing.probes;
}

Test(cli_probing_checks, excluded_ports_are_not_probed_to_find_hosts_either)
{
	cr_expect_str_eq(probes_without("443", false), "icmp/ack:80,timestamp");
	cr_expect_str_eq(probes_without("1-100", false), "icmp/syn:443,timestamp");
	cr_expect_str_eq(probes_without("80,443", false), "icmp/timestamp");
	cr_expect_str_eq(probes_without("22", false), MST_PROBES_USUAL);
	cr_expect_str_eq(probes_without("443", true), MST_PROBES_USUAL, "443/udp is another port");
}
