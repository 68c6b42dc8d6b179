/*
 * ip.h - the header of an IP packet of either family, read from hostile bytes.
 *
 * Of IPv6, extension headers are walked (RFC 8200, section 4): `proto` is what comes behind them.
 */
#ifndef MST_WIRE_IP_H
#define MST_WIRE_IP_H

#include <muster/addr.h>

#include "base/reader.h"

struct mst_ip {
	struct mst_addr source, destination; /* without scope */
	const uint8_t *bytes;                /* where it begins */
	size_t header;                       /* its bytes, with options and extensions */
	size_t total;                        /* with what it carries, as it says itself */
	uint16_t id;                         /* IPv4: identification; IPv6: of the flow label, the last 16 bits */
	uint8_t ttl, proto;
	bool fragment;                       /* a part of a packet */
	bool no_first;                       /* … and not its beginning: what follows is no header */
};

/* Reads a header with its options or extensions; the reader stands behind it then. False when it is not there in whole. */
bool mst_ip_read(struct mst_reader *r, struct mst_ip *ip);

/* The sum over the pseudo-header of `count` bytes of this protocol (RFC 9293, section 3.1; RFC 8200, section 8.1). */
uint32_t mst_ip_pseudo_sum(const struct mst_ip *ip, uint8_t proto, size_t count);

#endif
