/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * path.h - how the kernel routes to the targets: interface, source address, next hop, for each range of targets.
 *
 * A dump of all routes (rtnetlink) shows where in the address space the route may change. For each piece between two
 * such places that holds targets, the kernel is queried once (RTM_GETROUTE): so rules, metrics and multipath are the
 * kernel's.
 */
#ifndef MST_NET_PATH_H
#define MST_NET_PATH_H

#include <muster/error.h>
#include <muster/targets.h>
#include <net/if.h>

enum mst_path_kind {
	MST_PATH_UNICAST,     /* through `interface` from `source` */
	MST_PATH_LOCAL,       /* an address of this machine; `interface` is the loopback device */
	MST_PATH_UNREACHABLE, /* routes of type unreachable, prohibit, blackhole: nothing to send */
	MST_PATH_PROHIBITED,
	MST_PATH_BLACKHOLE,
	MST_PATH_NONE, /* no route */
};

struct mst_path {
	struct mst_addr first, last; /* the first and the last target it serves */
	enum mst_path_kind kind;
	bool on_link;    /* no gateway (RFC 4861: on-link) */
	bool neighbours; /* … and targets have link-layer addresses, resolved by ARP or ND */
	int ifindex;
	char interface[IF_NAMESIZE];
	struct mst_addr source;
	struct mst_addr gateway; /* no family when on-link; may be IPv6 for IPv4 targets (RFC 5549) */
	uint32_t mtu;            /* of the interface, bytes */
};

struct mst_paths {
	struct mst_path *paths; /* ascending, disjoint, cover every target; adjacent paths differ */
	size_t count;
};

/*
 * `interface` and `source_ip` (texts; NULL: the kernel's choice) override the kernel's choice. -EINVAL: the interface
 * does not exist, is down, or has no address of the targets' family and no source is given; the source is no address,
 * no address of this machine (accepted with an interface that has none), or not of the targets' family. With an
 * interface, a target without a route through it counts as on-link. Reads only; sends nothing. A missing route is a
 * path of kind NONE, not an error.
 */
int mst_paths_find(struct mst_paths *paths, const struct mst_targets *targets, const char *interface,
                   const char *source_ip, struct mst_error *err);
void mst_paths_free(struct mst_paths *paths);

/* The path of a target; NULL when there is none. Any thread. */
const struct mst_path *mst_paths_for(const struct mst_paths *paths, const struct mst_addr *addr);

/*
 * Network and broadcast addresses of the subnets of this machine's interfaces (prefixes shorter than /31).
 * Allocated, freed by the caller with free(3).
 */
int mst_paths_reserved(struct mst_addr **addrs, size_t *count, struct mst_error *err);

/*
 * Subnet-router anycast addresses (RFC 4291, section 2.6.1) of the connected IPv6 prefixes, except /127 and /128 (RFC
 * 6164). Ascending; allocated, freed by the caller with free(3).
 */
int mst_paths_anycast(struct mst_addr **addrs, size_t *count, struct mst_error *err);

/* The kernel's ephemeral port range (net.ipv4.ip_local_port_range). */
void mst_ephemeral_ports(uint16_t *first, uint16_t *last);

#endif
