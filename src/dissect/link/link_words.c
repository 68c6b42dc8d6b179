/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * link_words.c - what link headers of HDLC, frame relay and radios add to a line in every form of it, and their own
 * messages.
 *
 *     SLARP (length: 20), keepalive: …                Cisco's HDLC
 *     FRF.16 Frag, seq 1, Flags [Begin, End], IP …    multilink frame relay
 */
#include <pcap/dlt.h>

#include "base/reader.h"
#include "dissect/link/describers.h"
#include "dissect/link/wifi.h"

enum { SLARP = 0x8035 };

/* ---- HDLC ---- */

static void describe_slarp(struct mst_line *line, struct mst_reader r, size_t declared)
{
	uint32_t code, first, second, uptime;
	uint16_t reliability;

	mst_line_add(line, "SLARP (length: %zu), ", declared);
	if (r.left < 14) {
		mst_line_add(line, " [|slarp]");
		return;
	}
	code = mst_read_be32(&r);
	first = mst_read_be32(&r);
	second = mst_read_be32(&r);
	reliability = mst_read_be16(&r);
	if (code == 0) {
		mst_line_add(line, "request");
	} else if (code == 1) {
		struct mst_addr addr = mst_addr_from_ipv4(first), mask = mst_addr_from_ipv4(second);

		mst_line_add(line, "reply ");
		mst_line_addr(line, &addr);
		mst_line_add(line, "/");
		mst_line_addr(line, &mask);
	} else if (code == 2) {
		mst_line_add(line, "keepalive: mineseen=0x%08x, yourseen=0x%08x, reliability=0x%04x", first, second,
		             reliability);
		if (r.left >= 4) {
			uptime = mst_read_be32(&r) / 1000;
			mst_line_add(line, ", link uptime=%ud%uh%um%us", uptime / 86400, uptime / 3600 % 24,
			             uptime / 60 % 60, uptime % 60);
		}
	} else {
		mst_line_add(line, "0x%02x unknown", code);
	}
}

static bool describe_hdlc(struct mst_line *line, const struct mst_packet *packet, const struct mst_describe *how)
{
	struct mst_reader r = mst_reader_over(packet->bytes, packet->captured);
	uint8_t first = mst_read_u8(&r);
	uint16_t type;

	if (packet->linktype != DLT_C_HDLC && first != 0x0f && first != 0x8f)
		return true;
	mst_skip(&r, 1);
	type = mst_read_be16(&r);
	if (r.short_read) {
		mst_line_add(line, " [|chdlc]");
		return false;
	}
	if (packet->network != MST_NETWORK_NONE || packet->outer.count || mst_ethertype_describer(type) ||
	    type == 0xfefe)
		if (type != SLARP)
			return true;
	if (type == SLARP)
		describe_slarp(line, r, packet->wire_bytes - 4);
	else if (!how->link)
		mst_line_add(line, "unknown CHDLC protocol (0x%04x)", type);
	return false;
}

/* ---- frame relay ---- */

static bool describe_multilink(struct mst_line *line, const struct mst_packet *packet, const struct mst_describe *how)
{
	struct mst_reader r = mst_reader_over(packet->bytes, packet->captured);
	uint8_t flags = mst_read_u8(&r), low = mst_read_u8(&r);
	const char *comma = "";

	(void)how;
	if (r.short_read) {
		mst_line_add(line, " [|mfr]");
		return false;
	}
	if (flags & 0x20)
		mst_line_add(line, "FRF.16 Control, Flags [");
	else
		mst_line_add(line, "FRF.16 Frag, seq %u, Flags [", (flags & 0x1eu) << 7 | low);
	for (unsigned i = 0; i < 3; i++) {
		static const char *const names[] = { "Begin", "End", "Control" };

		if (!(flags & 0x80u >> i))
			continue;
		mst_line_add(line, "%s%s", comma, names[i]);
		comma = ", ";
	}
	mst_line_add(line, flags ? "], " : "none], ");
	if (!(flags & 0x20))
		return true;
	mst_line_add(line, "Unknown Message (0x%02x), length %zu", low, packet->wire_bytes);
	return false;
}

/* ---- radio ---- */

static bool describe_radio(struct mst_line *line, const struct mst_packet *packet, const struct mst_describe *how)
{
	struct mst_reader r = mst_reader_over(packet->bytes, packet->captured);

	if (packet->linktype == DLT_IEEE802_11_RADIO && !mst_describe_radiotap(line, &r))
		return false;
	return mst_describe_wifi(line, r, how->link) && packet->llc;
}

/* clang-format off */
static const struct {
	int linktype;
	bool (*describe)(struct mst_line *line, const struct mst_packet *packet, const struct mst_describe *how);
} links[] = {
	{ DLT_C_HDLC, describe_hdlc },
	{ DLT_PPP_SERIAL, describe_hdlc },
	{ DLT_MFR, describe_multilink },
	{ DLT_IEEE802_11, describe_radio },
	{ DLT_IEEE802_11_RADIO, describe_radio },
};
/* clang-format on */

bool mst_describe_link_words(struct mst_line *line, const struct mst_packet *packet, const struct mst_describe *how)
{
	for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
		if (links[i].linktype == packet->linktype)
			return links[i].describe(line, packet, how);
	}
	return mst_describe_switch_tag(line, packet, how);
}
