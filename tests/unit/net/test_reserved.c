/* SPDX-License-Identifier: BSD-2-Clause */
/* test_reserved.c - what subnets and the kernel keep for themselves: src/net/reserved.c. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture_net.h"

TestSuite(net_reserved, .init = enter_namespace);

static const char *reserved_words(void)
{
	static char words[1024];
	struct mst_addr *addrs;
	struct mst_error err;
	size_t count, at = 0;

	cr_assert_eq(mst_paths_reserved(&addrs, &count, &err), 0, "%s", err.text);
	for (size_t i = 0; i < count; i++) {
		at += mst_addr_format(&addrs[i], words + at);
		words[at++] = ' ';
	}
	words[at] = '\0';
	free(addrs);
	return words;
}

Test(net_reserved, network_and_broadcast_of_each_subnet_but_not_of_31_and_32)
{
	add_link("a24", "10.1.0.17/24");
	add_link("a30", "10.2.0.1/30");
	add_link("a31", "10.3.0.0/31");
	add_link("a32", "10.4.0.1/32");
	cr_assert_str_eq(reserved_words(), "10.1.0.0 10.1.0.255 10.2.0.0 10.2.0.3 127.0.0.0 127.255.255.255 ");
}

Test(net_reserved, a_subnet_on_two_links_counts_once)
{
	add_link("d0", "10.1.0.17/24");
	add_link("d1", "10.1.0.18/24");
	cr_assert_str_eq(reserved_words(), "10.1.0.0 10.1.0.255 127.0.0.0 127.255.255.255 ");
}

Test(net_reserved, a_link_that_is_down_attaches_nothing)
{
	add_link("d0", "10.1.0.17/24");
	run("ip link set d0 down; ip link set lo down");
	cr_assert_str_eq(reserved_words(), "");
}

Test(net_reserved, a_peers_subnet_counts_and_not_our_own_address)
{
	add_link("d0", NULL);
	run("ip addr add 10.6.0.1 peer 10.7.0.9/24 dev d0");
	cr_assert_str_eq(reserved_words(), "10.7.0.0 10.7.0.255 127.0.0.0 127.255.255.255 ");
}

Test(net_reserved, the_ephemeral_ports_are_the_kernels)
{
	uint16_t first, last;

	run("echo 20000 20999 > /proc/sys/net/ipv4/ip_local_port_range");
	mst_ephemeral_ports(&first, &last);
	cr_assert_eq(first, 20000);
	cr_assert_eq(last, 20999);
}

static const char *anycast_words(void)
{
	static char words[512];
	struct mst_addr *addrs;
	struct mst_error err = { "" };
	size_t count, at = 0;

	words[0] = '\0';
	cr_assert_eq(mst_paths_anycast(&addrs, &count, &err), 0, "%s", err.text);
	for (size_t i = 0; i < count; i++) {
		char text[MST_ADDR_TEXT];

		mst_addr_format(&addrs[i], text);
		at += (size_t)snprintf(words + at, sizeof words - at, "%s ", text);
	}
	free(addrs);
	return words;
}

Test(net_reserved, routers_share_the_first_address_of_each_ipv6_prefix_but_of_127)
{
	add_link("d0", "10.1.0.1/24");
	run("ip link set d0 addrgenmode none");
	run("ip addr add 2001:db8::17/64 dev d0 nodad");
	run("ip addr add 2001:db8::18/64 dev d0 nodad");
	run("ip addr add 2001:db8:1::1/127 dev d0 nodad");
	run("ip addr add 2001:db8:2::81/121 dev d0 nodad");
	cr_expect(strstr(anycast_words(), "2001:db8:: 2001:db8:2::80 "), "%s", anycast_words());
	cr_expect_null(strstr(anycast_words(), "2001:db8:1::"), "%s", anycast_words());
}
