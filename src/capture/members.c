/* SPDX-License-Identifier: BSD-2-Clause */
/* members.c - see members.h. Members that a packet does not have are left out. */
#include "capture/members.h"

#include <inttypes.h>
#include <time.h>

#include "base/clock.h"
#include "base/media.h"

void mst_member_text(struct mst_line *line, const char *name, const char *text, size_t length)
{
	mst_line_add(line, ",\"%s\":\"", name);
	mst_medium_copy(MST_TO_JSON, line->text + line->length, line->size - line->length, text, length);
	line->length += strlen(line->text + line->length);
	mst_line_add(line, "\"");
}

static void add_count(struct mst_line *line, const char *name, uint64_t value)
{
	mst_line_add(line, ",\"%s\":%" PRIu64, name, value);
}

static void add_true(struct mst_line *line, const char *name, bool yes)
{
	if (yes)
		mst_line_add(line, ",\"%s\":true", name);
}

static void add_addr(struct mst_line *line, const char *name, const struct mst_addr *addr)
{
	if (addr->family == MST_NO_FAMILY)
		return;
	mst_line_add(line, ",\"%s\":\"", name);
	mst_line_addr(line, addr);
	mst_line_add(line, "\"");
}

static void add_mac(struct mst_line *line, const char *name, const uint8_t mac[6])
{
	mst_line_add(line, ",\"%s\":\"", name);
	mst_line_mac(line, mac);
	mst_line_add(line, "\"");
}

/* ISO 8601, UTC, to the nanosecond. */
static void add_time(struct mst_line *line, uint64_t time_ns)
{
	time_t seconds = (time_t)(time_ns / MST_NS_PER_SECOND);
	struct tm utc;
	char text[32] = "";

	if (gmtime_r(&seconds, &utc))
		strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &utc);
	mst_line_add(line, "\"time\":\"%s.%09" PRIu64 "Z\"", text, time_ns % MST_NS_PER_SECOND);
}

static void add_link(struct mst_line *line, const struct mst_packet *packet)
{
	if (packet->has_macs)
		add_mac(line, "source_mac", packet->source_mac);
	if (packet->has_macs && packet->has_target)
		add_mac(line, "destination_mac", packet->destination_mac);
	for (unsigned i = 0; i < packet->vlan_count; i++)
		mst_line_add(line, "%s%u%s", i ? "," : ",\"vlans\":[", packet->vlans[i] & 0xfff,
		             i + 1u == packet->vlan_count ? "]" : "");
	if (packet->ethertype)
		add_count(line, "ethertype", packet->ethertype);
	for (unsigned i = 0; i < packet->outer.label_count; i++)
		mst_line_add(line, "%s%u%s", i ? "," : ",\"mpls_labels\":[", packet->outer.labels[i] >> 12,
		             i + 1u == packet->outer.label_count ? "]" : "");
	for (unsigned i = 0; i < packet->outer.count; i++) {
		if (packet->outer.types[i] == MST_ETHERTYPE_PPPOE)
			add_count(line, "pppoe_session", packet->outer.pppoe_session);
	}
}

static void add_fragment(struct mst_line *line, const struct mst_packet *packet)
{
	if (!packet->fragment)
		return;
	add_count(line, "fragment_id", packet->fragment_id);
	add_count(line, "fragment_offset", packet->fragment_at);
	mst_line_add(line, ",\"more_fragments\":%s", packet->more_fragments ? "true" : "false");
}

static void add_ip(struct mst_line *line, const struct mst_packet *packet)
{
	add_count(line, "ttl", packet->ttl);
	add_count(line, "traffic_class", packet->traffic_class);
	if (packet->network == MST_NETWORK_IPV4)
		add_count(line, "ip_id", packet->ip_id);
	else
		add_count(line, "flow_label", packet->flow_label);
	add_count(line, "ip_bytes", packet->ip_bytes);
	add_true(line, "dont_fragment", packet->dont_fragment);
	add_fragment(line, packet);
	add_count(line, "ip_protocol", packet->protocol);
}

/* The words that reports have in the field `proto`. */
static const char *protocol_name(uint8_t protocol)
{
	switch (protocol) {
	case MST_IPPROTO_ICMP: return "icmp";
	case MST_IPPROTO_TCP: return "tcp";
	case MST_IPPROTO_UDP: return "udp";
	case MST_IPPROTO_ICMP6: return "icmp6";
	case MST_IPPROTO_SCTP: return "sctp";
	default: return NULL;
	}
}

static void add_tcp(struct mst_line *line, const struct mst_packet *packet)
{
	static const char *const names[] = { "fin", "syn", "rst", "psh", "ack", "urg", "ece", "cwr" };
	const char *comma = "";

	mst_line_add(line, ",\"flags\":[");
	for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
		if (!(packet->tcp_flags & 1u << i))
			continue;
		mst_line_add(line, "%s\"%s\"", comma, names[i]);
		comma = ",";
	}
	mst_line_add(line, "]");
	add_count(line, "seq", packet->sequence);
	if (packet->tcp_flags & MST_TCP_ACK)
		add_count(line, "ack", packet->acknowledgement);
	add_count(line, "window", packet->window);
}

static void add_transport(struct mst_line *line, const struct mst_packet *packet)
{
	const char *name = protocol_name(packet->protocol);

	if (name)
		mst_line_add(line, ",\"proto\":\"%s\"", name);
	if (packet->has_ports) {
		add_count(line, "source_port", packet->source_port);
		add_count(line, "destination_port", packet->destination_port);
	}
	if (packet->tcp_header_bytes)
		add_tcp(line, packet);
	add_count(line, "payload_bytes", packet->payload_declared);
}

void mst_members_of_packet(struct mst_line *line, const struct mst_captured *frame, const struct mst_packet *packet,
                           const char *interface, const char *link)
{
	static const char *const networks[] = {
		[MST_NETWORK_ARP] = "arp", [MST_NETWORK_IPV4] = "ipv4", [MST_NETWORK_IPV6] = "ipv6"
	};
	bool ip = packet->network == MST_NETWORK_IPV4 || packet->network == MST_NETWORK_IPV6;

	add_time(line, frame->time_ns);
	if (interface)
		mst_member_text(line, "interface", interface, strlen(interface));
	if (link)
		mst_member_text(line, "link", link, strlen(link));
	add_count(line, "bytes", frame->wire_bytes);
	add_count(line, "captured", frame->captured);
	add_link(line, packet);
	if (packet->network != MST_NETWORK_NONE)
		mst_line_add(line, ",\"network\":\"%s\"", networks[packet->network]);
	add_addr(line, "source", &packet->source);
	add_addr(line, "destination", &packet->destination);
	if (ip && packet->destination.family != MST_NO_FAMILY)
		add_ip(line, packet);
	if (ip && packet->transport_at)
		add_transport(line, packet);
	add_true(line, "truncated", packet->truncated);
	add_true(line, "malformed", packet->malformed);
}
