/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * network.h - ARP, IPv4, and IPv6 with its extension headers (RFC 826, RFC 791, RFC 8200). Pure; part of
 * mst_packet_read.
 */
#ifndef MST_DISSECT_COMMON_NETWORK_H
#define MST_DISSECT_COMMON_NETWORK_H

#include "base/reader.h"
#include "dissect/common/packet.h"

/* Reads what `packet->ethertype` names and the reader stands before. False when that is none of the three, or broken.
 */
bool mst_network_read(struct mst_packet *packet, struct mst_reader *r);

#endif
