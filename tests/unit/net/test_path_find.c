/* SPDX-License-Identifier: BSD-2-Clause */
/* test_path_find.c - paths of routes with several next hops, and of flows that policy rules tell apart. */
#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "fixture_net.h"
#include "target/set.h"

TestSuite(net_path_find, .init = enter_namespace);

/* Whether `ip route get` names this gateway for the address; `ip` is "ip" or "ip -6". */
static bool kernel_says(const char *ip, const char *addr, const char *gateway)
{
	char line[256];

	snprintf(line, sizeof line, "%s route get %s | grep -q 'via %s '", ip, addr, gateway);
	return system(line) == 0;
}

/* Each of the first addresses of a prefix goes where the kernel sends it, and `hops` gateways are used in all. */
static void expect_kernels(const struct mst_paths *paths, const char *ip, const char *prefix, size_t hops)
{
	char seen[8][MST_ADDR_TEXT], text[64], gateway[MST_ADDR_TEXT];
	size_t count = 0;

	for (unsigned i = 1; i <= 20; i++) {
		struct mst_addr addr;
		const struct mst_path *path;
		size_t at = 0;

		snprintf(text, sizeof text, "%s%u", prefix, i);
		addr = addr_of(text);
		path = mst_paths_for(paths, &addr);
		cr_assert_not_null(path);
		mst_addr_format(&path->gateway, gateway);
		cr_assert(kernel_says(ip, text, gateway), "%s via %s", text, gateway);
		cr_assert_neq(path->multipath, 0);
		while (at < count && strcmp(seen[at], gateway) != 0)
			at++;
		if (at == count)
			memcpy(seen[count++], gateway, sizeof gateway);
	}
	cr_assert_eq(count, hops, "%zu next hops are used", count);
}

Test(net_path_find, each_target_of_a_multipath_route_goes_where_the_kernel_sends_it)
{
	struct mst_paths paths;

	add_link("d0", "10.9.0.1/24");
	add_link("d1", "10.9.1.1/24");
	run("ip route add 10.6.0.0/16 nexthop via 10.9.0.253 nexthop via 10.9.1.253");
	paths = find_paths("10.6.0.0/24", NULL, NULL);
	expect_kernels(&paths, "ip", "10.6.0.", 2);
	cr_assert_eq(paths.spare_count, 2);
	mst_paths_free(&paths);
	paths = find_paths("10.6.0.0/24", "d1", NULL);
	cr_assert_eq(paths.count, 1, "one next hop is on that interface:\n%s", paths_words(&paths));
	mst_paths_free(&paths);
}

Test(net_path_find, a_group_of_nexthop_objects_is_a_multipath_route)
{
	struct mst_paths paths;

	add_link("d0", "10.9.0.1/24");
	run("ip nexthop add id 1 via 10.9.0.252 dev d0");
	run("ip nexthop add id 2 via 10.9.0.253 dev d0");
	run("ip nexthop add id 10 group 1/2");
	run("ip route add 10.6.0.0/16 nhid 10");
	paths = find_paths("10.6.0.0/24", NULL, NULL);
	expect_kernels(&paths, "ip", "10.6.0.", 2);
	mst_paths_free(&paths);
}

Test(net_path_find, a_multipath_route_of_ipv6_has_each_target_where_the_kernel_sends_it)
{
	struct mst_paths paths;

	add_link("d0", NULL);
	run("ip -6 addr add 2001:db8:9::1/64 dev d0 nodad");
	run("ip -6 route add 2001:db8:6::/64 nexthop via 2001:db8:9::252 dev d0 nexthop via 2001:db8:9::253 dev d0");
	paths = find_paths("2001:db8:6::/120", NULL, NULL);
	expect_kernels(&paths, "ip -6", "2001:db8:6::", 2);
	mst_paths_free(&paths);
}

