/* SPDX-License-Identifier: BSD-2-Clause */
/* describe.c - describes link and network layer; the tables name the describers of the layers above. See describe.h. */
#include "dissect/describe.h"

#include "base/reader.h"
#include "dissect/ip/describers.h"
#include "dissect/link/describers.h"

#define HEX_MOST 32

static void describe_link(struct mst_line *line, const struct mst_packet *packet)
{
	uint16_t type = packet->outer.count ? packet->outer.types[0] : packet->ethertype;

	if (packet->has_macs) {
		mst_line_mac(line, packet->source_mac);
		if (packet->has_target) {
			mst_line_add(line, " > ");
			mst_line_mac(line, packet->destination_mac);
		}
		mst_line_add(line, ", ");
	}
	if (type)
		mst_line_add(line, "ethertype %s (0x%04x), ", mst_ethertype_name(type), type);
	mst_line_add(line, "length %zu: ", packet->wire_bytes);
}

static void describe_vlans(struct mst_line *line, const struct mst_packet *packet)
{
	for (unsigned i = 0; i < packet->vlan_count; i++) {
		mst_line_add(line, "vlan %u, p %u, ", packet->vlans[i] & 0xfff, packet->vlans[i] >> 13);
		if (packet->vlans[i] & 0x1000)
			mst_line_add(line, "DEI, ");
	}
}

/* Writes data of an unknown kind as hexadecimal bytes. */
static void describe_bytes(struct mst_line *line, const struct mst_packet *packet)
{
	const uint8_t *bytes = packet->bytes + packet->network_at;
	size_t count = packet->captured - packet->network_at;

	if (packet->llc)
		mst_line_add(line, "802.3, ");
	else if (packet->ethertype)
		mst_line_add(line, "ethertype %s (0x%04x), ", mst_ethertype_name(packet->ethertype), packet->ethertype);
	else if (!packet->known_link)
		mst_line_add(line, "link layer not understood, ");
	mst_line_add(line, "length %zu: 0x", packet->wire_bytes - packet->network_at);
	mst_line_hex(line, bytes, count, HEX_MOST);
}

/* ".port" or its name. */
static void describe_port(struct mst_line *line, uint16_t port, uint8_t protocol, const struct mst_describe *how)
{
	const char *name = how->service ? how->service(how->user, port, protocol) : NULL;

	if (name)
		mst_line_add(line, ".%s", name);
	else
		mst_line_add(line, ".%u", port);
}

static void describe_ends(struct mst_line *line, const struct mst_packet *packet, const struct mst_describe *how)
{
	mst_line_addr(line, &packet->source);
	if (packet->has_ports)
		describe_port(line, packet->source_port, packet->protocol, how);
	mst_line_add(line, " > ");
	mst_line_addr(line, &packet->destination);
	if (packet->has_ports)
		describe_port(line, packet->destination_port, packet->protocol, how);
	mst_line_add(line, ": ");
}

static void describe_transport(struct mst_line *line, const struct mst_packet *packet, const struct mst_describe *how)
{
	struct mst_layer layer = mst_layer_transport(packet, how);
	const char *name = mst_protocol_name(packet->protocol);
	mst_describer *describe = mst_protocol_describer(packet->protocol);

	if (describe && !how->quick && !packet->fragment_at && describe(line, &layer))
		return;
	if (name)
		mst_line_add(line, "%s, length %zu", name,
		             packet->has_ports ? packet->payload_declared : packet->transport_declared);
	else
		mst_line_add(line, "ip-proto-%u, length %zu", packet->protocol, packet->transport_declared);
}

/* "(frag 7:1480@2960+)", as tcpdump writes it. */
static void describe_fragment(struct mst_line *line, const struct mst_packet *packet)
{
	if (packet->fragment)
		mst_line_add(line, " (frag %u:%zu@%u%s)", packet->fragment_id, packet->transport_declared,
		             packet->fragment_at, packet->more_fragments ? "+" : "");
}

static void describe_ip(struct mst_line *line, const struct mst_packet *packet, const struct mst_describe *how)
{
	mst_line_add(line, packet->network == MST_NETWORK_IPV6 ? "IP6 " : "IP ");
	if (packet->source.family == MST_NO_FAMILY || packet->destination.family == MST_NO_FAMILY) {
		mst_line_add(line, "[header cut short]");
		return;
	}
	if (packet->malformed && !packet->transport_at) {
		mst_line_addr(line, &packet->source);
		mst_line_add(line, " > ");
		mst_line_addr(line, &packet->destination);
		mst_line_add(line, ": [bad header]");
		return;
	}
	describe_ends(line, packet, how);
	describe_transport(line, packet, how);
	describe_fragment(line, packet);
	if (packet->has_options && !how->quick)
		mst_line_add(line, packet->network == MST_NETWORK_IPV6 ? ", extension headers" : ", IP options");
	if (packet->malformed)
		mst_line_add(line, " [bad length]");
	else if (packet->truncated)
		mst_line_add(line, " [|cut]");
}

/* A frame that holds no IP packet. */
static void describe_other(struct mst_line *line, const struct mst_packet *packet, const struct mst_describe *how)
{
	struct mst_layer layer = mst_layer_network(packet, how);
	mst_describer *describe = packet->llc ? mst_describe_llc : mst_ethertype_describer(packet->ethertype);

	if (!describe || !describe(line, &layer))
		describe_bytes(line, packet);
}

static void describe_packet(struct mst_line *line, const struct mst_packet *packet, const struct mst_describe *how)
{
	if (how->link)
		describe_link(line, packet);
	describe_vlans(line, packet);
	if (mst_describe_encapsulation(line, packet))
		return;
	if (packet->network == MST_NETWORK_IPV4 || packet->network == MST_NETWORK_IPV6)
		describe_ip(line, packet, how);
	else
		describe_other(line, packet, how);
}

void mst_describe_packet(struct mst_line *line, const struct mst_packet *packet, const struct mst_describe *how)
{
	struct mst_describe with_inner = *how;

	with_inner.inner = describe_packet;
	describe_packet(line, packet, &with_inner);
}
