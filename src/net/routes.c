/* SPDX-License-Identifier: BSD-2-Clause */
/* routes.c - see routes.h. */
#include "net/routes.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/fib_rules.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

#define FIRST_ROOM 64

/* Destinations that the kernel handles before it looks at routes (ip_route_output_key_hash_rcu). */
static const struct {
	uint32_t first;
	unsigned length;
} built_in[] = {
	{ 0x00000000, 32 }, /* this host */
	{ 0xe0000000, 4 },  /* multicast */
	{ 0xe0000000, 24 }, /* local multicast */
	{ 0xffffffff, 32 }, /* limited broadcast */
};

/* The same for IPv6: prefixes with a scope of their own. */
static const struct {
	uint8_t first[2];
	unsigned length;
} built_in6[] = {
	{ { 0x00, 0x00 }, 128 }, /* unspecified */
	{ { 0xfe, 0x80 }, 10 },  /* link-local */
	{ { 0xff, 0x00 }, 8 },   /* multicast */
};

static int add_cut(struct mst_routes *routes, mst_uint128 first)
{
	if (routes->count == routes->room) {
		size_t room = routes->room ? routes->room * 2 : FIRST_ROOM;
		mst_uint128 *cuts = reallocarray(routes->cuts, room, sizeof *cuts);

		if (!cuts)
			return -ENOMEM;
		routes->cuts = cuts;
		routes->room = room;
	}
	routes->cuts[routes->count++] = first;
	return 0;
}

static unsigned bits_of(enum mst_family family)
{
	return family == MST_IPV6 ? 128 : 32;
}

/* A prefix makes two cuts: at its first address, and behind its last one (unless that is the last of all). */
static int add_prefix(struct mst_routes *routes, mst_uint128 addr, unsigned length)
{
	mst_uint128 all = mst_addr_last_number((uint8_t)routes->family);
	mst_uint128 host_bits = length == 0 ? all : ((mst_uint128)1 << (bits_of(routes->family) - length)) - 1;
	int code = add_cut(routes, addr & ~host_bits & all);

	if (code < 0 || (addr | host_bits) == all)
		return code;
	return add_cut(routes, (addr | host_bits) + 1);
}

/*
 * struct fib_rule_hdr has the layout of struct rtmsg, and FRA_DST equals RTA_DST, by design of the kernel: rules and
 * routes are read by the same code. A missing destination means the whole space. Cached exceptions (redirect, path
 * MTU) appear in the dump as routes of a single address, and become pieces of their own.
 */
static int take_prefix(const struct nlmsghdr *message, void *context)
{
	const struct rtmsg *info = mnl_nlmsg_get_payload(message);
	const struct nlattr *attrs[RTA_NH_ID + 1];
	struct mst_routes *routes = context;
	enum mst_family family = routes->family == MST_IPV6 ? MST_IPV6 : MST_IPV4;
	struct mst_addr addr = { .family = (uint8_t)family };

	_Static_assert((int)FRA_DST == (int)RTA_DST && sizeof(struct fib_rule_hdr) == sizeof(struct rtmsg), "alike");
	if ((message->nlmsg_type != RTM_NEWROUTE && message->nlmsg_type != RTM_NEWRULE) ||
	    !mst_rtnl_attrs(message, sizeof *info, attrs, RTA_NH_ID))
		return 0;
	if (mst_family_of_rtnl(info->rtm_family) != family || info->rtm_dst_len > bits_of(family))
		return 0;
	if (info->rtm_dst_len > 0 && !mst_rtnl_addr(attrs[RTA_DST], family, &addr))
		return 0;
	if (message->nlmsg_type == RTM_NEWROUTE) {
		routes->multipath |= attrs[RTA_MULTIPATH] || attrs[RTA_NH_ID];
		routes->by_source |= info->rtm_src_len > 0;
	}
	return add_prefix(routes, mst_addr_number(&addr), info->rtm_dst_len);
}

