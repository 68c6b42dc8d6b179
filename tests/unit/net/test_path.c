/* SPDX-License-Identifier: BSD-2-Clause */
/* test_path.c - the paths of src/net/path.c, against a real kernel's routes. */
#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "fixture_net.h"

TestSuite(net_path, .init = enter_namespace);

static void expect(const char *targets, const char *interface, const char *source, const char *words)
{
	struct mst_paths paths = find_paths(targets, interface, source);

	cr_assert_str_eq(paths_words(&paths), words, "%s:\n%s", targets, paths_words(&paths));
	mst_paths_free(&paths);
}

Test(net_path, every_kind_of_route_is_told_apart)
{
	add_link("d0", "10.9.0.1/24");
	run("ip route add default via 10.9.0.254");
	run("ip route add unreachable 10.1.0.0/16");
	run("ip route add prohibit 10.2.0.0/16");
	run("ip route add blackhole 10.3.0.0/16");
	run("ip route add throw 10.4.0.0/16");
	run("ip route add local 10.5.0.0/16 dev lo");
	expect("10.0.0.0/13 10.9.0.0/24", NULL, NULL,
	       "unicast 10.0.0.0-10.0.255.255 d0 from 10.9.0.1 via 10.9.0.254\n"
	       "unreachable 10.1.0.0-10.1.255.255\n"
	       "prohibited 10.2.0.0-10.2.255.255\n"
	       "blackhole 10.3.0.0-10.3.255.255\n"
	       "none 10.4.0.0-10.4.255.255\n"
	       "local 10.5.0.0-10.5.255.255 lo from 10.5.0.0\n"
	       "unicast 10.6.0.0-10.7.255.255 d0 from 10.9.0.1 via 10.9.0.254\n"
	       "unicast 10.9.0.0-10.9.0.0 d0 from 10.9.0.1\n"
	       "local 10.9.0.1-10.9.0.1 lo from 10.9.0.1\n"
	       "unicast 10.9.0.2-10.9.0.255 d0 from 10.9.0.1\n");
}

Test(net_path, the_longest_prefix_wins_inside_another)
{
	add_link("d0", "10.9.0.1/24");
	add_link("d1", "10.9.1.1/24");
	run("ip route add 10.20.0.0/16 via 10.9.0.2");
	run("ip route add 10.20.4.0/22 via 10.9.1.2");
	run("ip route add 10.20.5.7/32 via 10.9.0.3");
	expect("10.20.0.0/16", NULL, NULL,
	       "unicast 10.20.0.0-10.20.3.255 d0 from 10.9.0.1 via 10.9.0.2\n"
	       "unicast 10.20.4.0-10.20.5.6 d1 from 10.9.1.1 via 10.9.1.2\n"
	       "unicast 10.20.5.7-10.20.5.7 d0 from 10.9.0.1 via 10.9.0.3\n"
	       "unicast 10.20.5.8-10.20.7.255 d1 from 10.9.1.1 via 10.9.1.2\n"
	       "unicast 10.20.8.0-10.20.255.255 d0 from 10.9.0.1 via 10.9.0.2\n");
}

Test(net_path, no_route_is_a_path_of_its_own_kind_and_no_error)
{
	add_link("d0", "10.9.0.1/24");
	expect("10.8.0.5 10.9.0.5 10.10.0.5", NULL, NULL,
	       "none 10.8.0.5-10.8.0.5\nunicast 10.9.0.5-10.9.0.5 d0 from 10.9.0.1\nnone 10.10.0.5-10.10.0.5\n");
}

Test(net_path, equal_neighbours_are_joined_over_what_nobody_asks)
{
	add_link("d0", "10.9.0.1/24");
	run("ip route add default via 10.9.0.254");
	run("ip route add 10.30.0.0/16 via 10.9.0.254");
	run("ip route add unreachable 10.31.0.0/16");
	expect("10.29.0.1 10.30.0.1 10.32.0.1", NULL, NULL,
	       "unicast 10.29.0.1-10.32.0.1 d0 from 10.9.0.1 via 10.9.0.254\n");
}

