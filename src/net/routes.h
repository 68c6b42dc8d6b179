/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * routes.h - the places in the address space where routing may change, and the route of one address.
 *
 * Every prefix in any routing table of a family, and every destination of a policy rule, makes two cuts in the
 * address space. Between two cuts all addresses match the same rules and routes: one query answers for all of them.
 */
#ifndef MST_NET_ROUTES_H
#define MST_NET_ROUTES_H

#include "net/encap.h"
#include "net/flow.h"
#include "net/process.h"
#include "net/rtnl.h"

struct mst_routes {
	enum mst_family family; /* MST_NO_FAMILY counts as IPv4 */
	mst_uint128 *cuts;      /* first addresses of pieces, as numbers; sealed: ascending, unique, the first is 0 */
	size_t count, room;
	bool by_source; /* some route is for a source prefix (RFC 8028: `ip -6 route add default from …`) */
	bool multipath; /* some route has several next hops, or refers to a nexthop object: one answer for a piece may
	                 * not be the answer for each of its addresses */
};

/* Which route is asked for. */
struct mst_route_question {
	const struct mst_addr *destination;
	const struct mst_addr *source;     /* NULL, or without family: the kernel's choice */
	int oif;                           /* 0: the kernel's choice */
	struct mst_flow flow;              /* zeros: not said */
	const struct mst_process *process; /* NULL: this process, as it is now */
};

/* The kernel's answer for one destination. */
struct mst_route {
	uint8_t type; /* RTN_… */
	int ifindex;
	enum mst_family family;  /* of the destination */
	struct mst_addr source;  /* no family when the answer has none */
	struct mst_addr gateway; /* no family when on-link; may be IPv6 (RFC 5549) */
	uint16_t encap;          /* enum mst_encap */
	uint32_t mtu;            /* that the route has, bytes; 0: that of its interface */
};

/* Adds to *routes, which is zeroed but for the family and cuts, and seals it. */
int mst_routes_read(struct mst_routes *routes, struct mst_rtnl *rtnl, enum mst_family family, struct mst_error *err);
void mst_routes_free(struct mst_routes *routes);

/* Takes RTM_NEWROUTE and RTM_NEWRULE messages into a struct mst_routes. */
extern const struct mst_rtnl_reading mst_routes_cuts;

/* Makes a prefix a piece of its own, before they are sealed. -ENOMEM. */
int mst_routes_cut(struct mst_routes *routes, const struct mst_addr *addr, unsigned length);

/* Sorts the cuts, joins equal ones, and adds those of prefixes that the kernel handles without a route. */
int mst_routes_seal(struct mst_routes *routes);

/* Queries the kernel. 0, or its negative errno. */
int mst_routes_ask(struct mst_route *route, struct mst_rtnl *rtnl, const struct mst_route_question *question);

/* The message of a question in `buffer` (MST_RTNL_REQUEST bytes, aligned to 4); `flags`: RTM_F_… */
struct nlmsghdr *mst_routes_question(void *buffer, const struct mst_route_question *question, unsigned flags);

/*
 * Reads the gateway of a route or next hop of this family: RTA_GATEWAY has the family of the route, RTA_VIA names its
 * family (RFC 5549). Each may be NULL; without a gateway `gateway` stays as it is.
 */
void mst_routes_gateway(struct mst_addr *gateway, enum mst_family family, int ifindex, const struct nlattr *plain,
                        const struct nlattr *via);

/* An address as a number, whatever its family, and back. */
static inline mst_uint128 mst_addr_number(const struct mst_addr *addr)
{
	return addr->family == MST_IPV6 ? mst_addr_ipv6(addr) : mst_addr_ipv4(addr);
}

static inline struct mst_addr mst_addr_of_number(mst_uint128 number, uint8_t family, uint32_t scope)
{
	return family == MST_IPV6 ? mst_addr_from_ipv6(number, scope) : mst_addr_from_ipv4((uint32_t)number);
}

static inline mst_uint128 mst_addr_last_number(uint8_t family)
{
	return family == MST_IPV6 ? ~(mst_uint128)0 : UINT32_MAX;
}

/* Takes the RTM_NEWROUTE message of such an answer into a struct mst_route. */
extern const struct mst_rtnl_reading mst_routes_answer;

#endif
