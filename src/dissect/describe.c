/* SPDX-License-Identifier: BSD-2-Clause */
/* describe.c - describes link and network layer; the tables name the describers of the layers above. See describe.h. */
#include "dissect/describe.h"

#include <pcap/dlt.h>

#include "base/reader.h"
#include "dissect/ip/describers.h"
#include "dissect/ip/extensions.h"
#include "dissect/link/describers.h"

/* Data of an unknown kind: the link header, which names it, and bytes in hexadecimal. */
static void describe_bytes(struct mst_line *line, const struct mst_packet *packet, const struct mst_describe *how)
{
	const struct mst_layer layer = mst_layer_network(packet, how);

	if (!packet->known_link)
		mst_line_add(line, "link layer not understood, length %zu: ", packet->wire_bytes);
	else if (packet->outer.count || packet->linktype == MST_LINK_NONE)
		mst_line_add(line, "length %zu: ", packet->wire_bytes - packet->network_at);
	else if (!how->link && !mst_describe_link(line, packet, how, true))
		return;
	if (!how->quick && !how->bytes)
		mst_describe_named(line, &layer, packet->ethertype);
}

/* A port, or its name, behind what precedes it. */
static void describe_port(struct mst_line *line, const char *before, uint16_t port, uint8_t protocol,
                          const struct mst_describe *how)
{
	const char *name = how->service ? how->service(how->user, port, protocol) : NULL;

	if (name)
		mst_line_add(line, "%s%s", before, name);
	else
		mst_line_add(line, "%s%u", before, port);
}

/* "a.port > b.port: "; extension headers separate addresses and ports. */
static void describe_ends(struct mst_line *line, const struct mst_packet *packet, const struct mst_describe *how)
{
	bool ports = packet->has_ports && !mst_has_extensions(packet);

	mst_line_addr(line, &packet->source);
	if (ports)
		describe_port(line, ".", packet->source_port, packet->protocol, how);
	mst_line_add(line, " > ");
	mst_line_addr(line, &packet->destination);
	if (ports)
		describe_port(line, ".", packet->destination_port, packet->protocol, how);
	mst_line_add(line, ": ");
}

/* "HBH port > port: "; false: there is no more to say. */
static bool describe_extensions(struct mst_line *line, const struct mst_packet *packet, const struct mst_describe *how)
{
	if (!mst_has_extensions(packet))
		return true;
	if (!mst_describe_extensions(line, packet))
		return false;
	if (packet->has_ports) {
		describe_port(line, "", packet->source_port, packet->protocol, how);
		describe_port(line, " > ", packet->destination_port, packet->protocol, how);
		mst_line_add(line, ": ");
	}
	return true;
}

/* A protocol in words where services are, its number where they are not. */
static void describe_later_fragment(struct mst_line *line, const struct mst_packet *packet,
                                    const struct mst_describe *how)
{
	const char *name = how->service ? mst_protocol_name(packet->protocol) : NULL;

	if (name)
		mst_line_add(line, "%s", name);
	else
		mst_line_add(line, "ip-proto-%u", packet->protocol);
	if (!how->quick)
		mst_line_add(line, " (frag %u:%zu@%u%s)", packet->fragment_id, packet->transport_declared,
		             packet->fragment_at, packet->more_fragments ? "+" : "");
}

static void describe_transport(struct mst_line *line, const struct mst_packet *packet, const struct mst_describe *how)
{
	struct mst_layer layer = mst_layer_transport(packet, how);
	const char *name = mst_protocol_name(packet->protocol);
	mst_describer *describe = mst_protocol_describer(packet->protocol);

	if (packet->fragment_at)
		describe_later_fragment(line, packet, how);
	else if (describe && describe(line, &layer))
		return;
	else if (name)
		mst_line_add(line, "%s, length %zu", name,
		             packet->has_ports ? packet->payload_declared : packet->transport_declared);
	else
		mst_line_add(line, " ip-proto-%u %zu", packet->protocol, packet->transport_declared);
}