Test(net_path, the_preferred_source_of_a_route_is_kept)
{
	add_link("d0", "10.9.0.1/24");
	run("ip addr add 10.9.0.77/24 dev d0");
	run("ip route add 10.40.0.0/16 via 10.9.0.254 src 10.9.0.77");
	expect("10.40.0.1", NULL, NULL, "unicast 10.40.0.1-10.40.0.1 d0 from 10.9.0.77 via 10.9.0.254\n");
}

Test(net_path, policy_rules_are_obeyed_with_their_destinations)
{
	add_link("d0", "10.9.0.1/24");
	add_link("d1", "10.9.1.1/24");
	run("ip route add default via 10.9.0.254");
	run("ip route add default via 10.9.1.254 table 77");
	run("ip route add unreachable 10.11.1.0/24 table 77");
	run("ip rule add to 10.11.0.0/16 table 77");
	run("ip rule add to 10.12.0.0/24 prohibit");
	run("ip rule add to 10.12.1.0/24 unreachable");
	run("ip rule add to 10.12.2.0/24 blackhole");
	expect("10.10.0.0/15 10.12.0.0/22", NULL, NULL,
	       "unicast 10.10.0.0-10.10.255.255 d0 from 10.9.0.1 via 10.9.0.254\n"
	       "unicast 10.11.0.0-10.11.0.255 d1 from 10.9.1.1 via 10.9.1.254\n"
	       "unreachable 10.11.1.0-10.11.1.255\n"
	       "unicast 10.11.2.0-10.11.255.255 d1 from 10.9.1.1 via 10.9.1.254\n"
	       "prohibited 10.12.0.0-10.12.0.255\n"
	       "none 10.12.1.0-10.12.1.255\n"
	       "blackhole 10.12.2.0-10.12.2.255\n"
	       "unicast 10.12.3.0-10.12.3.255 d0 from 10.9.0.1 via 10.9.0.254\n");
}

Test(net_path, an_ipv6_router_serves_ipv4_targets)
{
	struct mst_paths paths;

	add_link("d0", "10.9.0.1/24");
	run("ip route add 10.41.0.0/16 via inet6 fe80::1 dev d0");
	paths = find_paths("10.41.0.1", NULL, NULL);
	cr_assert_eq(paths.count, 1);
	cr_assert_not(paths.paths[0].on_link);
	cr_assert_eq(paths.paths[0].gateway.family, MST_IPV6);
	cr_assert_eq(paths.paths[0].gateway.bytes[0], 0xfe);
	cr_assert_eq(paths.paths[0].gateway.bytes[15], 1);
	cr_assert_eq(paths.paths[0].gateway.scope, (uint32_t)paths.paths[0].ifindex);
	mst_paths_free(&paths);
}

Test(net_path, loopback_and_own_addresses_are_local)
{
	add_link("d0", "10.9.0.1/24");
	expect("127.0.0.0/8 10.9.0.1", NULL, NULL,
	       "local 10.9.0.1-10.9.0.1 lo from 10.9.0.1\n"
	       "local 127.0.0.0-127.255.255.254 lo from 127.0.0.1\n"
	       "unicast 127.255.255.255-127.255.255.255 lo from 127.0.0.1\n");
}

Test(net_path, an_interface_overrides_the_routes)
{
	add_link("d0", "10.9.0.1/24");
	add_link("d1", "10.9.1.1/24");
	run("ip route add default via 10.9.0.254");
	run("ip route add default via 10.9.1.254 metric 500");
	run("ip route add 10.50.0.0/16 via 10.9.0.2");
	expect("10.50.0.1 10.60.0.1", "d1", NULL, "unicast 10.50.0.1-10.60.0.1 d1 from 10.9.1.1 via 10.9.1.254\n");
	expect("10.50.0.1 10.60.0.1", "d0", NULL,
	       "unicast 10.50.0.1-10.50.0.1 d0 from 10.9.0.1 via 10.9.0.2\n"
	       "unicast 10.60.0.1-10.60.0.1 d0 from 10.9.0.1 via 10.9.0.254\n");
}

