/* SPDX-License-Identifier: BSD-2-Clause */
/* segment.c - see segment.h. */
#include "handshake/segment.h"

#include <string.h>

#include "wire/bytes.h"
#include "wire/checksum.h"
#include "wire/ipv4.h"
#include "wire/ipv6.h"

#define STAMPS_BYTES 12 /* with two NOPs, as RFC 7323, appendix A, recommends */
/* One segment is enough. More would come as one frame of GRO that no capture keeps whole. */
#define WINDOW 1536

static void write_stamps(uint8_t *at, const struct mst_segment *segment)
{
	at[0] = at[1] = MST_TCP_OPTION_NONE;
	at[2] = MST_TCP_OPTION_TIMESTAMPS;
	at[3] = MST_TCP_TIMESTAMPS_BYTES;
	mst_put_be32(at + 4, segment->stamp);
	mst_put_be32(at + 8, segment->echo);
}

static size_t write_tcp(uint8_t *tcp, const struct mst_segment *segment)
{
	size_t bytes = MST_TCP_BYTES + (segment->stamp ? STAMPS_BYTES : 0);

	memset(tcp, 0, bytes);
	mst_put_be16(tcp + MST_TCP_SOURCE, segment->source_port);
	mst_put_be16(tcp + MST_TCP_DESTINATION, segment->destination_port);
	mst_put_be32(tcp + MST_TCP_SEQ, segment->seq);
	mst_put_be32(tcp + MST_TCP_ACKNOWLEDGEMENT, segment->ack);
	tcp[MST_TCP_OFFSET] = (uint8_t)(bytes / 4 << 4);
	tcp[MST_TCP_FLAGS] = segment->flags;
	mst_put_be16(tcp + MST_TCP_WINDOW, (uint16_t)(segment->flags & MST_TCP_RST ? 0 : WINDOW >> segment->scale));
	if (segment->stamp)
		write_stamps(tcp + MST_TCP_BYTES, segment);
	return bytes;
}

/* Writes the IP header; returns the sum of the pseudo-header. */
static uint32_t write_ip(uint8_t *ip, const struct mst_segment *segment, size_t transport)
{
	uint32_t sum = MST_PROTO_TCP + (uint32_t)transport;

	if (segment->destination->family == MST_IPV6) {
		mst_ipv6_begin(ip, (uint16_t)transport, MST_PROTO_TCP, segment->ttl, segment->source);
		memcpy(ip + MST_IPV6_DESTINATION, segment->destination->bytes, 16);
		return mst_sum_bytes(sum, ip + MST_IPV6_SOURCE, 32);
	}
	mst_ipv4_begin(ip, (uint16_t)(MST_IPV4_BYTES + transport), MST_PROTO_TCP, segment->ttl,
	               mst_addr_ipv4(segment->source));
	mst_put_be32(ip + MST_IPV4_DESTINATION, mst_addr_ipv4(segment->destination));
	mst_put_be16(ip + MST_IPV4_CHECKSUM, mst_checksum(mst_sum_bytes(0, ip, MST_IPV4_BYTES)));
	return mst_sum_bytes(sum, ip + MST_IPV4_SOURCE, 8);
}

size_t mst_segment_write(uint8_t *bytes, const struct mst_segment *segment)
{
	size_t header = segment->destination->family == MST_IPV6 ? MST_IPV6_BYTES : MST_IPV4_BYTES;
	uint8_t *tcp = bytes + header;
	size_t count = write_tcp(tcp, segment);
	uint32_t sum = write_ip(bytes, segment, count + segment->payload_bytes);

	sum = mst_sum_bytes(mst_sum_bytes(sum, tcp, count), segment->payload, segment->payload_bytes);
	mst_put_be16(tcp + MST_TCP_CHECKSUM, mst_checksum(sum));
	return header + count;
}
