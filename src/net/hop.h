/*
 * hop.h - the first hop of each path on the link layer: what engines that write whole frames need to know.
 *
 * Neighbours are the kernel's word (rtnetlink, RTM_GETNEIGH). One that it does not know yet it is asked to resolve
 * (NTF_USE): it then sends ARP or neighbour solicitations as it would for any connection of this machine.
 */
#ifndef MST_NET_HOP_H
#define MST_NET_HOP_H

#include "net/path.h"

#define MST_ETHERNET_BYTES 14

enum mst_hop_kind {
	MST_HOP_NONE,       /* nothing is sent this way */
	MST_HOP_ETHERNET,   /* every frame begins with `ethernet` */
	MST_HOP_NO_HEADER,  /* loopback, tun and the like: frames begin with their IP header, or are not for us to write */
	MST_HOP_PER_TARGET, /* on the link: each target has a link-layer address of its own */
	MST_HOP_SILENT,     /* the gateway does not answer for its link-layer address */
};

struct mst_hop {
	enum mst_hop_kind kind;
	uint8_t family;                       /* of what is sent this way: enum mst_family */
	int ifindex;
	char interface[IF_NAMESIZE];
	struct mst_addr next;                 /* the gateway, or the only target of an on-link path */
	uint8_t ethernet[MST_ETHERNET_BYTES]; /* destination, source, type (IEEE 802.3) */
	uint32_t mtu;
	uint32_t tx_queues;                   /* of the device */
};

/*
 * One hop for each path, by number. Allocated, freed by the caller with free(3). Waits up to a second, all in all,
 * for neighbours that must be resolved first.
 */
int mst_hops_find(struct mst_hop **hops, const struct mst_paths *paths, struct mst_error *err);

/* Why frames with Ethernet headers cannot be written for this hop, in a sentence; NULL when they can. Static. */
const char *mst_hop_objection(const struct mst_hop *hop);

#endif