Test(net_path, without_a_route_through_the_interface_a_target_is_on_its_link)
{
	add_link("d0", "10.9.0.1/24");
	add_link("d1", "10.9.1.1/24");
	run("ip route add prohibit 10.2.0.0/16");
	expect("10.2.0.1 10.60.0.1", "d1", NULL, "unicast 10.2.0.1-10.60.0.1 d1 from 10.9.1.1\n");
}

Test(net_path, an_interfaces_own_address_stays_local_when_it_is_named)
{
	add_link("d0", "10.9.0.1/24");
	expect("10.9.0.0/30", "d0", NULL,
	       "unicast 10.9.0.0-10.9.0.0 d0 from 10.9.0.1\n"
	       "local 10.9.0.1-10.9.0.1 lo from 10.9.0.1\n"
	       "unicast 10.9.0.2-10.9.0.3 d0 from 10.9.0.1\n");
}

Test(net_path, a_source_of_this_machine_is_used)
{
	add_link("d0", "10.9.0.1/24");
	run("ip addr add 10.9.0.77/24 dev d0");
	run("ip route add local 10.5.0.0/16 dev lo");
	expect("10.9.0.9 10.9.0.10", NULL, "10.9.0.77", "unicast 10.9.0.9-10.9.0.10 d0 from 10.9.0.77\n");
	expect("10.9.0.9", NULL, "10.5.6.7", "unicast 10.9.0.9-10.9.0.9 d0 from 10.5.6.7\n");
	expect("127.0.0.1", NULL, "127.0.0.9", "local 127.0.0.1-127.0.0.1 lo from 127.0.0.9\n");
}

Test(net_path, a_source_that_a_policy_rule_selects_on_chooses_the_route)
{
	add_link("d0", "10.9.0.1/24");
	add_link("d1", "10.9.1.1/24");
	run("ip route add default via 10.9.0.254");
	run("ip route add default via 10.9.1.254 table 78");
	run("ip rule add from 10.9.1.1 table 78");
	expect("10.70.0.1", NULL, NULL, "unicast 10.70.0.1-10.70.0.1 d0 from 10.9.0.1 via 10.9.0.254\n");
	expect("10.70.0.1", NULL, "10.9.1.1", "unicast 10.70.0.1-10.70.0.1 d1 from 10.9.1.1 via 10.9.1.254\n");
}

Test(net_path, a_loopback_source_has_no_way_out)
{
	add_link("d0", "10.9.0.1/24");
	expect("10.9.0.9", NULL, "127.0.0.1", "none 10.9.0.9-10.9.0.9\n");
}

Test(net_path, an_interface_without_address_needs_a_source_and_takes_any)
{
	add_link("d0", "10.9.0.1/24");
	add_link("bare", NULL);
	cr_assert(strstr(find_error("10.1.0.1", "bare", NULL), "bare has no IPv4 address"));
	expect("10.1.0.1", "bare", "10.77.0.1", "unicast 10.1.0.1-10.1.0.1 bare from 10.77.0.1\n");
	expect("10.1.0.1", "bare", "10.9.0.1", "unicast 10.1.0.1-10.1.0.1 bare from 10.9.0.1\n");
}

Test(net_path, an_unknown_interface_is_named_with_those_there_are)
{
	const char *words;

	add_link("d0", "10.9.0.1/24");
	run("ip link add idle type veth peer name idle-far");
	words = find_error("10.9.0.9", "wlan9", NULL);
	cr_assert(strstr(words, "wlan9"), "%s", words);
	cr_assert(strstr(words, "lo, "), "%s", words);
	cr_assert(strstr(words, "d0,"), "%s", words);
	cr_assert(strstr(words, "idle (down)"), "%s", words);
}

Test(net_path, an_interface_that_is_down_is_refused)
{
	add_link("d0", "10.9.0.1/24");
	run("ip link set d0 down");
	cr_assert(strstr(find_error("10.9.0.9", "d0", NULL), "d0 is down"));
}

