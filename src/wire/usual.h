/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * usual.h - the frame that most answers are: Ethernet, an IPv4 header without options, and TCP; whole and right.
 * Everything but the options stands at a fixed place in it, so its length is checked once. Part of the reader of frames
 * (frame.c), which reads every other frame.
 */
#ifndef MST_WIRE_USUAL_H
#define MST_WIRE_USUAL_H

#include <string.h>

#include "wire/arp.h"
#include "wire/checksum.h"
#include "wire/ipv4.h"
#include "wire/tcp_options.h"
#include "wire/view.h"

#define MST_USUAL_IP_AT 14
#define MST_USUAL_TCP_AT (MST_USUAL_IP_AT + MST_IPV4_BYTES)
#define MST_USUAL_BYTES (MST_USUAL_TCP_AT + MST_TCP_BYTES)

static inline uint16_t mst_usual_be16(const uint8_t *at)
{
	return (uint16_t)(at[0] << 8 | at[1]);
}

static inline uint32_t mst_usual_be32(const uint8_t *at)
{
	uint32_t network_order;

	memcpy(&network_order, at, sizeof network_order);
	return ntohl(network_order);
}

/* Of so many bytes, a multiple of four that is known when this is compiled: the loop is unrolled. */
static inline __attribute__((always_inline)) uint32_t mst_usual_sum(uint32_t sum, const uint8_t *bytes, unsigned count)
{
#pragma GCC unroll 8
	for (unsigned i = 0; i < count; i += 4)
		sum = mst_sum_long(sum, mst_usual_be32(bytes + i));
	return sum;
}

/* Whether it is one, of `total` bytes from the IP header on, with a TCP header of `header` bytes. */
static inline bool mst_usual_is(const uint8_t *bytes, size_t count, size_t *total, size_t *header)
{
	const uint8_t *ip = bytes + MST_USUAL_IP_AT;

	if (count < MST_USUAL_BYTES || mst_usual_be16(bytes + 12) != MST_ETHERTYPE_IPV4 || ip[0] != 0x45 ||
	    (mst_usual_be16(ip + 6) & 0x3fff) != 0 || ip[MST_IPV4_PROTO] != MST_PROTO_TCP)
		return false;
	*total = mst_usual_be16(ip + MST_IPV4_TOTAL);
	*header = (size_t)(ip[MST_IPV4_BYTES + MST_TCP_OFFSET] >> 4) * 4;
	return *header >= MST_TCP_BYTES && *total >= MST_IPV4_BYTES + *header && *total <= count - MST_USUAL_IP_AT;
}

/* The addresses, which are of the pseudo-header, stand before the segment. */
static inline bool mst_usual_sums_are_right(const uint8_t *ip, size_t total)
{
	size_t segment = total - MST_IPV4_BYTES;
	uint32_t sum = MST_PROTO_TCP + (uint32_t)segment;

	sum = mst_usual_sum(sum, ip + MST_IPV4_SOURCE, 8 + MST_TCP_BYTES);
	if (total > MST_IPV4_BYTES + MST_TCP_BYTES)
		sum = mst_sum_bytes(sum, ip + MST_IPV4_BYTES + MST_TCP_BYTES, segment - MST_TCP_BYTES);
	return mst_checksum(mst_usual_sum(0, ip, MST_IPV4_BYTES)) == 0 && mst_checksum(sum) == 0;
}

/* True: the frame is whole, and *view, cleared before, is filled. False: it is to be read as any other. */
static inline bool mst_usual_read(struct mst_view *view, const uint8_t *bytes, size_t count)
{
	const uint8_t *ip = bytes + MST_USUAL_IP_AT, *tcp = bytes + MST_USUAL_TCP_AT;
	size_t total, header;

	if (!mst_usual_is(bytes, count, &total, &header) || !mst_usual_sums_are_right(ip, total))
		return false;
	view->source = mst_addr_from_ipv4(mst_usual_be32(ip + MST_IPV4_SOURCE));
	view->destination = mst_addr_from_ipv4(mst_usual_be32(ip + MST_IPV4_DESTINATION));
	view->kind = MST_VIEW_TCP;
	view->ethernet = bytes;
	view->ttl = ip[MST_IPV4_TTL];
	view->proto = MST_PROTO_TCP;
	view->tcp.source = mst_usual_be16(tcp + MST_TCP_SOURCE);
	view->tcp.destination = mst_usual_be16(tcp + MST_TCP_DESTINATION);
	view->tcp.seq = mst_usual_be32(tcp + MST_TCP_SEQ);
	view->tcp.ack = mst_usual_be32(tcp + MST_TCP_ACKNOWLEDGEMENT);
	view->tcp.flags = tcp[MST_TCP_FLAGS];
	view->tcp.window = mst_usual_be16(tcp + MST_TCP_WINDOW);
	if (header > MST_TCP_BYTES)
		mst_tcp_options_read(&view->tcp, mst_reader_over(tcp + MST_TCP_BYTES, header - MST_TCP_BYTES));
	view->tcp.payload = tcp + header;
	view->tcp.payload_bytes = total - MST_IPV4_BYTES - header;
	return true;
}

#endif
