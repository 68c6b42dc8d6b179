/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * packet_read.c - takes a frame apart: the calls of packet.h. link.c, network.c, transport.c and tunnel.c read the
 * layers.
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

#include "dissect/common/link.h"
#include "dissect/common/network.h"
#include "dissect/common/reading.h"
#include "dissect/common/tunnel.h"

enum { OUI_BRIDGED = 0x80c2, BRIDGED_ETHERNET = 1, BRIDGED_ETHERNET_NO_FCS = 7, BRIDGED_PAD = 2 }; /* RFC 2684 */
enum { SNAP = 0xaa, SAP_IP = 0x06, UNNUMBERED_INFORMATION = 0x03, OUI_ETHERNET = 0, OUI_CISCO_BRIDGED = 0xf8 };

static uint16_t read_vlans(struct mst_packet *packet, struct mst_reader *r, uint16_t type)
{
	while (mst_packet_is_tag(type) && packet->vlan_count < MST_VLANS_MAX && r->left >= 4) {
		packet->vlans[packet->vlan_count++] = mst_read_be16(r);
		type = mst_read_be16(r);
	}
	return type;
}

/* Whether mst_network_read and what is before it take apart what this EtherType announces. */
static bool is_read(uint16_t type)
{
	return type == MST_ETHERTYPE_IPV4 || type == MST_ETHERTYPE_IPV6 || type == MST_ETHERTYPE_ARP ||
	       type == MST_ETHERTYPE_VLAN || type == MST_ETHERTYPE_QINQ || type == MST_ETHERTYPE_MPLS ||
	       type == MST_ETHERTYPE_MPLS_MULTICAST || mst_encapsulation_is_pppoe(type);
}

/*
 * The EtherType behind IEEE 802.2 LLC, by SNAP or by the service access point of IP, with the reader before its packet;
 * 0, and nothing read: it is another protocol.
 */
static uint16_t read_llc(struct mst_reader *r)
{
	struct mst_reader peek = *r;
	uint8_t destination = mst_read_u8(&peek), source = mst_read_u8(&peek), control = mst_read_u8(&peek);
	uint16_t type = MST_ETHERTYPE_IPV4;
	uint32_t oui = 0;

	if (destination != source || control != UNNUMBERED_INFORMATION || (source != SNAP && source != SAP_IP))
		return 0;
	if (source == SNAP) {
		oui = (uint32_t)mst_read_be16(&peek) << 8;
		oui |= mst_read_u8(&peek);
		type = mst_read_be16(&peek);
	}
	if (!peek.short_read && oui == OUI_BRIDGED && (type == BRIDGED_ETHERNET || type == BRIDGED_ETHERNET_NO_FCS)) {
		*r = peek;
		return MST_ETHERTYPE_BRIDGED;
	}
	if (peek.short_read || (oui != OUI_ETHERNET && oui != OUI_CISCO_BRIDGED) || !is_read(type))
		return 0;
	*r = peek;
	return type;
}

/*
 * A frame that is bridged behind LLC: its addresses are the packet's. Where it has a length and LLC of its own (STP),
 * the whole is left to the describer of LLC: `llc` is before it.
 */
static uint16_t read_bridged(struct mst_packet *packet, struct mst_reader *r, const struct mst_reader *llc)
{
	uint16_t type;

	mst_skip(r, BRIDGED_PAD);
	type = mst_link_read(packet, DLT_EN10MB, r);
	if (r->short_read || type >= MST_ETHERTYPE_LEAST)
		return type;
	*r = *llc;
	return 0;
}

/* Reads all that is behind the link header; `type`: what mst_link_read returns. */
static bool read_packet(struct mst_packet *packet, struct mst_reader *r, uint16_t type)
{
	type = read_vlans(packet, r, type);
	packet->truncated = r->short_read;
	if (type && type < MST_ETHERTYPE_LEAST) {
		packet->llc = true;
		packet->llc_bytes = type;
		type = 0;
	}
	packet->llc_at = packet->network_at = mst_reading_at(packet, r);
	if (packet->llc) {
		struct mst_reader llc = *r;

		type = read_llc(r);
		if (type == MST_ETHERTYPE_BRIDGED)
			type = read_bridged(packet, r, &llc);
		type = read_vlans(packet, r, type);
	}
	packet->ethertype = type;
	if (type != MST_ETHERTYPE_IPV4 && type != MST_ETHERTYPE_IPV6)
		packet->ethertype = mst_encapsulation_read(&packet->outer, r, type,
		                                           packet->wire_bytes - packet->captured);
	packet->network_at = mst_reading_at(packet, r);
	packet->truncated |= r->short_read;
	return packet->ethertype && mst_network_read(packet, r);
}

static void begin(struct mst_packet *packet, int linktype, const uint8_t *bytes, size_t captured, size_t wire_bytes)
{
	*packet = (struct mst_packet){
		.bytes = bytes,
		.captured = captured,
		.wire_bytes = wire_bytes > captured ? wire_bytes : captured,
		.linktype = linktype,
	};
}

bool mst_packet_read(struct mst_packet *packet, int linktype, const uint8_t *bytes, size_t captured, size_t wire_bytes)
{
	struct mst_reader r = mst_reader_over(bytes, captured);

	begin(packet, linktype, bytes, captured, wire_bytes);
	return read_packet(packet, &r, mst_link_read(packet, linktype, &r));
}

bool mst_packet_read_ip(struct mst_packet *packet, const uint8_t *bytes, size_t captured, size_t wire_bytes)
{
	return mst_packet_read(packet, DLT_RAW, bytes, captured, wire_bytes);
}

bool mst_packet_read_type(struct mst_packet *packet, uint16_t ethertype, const uint8_t *bytes, size_t captured,
                          size_t wire_bytes)
{
	struct mst_reader r = mst_reader_over(bytes, captured);

	if (ethertype == MST_ETHERTYPE_BRIDGED)
		return mst_packet_read(packet, DLT_EN10MB, bytes, captured, wire_bytes);
	begin(packet, MST_LINK_NONE, bytes, captured, wire_bytes);
	packet->known_link = true;
	return read_packet(packet, &r, ethertype);
}

bool mst_packet_inner(struct mst_packet *inner, const struct mst_packet *outer)
{
	struct mst_tunnel tunnel;
	unsigned depth = outer->depth + 1u;

	if (outer->protocol == MST_IPPROTO_TCP) /* most of all packets: at once */
		return false;
	if (depth > MST_TUNNELS_MAX || !mst_tunnel_read(&tunnel, outer))
		return false;
	mst_packet_read_type(inner, tunnel.type, tunnel.bytes, tunnel.captured, tunnel.declared);
	inner->depth = (uint8_t)depth;
	inner->has_vni = tunnel.has_vni || outer->has_vni;
	inner->vni = tunnel.has_vni ? tunnel.vni : outer->vni;
	return inner->network != MST_NETWORK_NONE || mst_tunnel_read(&tunnel, inner);
}
