/* SPDX-License-Identifier: BSD-2-Clause */
/* peer.c - see peer.h: which of the protocols a frame carries. */
#include "dissect/names/peer.h"

#include "base/reader.h"

#define ETHERTYPE_LLDP 0x88cc

static const uint8_t cdp_header[] = { 0xaa, 0xaa, 0x03, 0x00, 0x00, 0x0c, 0x20, 0x00 }; /* LLC, SNAP */

bool mst_peer_read(struct mst_peer *peer, const struct mst_packet *packet)
{
	struct mst_reader r = mst_reader_over(packet->bytes + packet->network_at,
	                                      packet->captured - packet->network_at);
	const uint8_t *header;

	if (packet->ethertype == ETHERTYPE_LLDP)
		return mst_lldp_read(peer, r.at, r.left);
	if (!packet->llc)
		return false;
	header = mst_read_bytes(&r, sizeof cdp_header);
	return header && memcmp(header, cdp_header, sizeof cdp_header) == 0 && mst_cdp_read(peer, r.at, r.left);
}