/* No `forget`: when a dump starts again, extra cuts cost extra queries, and the result is the same. */
const struct mst_rtnl_reading mst_routes_cuts = { take_prefix, NULL };

int mst_routes_cut(struct mst_routes *routes, const struct mst_addr *addr, unsigned length)
{
	return add_prefix(routes, mst_addr_number(addr), length);
}

static int by_address(const void *a, const void *b)
{
	mst_uint128 left = *(const mst_uint128 *)a, right = *(const mst_uint128 *)b;

	return (left > right) - (left < right);
}

static int add_built_in(struct mst_routes *routes)
{
	int code = 0;

	for (size_t i = 0; i < sizeof built_in / sizeof *built_in && routes->family != MST_IPV6 && code == 0; i++)
		code = add_prefix(routes, built_in[i].first, built_in[i].length);
	for (size_t i = 0; i < sizeof built_in6 / sizeof *built_in6 && routes->family == MST_IPV6 && code == 0; i++)
		code = add_prefix(routes, (mst_uint128)(built_in6[i].first[0] << 8 | built_in6[i].first[1]) << 112,
		                  built_in6[i].length);
	return code;
}

int mst_routes_seal(struct mst_routes *routes)
{
	size_t kept = 0;

	if (add_built_in(routes) < 0)
		return -ENOMEM;
	qsort(routes->cuts, routes->count, sizeof *routes->cuts, by_address);
	for (size_t i = 0; i < routes->count; i++)
		if (kept == 0 || routes->cuts[i] != routes->cuts[kept - 1])
			routes->cuts[kept++] = routes->cuts[i];
	routes->count = kept;
	return 0;
}

static int dump(struct mst_routes *routes, struct mst_rtnl *rtnl, uint16_t type)
{
	return mst_rtnl_dump(rtnl, type, sizeof(struct rtmsg), mst_rtnl_family((uint8_t)routes->family),
	                     &mst_routes_cuts, routes);
}

int mst_routes_read(struct mst_routes *routes, struct mst_rtnl *rtnl, enum mst_family family, struct mst_error *err)
{
	int code;

	routes->family = family;
	code = dump(routes, rtnl, RTM_GETROUTE);
	if (code == 0)
		code = dump(routes, rtnl, RTM_GETRULE);
	if (code == -EOPNOTSUPP)
		code = 0; /* a kernel without policy rules */
	if (code == 0)
		code = mst_routes_seal(routes);
	if (code == 0)
		return 0;
	mst_routes_free(routes);
	return mst_fail(err, code, "cannot list the routes: %s", strerror(-code));
}

void mst_routes_free(struct mst_routes *routes)
{
	free(routes->cuts);
	*routes = (struct mst_routes){ 0 };
}

void mst_routes_gateway(struct mst_addr *gateway, enum mst_family family, int ifindex, const struct nlattr *plain,
                        const struct nlattr *via)
{
	const struct rtvia *hop = via ? mnl_attr_get_payload(via) : NULL;

	if (!mst_rtnl_addr(plain, family, gateway) && hop && mnl_attr_get_payload_len(via) == sizeof *hop + 16 &&
	    hop->rtvia_family == AF_INET6) {
		*gateway = (struct mst_addr){ .family = MST_IPV6 };
		memcpy(gateway->bytes, hop->rtvia_addr, 16);
	}
	if (mst_addr_is_link_local(gateway))
		gateway->scope = (uint32_t)ifindex;
}

static int take_metric(const struct nlattr *attr, void *mtu)
{
	if (mnl_attr_get_type(attr) == RTAX_MTU)
		mst_rtnl_u32(attr, mtu);
	return MNL_CB_OK;
}

