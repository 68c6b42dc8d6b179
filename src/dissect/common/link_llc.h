/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * link_llc.h - link types behind whose header IEEE 802.2 follows without a length. Pure.
 */
#ifndef MST_DISSECT_COMMON_LINK_LLC_H
#define MST_DISSECT_COMMON_LINK_LLC_H

#include "dissect/common/reading.h"

/* LLC begins here and lasts to the end of the frame; packet_read.c reads it. Returns 0. */
static inline uint16_t mst_link_llc(struct mst_packet *packet, const struct mst_reader *r)
{
	size_t declared = packet->wire_bytes - mst_reading_at(packet, r);

	packet->llc = true;
	packet->llc_bytes = (uint16_t)mst_smaller(declared, UINT16_MAX);
	return 0;
}

/* The protocol of SNAP that begins here, where it is an EtherType or a bridged frame of Ethernet; 0 for others. */
static inline uint16_t mst_link_snap(struct mst_packet *packet, struct mst_reader *r)
{
	uint32_t oui = (uint32_t)mst_read_be16(r) << 8;
	uint16_t protocol;

	oui |= mst_read_u8(r);
	protocol = mst_read_be16(r);
	if (oui == 0)
		return mst_reading_ethertype(protocol);
	if (oui == 0x80c2 && (protocol == 1 || protocol == 7)) {
		mst_reading_macs(packet, r);
		return mst_read_be16(r);
	}
	return 0;
}

#endif
