/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * link_line.c - describes the link header and VLAN tags: what `-e` prints before a packet. Cooked frames of version 2
 * have their interface and direction without `-e` too.
 *
 *     02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype 802.1Q (0x8100), length 50: vlan 7, p 0, ethertype IPv4
 * (0x0800), eth0  In  ifindex 2 02:00:00:00:00:01 ethertype IPv4 (0x0800), length 52:
 */
#include <pcap/dlt.h>

#include "base/reader.h"
#include "dissect/link/describers.h"

#define ETHERNET_BYTES 14

struct header {
	struct mst_line *line;
	struct mst_reader r;
	const struct mst_packet *packet;
	const struct mst_describe *how;
	bool printed;  /* with -e, or because nothing else can be said: then without the tags */
	size_t before; /* bytes before the header, which are not its frame's */
};

static void describe_type(struct header *header, uint16_t type)
{
	mst_describe_ethertype(header->line, type, header->how->quick);
}

static bool cut(struct header *header, const char *name)
{
	mst_line_add(header->line, " [|%s]", name);
	return false;
}

/* Each tag, and the type behind it. The names of cooked frames' inner types have no number. */
static bool describe_tags(struct header *header, uint16_t type, bool numbers)
{
	while (mst_packet_is_tag(type)) {
		uint16_t tag = mst_read_be16(&header->r);

		type = mst_read_be16(&header->r);
		if (header->r.short_read)
			return cut(header, "vlan");
		if (!header->printed)
			continue;
		mst_line_add(header->line, "vlan %u, p %u, %s", tag & 0xfff, tag >> 13, tag & 0x1000 ? "DEI, " : "");
		if (type < MST_ETHERTYPE_LEAST)
			mst_line_add(header->line, "802.3");
		else if (numbers)
			describe_type(header, type);
		else if (!header->how->quick)
			mst_line_add(header->line, "ethertype %s", mst_ethertype_name(type));
		if (type >= MST_ETHERTYPE_LEAST && (numbers || !header->how->quick))
			mst_line_add(header->line, ", ");
	}
	return true;
}

static bool describe_ethernet(struct header *header)
{
	const uint8_t *macs = mst_read_bytes(&header->r, 12);
	uint16_t type = mst_read_be16(&header->r);

	if (!macs || header->r.short_read)
		return cut(header, "ether");
	if (header->printed) {
		mst_line_mac(header->line, macs + 6);
		mst_line_add(header->line, " > ");
		mst_line_mac(header->line, macs);
		mst_line_add(header->line, ", ");
	}
	if (mst_packet_is_tag(type) && header->r.left < 4)
		return cut(header, "vlan");
	if (header->printed && !header->how->link && mst_packet_is_tag(type))
		type = header->packet->ethertype;
	if (header->printed && type < MST_ETHERTYPE_LEAST) {
		size_t on_wire = header->packet->wire_bytes - header->before - ETHERNET_BYTES;

		mst_line_add(header->line, "802.3, length %zu: ", type < on_wire ? type : on_wire);
	} else if (header->printed) {
		describe_type(header, type);
		mst_line_add(header->line, ", length %zu: ", header->packet->wire_bytes - header->before);
	}
	return describe_tags(header, type, true);
}

/* ---- cooked frames of Linux ---- */

static const char *direction(unsigned kind)
{
	static const char *const words[] = { "In", "B", "M", "P", "Out" };

	return kind < sizeof words / sizeof *words ? words[kind] : "?";
}

static void describe_cooked_rest(struct header *header, const uint8_t *mac, unsigned mac_bytes, uint16_t type)
{
	if (mac_bytes == 6) {
		mst_line_mac(header->line, mac);
		mst_line_add(header->line, " ");
	}
	if (header->how->quick)
		return;
	if (type == MST_COOKED_802_2 || type == MST_COOKED_802_3)
		mst_line_add(header->line, type == MST_COOKED_802_2 ? "802.2" : "802.3");
	else
		describe_type(header, type);
	mst_line_add(header->line, ", length %zu: ", header->packet->wire_bytes);
}

/* Without -e only the type behind a tag is there, as tcpdump has it. */
static bool describe_cooked_tags(struct header *header, uint16_t type)
{
	bool printed = header->printed;

	if (printed || !mst_packet_is_tag(type))
		return describe_tags(header, type, false);
	mst_skip(&header->r, 2);
	type = mst_read_be16(&header->r);
	if (header->r.short_read)
		return cut(header, "vlan");
	if (!header->how->quick && type >= MST_ETHERTYPE_LEAST)
		mst_line_add(header->line, "ethertype %s, ", mst_ethertype_name(type));
	return describe_tags(header, type, false);
}

