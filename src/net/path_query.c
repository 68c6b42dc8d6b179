/* SPDX-License-Identifier: BSD-2-Clause */
/* path_query.c - see path_query.h. */
#include "net/path_query.h"

#include <errno.h>
#include <net/if_arp.h>
#include <netinet/in.h>
#include <string.h>

#include "base/fail.h"
#include "net/next_hops.h"

/*
 * The errno of a route query, as seen on Linux 6.18 (net/ipv4/fib_semantics.c, fib_props; fib_rules.c):
 *
 *     route type   errno               policy rule of that type
 *     unreachable  EHOSTUNREACH        ENETUNREACH
 *     prohibit     EACCES              EACCES
 *     blackhole    EINVAL              EINVAL
 *     throw, none  ENETUNREACH
 *
 * With an output interface the kernel refuses only when the interface has no address. A target without a route
 * through that interface, even a prohibited one, then counts as on-link ("apparently, routing tables are wrong", fib
 * code).
 */
static const struct {
	int code;
	enum mst_path_kind kind;
} refusals[] = {
	{ -ENETUNREACH, MST_PATH_NONE },
	{ -EHOSTUNREACH, MST_PATH_UNREACHABLE },
	{ -EACCES, MST_PATH_PROHIBITED },
	{ -EINVAL, MST_PATH_BLACKHOLE },
};

const char *mst_path_family_word(enum mst_family family)
{
	return family == MST_IPV6 ? "IPv6" : "IPv4";
}

static bool is_loopback(const struct mst_addr *addr)
{
	static const struct mst_addr loopback6 = { .bytes = { [15] = 1 }, .family = MST_IPV6 };

	return (addr->family == MST_IPV4 && addr->bytes[0] == 127) || mst_addr_equal(addr, &loopback6);
}

/* Sets the kind of path from a refusal. 0 when the code is in the table, else the code. */
static int read_refusal(struct mst_path *path, const struct mst_path_query *query, int code)
{
	for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
		if (refusals[i].code != code)
			continue;
		path->kind = refusals[i].kind;
		/* EINVAL is also the answer for source 127.0.0.1 and another destination. */
		if (code == -EINVAL && is_loopback(&query->source))
			path->kind = MST_PATH_NONE;
		return 0;
	}
	return code;
}

void mst_path_put_gateway(struct mst_path *path, const struct mst_path_query *query, const struct mst_addr *gateway)
{
	const struct mst_iface *link = mst_ifaces_at(&query->ifaces, path->ifindex);

	path->gateway = *gateway;
	path->on_link = gateway->family == MST_NO_FAMILY;
	path->neighbours = path->kind == MST_PATH_UNICAST && path->on_link && !path->encap && link &&
	                   link->type == ARPHRD_ETHER && !link->no_arp;
}

/* A broadcast address counts as on-link like a host. Listed anycast addresses are local. */
static int read_route(struct mst_path *path, const struct mst_path_query *query, const struct mst_route *route)
{
	const struct mst_iface *link = mst_ifaces_at(&query->ifaces, route->ifindex);

	if (!link)
		return -ENODEV; /* created after the list was read */
	path->kind = route->type == RTN_LOCAL || route->type == RTN_ANYCAST ? MST_PATH_LOCAL : MST_PATH_UNICAST;
	path->down = path->kind == MST_PATH_LOCAL && !link->up;
	path->ifindex = route->ifindex;
	memcpy(path->interface, link->name, sizeof path->interface);
	path->source = query->source.family ? query->source : route->source;
	path->mtu = route->mtu && route->mtu < link->mtu ? route->mtu : link->mtu;
	path->encap = path->kind == MST_PATH_UNICAST ? route->encap : MST_ENCAP_NONE;
	mst_path_put_gateway(path, query, &route->gateway);
	return 0;
}

static int fail_sourceless(const struct mst_path *path, const struct mst_addr *target, struct mst_error *err)
{
	char text[MST_ADDR_TEXT];

	mst_addr_format(target, text);
	return mst_fail(err, -EADDRNOTAVAIL, "interface %s has no %s address to ask %s from", path->interface,
	                mst_path_family_word((enum mst_family)target->family), text);
}

