/*
 * hop.h - the first hop of each path on the link layer: what engines that write whole frames need to know.
 *
 * Reads only: gateways that the kernel's neighbour table does not know (RTM_GETNEIGH) are left silent, for others to ask.
 */
#ifndef MST_NET_HOP_H
#define MST_NET_HOP_H

#include "net/path.h"

#define MST_ETHERNET_BYTES 14

enum mst_hop_kind {
	MST_HOP_NONE,       /* nothing is sent this way */
	MST_HOP_ETHERNET,   /* every frame begins with `ethernet` */
	MST_HOP_NO_HEADER,  /* loopback, tun and the like: frames begin with their IP header, or are not for us to write */
	MST_HOP_PER_TARGET, /* on the link: each target has a link-layer address of its own, which only the kernel finds out */
	MST_HOP_NEIGHBOUR,  /* … which we have found out: `ethernet` has all but the destination */
	MST_HOP_SILENT,     /* the gateway does not answer for its link-layer address */
};

struct mst_hop {
	enum mst_hop_kind kind;
	uint8_t family;                       /* of what is sent this way: enum mst_family */
	int ifindex;
	char interface[IF_NAMESIZE];
	struct mst_addr next;                 /* the gateway, or the only target of an on-link path */
	bool asked;                           /* we have asked `next` who it is */
	uint8_t ethernet[MST_ETHERNET_BYTES]; /* destination, source, type (IEEE 802.3) */
	uint32_t mtu;
	uint32_t tx_queues;                   /* of the device */
};

/* What is asked of targets on a path's own wire. */
enum mst_wire_use {
	MST_WIRE_ASKS,  /* who they are: frames to all */
	MST_WIRE_KNOWS, /* something else: their link-layer addresses are known to whoever makes the frames */
};

/* One hop for each path, by number. Allocated, freed by the caller with free(3). */
int mst_hops_find(struct mst_hop **hops, const struct mst_paths *paths, enum mst_wire_use use, struct mst_error *err);

/* Reads the link-layer address of one machine, 02:42:ac:11:00:02; -EINVAL: it is no such text, or of a group, or of nobody. */
int mst_mac_read(uint8_t mac[6], const char *text);

/* The gateway's link-layer address is this one. */
void mst_hop_answer(struct mst_hop *hop, const uint8_t mac[6]);

/* Whether frames for it begin with an Ethernet header of ours. */
static inline bool mst_hop_has_ethernet(const struct mst_hop *hop)
{
	return hop->kind == MST_HOP_ETHERNET || hop->kind == MST_HOP_NEIGHBOUR;
}

/* Why frames with Ethernet headers cannot be written for this hop, in a sentence; NULL when they can. Static. */
const char *mst_hop_objection(const struct mst_hop *hop);

#endif
