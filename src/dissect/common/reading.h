/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * reading.h - what the readers of the layers share (link.c, network.c, transport.c, packet_read.c).
 */
#ifndef MST_DISSECT_COMMON_READING_H
#define MST_DISSECT_COMMON_READING_H

#include <string.h>

#include "base/reader.h"
#include "dissect/common/packet.h"

/* The offset of the reader in the frame. */
static inline size_t mst_reading_at(const struct mst_packet *packet, const struct mst_reader *r)
{
	return (size_t)(r->at - packet->bytes);
}

static inline size_t mst_smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* The target's MAC address and the sender's, in this order; without both there are none. */
static inline void mst_reading_macs(struct mst_packet *packet, struct mst_reader *r)
{
	const uint8_t *macs = mst_read_bytes(r, 12);

	packet->has_macs = packet->has_target = macs != NULL;
	if (!macs)
		return;
	memcpy(packet->destination_mac, macs, 6);
	memcpy(packet->source_mac, macs + 6, 6);
}

/* The EtherType of a header that never has a length in its place; 0 when the number is too small to be one. */
static inline uint16_t mst_reading_ethertype(uint16_t type)
{
	return type >= MST_ETHERTYPE_LEAST ? type : 0;
}

#endif
