/* SPDX-License-Identifier: BSD-2-Clause */
/* test_ipsec.c - which of several IPsec policies counts, from messages as the kernel sends them. */
#include <criterion/criterion.h>
#include <linux/xfrm.h>
#include <netinet/in.h>
#include <string.h>

#include "fixture_net.h"
#include "net/ipsec.h"

/* With one more attribute, unless its type is 0. */
static void take_with(struct mst_ipsec *ipsec, const struct xfrm_userpolicy_info *info,
                      const struct xfrm_user_tmpl *template, size_t template_bytes, uint16_t type, const void *more,
                      size_t more_bytes)
{
	_Alignas(MNL_ALIGNTO) char buffer[1024];
	struct nlmsghdr *message = mnl_nlmsg_put_header(buffer);
	struct mst_rtnl_answer answer = { .sequence = 0 };

	message->nlmsg_type = XFRM_MSG_NEWPOLICY;
	memcpy(mnl_nlmsg_put_extra_header(message, sizeof *info), info, sizeof *info);
	if (template)
		mnl_attr_put(message, XFRMA_TMPL, template_bytes, template);
	if (type)
		mnl_attr_put(message, type, more_bytes, more);
	cr_assert_eq(mst_rtnl_read(&answer, buffer, message->nlmsg_len, &mst_ipsec_policies, ipsec), 0);
}

static void take(struct mst_ipsec *ipsec, const struct xfrm_userpolicy_info *info,
                 const struct xfrm_user_tmpl *template, size_t template_bytes)
{
	take_with(ipsec, info, template, template_bytes, 0, NULL, 0);
}

static struct xfrm_userpolicy_info policy_to(uint32_t net, uint8_t bits, uint32_t priority)
{
	struct xfrm_userpolicy_info info = {
		.sel = { .family = AF_INET, .prefixlen_d = bits, .daddr = { .a4 = htonl(net) } },
		.priority = priority,
		.dir = XFRM_POLICY_OUT,
		.action = XFRM_POLICY_ALLOW,
	};

	return info;
}

static uint16_t for_target(const struct mst_ipsec *ipsec, const char *target)
{
	struct mst_addr from = addr_of("10.9.0.1"), to = addr_of(target);

	return mst_ipsec_for(ipsec, &from, &to);
}

Test(net_ipsec, the_lowest_priority_that_matches_counts)
{
	const struct xfrm_user_tmpl tunnel = { .mode = XFRM_MODE_TUNNEL }, transport = { .mode = XFRM_MODE_TRANSPORT };
	struct xfrm_userpolicy_info info = policy_to(0x0a000000, 8, 100);
	struct mst_ipsec ipsec = { 0 };

	take(&ipsec, &info, &tunnel, sizeof tunnel);
	info = policy_to(0x0a010000, 16, 50); /* these leave as they are */
	take(&ipsec, &info, NULL, 0);
	info = policy_to(0x0a020000, 16, 200);
	take(&ipsec, &info, &transport, sizeof transport);
	info = policy_to(0x0a030000, 16, 10); /* these, only if they are of one protocol */
	info.sel.proto = IPPROTO_UDP;
	take(&ipsec, &info, NULL, 0);
	info = policy_to(0x0b000000, 9, 10);
	info.action = XFRM_POLICY_BLOCK;
	take(&ipsec, &info, NULL, 0);
	cr_expect_eq(ipsec.count, 5);
	cr_expect_eq(for_target(&ipsec, "10.7.0.1"), MST_ENCAP_IPSEC);
	cr_expect_eq(for_target(&ipsec, "10.1.255.255"), MST_ENCAP_NONE);
	cr_expect_eq(for_target(&ipsec, "10.2.0.1"), MST_ENCAP_IPSEC);
	cr_expect_eq(for_target(&ipsec, "10.3.0.1"), MST_ENCAP_IPSEC);
	cr_expect_eq(for_target(&ipsec, "11.127.255.255"), MST_ENCAP_IPSEC);
	cr_expect_eq(for_target(&ipsec, "11.128.0.0"), MST_ENCAP_NONE);
	cr_expect_eq(for_target(&ipsec, "2001:db8::1"), MST_ENCAP_NONE);
	mst_ipsec_free(&ipsec);
}

