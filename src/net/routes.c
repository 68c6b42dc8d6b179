/* routes.c - see routes.h. */
#include "net/routes.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/fib_rules.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

#define FIRST_ROOM 64

/* Destinations that the kernel treats apart before it looks at any route (ip_route_output_key_hash_rcu). */
static const struct {
	uint32_t first;
	unsigned length;
} built_in[] = {
	{ 0x00000000, 32 }, /* this host */
	{ 0xe0000000, 4 },  /* multicast */
	{ 0xe0000000, 24 }, /* local multicast */
	{ 0xffffffff, 32 }, /* limited broadcast */
};

static int add_cut(struct mst_routes *routes, uint32_t first)
{
	if (routes->count == routes->room) {
		size_t room = routes->room ? routes->room * 2 : FIRST_ROOM;
		uint32_t *cuts = reallocarray(routes->cuts, room, sizeof *cuts);

		if (!cuts)
			return -ENOMEM;
		routes->cuts = cuts;
		routes->room = room;
	}
	routes->cuts[routes->count++] = first;
	return 0;
}

/* A prefix begins a piece with its first address and, unless it reaches the end, another behind its last. */
static int add_prefix(struct mst_routes *routes, uint32_t addr, unsigned length)
{
	uint32_t host_bits = length == 0 ? UINT32_MAX : (uint32_t)((UINT64_C(1) << (32 - length)) - 1);
	int code = add_cut(routes, addr & ~host_bits);

	if (code < 0 || (addr | host_bits) == UINT32_MAX)
		return code;
	return add_cut(routes, (addr | host_bits) + 1);
}

/*
 * struct fib_rule_hdr is laid out like struct rtmsg, and FRA_DST is RTA_DST, on purpose: rules and routes are
 * read alike. No destination is the whole space. Cached exceptions (a redirect, a path MTU) come in the
 * dump as routes of one address, and so get a piece of their own.
 */
static int take_prefix(const struct nlmsghdr *message, void *context)
{
	const struct rtmsg *info = mnl_nlmsg_get_payload(message);
	const struct nlattr *attrs[RTA_DST + 1];
	uint32_t addr = 0;

	_Static_assert((int)FRA_DST == (int)RTA_DST && sizeof(struct fib_rule_hdr) == sizeof(struct rtmsg), "alike");
	if ((message->nlmsg_type != RTM_NEWROUTE && message->nlmsg_type != RTM_NEWRULE)
	    || !mst_rtnl_attrs(message, sizeof *info, attrs, RTA_DST))
		return 0;
	if (info->rtm_family != AF_INET || info->rtm_dst_len > 32)
		return 0;
	if (info->rtm_dst_len > 0 && !mst_rtnl_ipv4(attrs[RTA_DST], &addr))
		return 0;
	return add_prefix(context, addr, info->rtm_dst_len);
}

/* Nothing to forget when a dump starts again: a cut too many costs one question more, and no answer. */
const struct mst_rtnl_reading mst_routes_cuts = { take_prefix, NULL };

static int by_address(const void *a, const void *b)
{
	uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;

	return (left > right) - (left < right);
}

int mst_routes_seal(struct mst_routes *routes)
{
	size_t kept = 0;

	for (size_t i = 0; i < sizeof built_in / sizeof *built_in; i++)
		if (add_prefix(routes, built_in[i].first, built_in[i].length) < 0)
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
	_Alignas(MNL_ALIGNTO) char buffer[MST_RTNL_REQUEST];
	void *info;
	struct nlmsghdr *question = mst_rtnl_question(buffer, type, NLM_F_DUMP, sizeof(struct rtmsg), &info);

	((struct rtmsg *)info)->rtm_family = AF_INET;
	return mst_rtnl_ask(rtnl, question, &mst_routes_cuts, routes);
}

int mst_routes_read(struct mst_routes *routes, struct mst_rtnl *rtnl, struct mst_error *err)
{
	int code = dump(routes, rtnl, RTM_GETROUTE);

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

/* RTA_GATEWAY is of the route's family, RTA_VIA names its own: an IPv4 route through an IPv6 router. */
static void read_gateway(struct mst_route *route, const struct nlattr *gateway, const struct nlattr *via)
{
	const struct rtvia *hop = via ? mnl_attr_get_payload(via) : NULL;
	uint32_t addr;

	if (mst_rtnl_ipv4(gateway, &addr)) {
		route->gateway = mst_addr_from_ipv4(addr);
	} else if (hop && mnl_attr_get_payload_len(via) == sizeof *hop + 16 && hop->rtvia_family == AF_INET6) {
		route->gateway = (struct mst_addr){ .family = MST_IPV6 };
		memcpy(route->gateway.bytes, hop->rtvia_addr, 16);
		if (hop->rtvia_addr[0] == 0xfe && (hop->rtvia_addr[1] & 0xc0) == 0x80)
			route->gateway.scope = (uint32_t)route->ifindex;
	}
}

static int take_route(const struct nlmsghdr *message, void *context)
{
	const struct rtmsg *info = mnl_nlmsg_get_payload(message);
	const struct nlattr *attrs[RTA_VIA + 1];
	struct mst_route *route = context;
	uint32_t value;

	if (message->nlmsg_type != RTM_NEWROUTE || !mst_rtnl_attrs(message, sizeof *info, attrs, RTA_VIA))
		return -EBADMSG;
	route->type = info->rtm_type;
	if (mst_rtnl_u32(attrs[RTA_OIF], &value))
		route->ifindex = (int)value;
	if (mst_rtnl_ipv4(attrs[RTA_PREFSRC], &value))
		route->source = mst_addr_from_ipv4(value);
	read_gateway(route, attrs[RTA_GATEWAY], attrs[RTA_VIA]);
	return 0;
}

const struct mst_rtnl_reading mst_routes_answer = { take_route, NULL };

int mst_routes_ask(struct mst_route *route, struct mst_rtnl *rtnl, uint32_t destination, int oif,
                   const struct mst_addr *source)
{
	_Alignas(MNL_ALIGNTO) char buffer[MST_RTNL_REQUEST];
	void *info;
	struct nlmsghdr *question = mst_rtnl_question(buffer, RTM_GETROUTE, 0, sizeof(struct rtmsg), &info);

	*(struct rtmsg *)info = (struct rtmsg){ .rtm_family = AF_INET, .rtm_dst_len = 32 };
	mnl_attr_put_u32(question, RTA_DST, htonl(destination));
	if (oif)
		mnl_attr_put_u32(question, RTA_OIF, (uint32_t)oif);
	if (source->family) {
		((struct rtmsg *)info)->rtm_src_len = 32;
		mnl_attr_put_u32(question, RTA_SRC, htonl(mst_addr_ipv4(source)));
	}
	*route = (struct mst_route){ .source = *source };
	return mst_rtnl_ask(rtnl, question, &mst_routes_answer, route);
}
