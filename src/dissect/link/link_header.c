/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * link_header.c - what `-e` prints of the link headers that are not in link_line.c: rings, wide areas, switches' tags,
 * logs of filters.
 *
 *     async0 02:00:00:00:00:01 > 02:00:00:00:00:02, length 65:               FDDI
 *     unicast, ethertype IPv4 (0x0800), length 104:                          Cisco's HDLC
 *     Q.922, hdr-len 2, DLCI 302, Flags [none], NLPID IPv4 (0xcc), length 80: frame relay
 *     version 0, resource ID 42, family IPv4 (2), length 112:                Linux's netfilter log
 */
#include <pcap/dlt.h>

#include "base/reader.h"
#include "dissect/common/words.h"
#include "dissect/link/describers.h"
#include "dissect/link/osi.h"

enum { IPV4_FAMILY = 2, UNNUMBERED_INFORMATION = 0x03 };

struct header {
	struct mst_line *line;
	struct mst_reader r;
	const struct mst_packet *packet;
	const struct mst_describe *how;
};

static void end_with_length(const struct header *header)
{
	mst_line_add(header->line, ", length %zu: ", header->packet->wire_bytes);
}

/* ---- rings and buses ---- */

static void describe_fddi(struct header *header)
{
	static const struct mst_word frames[] = { { 0x40, "void" },  { 0x41, "info" },
		                                  { 0x4f, "nsa" },   { 0x80, "nrt" },
		                                  { 0xc0, "rt" },    { 0xc2, "beacon" },
		                                  { 0xc3, "claim" }, { 0 } };
	static const struct mst_word kinds[] = { { 0x40, "smt" },
		                                 { 0x50, "async" },
		                                 { 0x60, "imp_async" },
		                                 { 0xc0, "mac" },
		                                 { 0xd0, "sync" },
		                                 { 0xe0, "imp_sync" },
		                                 { 0 } };
	uint8_t control = mst_read_u8(&header->r);
	const char *frame = mst_word_of(frames, control), *kind = mst_word_of(kinds, control & 0xf0u);

	if (!header->packet->has_macs)
		return;
	if (!header->how->quick && frame)
		mst_line_add(header->line, "%s ", frame);
	else if (!header->how->quick && kind)
		mst_line_add(header->line, "%s%x ", kind, control & 15u);
	else if (!header->how->quick)
		mst_line_add(header->line, "%02x ", control);
	mst_describe_macs(header->line, header->packet);
	end_with_length(header);
}

/* Of one byte each, as Linux has them. */
static void describe_arcnet(struct header *header)
{
	static const struct mst_word types[] = { { 128, "diag" },
		                                 { 196, "ipv6" },
		                                 { 212, "ip" },
		                                 { 213, "arp" },
		                                 { 214, "rarp" },
		                                 { 221, "atalk" },
		                                 { 240, "oldip" },
		                                 { 241, "oldarp" },
		                                 { 247, "banyan" },
		                                 { 250, "ipx" },
		                                 { 0 } };
	uint8_t from = mst_read_u8(&header->r), to = mst_read_u8(&header->r), type = mst_read_u8(&header->r);
	const char *word = mst_word_of(types, type);

	if (header->r.short_read)
		return;
	mst_line_add(header->line, "%02x %02x ", from, to);
	if (!header->how->quick && word)
		mst_line_add(header->line, "%s ", word);
	else if (!header->how->quick)
		mst_line_add(header->line, "%02x ", type);
	mst_line_add(header->line, "%zu: ", header->packet->wire_bytes);
}

static void describe_ipoib(struct header *header)
{
	const char *name;
	uint16_t type;

	mst_skip(&header->r, 40);
	type = mst_read_be16(&header->r);
	mst_skip(&header->r, 2);
	if (header->r.short_read)
		return;
	name = mst_ethertype_name(type);
	mst_line_add(header->line, "IPOIB, ethertype %s", name);
	if (!header->how->quick)
		mst_line_add(header->line, " (0x%04x)", type);
	end_with_length(header);
}

/* ---- wide areas ---- */

static void describe_hdlc(struct header *header)
{
	static const struct mst_word casts[] = { { 0x0f, "unicast" }, { 0x8f, "bcast" }, { 0 } };
	uint8_t cast = mst_read_u8(&header->r);
	const char *word = mst_word_of(casts, cast);
	uint16_t type;

	mst_skip(&header->r, 1);
	type = mst_read_be16(&header->r);
	if (header->r.short_read || (header->packet->linktype == DLT_PPP_SERIAL && !word))
		return;
	if (word)
		mst_line_add(header->line, "%s", word);
	else
		mst_line_add(header->line, "0x%02x", cast);
	mst_line_add(header->line, ", ethertype %s (0x%04x)", mst_ethertype_name(type), type);
	end_with_length(header);
}

enum { COMMAND = 0x200, DISCARD = 0x02, BACKWARD = 0x04, FORWARD = 0x08, CONTROL = 0x2000 };