/* Answers must reach the source address: it must exist, and a link-local one must be of this interface. */
static int check_path_source(struct mst_path *path, const struct mst_path_query *query, const struct mst_addr *target,
                             struct mst_error *err)
{
	struct mst_addr *source = &path->source;
	int ifindex = target->scope ? (int)target->scope : path->ifindex; /* the loopback, for a local target */
	const struct mst_iface *link = mst_ifaces_at(&query->ifaces, ifindex);
	char text[MST_ADDR_TEXT], to[MST_ADDR_TEXT];

	if (path->kind > MST_PATH_LOCAL)
		return 0;
	mst_addr_format(target, to);
	if (!source->family ||
	    (path->kind == MST_PATH_UNICAST && !query->source.family && is_loopback(source) && !is_loopback(target)))
		return fail_sourceless(path, target, err);
	source->scope = mst_addr_is_link_local(source) ? (uint32_t)ifindex : 0;
	if (!source->scope || query->foreign || mst_ifaces_may_use(&query->ifaces, ifindex, source))
		return 0;
	if (!query->source.family)
		return fail_sourceless(path, target, err);
	source->scope = 0;
	mst_addr_format(source, text);
	return mst_fail(err, -EINVAL, "source %s is on another link than %s: expected one on %s, or of wider scope",
	                text, to, link ? link->name : path->interface);
}

/* A link-local target names its interface itself. */
struct mst_route_question mst_path_question(const struct mst_path_query *query, const struct mst_addr *target)
{
	return (struct mst_route_question){
		.destination = target,
		.source = query->foreign ? NULL : &query->source,
		.oif = target->scope ? (int)target->scope : query->oif,
		.flow = query->flow,
		.process = query->process,
	};
}

/* ---- routes for source prefixes ---- */

static unsigned common_bits(const struct mst_addr *a, const struct mst_addr *b)
{
	unsigned bits = 0;

	while (bits < 128 && !((a->bytes[bits / 8] ^ b->bytes[bits / 8]) & (0x80 >> bits % 8)))
		bits++;
	return bits;
}

static bool is_unique_local(const struct mst_addr *addr)
{
	return (addr->bytes[0] & 0xfe) == 0xfc;
}

/* How good a source address is for a target (RFC 6724, section 5: rules 6 and 8). */
static unsigned score_of(const struct mst_addr *source, const struct mst_addr *target)
{
	return common_bits(source, target) + (is_unique_local(source) == is_unique_local(target) ? 256 : 0);
}

/*
 * A socket without a route chooses its source address first, and then looks for a route of that source
 * (ip6_dst_lookup_tail of the kernel); netlink's question stops at the first step. So own addresses are asked from, the
 * best first.
 */
static int ask_by_source(struct mst_route *route, const struct mst_path_query *query,
                         const struct mst_route_question *question)
{
	const struct mst_ifaces *ifaces = &query->ifaces;
	int vrf = mst_ifaces_vrf_of(ifaces, question->oif);
	uint64_t best, below = UINT64_MAX;

	do {
		const struct mst_addr *source = NULL;
		struct mst_route_question again = *question;

		best = 0;
		for (size_t i = 0; i < ifaces->addr_count; i++) {
			const struct mst_iface_addr *own = &ifaces->addrs[i];
			uint64_t score = 0;

			if (own->addr.family == MST_IPV6) /* no two are equal, and earlier ones come first */
				score = (uint64_t)score_of(&own->addr, question->destination) << 32 | (UINT32_MAX - i);
			if (score <= best || score >= below || !mst_iface_addr_is_usable(own) ||
			    mst_addr_is_link_local(&own->addr) || is_loopback(&own->addr) ||
			    mst_ifaces_vrf_of(ifaces, own->index) != vrf)
				continue;
			best = score;
			source = &own->addr;
		}
		again.source = source;
		if (source && mst_routes_ask(route, query->rtnl, &again) == 0)
			return 0;
		below = best;
	} while (best);
	return -ENETUNREACH;
}

/* A policy acts on what the route makes of the packet. */
static void protect(struct mst_path *path, const struct mst_path_query *query, const struct mst_addr *target)
{
	uint16_t encap = mst_ipsec_for(query->ipsec, &path->source, target);

	if (encap == MST_ENCAP_NONE || path->encap != MST_ENCAP_NONE)
		return;
	path->encap = encap;
	path->neighbours = false;
}

