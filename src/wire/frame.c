/* SPDX-License-Identifier: BSD-2-Clause */
/* frame.c - see frame.h. */
#include "wire/frame.h"

#include <limits.h>
#include <pcap/dlt.h>

#include "wire/arp.h"
#include "wire/checksum.h"
#include "wire/ip.h"
#include "wire/ipv4.h"
#include "wire/ipv6.h"
#include "wire/tcp_options.h"
#include "wire/usual.h"

#define ETHERTYPE_VLAN 0x8100
#define ETHERTYPE_QINQ 0x88a8
#define ETHERTYPE_UNKNOWN 0xffff
#define VLAN_NUMBER 0x0fff
#define ARP_SIZES 0x0604

enum { HARDWARE_ETHERNET = 1, HARDWARE_IEEE802 = 6 };

/* Bytes before the EtherType; BARE: the frame begins with the IP header. */
#define BARE -1
static const struct link {
	int linktype;
	int type_at;
	size_t header;
} links[] = {
	{ DLT_EN10MB, 12, 14 },    { DLT_RAW, BARE, 0 },  { DLT_IPV4, BARE, 0 }, { DLT_LINUX_SLL, 14, 16 },
#ifdef DLT_LINUX_SLL2
	{ DLT_LINUX_SLL2, 0, 20 },
#endif
	{ DLT_NULL, BARE, 4 },     { DLT_LOOP, BARE, 4 },
};

static const struct link *find_link(int linktype)
{
	for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
		if (links[i].linktype == linktype)
			return &links[i];
	}
	return NULL;
}

bool mst_frame_knows(int linktype)
{
	return find_link(linktype) != NULL;
}

/*
 * Moves the reader behind the link header. Returns the EtherType (of bare packets that of IP), or 0 when bytes are
 * missing. A tag of VLAN 0 has a priority only.
 */
static uint16_t skip_link(struct mst_reader *r, int linktype, uint16_t *vlan)
{
	const struct link *link = find_link(linktype);
	const uint8_t *header;
	uint16_t type;

	if (!link)
		return ETHERTYPE_UNKNOWN;
	header = mst_read_bytes(r, link->header);
	if (!header || link->type_at == BARE)
		return header ? MST_ETHERTYPE_IPV4 : 0;
	type = (uint16_t)(header[link->type_at] << 8 | header[link->type_at + 1]);
	for (int tags = 0; tags < 2 && (type == ETHERTYPE_VLAN || type == ETHERTYPE_QINQ); tags++) {
		*vlan |= mst_read_be16(r) & VLAN_NUMBER;
		type = mst_read_be16(r);
	}
	return r->short_read ? 0 : type;
}

/* ---- payloads of IP ---- */

/*
 * With checksum offload, the kernel leaves only the sum of the pseudo-header in the field, and the network card
 * completes it. On virtual links (veth, loopback, tap) packets arrive like that, and the receiving kernel accepts
 * them too.
 */
static bool sum_is_right(const struct mst_ip *ip, uint8_t proto, const uint8_t *segment, size_t count, size_t field_at)
{
	uint32_t pseudo = mst_ip_pseudo_sum(ip, proto, count);
	uint16_t field = (uint16_t)(segment[field_at] << 8 | segment[field_at + 1]);

	return mst_checksum(mst_sum_bytes(pseudo, segment, count)) == 0 || field == mst_sum_fold(pseudo);
}

static enum mst_fate read_tcp(struct mst_view *view, const struct mst_ip *ip, struct mst_reader r)
{
	const uint8_t *segment = r.at;
	size_t count = r.left;
	size_t header;

	view->kind = MST_VIEW_TCP;
	view->tcp.source = mst_read_be16(&r);
	view->tcp.destination = mst_read_be16(&r);
	view->tcp.seq = mst_read_be32(&r);
	view->tcp.ack = mst_read_be32(&r);
	header = (size_t)(mst_read_u8(&r) >> 4) * 4;
	view->tcp.flags = mst_read_u8(&r);
	view->tcp.window = mst_read_be16(&r);
	mst_skip(&r, 4); /* checksum, urgent pointer */
	if (r.short_read || header < MST_TCP_BYTES || header > count)
		return MST_FATE_CUT;
	if (header > MST_TCP_BYTES)
		mst_tcp_options_read(&view->tcp, mst_reader_over(r.at, header - MST_TCP_BYTES));
	view->tcp.payload = segment + header;
	view->tcp.payload_bytes = count - header;
	return sum_is_right(ip, MST_PROTO_TCP, segment, count, MST_TCP_CHECKSUM) ? MST_FATE_WHOLE : MST_FATE_BAD_SUM;
}

