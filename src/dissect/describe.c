/* SPDX-License-Identifier: BSD-2-Clause */
/* describe.c - describes link and network layer; the tables name the describers of the layers above. See describe.h. */
#include "dissect/describe.h"

#include "base/reader.h"
#include "dissect/describers.h"

#define DEPTH_MAX 3
#define HEX_MOST 32

static const struct {
	uint8_t protocol;
	const char *name;
	mst_describer *describe;
} transports[] = {
	{ MST_IPPROTO_TCP, "tcp", mst_describe_tcp },
	{ MST_IPPROTO_UDP, "udp", mst_describe_udp },
	{ MST_IPPROTO_ICMP, "ICMP", mst_describe_icmp },
	{ MST_IPPROTO_ICMP6, "ICMP6", mst_describe_icmp6 },
	{ MST_IPPROTO_IPV4, "IP", mst_describe_tunnel },
	{ MST_IPPROTO_IPV6, "IP6", mst_describe_tunnel },
	{ 2, "IGMP", NULL },
	{ MST_IPPROTO_GRE, "GRE", NULL },
	{ 50, "ESP", NULL },
	{ 51, "AH", NULL },
	{ 89, "OSPF", NULL },
	{ 103, "PIM", NULL },
	{ 112, "VRRP", NULL },
	{ MST_IPPROTO_SCTP, "sctp", NULL },
	{ 59, "no next header", NULL },
};

static const struct {
	uint16_t type;
	const char *name;
} ethertypes[] = {
	{ 0x0800, "IPv4" },           { 0x0806, "ARP" },     { 0x86dd, "IPv6" },    { 0x8100, "802.1Q" },
	{ 0x88a8, "802.1Q-QinQ" },    { 0x8863, "PPPoE D" }, { 0x8864, "PPPoE S" }, { 0x8847, "MPLS unicast" },
	{ 0x8848, "MPLS multicast" }, { 0x88cc, "LLDP" },    { 0x888e, "EAPOL" },   { 0x8809, "Slow Protocols" },
	{ 0x9000, "Loopback" },       { 0x88e5, "MACsec" },  { 0x8035, "RARP" },
};

static const char *ethertype_name(uint16_t type)
{
	for (size_t i = 0; i < sizeof ethertypes / sizeof *ethertypes; i++) {
		if (ethertypes[i].type == type)
			return ethertypes[i].name;
	}
	return "Unknown";
}

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
		mst_line_add(line, "ethertype %s (0x%04x), ", ethertype_name(type), type);
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
		mst_line_add(line, "ethertype %s (0x%04x), ", ethertype_name(packet->ethertype), packet->ethertype);
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
	for (size_t i = 0; i < sizeof transports / sizeof *transports; i++) {
		if (transports[i].protocol != packet->protocol)
			continue;
		if (how->quick || !transports[i].describe || packet->fragment_at)
			mst_line_add(line, "%s, length %zu", transports[i].name,
			             packet->has_ports ? packet->payload_declared : packet->transport_declared);
		else
			transports[i].describe(line, packet, how);
		return;
	}
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

void mst_describe_packet(struct mst_line *line, const struct mst_packet *packet, const struct mst_describe *how)
{
	if (how->link)
		describe_link(line, packet);
	describe_vlans(line, packet);
	if (mst_describe_encapsulation(line, packet))
		return;
	switch (packet->network) {
	case MST_NETWORK_ARP: mst_describe_arp(line, packet, how); break;
	case MST_NETWORK_IPV4:
	case MST_NETWORK_IPV6: describe_ip(line, packet, how); break;
	default: describe_bytes(line, packet);
	}
}

void mst_describe_tunnel(struct mst_line *line, const struct mst_packet *packet, const struct mst_describe *how)
{
	struct mst_describe inner_how = *how;
	struct mst_packet inner;
	size_t count;
	const uint8_t *bytes = mst_packet_transport(packet, &count);

	inner_how.link = false;
	if (++inner_how.depth > DEPTH_MAX) {
		mst_line_add(line, "[too many tunnels], length %zu", packet->transport_declared);
		return;
	}
	mst_packet_read_ip(&inner, bytes, count, packet->transport_declared);
	mst_describe_packet(line, &inner, &inner_how);
}
