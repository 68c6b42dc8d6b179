/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * segment.h - the segments that we send in a handshake: from their IP header on. Pure.
 */
#ifndef MST_HANDSHAKE_SEGMENT_H
#define MST_HANDSHAKE_SEGMENT_H

#include "handshake/handshake.h"

#define MST_SEGMENT_BYTES 72 /* the longest without payload: IPv6, TCP, timestamps */

struct mst_segment {
	const struct mst_addr *source, *destination;
	uint16_t source_port, destination_port;
	uint32_t seq, ack;
	uint32_t stamp, echo; /* option timestamps (RFC 7323); stamp 0: none */
	uint8_t flags, ttl;
	uint8_t scale;          /* of the window */
	const uint8_t *payload; /* what will stand behind it */
	size_t payload_bytes;
};

/* Writes headers with their checksums; `bytes` has room for MST_SEGMENT_BYTES. Returns how many they are. */
size_t mst_segment_write(uint8_t *bytes, const struct mst_segment *segment);

#endif
