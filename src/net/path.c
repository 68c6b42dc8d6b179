/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * path.c - see path.h.
 *
 *     cuts      |      |     |         |         |        from the dump: between two, one answer for all
 *     targets     ---     --------   -     - -            a walk along both sorted lists
 *     asked       *       *  *       *     *              the first target of each piece that has any
 *     paths       [========][====================]        adjacent pieces with equal answers are joined
 *
 * A question to the kernel takes about 7 µs, whatever the number of targets. A router with the full Internet table
 * has two million pieces; if targets lie in all of them, this takes a quarter of a minute.
 */
#include "net/path.h"

#include <arpa/inet.h>
#include <errno.h>
#include <net/if_arp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "net/ifaces.h"
#include "net/routes.h"
#include "target/set.h"

#define FIRST_ROOM 8
static const struct mst_addr kernels_choice;

struct search {
	struct mst_paths *paths;
	size_t room;
	struct mst_rtnl *rtnl;
	struct mst_ifaces ifaces;
	struct mst_routes routes;
	int oif;                /* 0: the kernel's choice */
	enum mst_family family; /* of the targets being looked at */
	struct mst_addr source; /* to ask from; no family: the kernel's choice */
	bool foreign;           /* `source` is no address of this machine, and is not passed to the kernel */
};

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

static const char *word_of(enum mst_family family)
{
	return family == MST_IPV6 ? "IPv6" : "IPv4";
}

static bool is_loopback(const struct mst_addr *addr)
{
	static const struct mst_addr loopback6 = { .bytes = { [15] = 1 }, .family = MST_IPV6 };

	return (addr->family == MST_IPV4 && addr->bytes[0] == 127) || mst_addr_equal(addr, &loopback6);
}

/* Sets the kind of path from a refusal. 0 when the code is in the table, else the code. */
static int read_refusal(struct mst_path *path, const struct search *search, int code)
{
	for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
		if (refusals[i].code != code)
			continue;
		path->kind = refusals[i].kind;
		/* EINVAL is also the answer for source 127.0.0.1 and another destination. */
		if (code == -EINVAL && is_loopback(&search->source))
			path->kind = MST_PATH_NONE;
		return 0;
	}
	return code;
}

/* A broadcast address counts as on-link like a host. Listed anycast addresses are local. */
static int read_route(struct mst_path *path, const struct search *search, const struct mst_route *route)
{
	const struct mst_iface *link = mst_ifaces_at(&search->ifaces, route->ifindex);

	if (!link)
		return -ENODEV; /* created after the list was read */
	path->kind = route->type == RTN_LOCAL || route->type == RTN_ANYCAST ? MST_PATH_LOCAL : MST_PATH_UNICAST;
	path->on_link = route->gateway.family == MST_NO_FAMILY;
	path->ifindex = route->ifindex;
	memcpy(path->interface, link->name, sizeof path->interface);
	path->source = search->source.family ? search->source : route->source;
	path->gateway = route->gateway;
	path->mtu = link->mtu;
	path->neighbours = path->kind == MST_PATH_UNICAST && path->on_link && link->type == ARPHRD_ETHER &&
	                   !link->no_arp;
	return 0;
}

static int fail_sourceless(const struct mst_path *path, const struct mst_addr *target, struct mst_error *err)
{
	char text[MST_ADDR_TEXT];

	mst_addr_format(target, text);
	return mst_fail(err, -EINVAL, "interface %s has no %s address to ask %s from", path->interface,
	                word_of((enum mst_family)target->family), text);
}

/* Answers must reach the source address: it must exist, and a link-local one must be of this interface. */
static int check_path_source(struct mst_path *path, const struct search *search, const struct mst_addr *target,
                             struct mst_error *err)
{
	struct mst_addr *source = &path->source;
	int ifindex = target->scope ? (int)target->scope : path->ifindex; /* the loopback, for a local target */
	const struct mst_iface *link = mst_ifaces_at(&search->ifaces, ifindex);
	char text[MST_ADDR_TEXT], to[MST_ADDR_TEXT];

	if (path->kind > MST_PATH_LOCAL)
		return 0;
	mst_addr_format(target, to);
	if (!source->family ||
	    (path->kind == MST_PATH_UNICAST && !search->source.family && is_loopback(source) && !is_loopback(target)))
		return fail_sourceless(path, target, err);
	source->scope = mst_addr_is_link_local(source) ? (uint32_t)ifindex : 0;
	if (!source->scope || search->foreign || mst_ifaces_may_use(&search->ifaces, ifindex, source))
		return 0;
	if (!search->source.family)
		return fail_sourceless(path, target, err);
	source->scope = 0;
	mst_addr_format(source, text);
	return mst_fail(err, -EINVAL, "source %s is on another link than %s: expected one on %s, or of wider scope",
	                text, to, link ? link->name : path->interface);
}