Test(net_path, a_source_of_somebody_else_is_refused_with_those_there_are)
{
	const char *words;

	add_link("d0", "10.9.0.1/24");
	words = find_error("10.9.0.9", NULL, "10.77.0.1");
	cr_assert(strstr(words, "10.77.0.1"), "%s", words);
	cr_assert(strstr(words, "127.0.0.1 (lo), 10.9.0.1 (d0)"), "%s", words);
	cr_assert(strstr(find_error("10.9.0.9", "d0", "10.77.0.1"), "10.77.0.1"));
	cr_assert(strstr(find_error("10.9.0.9", NULL, "::1"), "::1 is no IPv4 address"));
}

Test(net_path, with_a_peer_the_address_that_is_ours_is_offered)
{
	const char *words;

	add_link("d0", NULL);
	run("ip addr add 10.6.0.1 peer 10.7.0.9/24 dev d0");
	words = find_error("10.7.0.9", NULL, "10.7.0.9");
	cr_assert(strstr(words, "10.6.0.1 (d0)"), "%s", words);
}

Test(net_path, a_long_list_of_interfaces_ends_in_dots)
{
	const char *words;

	for (int i = 0; i < 30; i++) {
		char name[32];

		snprintf(name, sizeof name, "long-one%d", i);
		add_link(name, NULL);
	}
	words = find_error("10.9.0.9", "wlan9", NULL);
	cr_assert_str_eq(words + strlen(words) - strlen(", …"), ", …", "%s", words);
}

Test(net_path, the_whole_internet_with_few_routes_is_a_few_paths)
{
	struct mst_paths paths;

	add_link("d0", "10.9.0.1/24");
	run("ip route add default via 10.9.0.254");
	paths = find_paths("0.0.0.0/0", NULL, NULL);
	cr_assert_str_eq(paths_words(&paths),
	                 "unicast 1.0.0.0-10.8.255.255 d0 from 10.9.0.1 via 10.9.0.254\n"
	                 "unicast 10.9.0.0-10.9.0.0 d0 from 10.9.0.1\n"
	                 "local 10.9.0.1-10.9.0.1 lo from 10.9.0.1\n"
	                 "unicast 10.9.0.2-10.9.0.255 d0 from 10.9.0.1\n"
	                 "unicast 10.9.1.0-223.255.255.255 d0 from 10.9.0.1 via 10.9.0.254\n",
	                 "%s", paths_words(&paths));
	mst_paths_free(&paths);
}

/* 20,000 routes of alternating kinds, all asked for: more pieces than all but backbone routers have. */
Test(net_path, many_routes_and_many_targets_are_all_the_kernels_word)
{
	struct mst_paths paths;

	add_link("d0", "10.9.0.1/24");
	run("for i in $(seq 0 77); do for j in $(seq 0 255); do"
	    " echo route add 20.$i.$j.128/25 via 10.9.0.$((j % 2 + 2)); done; done | ip -batch -");
	paths = find_paths("20.0.0.0/8", NULL, NULL);
	cr_assert_eq(paths.count, 2 * 78 * 256 + 1, "%zu", paths.count);
	for (uint32_t i = 0; i < 78 * 256; i++) {
		struct mst_addr addr = mst_addr_from_ipv4(0x14000000 + i * 256 + 200);
		const struct mst_path *path = mst_paths_for(&paths, &addr);

		cr_assert_eq(path->kind, MST_PATH_UNICAST);
		cr_assert_eq(path->gateway.bytes[3], i % 2 + 2, "%u", i);
	}
	mst_paths_free(&paths);
}

