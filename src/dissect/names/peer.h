/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * peer.h - what the machine at the other end of a link says of itself in a frame of LLDP or CDP: its name, its port,
 * the VLAN of untagged frames, its management address. Pure.
 */
#ifndef MST_DISSECT_NAMES_PEER_H
#define MST_DISSECT_NAMES_PEER_H

#include <muster/addr.h>

#include "dissect/common/packet.h"

#define MST_PEER_NAME 256
#define MST_PEER_PORT 64

struct mst_peer {
	char name[MST_PEER_NAME]; /* printable ASCII; empty: not told */
	char port[MST_PEER_PORT];
	uint16_t vlan;        /* 0: not told */
	struct mst_addr addr; /* no family: not told */
};

/* False when the frame is none of both. */
bool mst_peer_read(struct mst_peer *peer, const struct mst_packet *packet);

#endif