/* A link-local target names its interface itself. */
static int ask(struct mst_path *path, const struct search *search, const struct mst_addr *target, struct mst_error *err)
{
	int oif = target->scope ? (int)target->scope : search->oif;
	struct mst_route route;
	char text[MST_ADDR_TEXT];
	int code = mst_routes_ask(&route, search->rtnl, target, oif,
	                          search->foreign ? &kernels_choice : &search->source);

	*path = (struct mst_path){ .kind = MST_PATH_NONE };
	code = code == 0 ? read_route(path, search, &route) : read_refusal(path, search, code);
	if (code == 0)
		return check_path_source(path, search, target, err);
	mst_addr_format(target, text);
	return mst_fail(err, code, "cannot find the route to %s: %s", text, strerror(-code));
}

static bool same_path(const struct mst_path *a, const struct mst_path *b)
{
	return a->kind == b->kind && a->on_link == b->on_link && a->ifindex == b->ifindex &&
	       mst_addr_equal(&a->source, &b->source) && mst_addr_equal(&a->gateway, &b->gateway);
}

/* Adds [first, last] to the last path when that equals `path`, else as a new path. */
static int serve(struct search *search, const struct mst_path *path, const struct mst_addr *first,
                 const struct mst_addr *last)
{
	struct mst_paths *paths = search->paths;
	struct mst_path *end = paths->count ? &paths->paths[paths->count - 1] : NULL;

	if (!end || !same_path(end, path) || end->first.family != first->family || end->first.scope != first->scope) {
		if (paths->count == search->room) {
			size_t room = search->room ? search->room * 2 : FIRST_ROOM;
			struct mst_path *bigger = reallocarray(paths->paths, room, sizeof *bigger);

			if (!bigger)
				return -ENOMEM;
			paths->paths = bigger;
			search->room = room;
		}
		end = &paths->paths[paths->count++];
		*end = *path;
		end->first = *first;
	}
	end->last = *last;
	return 0;
}

/* The piece of an address not below cuts[piece], in doubling steps: targets may lie far apart. */
static size_t piece_of(const struct mst_routes *routes, size_t piece, mst_uint128 addr)
{
	size_t step = 1;

	while (piece + step < routes->count && routes->cuts[piece + step] <= addr) {
		piece += step;
		step *= 2;
	}
	for (; step > 0; step /= 2)
		if (piece + step < routes->count && routes->cuts[piece + step] <= addr)
			piece += step;
	return piece;
}

static mst_uint128 piece_end(const struct mst_routes *routes, size_t piece)
{
	return piece + 1 < routes->count ? routes->cuts[piece + 1] - 1 : mst_addr_last_number((uint8_t)routes->family);
}

static int check_scope(const struct search *search, const struct mst_addr *first, struct mst_error *err)
{
	char addr[MST_ADDR_TEXT], names[MST_ERROR_TEXT / 2];

	mst_addr_format(first, addr);
	if (mst_addr_is_link_local(first) && first->scope == 0)
		return mst_fail(err, -EINVAL, "%s is link-local: expected its interface, as in %s%%eth0; there are: %s",
		                addr, addr, mst_ifaces_names(&search->ifaces, names, sizeof names));
	if (first->scope && search->oif && (int)first->scope != search->oif)
		return mst_fail(err, -EINVAL, "%s is on another interface than --interface names", addr);
	return 0;
}

/* The position of the walk over the targets of one scope, in ascending order. */
struct walk {
	struct mst_path path;
	size_t piece, asked; /* SIZE_MAX: nothing yet */
	uint32_t scope;
};

/* One interval of targets. */
static int walk_interval(struct search *search, struct walk *walk, const struct mst_addr *first,
                         const struct mst_addr *last, struct mst_error *err)
{
	mst_uint128 from = mst_addr_number(first), to = mst_addr_number(last), end;

	if (walk->scope != first->scope)
		*walk = (struct walk){ .asked = SIZE_MAX, .scope = first->scope };
	do {
		struct mst_addr here = mst_addr_of_number(from, first->family, first->scope), until;
		int code = check_scope(search, &here, err);

		walk->piece = piece_of(&search->routes, walk->piece, from);
		end = piece_end(&search->routes, walk->piece);
		if (walk->piece != walk->asked && code == 0)
			code = ask(&walk->path, search, &here, err);
		if (code < 0)
			return code;
		walk->asked = walk->piece;
		until = mst_addr_of_number(end < to ? end : to, first->family, first->scope);
		if (serve(search, &walk->path, &here, &until) < 0)
			return mst_fail(err, -ENOMEM, "no memory for the routes to the targets");
		from = end + 1;
	} while (end < to);
	return 0;
}

