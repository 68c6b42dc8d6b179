/* SPDX-License-Identifier: BSD-2-Clause */
/* test_redundancy.c - which link-layer addresses several routers share. */
#include <criterion/criterion.h>
#include <muster/net.h>
#include <stdio.h>

static const char *protocol_of(const char *text)
{
	uint8_t mac[6];
	const char *protocol;

	cr_assert_eq(sscanf(text, "%2hhx:%2hhx:%2hhx:%2hhx:%2hhx:%2hhx", &mac[0], &mac[1], &mac[2], &mac[3], &mac[4],
	                    &mac[5]),
	             6);
	protocol = mst_link_addr_shared_by(mac);
	return protocol ? protocol : "";
}

Test(net_redundancy, those_of_the_four_protocols_are_known)
{
	cr_expect_str_eq(protocol_of("00:00:5e:00:01:33"), "VRRP");
	cr_expect_str_eq(protocol_of("00:00:5e:00:02:ff"), "VRRP");
	cr_expect_str_eq(protocol_of("00:00:0c:07:ac:00"), "HSRP");
	cr_expect_str_eq(protocol_of("00:00:0c:9f:f0:00"), "HSRP");
	cr_expect_str_eq(protocol_of("00:00:0c:9f:ff:ff"), "HSRP");
	cr_expect_str_eq(protocol_of("00:05:73:a0:0f:ff"), "HSRP");
	cr_expect_str_eq(protocol_of("00:07:b4:00:01:02"), "GLBP");
	cr_expect_str_eq(protocol_of("00:07:b4:03:ff:04"), "GLBP");
}

Test(net_redundancy, their_neighbours_are_cards)
{
	cr_expect_str_eq(protocol_of("00:00:5e:00:00:01"), "");
	cr_expect_str_eq(protocol_of("00:00:5e:00:03:01"), "");
	cr_expect_str_eq(protocol_of("00:00:0c:07:ad:00"), "");
	cr_expect_str_eq(protocol_of("00:00:0c:9f:ef:ff"), "");
	cr_expect_str_eq(protocol_of("00:05:73:a0:10:00"), "");
	cr_expect_str_eq(protocol_of("00:07:b4:04:00:01"), "");
	cr_expect_str_eq(protocol_of("02:00:5e:00:01:33"), "");
}