/* An IP header that cannot be read, in the words of tcpdump. */
static void describe_bad_ipv4(struct mst_line *line, const struct mst_packet *packet, const struct mst_describe *how)
{
	size_t captured = packet->captured - packet->network_at;
	const char *name = how->link ? "" : "IP ";

	switch (packet->ip_fault) {
	case MST_IP_VERSION:
		mst_line_add(line, "IP%u%s (invalid)", packet->ip_version,
		             packet->ip_version == 6 ? ", wrong link-layer encapsulation" : "");
		break;
	case MST_IP_HEADER_LENGTH: mst_line_add(line, "%sbad-hlen %u", name, packet->ip_header_bytes); break;
	case MST_IP_LENGTH: mst_line_add(line, "%sbad-len %u", name, packet->ip_bytes); break;
	default:
		mst_line_add(line, "%s", captured ? name : "");
		if (packet->ip_missing)
			mst_line_add(line, "truncated-ip - %zu bytes missing! ", packet->ip_missing);
		if (packet->ip_header_bytes)
			mst_line_add(line, " [remaining caplen(%zu) < header length(%u)]", captured,
			             packet->ip_header_bytes);
		mst_line_add(line, " [|ip]");
	}
}

static void describe_bad_ipv6(struct mst_line *line, const struct mst_packet *packet, const struct mst_describe *how)
{
	if (packet->ip_fault == MST_IP_VERSION)
		mst_line_add(line, "%sversion error: %u != 6", how->link ? "" : "IP6 ", packet->ip_version);
	else
		mst_line_add(line, " [|ip6]");
}

/* What precedes the addresses: the protocol, where the link header does not name it, and bytes that are missing. */
static void describe_ip_start(struct mst_line *line, const struct mst_packet *packet, const struct mst_describe *how)
{
	bool ipv6 = packet->network == MST_NETWORK_IPV6;

	if (!how->link)
		mst_line_add(line, ipv6 ? "IP6 " : "IP ");
	if (!ipv6 && packet->ip_bytes == 0)
		mst_line_add(line, "bad-len 0 ");
	if (packet->ip_missing)
		mst_line_add(line, ipv6 ? "truncated-ip6 - %zu bytes missing!" : "truncated-ip - %zu bytes missing! ",
		             packet->ip_missing);
}

static void describe_ip(struct mst_line *line, const struct mst_packet *packet, const struct mst_describe *how)
{
	if (packet->ip_fault) {
		if (packet->network == MST_NETWORK_IPV6)
			describe_bad_ipv6(line, packet, how);
		else
			describe_bad_ipv4(line, packet, how);
		return;
	}
	describe_ip_start(line, packet, how);
	describe_ends(line, packet, how);
	if (describe_extensions(line, packet, how))
		describe_transport(line, packet, how);
}

/* A frame that holds no IP packet. */
static void describe_other(struct mst_line *line, const struct mst_packet *packet, const struct mst_describe *how)
{
	struct mst_layer layer = mst_layer_network(packet, how);
	mst_describer *describe = packet->llc && !packet->ethertype ? mst_describe_llc
	                                                            : mst_ethertype_describer(packet->ethertype);

	if (describe && describe(line, &layer))
		return;
	if (packet->linktype == DLT_EN10MB && !packet->ethertype && !packet->llc && !packet->outer.count)
		mst_line_add(line, " [|llc]"); /* its length is 0 */
	else
		describe_bytes(line, packet, how);
}

/* IP without a link header, of neither version. */
static bool is_unknown_ip(const struct mst_packet *packet)
{
	return packet->network == MST_NETWORK_NONE && packet->captured > 0 &&
	       (packet->linktype == DLT_RAW || packet->linktype == DLT_IPV4 || packet->linktype == DLT_IPV6);
}

static void describe_packet(struct mst_line *line, const struct mst_packet *packet, const struct mst_describe *how)
{
	if (packet->captured == 0 && packet->linktype != MST_LINK_NONE) {
		mst_line_add(line, "[Invalid header: caplen==0%s]", packet->wire_bytes ? "" : ", len==0");
		return;
	}
	if (!mst_describe_link(line, packet, how, how->link) || !mst_describe_link_words(line, packet, how))
		return;
	if (how->link && packet->llc && packet->ethertype)
		mst_describe_llc_header(line, packet);
	if (mst_describe_encapsulation(line, packet, how))
		return;
	if (packet->network == MST_NETWORK_IPV4 || packet->network == MST_NETWORK_IPV6)
		describe_ip(line, packet, how);
	else if (is_unknown_ip(packet))
		mst_line_add(line, "unknown ip %u", packet->bytes[0] >> 4);
	else
		describe_other(line, packet, how);
}

void mst_describe_packet(struct mst_line *line, const struct mst_packet *packet, const struct mst_describe *how)
{
	struct mst_describe with_inner = *how;

	with_inner.inner = describe_packet;
	describe_packet(line, packet, &with_inner);
}

size_t mst_describe_link_bytes(const struct mst_packet *packet)
{
	return mst_link_bytes(packet);
}
