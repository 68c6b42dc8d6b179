/* SPDX-License-Identifier: BSD-2-Clause */
/* test_survey.c - what dumps of links, addresses and routes say, from messages made here: also of
 * devices this kernel may lack. */
#include "net/survey.h"

#include <criterion/criterion.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <string.h>

#include "net/ifaces.h"

struct made {
	_Alignas(MNL_ALIGNTO) char bytes[2048];
	struct nlmsghdr *message;
	void *header;
};

static void begin(struct made *made, uint16_t type, size_t header_bytes)
{
	memset(made, 0, sizeof *made);
	made->message = mnl_nlmsg_put_header(made->bytes);
	made->message->nlmsg_type = type;
	made->message->nlmsg_seq = 7;
	made->header = mnl_nlmsg_put_extra_header(made->message, header_bytes);
}

static void begin_link(struct made *made, int index, const char *name, unsigned flags, uint16_t hardware)
{
	begin(made, RTM_NEWLINK, sizeof(struct ifinfomsg));
	*(struct ifinfomsg *)made->header = (struct ifinfomsg){
		.ifi_index = index,
		.ifi_flags = flags,
		.ifi_type = hardware,
	};
	mnl_attr_put_strz(made->message, IFLA_IFNAME, name);
}

static void put_kind(struct made *made, const char *kind)
{
	struct nlattr *nest = mnl_attr_nest_start(made->message, IFLA_LINKINFO);

	mnl_attr_put_strz(made->message, IFLA_INFO_KIND, kind);
	mnl_attr_nest_end(made->message, nest);
}

static int take(struct made *made, const struct mst_rtnl_reading *reading, struct mst_survey *survey)
{
	struct mst_rtnl_answer answer = { .sequence = 7 };

	return mst_rtnl_read(&answer, made->bytes, made->message->nlmsg_len, reading, survey);
}

static const struct mst_interface *one_link(struct made *made, struct mst_survey *survey)
{
	*survey = (struct mst_survey){ 0 };
	cr_assert_eq(take(made, &mst_survey_links, survey), 0);
	cr_assert_eq(survey->link_count, 1);
	return &survey->links[0].info;
}

Test(net_survey, of_hsr_and_of_no_other_kind_a_frame_may_have_the_address_of_a_port)
{
	static const char *const kinds[] = { "hsr", "hs", "hsrp", "bond", "" };

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		struct mst_rtnl_answer answer = { .sequence = 7 };
		struct mst_ifaces ifaces = { 0 };
		struct made made;

		begin_link(&made, 5, "dev0", IFF_UP | IFF_RUNNING, ARPHRD_ETHER);
		put_kind(&made, kinds[i]);
		cr_assert_eq(mst_rtnl_read(&answer, made.bytes, made.message->nlmsg_len, &mst_ifaces_links, &ifaces),
		             0);
		cr_expect_eq(ifaces.links[0].ports_mac, i == 0, "%s", kinds[i]);
		mst_ifaces_free(&ifaces);
	}
}

Test(net_survey, a_vlan_is_one_and_stands_on_its_interface)
{
	struct mst_survey survey;
	struct made made;

	begin_link(&made, 5, "eth0.7", IFF_UP | IFF_RUNNING, ARPHRD_ETHER);
	put_kind(&made, "vlan");
	mnl_attr_put_u32(made.message, IFLA_LINK, 2);
	cr_assert_str_eq(one_link(&made, &survey)->type, "vlan");
	cr_expect_eq(survey.links[0].lower, 2);
	cr_expect_eq(survey.links[0].info.state, MST_INTERFACE_UP);
	mst_survey_free(&survey);
}

