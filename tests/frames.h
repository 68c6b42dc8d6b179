/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * frames.h - packets for tests, built the plain way: write the fields, then sum everything.
 */
#ifndef TESTS_FRAMES_H
#define TESTS_FRAMES_H

#include <string.h>

#include "wire/bytes.h"
#include "wire/checksum.h"
#include "wire/ipv4.h"

struct packet {
	uint8_t bytes[256];
	size_t length;
};

/* Makes lengths and checksums right. */
static inline void packet_finish(struct packet *packet)
{
	uint8_t *ip = packet->bytes;
	size_t header = (size_t)(ip[0] & 15) * 4, count = packet->length - header;
	uint8_t *field = ip + header + (ip[MST_IPV4_PROTO] == MST_PROTO_TCP ? MST_TCP_CHECKSUM : MST_ICMP_CHECKSUM);
	uint32_t pseudo = 0;

	mst_put_be16(ip + MST_IPV4_TOTAL, (uint16_t)packet->length);
	mst_put_be16(ip + MST_IPV4_CHECKSUM, 0);
	mst_put_be16(ip + MST_IPV4_CHECKSUM, mst_checksum(mst_sum_bytes(0, ip, header)));
	if (ip[MST_IPV4_PROTO] == MST_PROTO_TCP)
		pseudo = mst_sum_bytes(MST_PROTO_TCP + (uint32_t)count, ip + MST_IPV4_SOURCE, 8);
	mst_put_be16(field, 0);
	mst_put_be16(field, mst_checksum(mst_sum_bytes(pseudo, ip + header, count)));
}

static inline struct packet packet_of(uint8_t proto, uint32_t source, uint32_t destination, size_t payload)
{
	struct packet packet = { .length = MST_IPV4_BYTES + payload };

	mst_ipv4_begin(packet.bytes, (uint16_t)packet.length, proto, 64, source);
	mst_put_be32(packet.bytes + MST_IPV4_DESTINATION, destination);
	return packet;
}

static inline struct packet packet_tcp(uint32_t source, uint32_t destination, uint16_t from, uint16_t to, uint32_t ack,
                                       uint8_t flags)
{
	struct packet packet = packet_of(MST_PROTO_TCP, source, destination, MST_TCP_BYTES);
	uint8_t *tcp = packet.bytes + MST_IPV4_BYTES;

	mst_put_be16(tcp, from);
	mst_put_be16(tcp + 2, to);
	mst_put_be32(tcp + MST_TCP_SEQ, 0x01020304);
	mst_put_be32(tcp + 8, ack);
	tcp[MST_TCP_OFFSET] = 5 << 4;
	tcp[MST_TCP_FLAGS] = flags;
	packet_finish(&packet);
	return packet;
}

/* An ICMP error about `quoted` bytes. */
static inline struct packet packet_error(uint32_t source, uint32_t destination, uint8_t type, uint8_t code,
                                         const uint8_t *quoted, size_t count)
{
	struct packet packet = packet_of(MST_PROTO_ICMP, source, destination, MST_ICMP_BYTES + count);
	uint8_t *icmp = packet.bytes + MST_IPV4_BYTES;

	icmp[0] = type;
	icmp[1] = code;
	memcpy(icmp + MST_ICMP_BYTES, quoted, count);
	packet_finish(&packet);
	return packet;
}

#endif
