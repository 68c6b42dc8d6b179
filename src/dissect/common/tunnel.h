/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tunnel.h - what a packet carries that is a packet itself. Pure; part of mst_packet_inner (packet.h).
 *
 *     IP │ IP                                                    4, 41                  RFC 2003, RFC 4213, RFC 2473
 *     IP │ GRE │ IP, Ethernet, MPLS, PPP, ERSPAN's frames        47                     gre.h
 *     IP │ EtherIP │ Ethernet                                    97                     RFC 3378
 *     IP │ Ethernet                                              143                    RFC 8986
 *     IP │ MPLS │ IP                                             137                    RFC 4023
 *     IP │ UDP │ VXLAN, Geneve, GTP, L2TP, Teredo │ …            by port                udp_tunnels.h
 *     link, or VXLAN-GPE │ network service header │ …            by EtherType           RFC 8300
 */
#ifndef MST_DISSECT_COMMON_TUNNEL_H
#define MST_DISSECT_COMMON_TUNNEL_H

#include "dissect/common/packet.h"

struct mst_tunnel {
	uint16_t type; /* EtherType of the content; MST_ETHERTYPE_BRIDGED: an Ethernet frame */
	bool has_vni;  /* VXLAN and Geneve name the network that it is of */
	uint32_t vni;
	const uint8_t *bytes;
	size_t captured, declared;
};

/* False when the packet carries none, or one that is not readable. */
bool mst_tunnel_read(struct mst_tunnel *tunnel, const struct mst_packet *packet);

/* The name of what GRE and Geneve carry, as `-e` prints it; "unknown" for others. */
const char *mst_tunnel_type_name(uint16_t protocol);

#endif