/* In IPv4 a checksum of zero means "no checksum" (RFC 768); in IPv6 it is required (RFC 8200, section 8.1). */
static enum mst_fate read_udp(struct mst_view *view, const struct mst_ip *ip, struct mst_reader r)
{
	const uint8_t *segment = r.at;
	uint16_t length, checksum;

	view->kind = MST_VIEW_UDP;
	view->udp.source = mst_read_be16(&r);
	view->udp.destination = mst_read_be16(&r);
	length = mst_read_be16(&r);
	checksum = mst_read_be16(&r);
	if (r.short_read || length < MST_UDP_BYTES || (size_t)length - MST_UDP_BYTES > r.left)
		return MST_FATE_CUT;
	view->udp.payload = r.at;
	view->udp.payload_bytes = (size_t)length - MST_UDP_BYTES;
	if (checksum == 0)
		return ip->source.family == MST_IPV4 ? MST_FATE_WHOLE : MST_FATE_BAD_SUM;
	return sum_is_right(ip, MST_PROTO_UDP, segment, length, MST_UDP_CHECKSUM) ? MST_FATE_WHOLE : MST_FATE_BAD_SUM;
}

static enum mst_fate read_quoted(struct mst_quoted_view *quoted, struct mst_reader r)
{
	struct mst_ip ip;

	if (!mst_ip_read(&r, &ip))
		return MST_FATE_CUT;
	quoted->source = ip.source;
	quoted->destination = ip.destination;
	quoted->ip_id = ip.id;
	quoted->proto = ip.proto;
	if (ip.no_first)
		return MST_FATE_FOREIGN;
	if (ip.proto == MST_PROTO_TCP || ip.proto == MST_PROTO_UDP) {
		quoted->source_port = mst_read_be16(&r);
		quoted->destination_port = mst_read_be16(&r);
		quoted->tcp_seq = mst_read_be32(&r);
	} else if (ip.proto == MST_PROTO_ICMP || ip.proto == MST_PROTO_ICMP6) {
		quoted->icmp_type = mst_read_u8(&r);
		mst_skip(&r, 3); /* code, checksum */
		quoted->icmp_id = mst_read_be16(&r);
		quoted->icmp_seq = mst_read_be16(&r);
	} else {
		return MST_FATE_FOREIGN;
	}
	return r.short_read ? MST_FATE_CUT : MST_FATE_WHOLE;
}

/* Reads the header, equal in ICMP and ICMPv6, and leaves the reader behind it. */
static bool read_icmp_header(struct mst_icmp_view *icmp, struct mst_reader *r)
{
	icmp->type = mst_read_u8(r);
	icmp->code = mst_read_u8(r);
	mst_skip(r, 2); /* checksum */
	icmp->id = mst_read_be16(r);
	icmp->seq = mst_read_be16(r);
	icmp->payload = r->at;
	icmp->payload_bytes = r->left;
	return !r->short_read;
}

static enum mst_fate read_icmp(struct mst_view *view, struct mst_reader r)
{
	uint16_t checksum = mst_checksum(mst_sum_bytes(0, r.at, r.left));

	view->kind = MST_VIEW_ICMP;
	if (!read_icmp_header(&view->icmp, &r))
		return MST_FATE_CUT;
	if (checksum != 0)
		return MST_FATE_BAD_SUM;
	if (view->icmp.type == MST_ICMP_ECHO_REPLY || view->icmp.type == MST_ICMP_TIMESTAMP_REPLY)
		return MST_FATE_WHOLE;
	if (view->icmp.type != MST_ICMP_UNREACHABLE && view->icmp.type != MST_ICMP_TIME_EXCEEDED &&
	    view->icmp.type != MST_ICMP_PARAMETER_PROBLEM)
		return MST_FATE_FOREIGN;
	view->kind = MST_VIEW_ERROR;
	return read_quoted(&view->quoted, r);
}

/*
 * Reads the link-layer address from the first option of this type; every option must be well-formed (RFC 4861, section
 * 7.1.2).
 */
static bool read_nd_options(struct mst_neighbour_view *neighbour, struct mst_reader *r, uint8_t wanted)
{
	bool found = false;

	while (r->left > 0) {
		uint8_t type = mst_read_u8(r), length = mst_read_u8(r);
		const uint8_t *option = length ? mst_read_bytes(r, (size_t)length * 8 - 2) : NULL;

		if (!option || r->short_read)
			return false;
		if (type != wanted || found)
			continue;
		if (length != 1)
			return false; /* no address of Ethernet */
		memcpy(neighbour->mac, option, sizeof neighbour->mac);
		found = true;
	}
	return found;
}

