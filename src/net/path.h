/*
 * path.h - how the kernel would reach the targets: interface, source, next hop; piece by piece.
 *
 * One rtnetlink dump of routes cuts the address space where the answer may change; for each piece that holds
 * targets the kernel itself is asked (RTM_GETROUTE), so rules, metrics and multipath are its own word.
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
	MST_PATH_NONE,        /* no route */
};

struct mst_path {
	struct mst_addr first, last; /* the first and the last target it serves */
	enum mst_path_kind kind;
	bool on_link;                /* no gateway in between */
	bool neighbours;                  /* … and its targets have link-layer addresses, which ARP or ND tells */
	int ifindex;
	char interface[IF_NAMESIZE];
	struct mst_addr source;
	struct mst_addr gateway;     /* no family when on-link; may be IPv6 for IPv4 targets (RFC 5549) */
	uint32_t mtu;                /* of the interface, bytes */
};

struct mst_paths {
	struct mst_path *paths; /* ascending, disjoint, covering every target; neighbours differ */
	size_t count;
};

/*
 * `interface` and `source_ip` (texts; NULL: the kernel's choice) override, checked: -EINVAL when there is no such
 * interface, when it is down, or has no address of the targets' family and no source is given; and when the source is no
 * address, or none of this machine (any is taken with an interface that has none), or not of the targets' family. With an
 * interface the kernel takes each target that no route through it covers for on-link. Reads only; sends nothing. Missing
 * routes are paths of kind NONE, not errors.
 */
int mst_paths_find(struct mst_paths *paths, const struct mst_targets *targets, const char *interface,
                   const char *source_ip, struct mst_error *err);
void mst_paths_free(struct mst_paths *paths);

/* The path that serves a target. NULL when none does. Any thread. */
const struct mst_path *mst_paths_for(const struct mst_paths *paths, const struct mst_addr *addr);

/*
 * Network and broadcast addresses of the subnets of this machine's interfaces (prefixes shorter than /31).
 * Allocated, freed by the caller with free(3).
 */
int mst_paths_reserved(struct mst_addr **addrs, size_t *count, struct mst_error *err);

/* Subnet-router anycast addresses (RFC 4291, section 2.6.1) of the IPv6 prefixes that interfaces attach, but of /127 and /128 (RFC 6164).
 * Ascending; allocated, freed by the caller with free(3). */
int mst_paths_anycast(struct mst_addr **addrs, size_t *count, struct mst_error *err);

/* The kernel's ephemeral port range (net.ipv4.ip_local_port_range). */
void mst_ephemeral_ports(uint16_t *first, uint16_t *last);

#endif
