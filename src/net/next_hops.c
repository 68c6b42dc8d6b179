/* SPDX-License-Identifier: BSD-2-Clause */
/* next_hops.c - see next_hops.h. */
#include "net/next_hops.h"

#include <string.h>

/* The attributes of one next hop are not checked by libmnl's loop: its length is. */
static void take_gateway(struct mst_next_hop *hop, const struct rtnexthop *next, enum mst_family family)
{
	const char *end = (const char *)next + next->rtnh_len;
	const struct nlattr *attr = (const void *)((const char *)next + sizeof *next);
	const struct nlattr *gateway = NULL, *via = NULL;

	while (mnl_attr_ok(attr, (int)(end - (const char *)attr))) {
		if (mnl_attr_get_type(attr) == RTA_GATEWAY)
			gateway = attr;
		if (mnl_attr_get_type(attr) == RTA_VIA)
			via = attr;
		attr = mnl_attr_next(attr);
	}
	mst_routes_gateway(&hop->gateway, family, hop->ifindex, gateway, via);
}

static void take_all(struct mst_next_hops *hops, const struct nlattr *multipath, enum mst_family family)
{
	const char *at = mnl_attr_get_payload(multipath);
	size_t left = mnl_attr_get_payload_len(multipath);

	while (left >= sizeof(struct rtnexthop) && hops->count < MST_NEXT_HOPS_MAX) {
		const struct rtnexthop *next = (const void *)at;
		size_t size = ((size_t)next->rtnh_len + RTNH_ALIGNTO - 1) & ~(size_t)(RTNH_ALIGNTO - 1);

		if (next->rtnh_len < sizeof *next || next->rtnh_len > left)
			return;
		if (!(next->rtnh_flags & RTNH_F_DEAD)) {
			struct mst_next_hop *hop = &hops->of[hops->count++];

			*hop = (struct mst_next_hop){ .ifindex = next->rtnh_ifindex };
			take_gateway(hop, next, family);
		}
		if (size > left)
			return;
		at += size;
		left -= size;
	}
}

static int take_route(const struct nlmsghdr *message, void *context)
{
	const struct rtmsg *info = mnl_nlmsg_get_payload(message);
	const struct nlattr *attrs[RTA_MULTIPATH + 1];

	if (message->nlmsg_type != RTM_NEWROUTE || !mst_rtnl_attrs(message, sizeof *info, attrs, RTA_MULTIPATH))
		return 0;
	if (attrs[RTA_MULTIPATH])
		take_all(context, attrs[RTA_MULTIPATH], mst_family_of_rtnl(info->rtm_family));
	((struct mst_next_hops *)context)->names_source = attrs[RTA_PREFSRC] != NULL;
	return 0;
}

const struct mst_rtnl_reading mst_next_hops_answer = { take_route, NULL };

int mst_next_hops_ask(struct mst_next_hops *hops, struct mst_rtnl *rtnl, const struct mst_route_question *question)
{
	_Alignas(MNL_ALIGNTO) char buffer[MST_RTNL_REQUEST];

	*hops = (struct mst_next_hops){ .count = 0 };
	return mst_rtnl_ask(rtnl, mst_routes_question(buffer, question, RTM_F_FIB_MATCH), &mst_next_hops_answer, hops);
}
