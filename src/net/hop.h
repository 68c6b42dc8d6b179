/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hop.h - the link-layer header for the first hop of each path, for engines that write complete frames.
 *
 * Only reads the kernel's neighbour table (RTM_GETNEIGH). A gateway that is not in it, or in a state in which the
 * kernel itself would verify the address, stays SILENT: scan/gateways.h asks it.
 */
#ifndef MST_NET_HOP_H
#define MST_NET_HOP_H

#include "net/path.h"

#define MST_ETHERNET_BYTES 14

enum mst_hop_kind {
	MST_HOP_NONE,       /* no frames are sent on this path */
	MST_HOP_ETHERNET,   /* every frame begins with `ethernet` */
	MST_HOP_NO_HEADER,  /* loopback, tun and the like: no Ethernet header */
	MST_HOP_PER_TARGET, /* on-link: each target has its own link-layer address, which the kernel resolves */
	MST_HOP_NEIGHBOUR,  /* on-link, resolved by muster: `ethernet` has everything but the destination */
	MST_HOP_SILENT,     /* the link-layer address of the gateway is not known, or is doubtful */
};

struct mst_hop {
	enum mst_hop_kind kind;
	uint8_t family; /* of the targets: enum mst_family */
	int ifindex;
	char interface[IF_NAMESIZE];
	struct mst_addr next; /* the gateway, or the only target of an on-link path */
	bool local;           /* leads to addresses of this machine itself */
	bool vrf;             /* local, and addresses are of this VRF: its table has them */
	uint16_t encap;       /* enum mst_encap; NO_HEADER, and the kernel must route the packets */
	bool doubtful; /* SILENT, and `ethernet` has an address that the kernel would verify first (STALE, DELAY, PROBE)
	                */
	bool fixed;    /* ETHERNET, and the kernel did not find the address itself: see net/neigh.h */
	bool ports_mac;                       /* of the interface: see net/ifaces.h */
	bool asked;                           /* an ARP request or neighbour solicitation was sent to `next` */
	uint8_t ethernet[MST_ETHERNET_BYTES]; /* destination, source, type (IEEE 802.3) */
	uint32_t mtu;
	uint32_t tx_queues; /* of the device */
};

/* What a scan sends to on-link targets (RFC 4861). */
enum mst_link_use {
	MST_LINK_SOLICITS, /* ARP requests or neighbour solicitations, as broadcast or multicast */
	MST_LINK_RESOLVED, /* other probes: the caller knows the link-layer address of each target */
};

/* Allocates one hop for each path, with the same index. The caller frees it with free(3). */
int mst_hops_find(struct mst_hop **hops, const struct mst_paths *paths, enum mst_link_use use, struct mst_error *err);

/* Parses a unicast MAC address such as 02:42:ac:11:00:02. -EINVAL: another text, a group address, or all zeros. */
int mst_mac_read(uint8_t mac[6], const char *text);

/* Sets the gateway's link-layer address. */
void mst_hop_answer(struct mst_hop *hop, const uint8_t mac[6]);

/* Takes a doubtful link-layer address as it is, where none can be asked for. */
static inline void mst_hop_trust(struct mst_hop *hop)
{
	if (hop->kind == MST_HOP_SILENT && hop->doubtful)
		hop->kind = MST_HOP_ETHERNET;
}

/* Whether frames for this hop begin with an Ethernet header that muster writes. */
static inline bool mst_hop_has_ethernet(const struct mst_hop *hop)
{
	return hop->kind == MST_HOP_ETHERNET || hop->kind == MST_HOP_NEIGHBOUR;
}

/* The reason, as a clause, why no Ethernet header can be written for this hop; NULL when it can. Static. */
const char *mst_hop_objection(const struct mst_hop *hop);

#endif
