/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * route.h - how each target would be reached: interface, source address, next hop.
 * A scan decides the same before it begins.
 *
 * Nothing is sent, nothing changed, and no privileges are needed. A list is a value: any number of threads may read it.
 */
#ifndef MUSTER_ROUTE_H
#define MUSTER_ROUTE_H

#include <muster/api.h>
#include <muster/error.h>
#include <muster/net.h>
#include <muster/targets.h>

/* X(constant, word, what it means) */
#define MST_ROUTE_KINDS(X) \
	X(MST_ROUTE_VIA, "via", "through a gateway") \
	X(MST_ROUTE_ON_LINK, "on-link", "on a local link, without a gateway") \
	X(MST_ROUTE_LOCAL, "local", "an address of this machine itself") \
	X(MST_ROUTE_UNREACHABLE, "unreachable", "refused by a route of this type: nothing is sent") \
	X(MST_ROUTE_PROHIBIT, "prohibit", "refused by a route of this type: nothing is sent") \
	X(MST_ROUTE_BLACKHOLE, "blackhole", "refused by a route of this type: nothing is sent") \
	X(MST_ROUTE_NONE, "none", "there is no route")

#define MST_ROUTE_KIND(constant, word, meaning) constant,
enum mst_route_kind { MST_ROUTE_KINDS(MST_ROUTE_KIND) MST_ROUTE_KIND_COUNT };
#undef MST_ROUTE_KIND

/* The word for it. Static; "?" out of range. */
MST_API const char *mst_route_kind_name(enum mst_route_kind kind);

/* How the link-layer address is resolved. */
enum mst_route_resolve {
	MST_ROUTE_RESOLVE_NONE, /* there is none, or it is known already */
	MST_ROUTE_RESOLVE_ARP,
	MST_ROUTE_RESOLVE_ND, /* neighbour solicitation */
};

/*
 * All targets from `first` to `last`, which are reached in the same way. Where a route has several next hops of equal
 * cost, there is a piece for each, with the targets that the kernel's hash gives to it: such pieces overlap. Where the
 * kernel tells protocols apart (ip-rule(8): ipproto; the hash of IPv6), as for an echo request.
 */
struct mst_route_piece {
	struct mst_addr first, last;
	mst_uint128 targets; /* their number */
	uint32_t next_hops;  /* of the route: 1, or the number of those of equal cost */
	uint32_t reserved;   /* of those, network and broadcast addresses of this machine's subnets, which
	                      * are never probed */
	enum mst_route_kind kind;
	char interface[MST_INTERFACE_NAME]; /* "" where nothing is sent; all further members are empty then */
	int index;                          /* of the interface */
	uint32_t mtu;                       /* of the route or the interface, bytes */
	const char *encapsulation; /* what the kernel does to its packets: "mpls", "seg6", "ipsec" …; "" for nothing.
	                            * Static, never NULL */
	struct mst_addr source;
	struct mst_addr gateway; /* no family without one; may be IPv6 for IPv4 targets (RFC 5549) */
	enum mst_route_resolve
		resolve; /* how the link-layer addresses of on-link targets, or of the gateway, are resolved */
	uint8_t mac[6];  /* of the gateway; valid if has_mac: the neighbour table has it */
	bool has_mac;
};

struct mst_routing {
	const struct mst_route_piece *pieces; /* ascending by `first`: IPv4, IPv6, link-local IPv6 by interface */
	size_t count;
};

/* As in struct mst_scan_route; each may be NULL. */
struct mst_route_config {
	const char *interface, *source_ip;
	bool no_arp, by_user;
	uint32_t user;
};

/*
 * Allocates the list. -EINVAL with a sentence: there is no such interface or source address. Targets without
 * a route are a kind of piece, not an error. *routing is NULL after a failure.
 */
MST_API int mst_routing_find(struct mst_routing **routing, const struct mst_targets *targets,
                             const struct mst_route_config *config, struct mst_error *err);

/* Accepts NULL. */
MST_API void mst_routing_free(struct mst_routing *routing);

#endif
