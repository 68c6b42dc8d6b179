/* SPDX-License-Identifier: BSD-2-Clause */
/* snap.c - describes what is behind an LLC header for SNAP: an organisation's number, and a protocol of its own. */
#include <pcap/dlt.h>

#include "dissect/common/words.h"
#include "dissect/link/describers.h"

enum { ETHERNET = 0, CISCO = 0x00000c, CISCO_BRIDGED = 0x0000f8, APPLETALK = 0x080007, BRIDGED = 0x0080c2 };
enum { TYPE_APPLETALK = 0x809b, SNAP_BYTES = 5 };

/* A frame behind two bytes of padding (RFC 2684). */
static bool describe_ethernet(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_layer frame = mst_layer_after(layer, 2);

	mst_describe_inner(line, &frame, DLT_EN10MB);
	return true;
}

/* clang-format off */
static const struct mst_word organisations[] = {
	{ 0x000000, "Ethernet" }, { 0x00000c, "Cisco" }, { 0x00005e, "IANA" }, { 0x000081, "Nortel Networks SONMP" },
	{ 0x0000f8, "Cisco bridged" }, { 0x00049f, "Freescale" }, { 0x0004ea, "HP-Labs" }, { 0x001018, "Broadcom" },
	{ 0x00120f, "IEEE 802.3 Private" }, { 0x0012bb, "ANSI/TIA" }, { 0x0015ad, "Netronome" }, { 0x001b21, "DCBX" },
	{ 0x002320, "Nicira Networks" }, { 0x002481, "HP" }, { 0x0080c2, "Ethernet bridged" }, { 0x009069, "Juniper" },
	{ 0x00a03e, "ATM Forum" }, { 0x00e004, "PMC-Sierra" }, { 0x00e02f, "DOCSIS Spanning Tree" },
	{ 0x080007, "Appletalk" }, { 0x080009, "Hewlett-Packard" }, { 0 },
};

static const struct {
	uint32_t oui;
	uint16_t protocol;
	const char *name;
	mst_describer *describe;
} protocols[] = {
	{ CISCO, 0x010b, "PVST", mst_describe_stp },
	{ CISCO, 0x010c, "VLAN Bridge", mst_describe_stp },
	{ CISCO, 0x0111, "UDLD", mst_describe_udld },
	{ CISCO, 0x2000, "CDP", mst_describe_cdp },
	{ CISCO, 0x2003, "VTP", mst_describe_vtp },
	{ CISCO, 0x2004, "DTP", mst_describe_dtp },
	{ BRIDGED, 0x0001, "Ethernet + FCS", describe_ethernet },
	{ BRIDGED, 0x0002, "802.4 + FCS", NULL },
	{ BRIDGED, 0x0003, "Token Ring + FCS", NULL },
	{ BRIDGED, 0x0004, "FDDI + FCS", NULL },
	{ BRIDGED, 0x0005, "802.6 + FCS", NULL },
	{ BRIDGED, 0x0007, "Ethernet w/o FCS", describe_ethernet },
	{ BRIDGED, 0x0008, "802.4 w/o FCS", NULL },
	{ BRIDGED, 0x0009, "Token Ring w/o FCS", NULL },
	{ BRIDGED, 0x000a, "FDDI w/o FCS", NULL },
	{ BRIDGED, 0x000b, "802.6 w/o FCS", NULL },
	{ BRIDGED, 0x000e, "BPDU", mst_describe_stp },
};
/* clang-format on */

static bool is_ethernet(uint32_t oui)
{
	return oui == ETHERNET || oui == CISCO_BRIDGED || oui == APPLETALK;
}

/* Of the organisation's protocol; the index of its row, or -1. */
static int row_of(uint32_t oui, uint16_t protocol)
{
	for (size_t i = 0; i < sizeof protocols / sizeof *protocols; i++) {
		if (protocols[i].oui == oui && protocols[i].protocol == protocol)
			return (int)i;
	}
	return -1;
}

static void describe_header(struct mst_line *line, uint32_t oui, uint16_t protocol, size_t length, bool link)
{
	const char *organisation = mst_word_of(organisations, oui);
	int row = row_of(oui, protocol);

	if (oui != ETHERNET || link)
		mst_line_add(line, "oui %s (0x%06x), ", organisation ? organisation : "Unknown", oui);
	mst_line_add(line, "%s %s (0x%04x), length %zu: ", oui == ETHERNET ? "ethertype" : "pid",
	             is_ethernet(oui) ? mst_ethertype_name(protocol)
	             : row >= 0       ? protocols[row].name
	                              : "Unknown",
	             protocol, length);
}

/* IP and the like are not here: common/packet_read.c reads them. */
static bool describe_data(struct mst_line *line, uint32_t oui, uint16_t protocol, const struct mst_layer *data)
{
	int row = row_of(oui, protocol);
	mst_describer *describe = row >= 0 ? protocols[row].describe : NULL;

	if (is_ethernet(oui) && (oui != APPLETALK || protocol == TYPE_APPLETALK))
		describe = mst_ethertype_describer(protocol);
	return describe && describe(line, data);
}

bool mst_describe_snap(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	struct mst_layer data = mst_layer_after(layer, SNAP_BYTES);
	uint32_t oui = mst_read_be24(&r);
	uint16_t protocol = mst_read_be16(&r);

	if (r.short_read) {
		mst_line_add(line, " [|snap]");
		return true;
	}
	if (layer->how->link)
		describe_header(line, oui, protocol, data.declared, layer->how->link);
	if (describe_data(line, oui, protocol, &data))
		return true;
	if (!layer->how->link) {
		mst_describe_macs(line, layer->packet);
		mst_line_add(line, " SNAP, ");
		describe_header(line, oui, protocol, data.declared, layer->how->link);
	}
	mst_describe_bytes(line, &data);
	return true;
}

void mst_describe_snap_header(struct mst_line *line, struct mst_reader r, size_t declared)
{
	uint32_t oui = mst_read_be24(&r);
	uint16_t protocol = mst_read_be16(&r);

	if (!r.short_read)
		describe_header(line, oui, protocol, declared - (declared < SNAP_BYTES ? declared : SNAP_BYTES), true);
}