Test(net_survey, states_and_types_are_words)
{
	static const struct {
		unsigned flags;
		uint16_t hardware;
		const char *kind, *type, *state;
	} cases[] = {
		{ 0, ARPHRD_ETHER, NULL, "ethernet", "down" },
		{ IFF_UP, ARPHRD_ETHER, NULL, "ethernet", "no carrier" },
		{ IFF_UP | IFF_RUNNING, ARPHRD_LOOPBACK, NULL, "loopback", "up" },
		{ IFF_UP | IFF_RUNNING, ARPHRD_NONE, "wireguard", "wireguard", "up" },
		{ IFF_UP | IFF_RUNNING, ARPHRD_NONE, "tun", "tun", "up" },
		{ IFF_UP | IFF_RUNNING, ARPHRD_ETHER, "tun", "tap", "up" },
		{ IFF_UP | IFF_RUNNING, ARPHRD_IEEE80211_RADIOTAP, NULL, "wireless", "up" },
		{ IFF_UP, 9999, NULL, "unknown", "no carrier" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mst_survey survey;
		struct made made;
		const struct mst_interface *item;

		begin_link(&made, 3, "x0", cases[i].flags, cases[i].hardware);
		if (cases[i].kind)
			put_kind(&made, cases[i].kind);
		item = one_link(&made, &survey);
		cr_expect_str_eq(item->type, cases[i].type);
		cr_expect_str_eq(mst_interface_state_name(item->state), cases[i].state);
		mst_survey_free(&survey);
	}
}

Test(net_survey, a_name_or_kind_too_long_is_cut_and_a_long_address_is_none)
{
	static const uint8_t address[MST_LINK_ADDR_MAX + 1] = { 1 };
	struct mst_survey survey;
	struct made made;
	const struct mst_interface *item;

	begin_link(&made, 3, "a-name-that-no-kernel-would-give", IFF_UP, ARPHRD_ETHER);
	put_kind(&made, "a-kind-of-more-letters-than-any-kind-of-device-has");
	mnl_attr_put(made.message, IFLA_ADDRESS, sizeof address, address);
	item = one_link(&made, &survey);
	cr_expect_str_eq(item->name, "a-name-that-no-");
	cr_expect_eq(strlen(item->type), sizeof item->type - 1);
	cr_expect_eq(item->mac_bytes, 0);
	mst_survey_free(&survey);
}

static void put_hop(struct made *made, int index, uint32_t gateway)
{
	char *at = mnl_nlmsg_get_payload_tail(made->message);
	struct rtnexthop head = { .rtnh_len = sizeof head + 8, .rtnh_ifindex = index };
	struct nlattr attr = { .nla_len = 8, .nla_type = RTA_GATEWAY };

	gateway = htonl(gateway);
	memcpy(at, &head, sizeof head);
	memcpy(at + sizeof head, &attr, sizeof attr);
	memcpy(at + sizeof head + sizeof attr, &gateway, sizeof gateway);
	made->message->nlmsg_len += head.rtnh_len;
}

Test(net_survey, every_next_hop_of_a_default_route_is_a_gateway)
{
	struct mst_survey survey = { 0 };
	struct made made;
	struct nlattr *nest;

	begin(&made, RTM_NEWROUTE, sizeof(struct rtmsg));
	*(struct rtmsg *)made.header = (struct rtmsg){
		.rtm_family = AF_INET,
		.rtm_table = RT_TABLE_MAIN,
		.rtm_type = RTN_UNICAST,
	};
	nest = mnl_attr_nest_start(made.message, RTA_MULTIPATH);
	put_hop(&made, 2, 0x0a000001);
	put_hop(&made, 3, 0x0a000102);
	mnl_attr_nest_end(made.message, nest);
	cr_assert_eq(take(&made, &mst_survey_gateways, &survey), 0);
	cr_assert_eq(survey.gateway_count, 2);
	cr_expect_eq(survey.gateways[1].index, 3);
	cr_expect_eq(mst_addr_ipv4(&survey.gateways[1].info.addr), 0x0a000102);
	mst_survey_free(&survey);
}

Test(net_survey, routes_that_are_no_default_or_of_other_tables_are_passed_over)
{
	struct mst_survey survey = { 0 };
	struct rtmsg others[] = {
		{ .rtm_family = AF_INET, .rtm_table = RT_TABLE_MAIN, .rtm_type = RTN_UNICAST, .rtm_dst_len = 24 },
		{ .rtm_family = AF_INET, .rtm_table = 99, .rtm_type = RTN_UNICAST },
		{ .rtm_family = AF_INET, .rtm_table = RT_TABLE_MAIN, .rtm_type = RTN_BLACKHOLE },
	};

	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		struct made made;

		begin(&made, RTM_NEWROUTE, sizeof(struct rtmsg));
		*(struct rtmsg *)made.header = others[i];
		mnl_attr_put_u32(made.message, RTA_OIF, 2);
		cr_expect_eq(take(&made, &mst_survey_gateways, &survey), 0);
	}
	cr_expect_eq(survey.gateway_count, 0);
	mst_survey_free(&survey);
}