/* A fixed walk through the space is as good as chance, and fails the same way twice. */
Test(net_path, scattered_single_targets_each_find_what_the_kernel_says)
{
	struct mst_targets *targets = mst_targets_new();
	struct mst_error err;
	struct mst_paths paths;
	size_t counts[MST_PATH_NONE + 1] = { 0 };

	add_link("d0", "10.9.0.1/24");
	run("ip route add 64.0.0.0/2 via 10.9.0.254");
	run("ip route add unreachable 96.0.0.0/3");
	for (uint32_t i = 0; i < 50000; i++) {
		char text[MST_ADDR_TEXT];
		struct mst_addr addr = mst_addr_from_ipv4(0x40000000 + i * 40503 % 0x80000000);

		mst_addr_format(&addr, text);
		cr_assert_eq(mst_targets_add(targets, text, &err), 0);
	}
	cr_assert_eq(mst_targets_close(targets, &err), 0);
	cr_assert_eq(mst_paths_find(&paths, targets, &(struct mst_paths_choice){ 0 }, &err), 0, "%s", err.text);
	for (uint64_t i = 0; i < mst_targets_count(targets); i++) {
		struct mst_addr addr = mst_targets_at(targets, i);
		const struct mst_path *path = mst_paths_for(&paths, &addr);
		uint8_t top = addr.bytes[0];

		cr_assert(path);
		counts[path->kind]++;
		cr_assert_eq(path->kind,
		             top < 96     ? MST_PATH_UNICAST
		             : top < 127  ? MST_PATH_UNREACHABLE
		             : top == 127 ? MST_PATH_LOCAL
		                          : MST_PATH_NONE,
		             "%u", top);
	}
	cr_assert(counts[MST_PATH_UNICAST] > 0 && counts[MST_PATH_UNREACHABLE] > 0 && counts[MST_PATH_NONE] > 0);
	mst_paths_free(&paths);
	mst_targets_free(targets);
}

Test(net_path, sources_are_told_once_each_and_not_those_of_refused_paths)
{
	struct mst_path of[5] = { { .kind = MST_PATH_UNICAST },
		                  { .kind = MST_PATH_NONE },
		                  { .kind = MST_PATH_LOCAL },
		                  { .kind = MST_PATH_UNICAST },
		                  { .kind = MST_PATH_UNICAST } };
	struct mst_paths paths = { .paths = of, .count = 5 };
	struct mst_addr sources[3];

	of[0].source = of[3].source = addr_of("10.9.0.1");
	of[1].source = addr_of("10.9.0.9");
	of[2].source = addr_of("127.0.0.1");
	of[4].source = addr_of("fd77::1");
	cr_assert_eq(mst_paths_sources(sources, 3, &paths), 3);
	cr_expect(mst_addr_equal(&sources[0], &of[0].source));
	cr_expect(mst_addr_equal(&sources[1], &of[2].source));
	cr_expect(mst_addr_equal(&sources[2], &of[4].source));
	cr_expect_eq(mst_paths_sources(sources, 2, &paths), 3);
	cr_expect_eq(mst_paths_sources(sources, 1, &paths), 2);
}

Test(net_path, an_address_that_no_path_serves_has_none)
{
	struct mst_paths paths, empty = { 0 };
	struct mst_addr before, behind, between, inside;

	add_link("d0", "10.9.0.1/24");
	paths = find_paths("10.9.0.1 10.9.0.8-9", NULL, NULL);
	before = addr_of("10.9.0.0"), between = addr_of("10.9.0.7"), inside = addr_of("10.9.0.9");
	behind = addr_of("10.9.0.10");
	cr_assert_null(mst_paths_for(&paths, &before));
	cr_assert_null(mst_paths_for(&paths, &between));
	cr_assert_null(mst_paths_for(&paths, &behind));
	cr_assert_eq(mst_paths_for(&paths, &inside), &paths.paths[1]);
	cr_assert_null(mst_paths_for(&empty, &inside));
	mst_paths_free(&paths);
}

/* Detection takes a second and more: with ten probes of it, an address is tentative for the whole test. */
Test(net_path, an_address_is_no_source_before_its_duplicate_detection_has_finished)
{
	add_link("d0", NULL);
	run("echo 10 >/proc/sys/net/ipv6/conf/d0/dad_transmits");
	run("ip addr add fd77::1/64 dev d0");
	cr_expect(strstr(find_error("fd77::9", NULL, "fd77::1"), "source fd77::1 is tentative"));
	run("ip addr add fd77::2/64 dev d0 nodad");
	expect("fd77::9", "d0", NULL, "unicast fd77::9-fd77::9 d0 from fd77::2\n");
}
