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

#include "net/encap.h"
#include "net/flow.h"

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
	bool down;       /* LOCAL, and its loopback device is down: nothing can be sent to it */
	bool neighbours; /* … and targets have link-layer addresses, resolved by ARP or ND */
	int ifindex;
	char interface[IF_NAMESIZE];
	struct mst_addr source;
	struct mst_addr gateway; /* no family when on-link; may be IPv6 for IPv4 targets (RFC 5549) */
	uint16_t encap;          /* enum mst_encap: what the kernel does to its packets; then it must route them */
	uint32_t mtu;            /* of the route or the interface, bytes */
	uint32_t multipath; /* number of the equal-cost route that it is of, from 1; 0: the route has one next hop */
};

/*
 * Where policy rules tell flows apart, each piece of the targets has a path for each flow: that of flow k and piece i
 * is paths[k * pieces + i]. Else there is one flow.
 */
struct mst_paths {
	struct mst_path *paths;  /* of a flow: ascending, disjoint, cover every target; adjacent paths differ */
	size_t count;            /* of all flows together */
	unsigned flows;          /* 0 counts as 1 */
	struct mst_path *spares; /* every next hop of the equal-cost routes, by ascending `multipath`; no first, last */
	size_t spare_count;
};

static inline size_t mst_paths_pieces(const struct mst_paths *paths)
{
	return paths->flows > 1 ? paths->count / paths->flows : paths->count;
}

void mst_paths_free(struct mst_paths *paths);

/* The source addresses of paths by which probes leave, each once. Returns how many they are; most + 1: too many. */
#define MST_SOURCES_MAX 64
size_t mst_paths_sources(struct mst_addr *sources, size_t most, const struct mst_paths *paths);

/* Whether they leave in the same way; `first` and `last` do not count. */
bool mst_path_same(const struct mst_path *a, const struct mst_path *b);

/* The path of a target, of the first flow; NULL when there is none. Any thread. */
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
