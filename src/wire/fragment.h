/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fragment.h - one fragment of a packet, IPv4 or IPv6, taken apart (hostile bytes, bounded reads). For fragments.c.
 */
#ifndef MST_WIRE_FRAGMENT_H
#define MST_WIRE_FRAGMENT_H

#include "wire/frame.h"

#define MST_PACKET_MAX 65535        /* what 16 bits of length can say */
#define MST_FRAGMENT_HEADER_MAX 512 /* before the payload, with options or extension headers */

/* What the fragments of a packet have in common. IPv6: the first one names the protocol. */
struct mst_fragment_identity {
	struct mst_addr source, destination;
	uint32_t id;
	uint8_t proto; /* IPv4 */
};

struct mst_fragment {
	struct mst_fragment_identity identity;
	const uint8_t *header, *payload; /* into the packet */
	size_t header_bytes;             /* IPv6: to the end of the fragment header */
	uint32_t begin, end;             /* of its payload in that of the packet; `end` is at most MST_PACKET_MAX */
	bool last;
	uint8_t ecn; /* the bit of its codepoint */
};

/* False: Linux drops this one, and keeps the others of its packet. */
bool mst_fragment_read(struct mst_fragment *fragment, const struct mst_fragment_view *view, int ifindex);

/* Makes the header of the first fragment that of a packet of `total` bytes. */
void mst_fragment_finish(uint8_t *header, size_t header_bytes, size_t total);

#endif