/* The address of Q.922: two to four bytes, of which the last is odd; returns their number, 0 where it is none. */
static unsigned read_q922(struct mst_reader *r, uint32_t *circuit, uint32_t *flags)
{
	uint8_t first = mst_read_u8(r), last = mst_read_u8(r);
	unsigned bytes = 2;

	*circuit = (first & 0xfcu) << 2 | last >> 4;
	*flags = (first & 0x02u) << 8 | (last & (DISCARD | BACKWARD | FORWARD));
	if (r->short_read || (first & 1))
		return 0;
	if (last & 1)
		return bytes;
	last = mst_read_u8(r);
	bytes++;
	if (!(last & 1)) {
		*circuit = *circuit << 7 | last >> 1;
		last = mst_read_u8(r);
		bytes++;
	}
	*circuit = *circuit << 6 | last >> 2;
	*flags |= (last & 0x02u) << 12;
	return last & 1 ? bytes : 0;
}

/* Behind the address: the control byte and a protocol, or an EtherType in their place. */
static void describe_frame_relay(struct header *header)
{
	static const struct mst_word names[] = { { COMMAND, "C!" },   { DISCARD, "DE" },      { BACKWARD, "BECN" },
		                                 { FORWARD, "FECN" }, { CONTROL, "sdlcore" }, { 0 } };
	uint32_t circuit, flags;
	unsigned bytes = read_q922(&header->r, &circuit, &flags);
	bool ethertype = header->r.left && header->r.at[0] != UNNUMBERED_INFORMATION && circuit;
	uint16_t type = ethertype ? mst_read_be16(&header->r) : 0;
	uint8_t protocol = 0;

	if (!ethertype) {
		mst_skip(&header->r, header->r.left > 1 && !header->r.at[1] ? 2 : 1); /* with a pad */
		protocol = mst_read_u8(&header->r);
	}
	if (!bytes || header->r.short_read)
		return;
	if (header->how->quick) {
		mst_line_add(header->line, "Q.922, DLCI %u", circuit);
	} else {
		const char *name = ethertype ? mst_ethertype_known(type) : mst_osi_name(protocol);

		mst_line_add(header->line, "Q.922, hdr-len %u, DLCI %u, Flags [", bytes, circuit);
		mst_line_flags(header->line, names, flags);
		mst_line_add(header->line, "], %s %s ", ethertype ? "cisco-ethertype" : "NLPID",
		             name ? name : "unknown");
		mst_line_add(header->line, ethertype ? "(0x%04x)" : "(0x%02x)", ethertype ? type : protocol);
	}
	end_with_length(header);
}

/* ---- logs, and captures between zones ---- */

static void describe_nflog(struct header *header)
{
	uint8_t family = mst_read_u8(&header->r), version = mst_read_u8(&header->r);
	uint16_t resource = mst_read_be16(&header->r);
	const char *name = family == IPV4_FAMILY ? "IPv4" : family == 10 ? "IPv6" : NULL;

	if (header->r.short_read || version)
		return;
	mst_line_add(header->line, "version %u, resource ID %u, ", version, resource);
	if (!header->how->quick)
		mst_line_add(header->line, "family %s (%u)", name ? name : "Unknown", family);
	else if (name)
		mst_line_add(header->line, "%s", name);
	else
		mst_line_add(header->line, "Unknown NFLOG (0x%02x)", family);
	end_with_length(header);
}

/* Solaris: the zones that the packet comes from and goes to. */
static void describe_ipnet(struct header *header)
{
	enum { ZONES_AT = 16 };
	uint8_t family = (mst_skip(&header->r, 1), mst_read_u8(&header->r));
	const char *name = family == IPV4_FAMILY ? "IPv4" : family == 26 ? "IPv6" : NULL;
	uint32_t from, to;

	mst_skip(&header->r, ZONES_AT - 2);
	from = mst_read_be32(&header->r);
	to = mst_read_be32(&header->r);
	if (header->r.short_read)
		return;
	mst_line_add(header->line, "%u > %u, ", from, to);
	if (!header->how->quick)
		mst_line_add(header->line, "family %s (%u)", name ? name : "Unknown", family);
	else if (name)
		mst_line_add(header->line, "%s", name);
	else
		mst_line_add(header->line, "Unknown Ethertype (0x%04x)", family);
	end_with_length(header);
}

/* clang-format off */
static const struct {
	int linktype;
	void (*describe)(struct header *header);
} links[] = {
	{ DLT_FDDI, describe_fddi },
	{ DLT_ARCNET_LINUX, describe_arcnet },
	{ DLT_IPOIB, describe_ipoib },
	{ DLT_C_HDLC, describe_hdlc },
	{ DLT_PPP_SERIAL, describe_hdlc },
	{ DLT_FRELAY, describe_frame_relay },
	{ DLT_NFLOG, describe_nflog },
	{ DLT_IPNET, describe_ipnet },
};
/* clang-format on */

void mst_describe_link_header(struct mst_line *line, const struct mst_packet *packet, const struct mst_describe *how)
{
	struct header header = {
		.line = line,
		.r = mst_reader_over(packet->bytes, packet->captured),
		.packet = packet,
		.how = how,
	};

	for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
		if (links[i].linktype == packet->linktype)
			links[i].describe(&header);
	}
}
