/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * packet.c - takes a frame apart. See packet.h.
 *
 *      at ──►                                                    the reader only moves forward
 *      ┌──────┬──────┬─────────────┬─────────────────────────────────────┐
 *      │ link │ VLAN │ IP + options│ transport        │ payload          │ padding
 *      └──────┴──────┴─────────────┴─────────────────────────────────────┘
 *                    network_at    transport_at       payload_at
 *
 * Three lengths bound the walk: the bytes that were captured, the length of the frame on the wire, and the length
 * that each header declares. A header's length makes the reader shorter (`bound`), never longer: so padding is cut
 * off, and a false length cannot lead outside the captured bytes. Where a declared length exceeds the captured bytes,
 * the packet is `truncated` and its remaining fields stay zero; where it contradicts itself, `malformed`. VLAN tags
 * and extension headers are limited in number, so the time is bounded too.
 */
#include "dissect/common/packet.h"

#include <pcap/dlt.h>

#include "base/reader.h"

#define EXTENSIONS_MAX 10

enum {
	ETHERTYPE_IPV4 = 0x0800,
	ETHERTYPE_ARP = 0x0806,
	ETHERTYPE_VLAN = 0x8100,
	ETHERTYPE_IPV6 = 0x86dd,
	ETHERTYPE_QINQ = 0x88a8,
	ETHERTYPE_LEAST = 0x0600,
};

enum { HOP_BY_HOP = 0, ROUTING = 43, FRAGMENT = 44, AUTHENTICATION = 51, DESTINATION_OPTIONS = 60, MOBILITY = 135 };

static size_t at(const struct mst_packet *packet, const struct mst_reader *r)
{
	return (size_t)(r->at - packet->bytes);
}

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* ---- transport ---- */

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
	                     smaller(offset < 5 ? 20 : packet->tcp_header_bytes, packet->transport_bytes);
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
	packet->transport_bytes = smaller(packet->transport_bytes, declared);
}

static void read_transport(struct mst_packet *packet, struct mst_reader *r)
{
	bool tcp = packet->protocol == MST_IPPROTO_TCP, udp = packet->protocol == MST_IPPROTO_UDP;

	packet->transport_at = packet->payload_at = at(packet, r);
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
		packet->payload_at = packet->transport_at + smaller(12, packet->transport_bytes);
	packet->truncated |= r->short_read;
end:
	packet->payload_bytes = packet->transport_at + packet->transport_bytes - packet->payload_at;
	packet->payload_declared = packet->transport_declared -
	                           smaller(packet->payload_at - packet->transport_at, packet->transport_declared);
}

/* ---- network ---- */

static struct mst_addr read_addr(struct mst_reader *r, uint8_t family)
{
	size_t count = family == MST_IPV4 ? 4 : 16;
	const uint8_t *bytes = mst_read_bytes(r, count);
	struct mst_addr addr = { .family = MST_NO_FAMILY };

	if (!bytes)
		return addr;
	addr.family = family;
	memcpy(addr.bytes, bytes, count);
	return addr;
}

/* Limits the reader to the `declared` bytes: what follows them is padding. */
static void bound(struct mst_packet *packet, struct mst_reader *r, size_t declared)
{
	packet->transport_declared = declared;
	packet->truncated |= declared > r->left;
	r->left = smaller(r->left, declared);
}

static bool read_ipv4(struct mst_packet *packet, struct mst_reader *r)
{
	size_t header, whole = packet->wire_bytes - at(packet, r);
	uint8_t first = mst_read_u8(r);
	uint16_t fragment;

	packet->network = MST_NETWORK_IPV4;
	packet->traffic_class = mst_read_u8(r);
	packet->ip_bytes = mst_read_be16(r);
	packet->ip_id = mst_read_be16(r);
	fragment = mst_read_be16(r);
	packet->ttl = mst_read_u8(r);
	packet->protocol = mst_read_u8(r);
	mst_skip(r, 2);
	packet->source = read_addr(r, MST_IPV4);
	packet->destination = read_addr(r, MST_IPV4);
	if (r->short_read) {
		packet->truncated = true;
		return false;
	}
	header = (first & 15u) * 4u;
	packet->ip_header_bytes = (uint8_t)header;
	packet->dont_fragment = fragment & 0x4000;
	packet->more_fragments = fragment & 0x2000;
	packet->fragment_id = packet->ip_id;
	packet->fragment_at = (fragment & 0x1fffu) * 8u;
	packet->fragment = packet->more_fragments || packet->fragment_at;
	packet->has_options = header > 20;
	/* A length of 0 comes from segmentation offload (TSO) at the sender: the whole frame counts. */
	if (first >> 4 != 4 || header < 20 || (packet->ip_bytes && packet->ip_bytes < header)) {
		packet->malformed = true;
		return false;
	}
	bound(packet, r, (packet->ip_bytes ? packet->ip_bytes : whole) - 20);
	mst_skip(r, header - 20);
	packet->transport_declared -= smaller(header - 20, packet->transport_declared);
	packet->truncated |= r->short_read;
	return true;
}