static int choose_interface(struct search *search, const char *name, struct mst_error *err)
{
	const struct mst_iface *link = mst_ifaces_named(&search->ifaces, name);
	char names[MST_ERROR_TEXT / 2];

	if (!link)
		return mst_fail(err, -EINVAL, "no interface %s here; there are: %s", name,
		                mst_ifaces_names(&search->ifaces, names, sizeof names));
	if (!link->up)
		return mst_fail(err, -EINVAL, "interface %s is down (ip link set %s up)", name, name);
	search->oif = link->index;
	return 0;
}

static int check_interface(const struct search *search, const char *name, struct mst_error *err)
{
	if (search->source.family || mst_ifaces_has_addr(&search->ifaces, search->oif, (uint8_t)search->family))
		return 0;
	return mst_fail(err, -EINVAL, "interface %s has no %s address: say which source address to ask from", name,
	                word_of(search->family));
}

/* Local addresses are more than those of the interfaces: 127.0.0.0/8, and local routes. */
static int check_source(struct search *search, struct mst_error *err)
{
	char addr[MST_ADDR_TEXT], names[MST_ERROR_TEXT / 2];
	bool right_family = search->source.family == search->family;
	const struct mst_iface_addr *own = mst_ifaces_find_addr(&search->ifaces, &search->source);
	struct mst_route route;

	mst_addr_format(&search->source, addr);
	if (own && !mst_iface_addr_is_usable(own))
		return mst_iface_addr_refuse(own, err);
	if (right_family &&
	    mst_routes_ask(&route, search->rtnl, &search->source, (int)search->source.scope, &kernels_choice) == 0 &&
	    route.type == RTN_LOCAL)
		return 0;
	search->foreign = right_family && search->oif &&
	                  !mst_ifaces_has_addr(&search->ifaces, search->oif, (uint8_t)search->family);
	if (search->foreign)
		return 0;
	return mst_fail(err, -EINVAL, "source %s is no %s address of this machine; there are: %s", addr,
	                word_of(search->family),
	                mst_ifaces_addresses(&search->ifaces, (uint8_t)search->family, names, sizeof names));
}

/* The targets of one family. */
static int find_family(struct search *search, const struct mst_targets *targets, enum mst_family family,
                       const char *interface, struct mst_error *err)
{
	struct walk walk = { .asked = SIZE_MAX };
	struct mst_addr first, last;
	int code = 0;

	search->family = family;
	if (interface)
		code = check_interface(search, interface, err);
	if (code == 0 && search->source.family)
		code = check_source(search, err);
	if (code == 0)
		code = mst_routes_read(&search->routes, search->rtnl, family, err);
	for (size_t i = 0; code == 0 && mst_targets_interval(targets, i, &first, &last); i++) {
		if (first.family == family)
			code = walk_interval(search, &walk, &first, &last, err);
	}
	mst_routes_free(&search->routes);
	return code;
}

int mst_paths_find(struct mst_paths *paths, const struct mst_targets *targets, const char *interface,
                   const char *source_ip, struct mst_error *err)
{
	struct search search = { .paths = paths };
	int code;

	*paths = (struct mst_paths){ 0 };
	if (source_ip && mst_addr_parse(&search.source, source_ip) < 0)
		return mst_fail(err, -EINVAL, "--source-ip %s: expected an address of this machine", source_ip);
	code = mst_rtnl_open(&search.rtnl, err);
	if (code == 0)
		code = mst_ifaces_read(&search.ifaces, search.rtnl, err);
	if (code == 0 && interface)
		code = choose_interface(&search, interface, err);
	if (code == 0 && mst_targets_have(targets, MST_IPV4))
		code = find_family(&search, targets, MST_IPV4, interface, err);
	if (code == 0 && mst_targets_have(targets, MST_IPV6))
		code = find_family(&search, targets, MST_IPV6, interface, err);
	if (code < 0)
		mst_paths_free(paths);
	mst_ifaces_free(&search.ifaces);
	mst_rtnl_close(search.rtnl);
	return code;
}

void mst_paths_free(struct mst_paths *paths)
{
	free(paths->paths);
	*paths = (struct mst_paths){ 0 };
}

static uint32_t leading_bytes(const struct mst_addr *addr)
{
	uint32_t network_order;

	memcpy(&network_order, addr->bytes, sizeof network_order);
	return ntohl(network_order);
}

/* A faster mst_addr_compare for lanes: the first bytes usually decide. */
static int order(const struct mst_addr *a, const struct mst_addr *b)
{
	uint32_t left = leading_bytes(a), right = leading_bytes(b);

	if (a->family == b->family && a->scope == b->scope && left != right)
		return left < right ? -1 : 1;
	return mst_addr_compare(a, b);
}

const struct mst_path *mst_paths_for(const struct mst_paths *paths, const struct mst_addr *addr)
{
	size_t low = 0, high = paths->count;

	/* The last path that begins at or before the address, if any, is low - 1. */
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (order(&paths->paths[middle].first, addr) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == 0 || order(addr, &paths->paths[low - 1].last) > 0)
		return NULL;
	return &paths->paths[low - 1];
}
