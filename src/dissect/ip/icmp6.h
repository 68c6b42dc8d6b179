/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * icmp6.h - describers of one type of ICMPv6 message each. The reader is behind type, code and checksum; what they
 * write stands behind the message's name. They return false where the message is cut short.
 */
#ifndef MST_DISSECT_IP_ICMP6_H
#define MST_DISSECT_IP_ICMP6_H

#include <string.h>

#include "base/reader.h"
#include "dissect/common/line.h"

struct mst_icmp6 {
	uint8_t code;
	size_t declared; /* bytes of the whole message, by the IP header */
};

typedef bool mst_icmp6_message(struct mst_line *line, const struct mst_icmp6 *header, struct mst_reader *r);

/* Listener discovery: queries of both versions, reports and ends of version 1, reports of version 2. */
mst_icmp6_message mst_describe_mld_query, mst_describe_mld, mst_describe_mld_report;

/* Node information (RFC 4620), router renumbering (RFC 2894). */
mst_icmp6_message mst_describe_node_query, mst_describe_node_reply, mst_describe_renumbering;

/*
 * Neighbour discovery: what stands behind the length. `type` is one of the five from the first to the last; the reader
 * is behind the checksum.
 */
enum { MST_ICMP6_DISCOVERY_FIRST = 133, MST_ICMP6_DISCOVERY_LAST = 137 };
void mst_describe_discovery(struct mst_line *line, uint8_t type, struct mst_reader r);

/* The next 16 bytes; look at the reader's short_read before the address. */
static inline struct mst_addr mst_icmp6_addr(struct mst_reader *r)
{
	const uint8_t *bytes = mst_read_bytes(r, 16);
	struct mst_addr addr = { .family = MST_IPV6 };

	if (bytes)
		memcpy(addr.bytes, bytes, 16);
	return addr;
}

#endif
