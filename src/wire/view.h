/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * view.h - what a received frame says, once frame.h has read it. Pointers go into the frame.
 */
#ifndef MST_WIRE_VIEW_H
#define MST_WIRE_VIEW_H

#include <muster/addr.h>

enum mst_view_kind {
	MST_VIEW_TCP,
	MST_VIEW_UDP,
	MST_VIEW_ICMP,      /* a reply, of either family */
	MST_VIEW_ERROR,     /* an ICMP error: `quoted` is filled */
	MST_VIEW_NEIGHBOUR, /* ARP or neighbour discovery: the link-layer address of a neighbour */
};

struct mst_tcp_view {
	uint16_t source, destination;
	uint32_t seq, ack;
	uint32_t stamp, echoed; /* TSval and TSecr of the option "timestamps" (RFC 7323); 0: none */
	uint16_t window;        /* as it stands there, not scaled */
	bool scales;            /* with the option "window scale" */
	uint8_t flags;
	const uint8_t *payload; /* into the frame */
	size_t payload_bytes;
};

struct mst_udp_view {
	uint16_t source, destination;
	const uint8_t *payload; /* into the frame */
	size_t payload_bytes;
};

struct mst_icmp_view {
	uint8_t type, code;
	uint16_t id, seq;       /* of echo and timestamp, and their replies */
	const uint8_t *payload; /* into the frame */
	size_t payload_bytes;
};

/* The packet that an ICMP error quotes: IP header and 64 bits, which every router must quote (RFC 792). */
struct mst_quoted_view {
	struct mst_addr source, destination;
	uint16_t ip_id; /* IPv6: of the flow label, the last 16 bits */
	uint8_t proto;
	uint8_t icmp_type;
	uint16_t icmp_id, icmp_seq;
	uint16_t source_port, destination_port; /* of TCP and UDP */
	uint32_t tcp_seq;
};

/*
 * What Linux takes as the link-layer address of a neighbour that it waits for (net/ipv4/arp.c, net/ipv6/ndisc.c):
 *
 *     ARP reply or request           whatever its target fields say
 *     neighbour advertisement        solicited or not; to all only if it does not claim to be solicited
 *     neighbour solicitation         for an address of this machine
 */
struct mst_neighbour_view {
	struct mst_addr addr;
	uint8_t mac[6];     /* of `addr` */
	bool volunteered;   /* an announcement to all, or a question of its own: it comes without being asked, too */
	struct mst_addr to; /* the address that the receiver must have; no family: any */
};

/* The packet, from its IP header on, without padding of the link. */
struct mst_fragment_view {
	const uint8_t *bytes; /* into the frame */
	size_t count;
};

struct mst_view {
	struct mst_addr source, destination; /* of ARP: sender and target protocol address */
	enum mst_view_kind kind;
	const uint8_t *ethernet; /* destination and source, into the frame; NULL for other link layers */
	uint8_t ttl;
	uint8_t proto; /* IP protocol; 0 for ARP */
	uint16_t vlan; /* the number of the VLAN in its tags; 0: none */
	struct mst_tcp_view tcp;
	struct mst_udp_view udp;
	struct mst_icmp_view icmp;
	struct mst_quoted_view quoted;
	struct mst_neighbour_view neighbour;
	struct mst_fragment_view fragment;
};

static inline bool mst_view_is_error(const struct mst_view *view)
{
	return view->kind == MST_VIEW_ERROR;
}

#endif
