/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * link_words.c - what link headers of switches, HDLC and frame relay add to a line without `-e`, and their own
 * messages.
 *
 *     DSA Forward port 0.1, VLAN 0u, IP …             Marvell's tag of a switch's port; EDSA with an EtherType
 *     BRCM tag OP: EG, CID: 0, RC: exception, …       Broadcom's
 *     SLARP (length: 20), keepalive: …                Cisco's HDLC
 *     FRF.16 Frag, seq 1, Flags [Begin, End], IP …    multilink frame relay
 */
#include <pcap/dlt.h>

#include "base/reader.h"
#include "dissect/link/describers.h"
#include "dissect/link/wifi.h"

enum { MACS = 12, SLARP = 0x8035 };

/* ---- switches ---- */

static void describe_dsa_tag(struct mst_line *line, const uint8_t tag[4])
{
	unsigned mode = tag[0] >> 6, device = tag[0] & 31, port = tag[1] >> 3 & 31;
	unsigned vlan = (tag[2] & 15u) << 8 | tag[3];
	char tagged = tag[0] & 0x20 ? 't' : 'u';

	switch (mode) {
	case 0: mst_line_add(line, "CPU < port %u.%u, ", device, port); break;
	case 1: mst_line_add(line, "CPU > port %u.%u, ", device, port); break;
	case 2: mst_line_add(line, "CPU < port %u.%u sniffer, ", device, port); break;
	default: mst_line_add(line, "Forward %s %u.%u, ", tag[1] & 4 ? "trunk" : "port", device, port);
	}
	mst_line_add(line, "VLAN %u%c, ", vlan, tagged);
}

static bool describe_dsa(struct mst_line *line, const struct mst_packet *packet)
{
	if (packet->captured < MACS + 6) {
		mst_line_add(line, " [|dsa]");
		return false;
	}
	mst_line_add(line, "DSA ");
	describe_dsa_tag(line, packet->bytes + MACS);
	return true;
}

static bool describe_edsa(struct mst_line *line, const struct mst_packet *packet)
{
	const uint8_t *bytes = packet->bytes + MACS;

	if (packet->captured < MACS + 10) {
		mst_line_add(line, " [|edsa]");
		return false;
	}
	mst_line_add(line, "EDSA 0x%04x, ", bytes[0] << 8 | bytes[1]);
	describe_dsa_tag(line, bytes + 4);
	return true;
}

/* Ingress: which ports shall send it; egress: why the CPU has it, and from which port. */
static bool describe_brcm(struct mst_line *line, const struct mst_packet *packet)
{
	static const char *const reasons[] = { "mirror",    "MAC learning", "switching",
		                               "prot term", "prot snoop",   "exception" };
	const uint8_t *tag = packet->bytes + MACS;

	if (packet->captured < MACS + 6) {
		mst_line_add(line, " [|brcm-tag]");
		return false;
	}
	mst_line_add(line, "BRCM tag OP: %s, ", tag[0] >> 5 ? "IG" : "EG");
	if (tag[0] >> 5) {
		unsigned map = (tag[2] & 0x7fu) << 8 | tag[3];

		mst_line_add(line, "TC: %u, TE: %s, TS: %u, DST map: 0x%04x, ", tag[0] >> 2 & 7,
		             (tag[0] & 3) == 0   ? "None"
		             : (tag[0] & 3) == 1 ? "Untag"
		             : (tag[0] & 3) == 2 ? "Header"
		                                 : "Reserved",
		             tag[1] >> 7, map);
		return true;
	}
	mst_line_add(line, "CID: %u, RC: ", (tag[0] & 31u) << 8 | tag[1]);
	for (unsigned i = 0; i < sizeof reasons / sizeof *reasons; i++) {
		if (tag[2] >> i & 1) {
			mst_line_add(line, "%s", reasons[i]);
			break;
		}
	}
	if (!(tag[2] & 0x3f))
		mst_line_add(line, "reserved");
	mst_line_add(line, ", TC: %u, port: %u, ", tag[3] >> 5, tag[3] & 31);
	return true;
}

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

static bool describe_hdlc(struct mst_line *line, const struct mst_packet *packet)
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
	else
		mst_line_add(line, "unknown CHDLC protocol (0x%04x)", type);
	return false;
}

/* ---- frame relay ---- */

static bool describe_multilink(struct mst_line *line, const struct mst_packet *packet)
{
	struct mst_reader r = mst_reader_over(packet->bytes, packet->captured);
	uint8_t flags = mst_read_u8(&r), low = mst_read_u8(&r);
	const char *comma = "";

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

static bool describe_radio(struct mst_line *line, const struct mst_packet *packet)
{
	struct mst_reader r = mst_reader_over(packet->bytes, packet->captured);

	if (packet->linktype == DLT_IEEE802_11_RADIO && !mst_describe_radiotap(line, &r))
		return false;
	return mst_describe_wifi(line, r) && packet->llc;
}

/* clang-format off */
static const struct {
	int linktype;
	bool (*describe)(struct mst_line *line, const struct mst_packet *packet);
} links[] = {
#ifdef DLT_DSA_TAG_BRCM
	{ DLT_DSA_TAG_DSA, describe_dsa },
	{ DLT_DSA_TAG_EDSA, describe_edsa },
	{ DLT_DSA_TAG_BRCM, describe_brcm },
#endif
	{ DLT_C_HDLC, describe_hdlc },
	{ DLT_PPP_SERIAL, describe_hdlc },
	{ DLT_MFR, describe_multilink },
	{ DLT_IEEE802_11, describe_radio },
	{ DLT_IEEE802_11_RADIO, describe_radio },
};
/* clang-format on */

bool mst_describe_link_words(struct mst_line *line, const struct mst_packet *packet)
{
	for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
		if (links[i].linktype == packet->linktype)
			return links[i].describe(line, packet);
	}
	return true;
}