/*
 * Over IPv4, connect(2) chooses a source address by one lookup, and the route by a second one that has it
 * (ip_route_connect of the kernel): so rules and the hash of equal-cost routes see it. An echo request of ping has
 * none.
 */
bool mst_path_connects(const struct mst_path_query *query)
{
	return query->family == MST_IPV4 && query->source_matters && !query->source.family &&
	       (query->flow.protocol == IPPROTO_TCP || query->flow.protocol == IPPROTO_UDP);
}

static int ask_as_socket(struct mst_route *route, const struct mst_path_query *query,
                         const struct mst_route_question *question)
{
	struct mst_route_question again = *question;
	int code = mst_routes_ask(route, query->rtnl, question);
	struct mst_addr source = route->source;

	if (code == -ENETUNREACH && query->by_source && !query->source.family)
		return ask_by_source(route, query, question);
	if (code < 0 || route->type != RTN_UNICAST || !source.family || !mst_path_connects(query))
		return code;
	again.source = &source;
	return mst_routes_ask(route, query->rtnl, &again);
}

/* The one of an interface; NULL: there is none. */
static const struct mst_next_hop *hop_on(const struct mst_next_hops *hops, int ifindex)
{
	for (unsigned i = 0; i < hops->count; i++) {
		if (hops->of[i].ifindex == ifindex)
			return &hops->of[i];
	}
	return NULL;
}

/*
 * Of a group of nexthop objects the kernel takes any, whatever interface is asked for, with a source address for the
 * first of them (IPv6, Linux 6.18: also for bound sockets). The one that is on it is taken, from a source address for
 * its gateway, if the route names none; none there is no route.
 */
static void keep_to_interface(struct mst_path *path, const struct mst_path_query *query,
                              const struct mst_route_question *question)
{
	const struct mst_iface *link = mst_ifaces_at(&query->ifaces, question->oif);
	struct mst_route_question again = *question;
	bool strays = path->ifindex != question->oif;
	const struct mst_next_hop *hop;
	struct mst_next_hops hops;
	struct mst_route route;

	if (!question->oif || path->kind != MST_PATH_UNICAST ||
	    mst_ifaces_vrf_of(&query->ifaces, question->oif) == question->oif)
		return;
	if (!strays && (query->family != MST_IPV6 || mst_ifaces_may_use(&query->ifaces, path->ifindex, &path->source)))
		return;
	if (!link || mst_next_hops_ask(&hops, query->rtnl, question) < 0)
		hops = (struct mst_next_hops){ .count = 0 };
	hop = hop_on(&hops, question->oif);
	if (strays && !hop) {
		*path = (struct mst_path){ .kind = MST_PATH_NONE };
		return;
	}
	if (strays) {
		path->ifindex = question->oif;
		memcpy(path->interface, link->name, sizeof path->interface);
		path->mtu = path->mtu < link->mtu ? path->mtu : link->mtu;
		mst_path_put_gateway(path, query, &hop->gateway);
	}
	again.destination = &path->gateway;
	if (hop && path->gateway.family && !query->source.family && !hops.names_source &&
	    mst_routes_ask(&route, query->rtnl, &again) == 0)
		path->source = route.source;
}

int mst_path_ask(struct mst_path *path, const struct mst_path_query *query, const struct mst_addr *target,
                 struct mst_error *err)
{
	struct mst_route_question question = mst_path_question(query, target);
	struct mst_route route;
	char text[MST_ADDR_TEXT];
	int code = ask_as_socket(&route, query, &question);

	*path = (struct mst_path){ .kind = MST_PATH_NONE };
	code = code == 0 ? read_route(path, query, &route) : read_refusal(path, query, code);
	if (code == 0) {
		keep_to_interface(path, query, &question);
		code = check_path_source(path, query, target, err);
		if (code == 0 && path->kind == MST_PATH_UNICAST && query->ipsec)
			protect(path, query, target);
		return code;
	}
	mst_addr_format(target, text);
	return mst_fail(err, code, "cannot find the route to %s: %s", text, strerror(-code));
}
