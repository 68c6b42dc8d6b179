/* SPDX-License-Identifier: BSD-2-Clause */
/* ipsec.c - see ipsec.h. */
#include "net/ipsec.h"

#include <errno.h>
#include <linux/netlink.h>
#include <linux/xfrm.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

#define FIRST_ROOM 16

static struct mst_addr addr_of(enum mst_family family, const xfrm_address_t *from)
{
	struct mst_addr addr = { .family = (uint8_t)family };

	memcpy(addr.bytes, from, family == MST_IPV6 ? 16 : 4);
	return addr;
}

/* What the templates do (struct xfrm_user_tmpl, one after the other); without any, packets leave as they are. */
static int take_templates(const struct nlattr *attr, void *context)
{
	uint16_t *encap = context;
	const char *at = mnl_attr_get_payload(attr);
	size_t left = mnl_attr_get_payload_len(attr);
	struct xfrm_user_tmpl template;

	if (mnl_attr_get_type(attr) != XFRMA_TMPL)
		return MNL_CB_OK;
	for (; left >= sizeof template; left -= sizeof template, at += sizeof template) {
		memcpy(&template, at, sizeof template);
		if (*encap != MST_ENCAP_IPSEC_TRANSPORT)
			*encap = template.mode == XFRM_MODE_TUNNEL ? MST_ENCAP_IPSEC : MST_ENCAP_IPSEC_TRANSPORT;
	}
	return MNL_CB_OK;
}

/* Packets of ours have no mark (SO_MARK): a policy that wants one does not apply to them. */
static bool wants_mark(const struct nlattr *attr)
{
	struct xfrm_mark mark;

	if (!attr || mnl_attr_get_payload_len(attr) < sizeof mark)
		return false;
	memcpy(&mark, mnl_attr_get_payload(attr), sizeof mark);
	return mark.v != 0;
}

static int add(struct mst_ipsec *ipsec, const struct mst_ipsec_policy *policy)
{
	size_t room = ipsec->room ? 2 * ipsec->room : FIRST_ROOM;

	if (ipsec->count == ipsec->room) {
		struct mst_ipsec_policy *more = reallocarray(ipsec->policies, room, sizeof *more);

		if (!more)
			return -ENOMEM;
		ipsec->policies = more;
		ipsec->room = room;
	}
	ipsec->policies[ipsec->count++] = *policy;
	return 0;
}

/* The structure wants an alignment of 8, which netlink does not give. */
static int take_policy(const struct nlmsghdr *message, void *context)
{
	struct xfrm_userpolicy_info info;
	const struct xfrm_selector *selector = &info.sel;
	const struct nlattr *attrs[XFRMA_IF_ID + 1];
	struct mst_ipsec_policy policy;
	uint32_t interface = 0;
	unsigned bits;

	if (message->nlmsg_type != XFRM_MSG_NEWPOLICY || mnl_nlmsg_get_payload_len(message) < sizeof info ||
	    !mst_rtnl_attrs(message, sizeof info, attrs, XFRMA_IF_ID))
		return 0;
	/* Of an xfrm interface, which encrypts the frames of every engine itself; or for marked packets: of a VTI. */
	mst_rtnl_u32(attrs[XFRMA_IF_ID], &interface);
	if (interface || wants_mark(attrs[XFRMA_MARK]))
		return 0;
	memcpy(&info, mnl_nlmsg_get_payload(message), sizeof info);
	if (info.dir != XFRM_POLICY_OUT)
		return 0;
	policy = (struct mst_ipsec_policy){
		.family = selector->family <= UINT8_MAX ? mst_family_of_rtnl((uint8_t)selector->family) : MST_NO_FAMILY,
		.destination_bits = selector->prefixlen_d,
		.source_bits = selector->prefixlen_s,
		.priority = info.priority,
		.some = selector->proto || selector->sport_mask || selector->dport_mask || selector->ifindex,
		.encap = info.action == XFRM_POLICY_BLOCK ? MST_ENCAP_IPSEC : MST_ENCAP_NONE,
	};
	bits = policy.family == MST_IPV6 ? 128 : policy.family == MST_IPV4 ? 32 : 0;
	if (policy.destination_bits > bits || policy.source_bits > bits)
		return 0;
	policy.destination = addr_of(policy.family, &selector->daddr);
	policy.source = addr_of(policy.family, &selector->saddr);
	if (info.action == XFRM_POLICY_ALLOW)
		mnl_attr_parse(message, sizeof info, take_templates, &policy.encap);
	return add(context, &policy);
}

static void forget(void *context)
{
	((struct mst_ipsec *)context)->count = 0;
}

const struct mst_rtnl_reading mst_ipsec_policies = { take_policy, forget };

int mst_ipsec_read(struct mst_ipsec *ipsec, struct mst_error *err)
{
	struct mst_error ignored;
	struct mst_rtnl *rtnl;
	int code;

	if (mst_rtnl_open_for(&rtnl, NETLINK_XFRM, &ignored) < 0)
		return 0;
	code = mst_rtnl_dump(rtnl, XFRM_MSG_GETPOLICY, sizeof(struct xfrm_userpolicy_id), 0, &mst_ipsec_policies,
	                     ipsec);
	mst_rtnl_close(rtnl);
	if (code < 0)
		mst_ipsec_free(ipsec);
	return code == -ENOMEM ? mst_fail(err, code, "no memory for the IPsec policies") : 0;
}

void mst_ipsec_free(struct mst_ipsec *ipsec)
{
	free(ipsec->policies);
	*ipsec = (struct mst_ipsec){ 0 };
}

static bool is_of(const struct mst_ipsec_policy *policy, uint8_t family)
{
	return policy->family == MST_NO_FAMILY || policy->family == (enum mst_family)family;
}

int mst_ipsec_cut(const struct mst_ipsec *ipsec, struct mst_routes *routes)
{
	int code = 0;

	for (size_t i = 0; i < ipsec->count && code == 0; i++) {
		const struct mst_ipsec_policy *policy = &ipsec->policies[i];

		if (policy->family != MST_NO_FAMILY && is_of(policy, (uint8_t)routes->family))
			code = mst_routes_cut(routes, &policy->destination, policy->destination_bits);
	}
	return code;
}

static bool contains(const struct mst_addr *prefix, unsigned bits, const struct mst_addr *addr)
{
	uint8_t mask = (uint8_t)(0xff00 >> bits % 8);

	if (bits == 0)
		return true;
	return memcmp(prefix->bytes, addr->bytes, bits / 8) == 0 &&
	       (bits % 8 == 0 || ((prefix->bytes[bits / 8] ^ addr->bytes[bits / 8]) & mask) == 0);
}

uint16_t mst_ipsec_for(const struct mst_ipsec *ipsec, const struct mst_addr *source, const struct mst_addr *target)
{
	const struct mst_ipsec_policy *found = NULL;

	for (size_t i = 0; i < ipsec->count; i++) {
		const struct mst_ipsec_policy *policy = &ipsec->policies[i];

		/* One that lets only some protocols pass says nothing of the others. Of equal priority the oldest
		 * counts, and the kernel lists the newest first. */
		if (!is_of(policy, target->family) || (policy->some && policy->encap == MST_ENCAP_NONE) ||
		    (found && found->priority < policy->priority) ||
		    !contains(&policy->destination, policy->destination_bits, target) ||
		    !contains(&policy->source, policy->source_bits, source))
			continue;
		found = policy;
	}
	return found ? found->encap : MST_ENCAP_NONE;
}