Test(net_path_find, many_targets_of_a_multipath_route_cost_a_bounded_number_of_paths)
{
	struct mst_paths paths;

	add_link("d0", "10.9.0.1/24");
	run("ip route add 10.0.0.0/8 nexthop via 10.9.0.252 nexthop via 10.9.0.253");
	paths = find_paths("10.32.0.0/11 10.128.0.0/9", NULL, NULL);
	cr_assert_gt(paths.count, 200);
	cr_assert_leq(paths.count, 4096);
	cr_assert(mst_addr_equal(&paths.paths[paths.count - 1].last,
	                         &(struct mst_addr){ { 10, 255, 255, 255 }, .family = MST_IPV4 }));
	mst_paths_free(&paths);
}

static struct mst_paths find_flows(const char *target, const struct mst_flow *flows, unsigned count)
{
	return find_paths_by(target, &(struct mst_paths_choice){ .flows = flows, .flow_count = count });
}

static const struct mst_flow flows[] = {
	{ .protocol = 1, .protocol_ipv6 = 58 },
	{ .protocol = 6, .protocol_ipv6 = 6, .source_port = 20000, .port = 80 },
	{ .protocol = 6, .protocol_ipv6 = 6, .source_port = 20000, .port = 22 },
};

Test(net_path_find, flows_that_rules_tell_apart_have_paths_of_their_own)
{
	struct mst_paths paths;

	add_link("d0", "10.9.0.1/24");
	add_link("d1", "10.9.1.1/24");
	run("ip route add default via 10.9.0.254");
	run("ip route add default via 10.9.1.254 table 200");
	run("ip rule add ipproto icmp lookup 200");
	run("ip rule add ipproto tcp dport 22 to 10.1.0.128/25 lookup 200");
	paths = find_flows("10.1.0.0/24", flows, 3);
	cr_assert_eq(paths.flows, 3);
	cr_assert_str_eq(paths_words(&paths),
	                 "unicast 10.1.0.0-10.1.0.127 d1 from 10.9.1.1 via 10.9.1.254\n"
	                 "unicast 10.1.0.128-10.1.0.255 d1 from 10.9.1.1 via 10.9.1.254\n"
	                 "unicast 10.1.0.0-10.1.0.127 d0 from 10.9.0.1 via 10.9.0.254\n"
	                 "unicast 10.1.0.128-10.1.0.255 d0 from 10.9.0.1 via 10.9.0.254\n"
	                 "unicast 10.1.0.0-10.1.0.127 d0 from 10.9.0.1 via 10.9.0.254\n"
	                 "unicast 10.1.0.128-10.1.0.255 d1 from 10.9.1.1 via 10.9.1.254\n",
	                 "%s", paths_words(&paths));
	cr_assert_eq(mst_paths_pieces(&paths), 2);
	mst_paths_free(&paths);
}

Test(net_path_find, flows_with_equal_paths_are_one)
{
	struct mst_paths paths;

	add_link("d0", NULL);
	run("ip -6 addr add 2001:db8:9::1/64 dev d0 nodad");
	run("ip -6 route add default via 2001:db8:9::fe");
	run("ip -6 rule add ipproto tcp dport 22 to 2001:db8:77::/64 unreachable");
	paths = find_flows("2001:db8:1::/64", flows, 3);
	cr_assert_leq(paths.flows, 1);
	cr_assert_eq(paths.count, 1);
	mst_paths_free(&paths);
	paths = find_flows("2001:db8:77::1", flows, 3);
	cr_assert_str_eq(paths_words(&paths),
	                 "unicast 2001:db8:77::1-2001:db8:77::1 d0 from 2001:db8:9::1 via 2001:db8:9::fe\n"
	                 "unicast 2001:db8:77::1-2001:db8:77::1 d0 from 2001:db8:9::1 via 2001:db8:9::fe\n"
	                 "none 2001:db8:77::1-2001:db8:77::1\n",
	                 "%s", paths_words(&paths));
	mst_paths_free(&paths);
}
