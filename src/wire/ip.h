/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ip.h - reads the header of an IPv4 or IPv6 packet (hostile bytes, bounded reads).
 *
 * In IPv6, extension headers are skipped (RFC 8200, section 4): `proto` is the protocol behind them.
 */
#ifndef MST_WIRE_IP_H
#define MST_WIRE_IP_H

#include <muster/addr.h>

#include "base/reader.h"

struct mst_ip {
	struct mst_addr source, destination; /* without scope */
	const uint8_t *bytes;                /* start of the header */
	size_t header;                       /* length in bytes, with options or extension headers */
	size_t total;                        /* length of the packet, from its length field */
	uint16_t id;                         /* IPv4: identification; IPv6: of the flow label, the last 16 bits */
	uint16_t fragment_at;                /* IPv6: where the fragment header begins; 0: there is none */
	uint8_t ttl, proto;
	bool fragment; /* the packet is a fragment */
	bool no_first; /* … and not the first: no transport header follows */
};

/* Reads a header with options or extension headers, and leaves the reader behind it. False when bytes are missing. */
bool mst_ip_read(struct mst_reader *r, struct mst_ip *ip);

/* The sum over the pseudo-header of `count` bytes of this protocol (RFC 9293, section 3.1; RFC 8200, section 8.1). */
uint32_t mst_ip_pseudo_sum(const struct mst_ip *ip, uint8_t proto, size_t count);

#endif