/*
 * `r` begins at the ICMPv6 header. The answer to a multicast solicitation must contain the link-layer address. A host
 * that does not know the asker's address solicits it, before it answers.
 */
static enum mst_fate read_neighbour(struct mst_view *view, struct mst_reader r)
{
	bool advertises = view->icmp.type == MST_ICMP6_ADVERTISEMENT, to_all = view->destination.bytes[0] == 0xff;
	struct mst_addr target_addr = { .family = MST_IPV6 };
	const uint8_t *target;
	uint8_t flags;

	mst_skip(&r, MST_ND_FLAGS);
	flags = mst_read_u8(&r);
	mst_skip(&r, 3);
	target = mst_read_bytes(&r, 16);
	if (!target)
		return MST_FATE_CUT;
	memcpy(target_addr.bytes, target, 16);
	view->kind = MST_VIEW_NEIGHBOUR;
	view->neighbour.addr = advertises ? target_addr : view->source;
	view->neighbour.volunteered = !advertises || to_all;
	if (!advertises)
		view->neighbour.to = target_addr;
	else if (!to_all)
		view->neighbour.to = view->destination;
	if (view->ttl != MST_ND_HOPS || view->icmp.code != 0 || target[0] == 0xff ||
	    (advertises && to_all && (flags & MST_ND_SOLICITED)))
		return MST_FATE_FOREIGN;
	return read_nd_options(&view->neighbour, &r, advertises ? MST_ND_OPTION_TARGET : MST_ND_OPTION_SOURCE)
	               ? MST_FATE_WHOLE
	               : MST_FATE_FOREIGN;
}

static enum mst_fate read_icmp6(struct mst_view *view, const struct mst_ip *ip, struct mst_reader r)
{
	struct mst_reader whole = r;

	view->kind = MST_VIEW_ICMP;
	if (!read_icmp_header(&view->icmp, &r))
		return MST_FATE_CUT;
	if (!sum_is_right(ip, MST_PROTO_ICMP6, whole.at, whole.left, MST_ICMP_CHECKSUM))
		return MST_FATE_BAD_SUM;
	switch (view->icmp.type) {
	case MST_ICMP6_ECHO_REPLY: return MST_FATE_WHOLE;
	case MST_ICMP6_SOLICITATION:
	case MST_ICMP6_ADVERTISEMENT:
		/* Not in fragments, nor with their header (RFC 6980). */
		return ip->fragment_at ? MST_FATE_FOREIGN : read_neighbour(view, whole);
	case MST_ICMP6_UNREACHABLE:
	case MST_ICMP6_TIME_EXCEEDED:
	case MST_ICMP6_PARAMETER_PROBLEM: view->kind = MST_VIEW_ERROR; return read_quoted(&view->quoted, r);
	default: return MST_FATE_FOREIGN;
	}
}

/* ---- frames ---- */

/* Cards of Ethernet receive from those of other IEEE 802 networks (RFC 1042): both numbers are in use. */
static bool is_arp_for_ipv4(uint16_t hardware, uint16_t protocol, uint16_t sizes, uint16_t operation)
{
	return (hardware == HARDWARE_ETHERNET || hardware == HARDWARE_IEEE802) && protocol == MST_ETHERTYPE_IPV4 &&
	       sizes == ARP_SIZES && (operation == MST_ARP_REPLY || operation == MST_ARP_REQUEST);
}

/* Nothing asks by ARP for multicast (224/4) and loopback (127/8). */
static bool can_be_asked(const struct mst_addr *addr)
{
	return addr->bytes[0] >> 4 != 0xe && addr->bytes[0] != 127;
}

static enum mst_fate read_arp(struct mst_view *view, struct mst_reader r)
{
	uint16_t hardware = mst_read_be16(&r), protocol = mst_read_be16(&r);
	uint16_t sizes = mst_read_be16(&r), operation = mst_read_be16(&r);
	const uint8_t *mac = mst_read_bytes(&r, sizeof view->neighbour.mac);

