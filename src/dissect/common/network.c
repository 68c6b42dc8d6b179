/* SPDX-License-Identifier: BSD-2-Clause */
/* network.c - see network.h. */
#include "dissect/common/network.h"

#include <string.h>

#include "dissect/common/reading.h"
#include "dissect/common/transport.h"

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

/* Bytes from the reader on that the frame had on the wire; LLC's length and PPPoE's bound them too. */
static size_t rest_on_wire(const struct mst_packet *packet, const struct mst_reader *r)
{
	size_t at = mst_reading_at(packet, r), rest = packet->wire_bytes - at;
	const struct mst_encapsulation *outer = &packet->outer;

	if (packet->llc && packet->llc_bytes < UINT16_MAX && at >= packet->llc_at) {
		size_t before = at - packet->llc_at;

		rest = mst_smaller(rest, packet->llc_bytes > before ? packet->llc_bytes - before : 0);
	}
	if (outer->pppoe_whole && outer->pppoe_bytes >= r->left) {
		size_t before = outer->pppoe_bytes - r->left;

		rest = mst_smaller(rest, outer->pppoe_declared > before ? outer->pppoe_declared - before : 0);
	}
	return rest;
}

/* Limits the reader to the `declared` bytes of `whole`: what follows them is padding. */
static void bound(struct mst_packet *packet, struct mst_reader *r, size_t declared, size_t whole)
{
	packet->transport_declared = declared;
	packet->ip_missing = declared > whole ? declared - whole : 0;
	packet->truncated |= declared > r->left;
	r->left = mst_smaller(r->left, declared);
}

static bool fail_ip(struct mst_packet *packet, enum mst_ip_fault fault)
{
	packet->ip_fault = fault;
	packet->truncated |= fault == MST_IP_CUT;
	packet->malformed |= fault != MST_IP_CUT;
	return false;
}

/* Skips one extension header. False when `next` is none, or when what follows cannot be read. */
static bool skip_extension(struct mst_packet *packet, struct mst_reader *r, uint8_t *next)
{
	uint8_t kind = *next, length;
	uint32_t fragment;
	size_t before = r->left;

	if (!mst_network_is_extension(packet->network, kind))
		return false;
	packet->has_options |= kind != MST_EXTENSION_FRAGMENT && packet->network == MST_NETWORK_IPV6;
	*next = mst_read_u8(r);
	length = mst_read_u8(r);
	if (kind == MST_EXTENSION_FRAGMENT) {
		fragment = mst_read_be16(r);
		packet->fragment_id = mst_read_be32(r);
		packet->fragment_at = fragment & 0xfff8;
		packet->more_fragments = fragment & 1;
		packet->fragment = true;
	} else {
		mst_skip(r, kind == MST_EXTENSION_AUTHENTICATION ? length * 4u + 6u : length * 8u + 6u);
	}
	packet->transport_declared -= mst_smaller(before - r->left, packet->transport_declared);
	return !r->short_read && packet->fragment_at == 0;
}

static bool read_ipv4(struct mst_packet *packet, struct mst_reader *r)
{
	size_t header, whole = rest_on_wire(packet, r), rest = whole > 20 ? whole - 20 : 0;
	uint8_t first = mst_read_u8(r);
	uint16_t fragment;

	packet->network = MST_NETWORK_IPV4;
	packet->ip_version = first >> 4;
	if (!r->short_read && packet->ip_version != 4)
		return fail_ip(packet, MST_IP_VERSION);
	packet->traffic_class = mst_read_u8(r);
	packet->ip_bytes = mst_read_be16(r);
	packet->ip_id = mst_read_be16(r);
	fragment = mst_read_be16(r);
	packet->ttl = mst_read_u8(r);
	packet->protocol = mst_read_u8(r);
	mst_skip(r, 2);
	packet->source = read_addr(r, MST_IPV4);
	packet->destination = read_addr(r, MST_IPV4);
	if (r->short_read)
		return fail_ip(packet, MST_IP_CUT);
	header = (first & 15u) * 4u;
	packet->ip_header_bytes = (uint8_t)header;
	packet->dont_fragment = fragment & 0x4000;
	packet->more_fragments = fragment & 0x2000;
	packet->fragment_id = packet->ip_id;
	packet->fragment_at = (fragment & 0x1fffu) * 8u;
	packet->fragment = packet->more_fragments || packet->fragment_at;
	packet->has_options = header > 20;
	if (header < 20)
		return fail_ip(packet, MST_IP_HEADER_LENGTH);
	/* A length of 0 comes from segmentation offload (TSO) at the sender: the whole frame counts. */
	if (packet->ip_bytes && packet->ip_bytes < header)
		return fail_ip(packet, MST_IP_LENGTH);
	bound(packet, r, packet->ip_bytes ? packet->ip_bytes - 20u : rest, rest);
	mst_skip(r, header - 20);
	packet->transport_declared -= mst_smaller(header - 20, packet->transport_declared);
	if (r->short_read)
		return fail_ip(packet, MST_IP_CUT);
	packet->extensions_at = mst_reading_at(packet, r);
	packet->first_protocol = packet->protocol;
	if (packet->protocol == MST_EXTENSION_AUTHENTICATION && packet->fragment_at == 0)
		skip_extension(packet, r, &packet->protocol);
	packet->truncated |= r->short_read;
	return true;
}

static bool read_ipv6(struct mst_packet *packet, struct mst_reader *r)
{
	size_t whole = rest_on_wire(packet, r), rest = whole > 40 ? whole - 40 : 0;
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
	packet->ip_version = (uint8_t)(first >> 28);
	if (r->short_read)
		return fail_ip(packet, MST_IP_CUT);
	if (packet->ip_version != 6)
		return fail_ip(packet, MST_IP_VERSION);
	/* The length of a jumbogram is in its hop-by-hop options (RFC 2675). */
	bound(packet, r, packet->ip_bytes || next != MST_EXTENSION_HOP_BY_HOP ? packet->ip_bytes : rest, rest);
	packet->extensions_at = mst_reading_at(packet, r);
	packet->first_protocol = next;
	for (unsigned i = 0; i < MST_EXTENSIONS_MAX && skip_extension(packet, r, &next); i++)
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
	if (hardware != 1 || protocol != MST_ETHERTYPE_IPV4 || hardware_bytes != 6 || protocol_bytes != 4)
		return !r->short_read;
	mst_skip(r, 6);
	packet->source = read_addr(r, MST_IPV4);
	mst_skip(r, 6);
	packet->destination = read_addr(r, MST_IPV4);
	packet->truncated |= r->short_read;
	return true;
}

bool mst_network_read(struct mst_packet *packet, struct mst_reader *r)
{
	bool whole;

	packet->network_at = mst_reading_at(packet, r);
	switch (packet->ethertype) {
	case MST_ETHERTYPE_ARP: return read_arp(packet, r);
	case MST_ETHERTYPE_IPV4: whole = read_ipv4(packet, r); break;
	case MST_ETHERTYPE_IPV6: whole = read_ipv6(packet, r); break;
	default: return false;
	}
	if (whole)
		mst_transport_read(packet, r);
	return whole;
}