static void take_extras(struct mst_route *route, const struct nlattr *encap, const struct nlattr *metrics)
{
	uint16_t type;

	if (encap && mnl_attr_get_payload_len(encap) == sizeof type) {
		memcpy(&type, mnl_attr_get_payload(encap), sizeof type);
		route->encap = mst_encap_of_route(type);
	}
	if (metrics)
		mnl_attr_parse_nested(metrics, take_metric, &route->mtu);
}

static int take_route(const struct nlmsghdr *message, void *context)
{
	const struct rtmsg *info = mnl_nlmsg_get_payload(message);
	const struct nlattr *attrs[RTA_ENCAP_TYPE + 1];
	struct mst_route *route = context;
	uint32_t value;

	if (message->nlmsg_type != RTM_NEWROUTE || !mst_rtnl_attrs(message, sizeof *info, attrs, RTA_ENCAP_TYPE))
		return -EBADMSG;
	route->type = info->rtm_type;
	route->family = mst_family_of_rtnl(info->rtm_family);
	if (mst_rtnl_u32(attrs[RTA_OIF], &value))
		route->ifindex = (int)value;
	mst_rtnl_addr(attrs[RTA_PREFSRC], route->family, &route->source);
	if (mst_addr_is_link_local(&route->source))
		route->source.scope = (uint32_t)route->ifindex;
	mst_routes_gateway(&route->gateway, route->family, route->ifindex, attrs[RTA_GATEWAY], attrs[RTA_VIA]);
	take_extras(route, attrs[RTA_ENCAP_TYPE], attrs[RTA_METRICS]);
	return 0;
}

const struct mst_rtnl_reading mst_routes_answer = { take_route, NULL };

/* Of ICMP the kernel keeps type and code where ports would be, and hashes them as such (flowi_uli in net/flow.h). */
#define ECHO_REQUEST_PORT 0x8000

static void put_flow(struct nlmsghdr *message, const struct mst_flow *flow, uint8_t family)
{
	uint8_t protocol = mst_flow_protocol(flow, family);
	uint16_t port = protocol == IPPROTO_ICMPV6 ? ECHO_REQUEST_PORT : flow->port;

	if (protocol)
		mnl_attr_put_u8(message, RTA_IP_PROTO, protocol);
	if (protocol && flow->source_port)
		mnl_attr_put_u16(message, RTA_SPORT, htons(flow->source_port));
	if (protocol && port)
		mnl_attr_put_u16(message, RTA_DPORT, htons(port));
}

struct nlmsghdr *mst_routes_question(void *buffer, const struct mst_route_question *question, unsigned flags)
{
	void *info;
	struct nlmsghdr *message = mst_rtnl_question(buffer, RTM_GETROUTE, 0, sizeof(struct rtmsg), &info);
	uint8_t family = question->destination->family, bits = (uint8_t)bits_of((enum mst_family)family);

	*(struct rtmsg *)info = (struct rtmsg){
		.rtm_family = mst_rtnl_family(family),
		.rtm_dst_len = bits,
		.rtm_flags = flags,
	};
	mst_rtnl_put_addr(message, RTA_DST, question->destination);
	if (question->oif)
		mnl_attr_put_u32(message, RTA_OIF, (uint32_t)question->oif);
	if (question->source && question->source->family) {
		((struct rtmsg *)info)->rtm_src_len = bits;
		mst_rtnl_put_addr(message, RTA_SRC, question->source);
	}
	put_flow(message, &question->flow, family);
	if (question->process)
		mnl_attr_put_u32(message, RTA_UID, question->process->uid);
	return message;
}

int mst_routes_ask(struct mst_route *route, struct mst_rtnl *rtnl, const struct mst_route_question *question)
{
	_Alignas(MNL_ALIGNTO) char buffer[MST_RTNL_REQUEST];

	*route = (struct mst_route){ .family = MST_NO_FAMILY };
	if (question->source)
		route->source = *question->source;
	return mst_rtnl_ask(rtnl, mst_routes_question(buffer, question, 0), &mst_routes_answer, route);
}
