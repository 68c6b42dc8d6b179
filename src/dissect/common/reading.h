/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * reading.h - what the readers of the layers share (link.c, network.c, transport.c, packet_read.c).
 */
#ifndef MST_DISSECT_COMMON_READING_H
#define MST_DISSECT_COMMON_READING_H

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

#endif
