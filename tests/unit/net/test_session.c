/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "net/session.h"

static struct mst_addr parsed(const char *text)
{
	struct mst_addr addr;

	cr_assert_eq(mst_addr_parse(&addr, text), 0, "%s", text);
	return addr;
}

Test(net_session, the_third_word_is_the_address_of_this_machine)
{
	struct mst_addr addr, wanted = parsed("198.51.100.4");

	cr_assert_eq(mst_session_addr(&addr, "192.0.2.7 51712 198.51.100.4 22"), 0);
	cr_assert(mst_addr_equal(&addr, &wanted));
	wanted = parsed("2001:db8::4");
	cr_assert_eq(mst_session_addr(&addr, "2001:db8::1 51712 2001:db8::4 22"), 0);
	cr_assert(mst_addr_equal(&addr, &wanted));
	cr_assert_eq(mst_session_addr(&addr, "fe80::1%eth0 51712 fe80::4%eth0 22"), 0);
}

Test(net_session, other_texts_name_none)
{
	static const char *const texts[] = { "",
		                             " ",
		                             "192.0.2.7",
		                             "192.0.2.7 51712",
		                             "192.0.2.7 51712 ",
		                             "a b c d",
		                             "UNKNOWN 65535 UNKNOWN 65535",
		                             "1 2 300.1.1.1 4",
		                             "1 2 % 4" };
	char longest[4096];
	struct mst_addr addr;

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		cr_assert_lt(mst_session_addr(&addr, texts[i]), 0, "%s", texts[i]);
	memset(longest, '1', sizeof longest);
	longest[1] = longest[3] = ' ';
	longest[sizeof longest - 1] = '\0';
	cr_assert_lt(mst_session_addr(&addr, longest), 0);
}

/* eth0 ◄─ eth0.5 (the address); eth1, eth2 ◄─ bond0 ◄─ br0 (the default route); veth0 ── veth1; lonely */
static struct mst_interface_addr own[2];
static struct mst_interface_gateway gateway[1] = { { .family = MST_IPV4 } };
static struct mst_interface items[] = {
	{ .name = "eth0", .type = "ethernet" },
	{ .name = "eth0.5", .type = "vlan", .lower = "eth0", .addrs = &own[0], .addr_count = 1 },
	{ .name = "eth1", .type = "ethernet", .master = "bond0" },
	{ .name = "bond0", .type = "bond", .master = "br0" },
	{ .name = "br0", .type = "bridge", .gateways = gateway, .gateway_count = 1 },
	{ .name = "veth0", .type = "veth", .lower = "veth1" },
	{ .name = "veth1", .type = "veth", .lower = "veth0", .addrs = &own[1], .addr_count = 1 },
	{ .name = "lonely", .type = "ethernet" },
};
static const struct mst_interfaces all = { items, sizeof items / sizeof *items };

static enum mst_session at(const char *interface, const char *addr)
{
	struct mst_addr local = parsed(addr ? addr : "0.0.0.0");

	own[0].addr = parsed("198.51.100.4");
	own[1].addr = parsed("fe80::1");
	own[1].addr.scope = 7;
	return mst_session_of(&all, interface, addr ? &local : NULL);
}

Test(net_session, an_ssh_session_passes_its_interface_and_what_is_below)
{
	cr_assert_eq(at("eth0.5", "198.51.100.4"), MST_SESSION_SSH);
	cr_assert_eq(at("eth0", "198.51.100.4"), MST_SESSION_SSH);
	cr_assert_eq(at("eth1", "198.51.100.4"), MST_SESSION_NONE);
	cr_assert_eq(at("br0", "198.51.100.4"), MST_SESSION_NONE, "the connection is known, and is not there");
}

Test(net_session, a_link_local_address_counts_without_its_zone)
{
	cr_assert_eq(at("veth1", "fe80::1"), MST_SESSION_SSH);
	cr_assert_eq(at("veth0", "fe80::1"), MST_SESSION_NONE, "the other end of a veth is not below");
}

Test(net_session, without_one_it_may_pass_the_default_route)
{
	cr_assert_eq(at("br0", NULL), MST_SESSION_GATEWAY);
	cr_assert_eq(at("bond0", NULL), MST_SESSION_GATEWAY);
	cr_assert_eq(at("eth1", NULL), MST_SESSION_GATEWAY);
	cr_assert_eq(at("eth0", NULL), MST_SESSION_NONE);
	cr_assert_eq(at("lonely", NULL), MST_SESSION_NONE);
}

Test(net_session, an_address_of_another_namespace_is_nowhere_here)
{
	for (size_t i = 0; i < all.count; i++)
		cr_assert_eq(at(items[i].name, "203.0.113.9"), MST_SESSION_NONE);
}

Test(net_session, interfaces_stacked_in_a_circle_end)
{
	static struct mst_interface circle[] = { { .name = "a", .master = "b" }, { .name = "b", .master = "a" } };
	const struct mst_interfaces both = { circle, 2 };

	cr_assert_eq(mst_session_of(&both, "a", NULL), MST_SESSION_NONE);
}