static bool describe_cooked(struct header *header)
{
	uint16_t kind = mst_read_be16(&header->r), mac_bytes, type;
	const uint8_t *mac;

	mst_skip(&header->r, 2);
	mac_bytes = mst_read_be16(&header->r);
	mac = mst_read_bytes(&header->r, 8);
	type = mst_read_be16(&header->r);
	if (!mac || header->r.short_read)
		return cut(header, "sll");
	if (header->printed) {
		mst_line_add(header->line, "%3s ", direction(kind));
		describe_cooked_rest(header, mac, mac_bytes, type);
	}
	return describe_cooked_tags(header, type);
}

/* The interface that a cooked frame names: a number, which only the machine that captured it can turn into a name. */
static void describe_interface(struct header *header, uint32_t index)
{
	const struct mst_describe *how = header->how;
	const char *name = how->interface ? how->interface(how->user, index) : NULL;
	char number[16];
	struct mst_line text = mst_line_in(number, sizeof number);

	mst_line_add(&text, "if%u", index);
	mst_line_add(header->line, "%-5s ", name ? name : number);
}

static bool describe_cooked2(struct header *header)
{
	uint16_t type = mst_read_be16(&header->r);
	uint32_t index;
	uint8_t kind, mac_bytes;
	const uint8_t *mac;

	mst_skip(&header->r, 2);
	index = mst_read_be32(&header->r);
	mst_skip(&header->r, 2);
	kind = mst_read_u8(&header->r);
	mac_bytes = mst_read_u8(&header->r);
	mac = mst_read_bytes(&header->r, 8);
	if (!mac)
		return cut(header, "sll2");
	if (!header->printed || header->how->link) { /* what nothing can be said of has it already */
		describe_interface(header, index);
		mst_line_add(header->line, "%-3s ", direction(kind));
	}
	if (header->printed) {
		mst_line_add(header->line, "ifindex %u ", index);
		describe_cooked_rest(header, mac, mac_bytes, type);
	}
	return describe_cooked_tags(header, type);
}

/* ---- address families ---- */

/* Names of the families; those of IPv6 differ from system to system. */
static const char *family_name(uint32_t family)
{
	switch (family) {
	case 2: return "IPv4";
	case 7: return "ISO";
	case 24:
	case 28:
	case 30: return "IPv6";
	default: return "Unknown";
	}
}

/* In the byte order of the machine that captured it: a family has two bytes at most. */
static bool describe_family(struct header *header)
{
	uint32_t family = mst_read_be32(&header->r);
	const char *name;

	if (header->r.short_read)
		return cut(header, "null");
	if (family > 0xffff && __builtin_bswap32(family) <= 0xffff)
		family = __builtin_bswap32(family);
	name = family_name(family);
	if (!header->printed)
		return true;
	if (!header->how->quick)
		mst_line_add(header->line, "AF %s (%u)", name, family);
	else if (*name != 'U')
		mst_line_add(header->line, "%s", name);
	else
		mst_line_add(header->line, "Unknown AF %u", family);
	mst_line_add(header->line, ", length %zu: ", header->packet->wire_bytes);
	return true;
}

/* Broadcom's tag in front of a frame of Ethernet. */
static bool describe_prepended(struct header *header)
{
	if (!header->printed)
		return true;
	if (!mst_describe_prepended_tag(header->line, header->packet))
		return cut(header, "brcm-tag-prepend");
	mst_skip(&header->r, 4);
	header->before = 4;
	return describe_ethernet(header);
}

static bool describe_raw(struct header *header)
{
	if (header->printed)
		mst_line_add(header->line, "ip: ");
	return true;
}

/* clang-format off */
static const struct {
	int linktype;
	bool (*describe)(struct header *header);
} links[] = {
	{ DLT_EN10MB, describe_ethernet },
	{ DLT_LINUX_SLL, describe_cooked },
#ifdef DLT_LINUX_SLL2
	{ DLT_LINUX_SLL2, describe_cooked2 },
#endif
	{ DLT_NULL, describe_family },
	{ DLT_LOOP, describe_family },
	{ DLT_RAW, describe_raw },
	{ DLT_IPV4, describe_raw },
	{ DLT_IPV6, describe_raw },
#ifdef DLT_DSA_TAG_BRCM_PREPEND
	{ DLT_DSA_TAG_BRCM_PREPEND, describe_prepended },
#endif
};
/* clang-format on */

bool mst_describe_link(struct mst_line *line, const struct mst_packet *packet, const struct mst_describe *how,
                       bool printed)
{
	struct header header = {
		.line = line,
		.r = mst_reader_over(packet->bytes, packet->captured),
		.packet = packet,
		.how = how,
		.printed = printed,
	};

	for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
		if (links[i].linktype == packet->linktype)
			return links[i].describe(&header);
	}
	if (how->link)
		mst_describe_link_header(line, packet, how);
	return true;
}