/* Skips one extension header. False when `next` is none, or when what follows cannot be read. */
static bool skip_extension(struct mst_packet *packet, struct mst_reader *r, uint8_t *next)
{
	uint8_t kind = *next, length;
	uint32_t fragment;
	size_t before = r->left;

	if (kind != HOP_BY_HOP && kind != ROUTING && kind != FRAGMENT && kind != AUTHENTICATION &&
	    kind != DESTINATION_OPTIONS && kind != MOBILITY)
		return false;
	packet->has_options |= kind != FRAGMENT;
	*next = mst_read_u8(r);
	length = mst_read_u8(r);
	if (kind == FRAGMENT) {
		fragment = mst_read_be16(r);
		packet->fragment_id = mst_read_be32(r);
		packet->fragment_at = fragment & 0xfff8;
		packet->more_fragments = fragment & 1;
		packet->fragment = true;
	} else {
		mst_skip(r, kind == AUTHENTICATION ? length * 4u + 6u : length * 8u + 6u);
	}
	packet->transport_declared -= smaller(before - r->left, packet->transport_declared);
	return !r->short_read && packet->fragment_at == 0;
}

static bool read_ipv6(struct mst_packet *packet, struct mst_reader *r)
{
	size_t whole = packet->wire_bytes - at(packet, r);
	uint32_t first = mst_read_be32(r);
	uint8_t next;

	packet->network = MST_NETWORK_IPV6;
	packet->traffic_class = (uint8_t)(first >> 20);
	packet->flow_label = first & 0xfffff;
	packet->ip_bytes = mst_read_be16(r);
	next = mst_read_u8(r);
	packet->ttl = mst_read_u8(r);
	packet->source = read_addr(r, MST_IPV6);
	packet->destination = read_addr(r, MST_IPV6);
	if (r->short_read) {
		packet->truncated = true;
		return false;
	}
	if (first >> 28 != 6) {
		packet->malformed = true;
		return false;
	}
	bound(packet, r, packet->ip_bytes ? packet->ip_bytes : whole - 40); /* 0: a jumbogram, or TSO */
	for (unsigned i = 0; i < EXTENSIONS_MAX && skip_extension(packet, r, &next); i++)
		;
	packet->truncated |= r->short_read;
	packet->protocol = next;
	return true;
}

/* Reads the addresses of ARP for IPv4 on Ethernet. Other kinds have no addresses here. */
static bool read_arp(struct mst_packet *packet, struct mst_reader *r)
{
	uint16_t hardware = mst_read_be16(r), protocol = mst_read_be16(r);
	uint8_t hardware_bytes = mst_read_u8(r), protocol_bytes = mst_read_u8(r);

	packet->network = MST_NETWORK_ARP;
	mst_skip(r, 2);
	packet->truncated |= r->short_read;
	if (hardware != 1 || protocol != ETHERTYPE_IPV4 || hardware_bytes != 6 || protocol_bytes != 4)
		return !r->short_read;
	mst_skip(r, 6);
	packet->source = read_addr(r, MST_IPV4);
	mst_skip(r, 6);
	packet->destination = read_addr(r, MST_IPV4);
	packet->truncated |= r->short_read;
	return true;
}

static bool read_network(struct mst_packet *packet, struct mst_reader *r)
{
	bool whole;

	packet->network_at = at(packet, r);
	switch (packet->ethertype) {
	case ETHERTYPE_ARP: return read_arp(packet, r);
	case ETHERTYPE_IPV4: whole = read_ipv4(packet, r); break;
	case ETHERTYPE_IPV6: whole = read_ipv6(packet, r); break;
	default: return false;
	}
	if (whole)
		read_transport(packet, r);
	return whole;
}

