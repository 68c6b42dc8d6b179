/* SPDX-License-Identifier: BSD-2-Clause */
/* test_path_choice.c - paths of processes, users and sources that the kernel routes apart. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture_net.h"
#include "target/set.h"

TestSuite(net_path_choice, .init = enter_namespace);

static struct mst_paths find_as(const char *target, const struct mst_process *process)
{
	return find_paths_by(target, &(struct mst_paths_choice){ .process = process });
}

static void expect_as(const char *target, const struct mst_process *process, const char *words)
{
	struct mst_paths paths = find_as(target, process);

	cr_expect_str_eq(paths_words(&paths), words, "%s", paths_words(&paths));
	mst_paths_free(&paths);
}

static void two_ways(void)
{
	add_link("d0", "10.9.0.1/24");
	add_link("d1", "10.9.1.1/24");
	run("ip route add 10.6.0.0/16 via 10.9.0.254");
}

/* As `ip vrf exec` binds sockets; a VRF itself is tested in tests/live/test_routing.py, where the kernel has it. */
Test(net_path_choice, sockets_that_the_kernel_binds_make_the_paths_those_of_their_interface)
{
	two_ways();
	run("ip route add 10.6.0.0/16 via 10.9.1.254 metric 9");
	expect_as("10.6.0.1", &(struct mst_process){ .bound = "" },
	          "unicast 10.6.0.1-10.6.0.1 d0 from 10.9.0.1 via 10.9.0.254\n");
	expect_as("10.6.0.1", &(struct mst_process){ .bound = "d1" },
	          "unicast 10.6.0.1-10.6.0.1 d1 from 10.9.1.1 via 10.9.1.254\n");
}

Test(net_path_choice, a_rule_by_user_applies_to_the_user_of_the_sockets)
{
	two_ways();
	run("ip route add default via 10.9.1.254 table 200");
	run("ip rule add uidrange 0-0 lookup 200");
	expect_as("10.6.0.1", &(struct mst_process){ .uid = 0 },
	          "unicast 10.6.0.1-10.6.0.1 d1 from 10.9.1.1 via 10.9.1.254\n");
	expect_as("10.6.0.1", &(struct mst_process){ .uid = 65534 },
	          "unicast 10.6.0.1-10.6.0.1 d0 from 10.9.0.1 via 10.9.0.254\n");
}

Test(net_path_choice, routes_for_a_source_prefix_are_found_by_the_best_own_address)
{
	struct mst_paths paths;

	add_link("d0", "10.9.0.1/24");
	add_link("d1", "10.9.1.1/24");
	run("ip -6 addr add 2001:db8:1::1/64 dev d0 nodad");
	run("ip -6 addr add 2001:db8:2::1/64 dev d1 nodad");
	if (system("ip -6 route add 2001:db8:f::/48 from 2001:db8:1::/48 via 2001:db8:1::fe dev d0") != 0)
		cr_skip_test("the kernel has no routes by source");
	run("ip -6 route add 2001:db8:2:f::/64 from 2001:db8:2::/48 via 2001:db8:2::fe dev d1");
	paths = find_paths("2001:db8:f::1 2001:db8:2:f::1 2001:db8:e::1", NULL, NULL);
	cr_expect_str_eq(paths_words(&paths),
	                 "unicast 2001:db8:2:f::1-2001:db8:2:f::1 d1 from 2001:db8:2::1 via 2001:db8:2::fe\n"
	                 "none 2001:db8:e::1-2001:db8:e::1\n"
	                 "unicast 2001:db8:f::1-2001:db8:f::1 d0 from 2001:db8:1::1 via 2001:db8:1::fe\n",
	                 "%s", paths_words(&paths));
	mst_paths_free(&paths);
}

Test(net_path_choice, encapsulating_routes_are_marked_and_no_neighbour_is_on_them)
{
	struct mst_paths paths;

	add_link("d0", "10.9.0.1/24");
	run("ip -6 addr add 2001:db8:1::1/64 dev d0 nodad");
	run("ip route add 10.7.0.0/16 via 10.9.0.254 mtu lock 1200");
	if (system("ip -6 route add 2001:db8:f::/48 encap seg6 mode encap segs 2001:db8:1::5 dev d0") != 0)
		cr_skip_test("the kernel has no segment routing");
	paths = find_paths("10.7.0.1 2001:db8:f::1 2001:db8:1::9", NULL, NULL);
	cr_assert_eq(paths.count, 3);
	cr_expect_eq(paths.paths[0].encap, MST_ENCAP_NONE);
	cr_expect_eq(paths.paths[0].mtu, 1200);
	cr_expect(paths.paths[1].neighbours);
	cr_expect_eq(paths.paths[2].encap, MST_ENCAP_SEG6);
	cr_expect_str_eq(mst_encap_word(paths.paths[2].encap), "seg6");
	cr_expect(paths.paths[2].on_link && !paths.paths[2].neighbours);
	mst_paths_free(&paths);
}

Test(net_path_choice, an_ipsec_policy_makes_a_piece_of_its_own)
{
	struct mst_paths paths;

	add_link("d0", "10.9.0.1/24");
	run("ip route add 10.7.0.0/16 via 10.9.0.254");
	if (system("ip xfrm policy add src 10.9.0.1 dst 10.7.8.0/24 dir out action block") != 0)
		cr_skip_test("the kernel has no IPsec policies");
	run("ip xfrm policy add src 10.9.0.0/16 dst 10.7.9.0/24 dir out tmpl proto esp mode transport");
	run("ip xfrm policy add src 10.8.0.0/16 dst 10.7.4.0/24 dir out tmpl proto esp mode transport");
	run("ip xfrm policy add src 10.9.0.0/16 dst 10.7.10.0/24 dir in tmpl proto esp mode transport");
	run("ip xfrm policy add src 10.9.0.1 dst 10.7.8.1 dir out"); /* of equal priority, and newer than the first */
	run("ip xfrm policy add src 10.9.0.1 dst 10.7.11.0/24 dir out action block mark 42");
	paths = find_paths("10.7.0.0/16", NULL, NULL);
	cr_assert_eq(paths.count, 4, "%s", paths_words(&paths));
	cr_expect_eq(paths.paths[0].encap, MST_ENCAP_NONE);
	cr_expect_eq(paths.paths[1].encap, MST_ENCAP_IPSEC);
	cr_expect_eq(paths.paths[1].first.bytes[2], 8);
	cr_expect_eq(paths.paths[2].encap, MST_ENCAP_IPSEC_TRANSPORT);
	cr_expect_eq(paths.paths[2].last.bytes[2], 9);
	cr_expect_eq(paths.paths[3].encap, MST_ENCAP_NONE);
	mst_paths_free(&paths);
}
