/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * learned.h - learns addresses of a link from one received frame (hostile bytes, bounded reads). Pure.
 *
 *     any packet                                 its source address
 *     neighbour solicitation or advertisement    its target address (RFC 4861)
 *     MLD report (RFC 2710, RFC 3810)            the last 24 bits of addresses, from solicited-node groups
 */
#ifndef MST_NEARBY_LEARNED_H
#define MST_NEARBY_LEARNED_H

#include <muster/addr.h>
#include <stddef.h>

/* Solicited-node groups in one report: a record has 20 bytes, and a frame at most 65,535 (jumbo frames: 9,000). */
#define MST_LEARNED_MAX 3276

struct mst_learned {
	uint8_t mac[6];           /* of the sender of the frame */
	struct mst_addr addrs[2]; /* without scope */
	size_t addr_count;
	uint32_t suffixes[MST_LEARNED_MAX]; /* 24 bits each: of addresses that the sender has */
	size_t suffix_count;
};

/* False when this is no complete Ethernet frame with IPv6 and a unicast source MAC address. */
bool mst_learned_read(struct mst_learned *learned, const uint8_t *bytes, size_t count);

#endif
