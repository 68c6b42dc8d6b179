/*
 * routes.h - where the kernel's routing may change its mind, and what it says for one address.
 *
 * Every prefix of every table of a family, and every destination of a policy rule, is a pair of cuts in the address
 * space. Between two cuts all addresses meet the same rules and routes: one answer speaks for all of them.
 */
#ifndef MST_NET_ROUTES_H
#define MST_NET_ROUTES_H

#include "net/rtnl.h"

struct mst_routes {
	enum mst_family family; /* MST_NO_FAMILY counts as IPv4 */
	mst_uint128 *cuts;      /* where pieces begin, addresses as numbers; once sealed: ascending, unique, the first is 0 */
	size_t count, room;
};

/* The kernel's answer for one destination. */
struct mst_route {
	uint8_t type;            /* RTN_… */
	int ifindex;
	enum mst_family family;  /* of the destination */
	struct mst_addr source;  /* no family when none was told */
	struct mst_addr gateway; /* no family when on-link; may be IPv6 (RFC 5549) */
};

/* Fills a zeroed *routes and seals it. */
int mst_routes_read(struct mst_routes *routes, struct mst_rtnl *rtnl, enum mst_family family, struct mst_error *err);
void mst_routes_free(struct mst_routes *routes);

/* Takes RTM_NEWROUTE and RTM_NEWRULE messages into a struct mst_routes. */
extern const struct mst_rtnl_reading mst_routes_cuts;

/* Sorts, joins equal cuts and adds those that the kernel has without a route. */
int mst_routes_seal(struct mst_routes *routes);

/* Asks the kernel: `oif` 0 and `source` without family leave the choice to it. 0, or its negative errno. */
int mst_routes_ask(struct mst_route *route, struct mst_rtnl *rtnl, const struct mst_addr *destination, int oif,
                   const struct mst_addr *source);

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
