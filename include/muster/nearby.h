/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * nearby.h - likely neighbours on the local links of this machine, as targets. IPv4: all addresses of attached subnets
 * with prefixes of 16 bits or more. IPv6, where a link has 2^64 addresses: those found by multicast and listening,
 * and likely ones.
 *
 *     multicast (ff02::1)   echo requests; echo requests with an unknown option, which hosts must refuse by an ICMPv6
 *                           error; MLD queries: the groups in the reports have the last 24 bits of all addresses of a
 *                           host
 *     listening             the source of every packet, and the addresses that hosts solicit, advertise or check
 *     likely addresses      from known link-layer addresses (EUI-64), from the groups of MLD reports, and from the
 *                           beginning of each prefix
 *
 * The result is a set of targets; a sweep finds out which of them are up.
 */
#ifndef MUSTER_NEARBY_H
#define MUSTER_NEARBY_H

#include <muster/api.h>
#include <muster/error.h>
#include <muster/targets.h>

struct mst_nearby_config {
	const char *interface; /* NULL: every interface that is up, has a carrier and is no loopback; for
	                        * IPv6, Ethernet only */
	bool ipv4, ipv6;       /* only neighbours of this family; neither set: both, IPv6 where it is enabled */
	uint64_t listen_ns;    /* for this long, 100 ms..60 s; 0 is 2 s */
	bool eui64;            /* add addresses formed from link-layer addresses that were received, or are
	                        * in the neighbour table */
	bool no_mld;    /* send no MLD query: after one, a snooping switch that sees no other querier may withhold
	                 * multicast for some minutes from hosts that did not reply (RFC 4541) */
	bool low_bytes; /* add ::1 to ::ff of each prefix */
};

struct mst_nearby_counts {
	uint64_t found;      /* IPv6 addresses found by multicast and listening */
	uint64_t likely;     /* likely IPv6 addresses that were added */
	unsigned interfaces; /* on which it listened for IPv6 */
	unsigned subnets;    /* IPv4 subnets that were added */
	unsigned too_wide;   /* IPv4 subnets that were not added, as their prefixes are shorter than 16 bits;
	                      * the first one: */
	char widest[MST_ADDR_TEXT + 32]; /* "10.0.0.0/8 (eth0)" */
};

/*
 * Adds to an open set. Blocks while it listens for IPv6. -EINVAL: there is no such interface,
 * or one of its kind has no neighbours; -ENETUNREACH: none is up and has an address;
 * -EPERM: not enough privileges (CAP_NET_RAW); else -errno. The sentence gives the reason.
 */
MST_API int mst_nearby_find(struct mst_targets *targets, const struct mst_nearby_config *config,
                            struct mst_nearby_counts *counts, struct mst_error *err);

#endif