static const struct mst_interface_addr some_addrs[] = {
	{ .addr = { .bytes = { 0xfe, 0x80 }, .family = MST_IPV6 }, .scope = "link" },
	{ .addr = { .bytes = { 10, 0, 0, 9 }, .family = MST_IPV4 }, .scope = "global", .secondary = true },
	{ .addr = { .bytes = { 10, 0, 0, 1 }, .family = MST_IPV4 }, .scope = "global" },
	{ .addr = { .bytes = { 0x20, 1 }, .family = MST_IPV6 }, .scope = "global", .deprecated = true },
	{ .addr = { .bytes = { 0x20, 2 }, .family = MST_IPV6 }, .scope = "global" },
};

Test(net_survey, the_primary_address_is_global_first_and_in_use)
{
	struct mst_interface interface = { .addrs = some_addrs, .addr_count = 5 };

	cr_expect_eq(mst_interface_primary(&interface, MST_IPV4), &some_addrs[2]);
	cr_expect_eq(mst_interface_primary(&interface, MST_IPV6), &some_addrs[4]);
	interface.addr_count = 1;
	cr_expect_eq(mst_interface_primary(&interface, MST_IPV6), &some_addrs[0]);
	cr_expect_null(mst_interface_primary(&interface, MST_IPV4));
}

static struct mst_interface_addr one_addr(uint32_t flags, struct mst_iface_addr *for_sending)
{
	struct mst_rtnl_answer answer = { .sequence = 7 };
	struct mst_survey survey = { 0 };
	struct mst_ifaces ifaces = { 0 };
	struct mst_interface_addr found;
	struct made made;

	begin(&made, RTM_NEWADDR, sizeof(struct ifaddrmsg));
	*(struct ifaddrmsg *)made.header = (struct ifaddrmsg){
		.ifa_family = AF_INET6,
		.ifa_prefixlen = 64,
		.ifa_flags = (uint8_t)flags,
		.ifa_index = 3,
	};
	mnl_attr_put(made.message, IFA_ADDRESS, 16, "\375\167\0\0\0\0\0\0\0\0\0\0\0\0\0\2");
	mnl_attr_put_u32(made.message, IFA_FLAGS, flags);
	cr_assert_eq(take(&made, &mst_survey_addrs, &survey), 0);
	cr_assert_eq(mst_rtnl_read(&answer, made.bytes, made.message->nlmsg_len, &mst_ifaces_addrs, &ifaces), 0);
	cr_assert(survey.addr_count == 1 && ifaces.addr_count == 1);
	found = survey.addrs[0].info;
	*for_sending = ifaces.addrs[0];
	mst_survey_free(&survey);
	mst_ifaces_free(&ifaces);
	return found;
}

Test(net_survey, an_address_that_another_machine_has_is_a_duplicate_and_no_source)
{
	static const struct {
		uint32_t flags;
		bool duplicate, tentative, usable;
	} rows[] = {
		{ 0, false, false, true },
		{ IFA_F_PERMANENT | IFA_F_DEPRECATED, false, false, true },
		{ IFA_F_TENTATIVE, false, true, false },
		{ IFA_F_TENTATIVE | IFA_F_OPTIMISTIC, false, true, true }, /* RFC 4429 */
		{ IFA_F_TENTATIVE | IFA_F_DADFAILED | IFA_F_PERMANENT, true, false, false },
		{ IFA_F_TENTATIVE | IFA_F_OPTIMISTIC | IFA_F_DADFAILED, true, false, false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct mst_iface_addr own;
		struct mst_interface_addr addr = one_addr(rows[i].flags, &own);

		cr_expect_eq(addr.duplicate, rows[i].duplicate, "%zu", i);
		cr_expect_eq(addr.tentative, rows[i].tentative, "%zu", i);
		cr_expect_eq(mst_iface_addr_is_usable(&own), rows[i].usable, "%zu", i);
	}
}