	view->source = mst_addr_from_ipv4(mst_read_be32(&r));
	mst_skip(&r, sizeof view->neighbour.mac);
	view->destination = mst_addr_from_ipv4(mst_read_be32(&r));
	if (r.short_read || !mac)
		return MST_FATE_CUT;
	view->kind = MST_VIEW_NEIGHBOUR;
	view->neighbour.addr = view->source;
	view->neighbour.volunteered = operation == MST_ARP_REQUEST;
	memcpy(view->neighbour.mac, mac, sizeof view->neighbour.mac);
	return is_arp_for_ipv4(hardware, protocol, sizes, operation) && can_be_asked(&view->destination)
	               ? MST_FATE_WHOLE
	               : MST_FATE_FOREIGN;
}

static enum mst_fate read_packet(struct mst_view *view, struct mst_reader r)
{
	struct mst_ip ip;

	if (!mst_ip_read(&r, &ip))
		return MST_FATE_CUT;
	if (ip.source.family == MST_IPV4 && mst_checksum(mst_sum_bytes(0, ip.bytes, ip.header)) != 0)
		return MST_FATE_BAD_SUM;
	if (ip.total < ip.header || ip.total - ip.header > r.left)
		return MST_FATE_CUT;
	if (ip.fragment) {
		view->fragment = (struct mst_fragment_view){ ip.bytes, ip.total };
		return MST_FATE_FRAGMENT;
	}
	r.left = ip.total - ip.header; /* what follows is padding of the link */
	view->source = ip.source;
	view->destination = ip.destination;
	view->ttl = ip.ttl;
	view->proto = ip.proto;
	switch (ip.proto) {
	case MST_PROTO_TCP: return read_tcp(view, &ip, r);
	case MST_PROTO_UDP: return read_udp(view, &ip, r);
	case MST_PROTO_ICMP: return ip.source.family == MST_IPV4 ? read_icmp(view, r) : MST_FATE_FOREIGN;
	case MST_PROTO_ICMP6: return ip.source.family == MST_IPV6 ? read_icmp6(view, &ip, r) : MST_FATE_FOREIGN;
	default: return MST_FATE_FOREIGN;
	}
}

/* A part after the other: at once, the compiler would clear it by a string instruction, which is slow to begin. */
static void clear(struct mst_view *view)
{
	view->source = view->destination = (struct mst_addr){ 0 };
	view->kind = MST_VIEW_TCP;
	view->ethernet = NULL;
	view->ttl = view->proto = 0;
	view->vlan = 0;
	view->tcp = (struct mst_tcp_view){ 0 };
	view->udp = (struct mst_udp_view){ 0 };
	view->icmp = (struct mst_icmp_view){ 0 };
	view->quoted = (struct mst_quoted_view){ 0 };
	view->neighbour = (struct mst_neighbour_view){ 0 };
	view->fragment = (struct mst_fragment_view){ 0 };
}

enum mst_fate mst_frame_read(struct mst_view *view, int linktype, const uint8_t *bytes, size_t count)
{
	struct mst_reader r = mst_reader_over(bytes, count);
	uint16_t type;

	clear(view);
	if (linktype == DLT_EN10MB && mst_usual_read(view, bytes, count))
		return MST_FATE_WHOLE;
	type = skip_link(&r, linktype, &view->vlan);
	view->ethernet = linktype == DLT_EN10MB && type != 0 ? bytes : NULL;
	switch (type) {
	case 0: return MST_FATE_CUT;
	case MST_ETHERTYPE_IPV4:
	case MST_ETHERTYPE_IPV6: return read_packet(view, r);
	case MST_ETHERTYPE_ARP: return read_arp(view, r);
	default: return MST_FATE_FOREIGN;
	}
}

int mst_frame_ifindex(int linktype, const uint8_t *bytes, size_t count)
{
	struct mst_reader r = mst_reader_over(bytes, count);
	uint32_t index = 0;

#ifdef DLT_LINUX_SLL2
	if (linktype == DLT_LINUX_SLL2) {
		mst_skip(&r, 4); /* protocol, reserved */
		index = mst_read_be32(&r);
	}
#else
	(void)linktype;
#endif
	return r.short_read || index > INT_MAX ? 0 : (int)index;
}

static void set_scope(struct mst_addr *addr, uint32_t ifindex)
{
	if (mst_addr_is_link_local(addr))
		addr->scope = ifindex;
}

void mst_view_set_scope(struct mst_view *view, uint32_t ifindex)
{
	set_scope(&view->source, ifindex);
	set_scope(&view->destination, ifindex);
	set_scope(&view->quoted.source, ifindex);
	set_scope(&view->quoted.destination, ifindex);
	set_scope(&view->neighbour.addr, ifindex);
	set_scope(&view->neighbour.to, ifindex);
}