/* ---- link ---- */

static void read_macs(struct mst_packet *packet, struct mst_reader *r)
{
	const uint8_t *macs = mst_read_bytes(r, 12);

	packet->has_macs = packet->has_target = macs != NULL;
	if (!macs)
		return;
	memcpy(packet->destination_mac, macs, 6);
	memcpy(packet->source_mac, macs + 6, 6);
}

/* Linux "cooked" captures have only the sender's MAC address. */
static void read_cooked_mac(struct mst_packet *packet, const uint8_t *mac, uint16_t bytes)
{
	packet->has_macs = mac && bytes == 6;
	if (packet->has_macs)
		memcpy(packet->source_mac, mac, 6);
}

static uint16_t read_cooked(struct mst_packet *packet, struct mst_reader *r)
{
	uint16_t bytes;

	mst_skip(r, 4);
	bytes = mst_read_be16(r);
	read_cooked_mac(packet, mst_read_bytes(r, 8), bytes);
	return mst_read_be16(r);
}

static uint16_t read_cooked2(struct mst_packet *packet, struct mst_reader *r)
{
	uint16_t type = mst_read_be16(r);
	uint8_t bytes;

	mst_skip(r, 9);
	bytes = mst_read_u8(r);
	read_cooked_mac(packet, mst_read_bytes(r, 8), bytes);
	return type;
}

static uint16_t type_of_ip(const struct mst_reader *r)
{
	uint8_t version = r->left ? r->at[0] >> 4 : 0;

	return version == 4 ? ETHERTYPE_IPV4 : version == 6 ? ETHERTYPE_IPV6 : 0;
}

/* Reads the link header; returns the EtherType of what follows, or 0 for none. */
static uint16_t read_link(struct mst_packet *packet, int linktype, struct mst_reader *r)
{
	packet->known_link = true;
	switch (linktype) {
	case DLT_EN10MB: read_macs(packet, r); return mst_read_be16(r);
	case DLT_LINUX_SLL: return read_cooked(packet, r);
#ifdef DLT_LINUX_SLL2
	case DLT_LINUX_SLL2: return read_cooked2(packet, r);
#endif
	case DLT_NULL:
	case DLT_LOOP: mst_skip(r, 4); return type_of_ip(r);
	case DLT_RAW:
	case DLT_IPV4:
	case DLT_IPV6: return type_of_ip(r);
	default: packet->known_link = false; return 0;
	}
}

static uint16_t read_vlans(struct mst_packet *packet, struct mst_reader *r, uint16_t type)
{
	while ((type == ETHERTYPE_VLAN || type == ETHERTYPE_QINQ) && packet->vlan_count < MST_VLANS_MAX &&
	       r->left >= 4) {
		packet->vlans[packet->vlan_count++] = mst_read_be16(r);
		type = mst_read_be16(r);
	}
	return type;
}

bool mst_packet_read(struct mst_packet *packet, int linktype, const uint8_t *bytes, size_t captured, size_t wire_bytes)
{
	struct mst_reader r = mst_reader_over(bytes, captured);

	*packet = (struct mst_packet){
		.bytes = bytes,
		.captured = captured,
		.wire_bytes = wire_bytes > captured ? wire_bytes : captured,
	};
	packet->ethertype = read_link(packet, linktype, &r);
	packet->ethertype = read_vlans(packet, &r, packet->ethertype);
	packet->truncated = r.short_read;
	if (packet->ethertype && packet->ethertype < ETHERTYPE_LEAST) {
		packet->llc = true;
		packet->llc_bytes = packet->ethertype;
		packet->ethertype = 0;
	}
	packet->network_at = at(packet, &r);
	packet->ethertype = mst_encapsulation_read(&packet->outer, &r, packet->ethertype,
	                                           packet->wire_bytes - packet->captured);
	packet->network_at = at(packet, &r);
	packet->truncated |= r.short_read;
	return packet->ethertype && read_network(packet, &r);
}

bool mst_packet_read_ip(struct mst_packet *packet, const uint8_t *bytes, size_t captured, size_t wire_bytes)
{
	return mst_packet_read(packet, DLT_RAW, bytes, captured, wire_bytes);
}
