/* SPDX-License-Identifier: BSD-2-Clause */
/* transport.c - see transport.h. */
#include "dissect/common/transport.h"

#include "dissect/common/reading.h"

/* Each returns the length of its header as it is on the wire; 0: it is cut short. */
static size_t read_tcp(struct mst_packet *packet, struct mst_reader *r)
{
	uint8_t offset;

	packet->sequence = mst_read_be32(r);
	packet->acknowledgement = mst_read_be32(r);
	offset = mst_read_u8(r) >> 4;
	packet->tcp_flags = mst_read_u8(r);
	packet->window = mst_read_be16(r);
	mst_skip(r, 2);
	packet->urgent = mst_read_be16(r);
	if (r->short_read)
		return 0;
	packet->tcp_header_bytes = (uint8_t)(offset * 4);
	packet->malformed |= offset < 5 || packet->tcp_header_bytes > packet->transport_declared;
	return offset < 5 ? 20 : packet->tcp_header_bytes;
}

static size_t read_udp(struct mst_packet *packet, struct mst_reader *r)
{
	uint16_t declared = mst_read_be16(r);

	mst_skip(r, 2);
	if (r->short_read)
		return 0;
	if (declared < 8 || declared > packet->transport_declared) {
		/* A first fragment is shorter than its datagram; 0 is a jumbogram of IPv6 (RFC 2675). */
		packet->malformed |= declared < 8 ? declared || packet->network != MST_NETWORK_IPV6
		                                  : !packet->more_fragments;
		return 8;
	}
	packet->transport_declared = declared;
	packet->transport_bytes = mst_smaller(packet->transport_bytes, declared);
	return 8;
}

void mst_transport_read(struct mst_packet *packet, struct mst_reader *r)
{
	bool tcp = packet->protocol == MST_IPPROTO_TCP, udp = packet->protocol == MST_IPPROTO_UDP;
	size_t header = 0;

	packet->transport_at = mst_reading_at(packet, r);
	packet->transport_bytes = r->left;
	if (packet->fragment_at == 0 &&
	    (tcp || udp || packet->protocol == MST_IPPROTO_SCTP || packet->protocol == MST_IPPROTO_DCCP)) {
		packet->source_port = mst_read_be16(r);
		packet->destination_port = mst_read_be16(r);
		packet->has_ports = !r->short_read;
		if (!packet->has_ports)
			packet->source_port = packet->destination_port = 0;
		else
			header = tcp ? read_tcp(packet, r) : udp ? read_udp(packet, r) : 12;
		packet->truncated |= r->short_read;
	}
	packet->payload_at = packet->transport_at + mst_smaller(header, packet->transport_bytes);
	packet->payload_bytes = packet->transport_at + packet->transport_bytes - packet->payload_at;
	packet->payload_declared = packet->transport_declared - mst_smaller(header, packet->transport_declared);
}
