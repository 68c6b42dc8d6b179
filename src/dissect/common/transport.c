/* SPDX-License-Identifier: BSD-2-Clause */
/* transport.c - see transport.h. */
#include "dissect/common/transport.h"

#include "dissect/common/reading.h"

static void read_tcp(struct mst_packet *packet, struct mst_reader *r)
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
		return;
	packet->tcp_header_bytes = (uint8_t)(offset * 4);
	packet->malformed |= offset < 5 || packet->tcp_header_bytes > packet->transport_declared;
	packet->payload_at = packet->transport_at +
	                     mst_smaller(offset < 5 ? 20 : packet->tcp_header_bytes, packet->transport_bytes);
}

static void read_udp(struct mst_packet *packet, struct mst_reader *r)
{
	uint16_t declared = mst_read_be16(r);

	mst_skip(r, 2);
	if (r->short_read)
		return;
	packet->payload_at = packet->transport_at + 8;
	if (declared < 8 || declared > packet->transport_declared) {
		packet->malformed |= !(declared == 0 &&
		                       packet->network == MST_NETWORK_IPV6); /* a jumbogram, RFC 2675 */
		return;
	}
	packet->transport_declared = declared;
	packet->transport_bytes = mst_smaller(packet->transport_bytes, declared);
}

void mst_transport_read(struct mst_packet *packet, struct mst_reader *r)
{
	bool tcp = packet->protocol == MST_IPPROTO_TCP, udp = packet->protocol == MST_IPPROTO_UDP;

	packet->transport_at = packet->payload_at = mst_reading_at(packet, r);
	packet->transport_bytes = r->left;
	if (packet->fragment_at > 0 || !(tcp || udp || packet->protocol == MST_IPPROTO_SCTP))
		goto end;
	packet->source_port = mst_read_be16(r);
	packet->destination_port = mst_read_be16(r);
	packet->has_ports = !r->short_read;
	if (!packet->has_ports)
		packet->source_port = packet->destination_port = 0;
	else if (tcp)
		read_tcp(packet, r);
	else if (udp)
		read_udp(packet, r);
	else
		packet->payload_at = packet->transport_at + mst_smaller(12, packet->transport_bytes);
	packet->truncated |= r->short_read;
end:
	packet->payload_bytes = packet->transport_at + packet->transport_bytes - packet->payload_at;
	packet->payload_declared = packet->transport_declared -
	                           mst_smaller(packet->payload_at - packet->transport_at, packet->transport_declared);
}