/* Seen with Linux 6.18: `ip xfrm policy` lists the newest first, and packets obey the oldest. */
Test(net_ipsec, of_equal_priority_the_oldest_counts)
{
	const struct xfrm_user_tmpl tunnel = { .mode = XFRM_MODE_TUNNEL };
	struct xfrm_userpolicy_info newest = policy_to(0x0a010000, 16, 100), oldest = policy_to(0x0a000000, 8, 100);
	struct mst_ipsec ipsec = { 0 };

	take(&ipsec, &newest, NULL, 0);
	take(&ipsec, &oldest, &tunnel, sizeof tunnel);
	cr_expect_eq(for_target(&ipsec, "10.1.0.1"), MST_ENCAP_IPSEC);
	mst_ipsec_free(&ipsec);
}

Test(net_ipsec, policies_of_an_xfrm_interface_are_its_own)
{
	const struct xfrm_user_tmpl tunnel = { .mode = XFRM_MODE_TUNNEL };
	struct xfrm_userpolicy_info info = policy_to(0, 0, 100);
	struct mst_ipsec ipsec = { 0 };

	take_with(&ipsec, &info, &tunnel, sizeof tunnel, XFRMA_IF_ID, &(uint32_t){ 9 }, sizeof(uint32_t));
	cr_expect_eq(ipsec.count, 0);
	cr_expect_eq(for_target(&ipsec, "10.7.0.1"), MST_ENCAP_NONE);
	mst_ipsec_free(&ipsec);
}

Test(net_ipsec, policies_for_marked_packets_as_of_a_vti_are_not_for_ours)
{
	const struct xfrm_user_tmpl tunnel = { .mode = XFRM_MODE_TUNNEL };
	const struct xfrm_mark vti = { .v = 42, .m = UINT32_MAX }, unmarked = { .v = 0, .m = UINT32_MAX };
	struct xfrm_userpolicy_info info = policy_to(0, 0, 100);
	struct mst_ipsec ipsec = { 0 };

	take_with(&ipsec, &info, &tunnel, sizeof tunnel, XFRMA_MARK, &vti, sizeof vti);
	cr_expect_eq(for_target(&ipsec, "10.7.0.1"), MST_ENCAP_NONE);
	take_with(&ipsec, &info, &tunnel, sizeof tunnel, XFRMA_MARK, &vti, sizeof vti - 4); /* no whole mark */
	take_with(&ipsec, &info, &tunnel, sizeof tunnel, XFRMA_MARK, &unmarked, sizeof unmarked);
	cr_expect_eq(ipsec.count, 2);
	cr_expect_eq(for_target(&ipsec, "10.7.0.1"), MST_ENCAP_IPSEC);
	mst_ipsec_free(&ipsec);
}

Test(net_ipsec, other_directions_and_broken_messages_are_passed_over)
{
	const struct xfrm_user_tmpl transport = { .mode = XFRM_MODE_TRANSPORT };
	struct xfrm_userpolicy_info info = policy_to(0x0a000000, 8, 1);
	struct mst_ipsec ipsec = { 0 };

	info.dir = XFRM_POLICY_IN;
	take(&ipsec, &info, &transport, sizeof transport);
	info = policy_to(0x0a000000, 33, 1);
	take(&ipsec, &info, &transport, sizeof transport);
	cr_expect_eq(ipsec.count, 0);
	info = policy_to(0x0a000000, 8, 1);
	take(&ipsec, &info, &transport, sizeof transport - 8); /* no whole template */
	cr_expect_eq(for_target(&ipsec, "10.7.0.1"), MST_ENCAP_NONE);
	mst_ipsec_free(&ipsec);
}
