/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * network.h - ARP, IPv4, and IPv6 with its extension headers (RFC 826, RFC 791, RFC 8200). Pure; part of
 * mst_packet_read.
 */
#ifndef MST_DISSECT_COMMON_NETWORK_H
#define MST_DISSECT_COMMON_NETWORK_H

#include "base/reader.h"
#include "dissect/common/packet.h"

#define MST_EXTENSIONS_MAX 10 /* headers that are read */

/* Extension headers of IPv6, by their numbers as IP protocols. */
enum {
	MST_EXTENSION_HOP_BY_HOP = 0,
	MST_EXTENSION_ROUTING = 43,
	MST_EXTENSION_FRAGMENT = 44,
	MST_EXTENSION_AUTHENTICATION = MST_IPPROTO_AH,
	MST_EXTENSION_DESTINATION_OPTIONS = 60,
	MST_EXTENSION_MOBILITY_BEFORE = 62, /* its number in drafts of RFC 3775 */
	MST_EXTENSION_MOBILITY = 135,
};

/* IPv4 has the one of authentication. */
static inline bool mst_network_is_extension(enum mst_network network, uint8_t protocol)
{
	if (protocol == MST_EXTENSION_AUTHENTICATION)
		return network == MST_NETWORK_IPV4 || network == MST_NETWORK_IPV6;
	return network == MST_NETWORK_IPV6 &&
	       (protocol == MST_EXTENSION_HOP_BY_HOP || protocol == MST_EXTENSION_ROUTING ||
	        protocol == MST_EXTENSION_FRAGMENT || protocol == MST_EXTENSION_DESTINATION_OPTIONS ||
	        protocol == MST_EXTENSION_MOBILITY_BEFORE || protocol == MST_EXTENSION_MOBILITY);
}

/* Reads what `packet->ethertype` names and the reader stands before. False when that is none of the three, or broken.
 */
bool mst_network_read(struct mst_packet *packet, struct mst_reader *r);

#endif
