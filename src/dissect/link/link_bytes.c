/* SPDX-License-Identifier: BSD-2-Clause */
/* link_bytes.c - where the network layer begins: behind the link header, VLAN tags, LLC and SNAP. */
#include <pcap/dlt.h>

#include "base/reader.h"
#include "dissect/link/describers.h"

enum { NOVELL = 0xffff, SNAP = 0xaaaa, SNAP_BYTES = 5 };

/* clang-format off */
static const struct {
	int linktype;
	uint8_t bytes;
	uint8_t type_at;      /* of the EtherType; 0: there is none, or it is behind the other fields */
	bool whole;           /* a header that is cut short counts as one: nothing is behind it */
} links[] = {
	{ DLT_EN10MB, 14, 12, true },
	{ DLT_LINUX_SLL, 16, 14, false },
#ifdef DLT_LINUX_SLL2
	{ DLT_LINUX_SLL2, 20, 0, false },
#endif
	{ DLT_NULL, 4, 0, false },
	{ DLT_LOOP, 4, 0, false },
	{ DLT_PPP, 4, 0, false },
};
/* clang-format on */

/* Information frames and supervisory ones have two bytes of control, unnumbered ones one. */
static size_t llc_bytes(struct mst_reader r)
{
	uint16_t saps = mst_read_be16(&r);
	uint8_t control = mst_read_u8(&r);

	if (r.short_read || saps == NOVELL)
		return 0;
	if ((control & 3) != 3)
		return 4;
	return saps == SNAP && r.left >= SNAP_BYTES ? 3 + SNAP_BYTES : 3;
}

static size_t behind_header(const struct mst_packet *packet, size_t at, uint16_t type)
{
	struct mst_reader r = mst_reader_over(packet->bytes, packet->captured);
	bool cooked = packet->linktype != DLT_EN10MB, tagged = false;

	mst_skip(&r, at);
	while (mst_packet_is_tag(type)) {
		mst_skip(&r, 2);
		type = mst_read_be16(&r);
		tagged = true;
	}
	if (r.short_read)
		return packet->captured;
	if (cooked && !tagged ? type == MST_COOKED_802_2 : type < MST_ETHERTYPE_LEAST)
		mst_skip(&r, llc_bytes(r));
	return packet->captured - r.left;
}

size_t mst_link_bytes(const struct mst_packet *packet)
{
	for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
		struct mst_reader r = mst_reader_over(packet->bytes, packet->captured);

		if (links[i].linktype != packet->linktype)
			continue;
		if (packet->captured < links[i].bytes)
			return links[i].whole ? packet->captured : 0;
		if (links[i].bytes < 14)
			return links[i].bytes;
		mst_skip(&r, links[i].type_at);
		return behind_header(packet, links[i].bytes, mst_read_be16(&r));
	}
	return packet->known_link ? packet->network_at : 0;
}
