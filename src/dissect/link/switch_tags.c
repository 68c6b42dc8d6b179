/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * switch_tags.c - the tags by which the chips of switches and the CPU beside them tell one another ports. They stand
 * between addresses and EtherType.
 *
 *     DSA Forward port 0.1, VLAN 0u, IP …             Marvell's; EDSA with an EtherType
 *     BRCM tag OP: EG, CID: 0, RC: exception, …       Broadcom's
 */
#include <pcap/dlt.h>

#include "base/reader.h"
#include "dissect/common/words.h"
#include "dissect/link/describers.h"

enum { MACS = 12, TO_CPU = 0, FROM_CPU, TO_SNIFFER, FORWARD };

struct dsa {
	unsigned mode, device, port, vlan, priority, code;
	bool tagged, trunk, canonical;
};

static struct dsa read_dsa(const uint8_t tag[4])
{
	return (struct dsa){
		.mode = tag[0] >> 6,
		.tagged = tag[0] & 0x20,
		.device = tag[0] & 31,
		.port = tag[1] >> 3,
		.trunk = tag[1] & 4, /* of a sniffer: received */
		.canonical = tag[1] & 1,
		.code = (tag[1] >> 1 & 3u) << 1 | (tag[2] >> 4 & 1),
		.priority = tag[2] >> 5,
		.vlan = (tag[2] & 15u) << 8 | tag[3],
	};
}

static void describe_dsa(struct mst_line *line, const struct dsa *dsa)
{
	switch (dsa->mode) {
	case TO_CPU: mst_line_add(line, "port %u.%u > CPU, ", dsa->device, dsa->port); break;
	case FROM_CPU: mst_line_add(line, "CPU > port %u.%u, ", dsa->device, dsa->port); break;
	case TO_SNIFFER:
		mst_line_add(line, "port %u.%u > %s Sniffer, ", dsa->device, dsa->port, dsa->trunk ? "Rx" : "Tx");
		break;
	default: mst_line_add(line, "Forward %s %u.%u, ", dsa->trunk ? "trunk" : "port", dsa->device, dsa->port);
	}
	mst_line_add(line, "VLAN %u%c, ", dsa->vlan, dsa->tagged ? 't' : 'u');
}

static void describe_dsa_at_length(struct mst_line *line, const struct dsa *dsa)
{
	static const char *const codes[] = { "BPDU (MGMT) Trap", "Frame2Reg",  "IGMP/MLD Trap",
		                             "Policy Trap",      "ARP Mirror", "Policy Mirror" };
	static const char *const modes[] = { "To CPU", "From CPU", "To Sniffer", "Forward" };

	mst_line_add(line, "mode %s, ", modes[dsa->mode]);
	if (dsa->mode == FORWARD)
		mst_line_add(line, "dev %u, %s %u, ", dsa->device, dsa->trunk ? "trunk" : "port", dsa->port);
	else
		mst_line_add(line, "%s dev %u, port %u, ", dsa->mode == FROM_CPU ? "target" : "source", dsa->device,
		             dsa->port);
	if (dsa->mode == TO_CPU)
		mst_line_add(line, "code %s, ",
		             dsa->code < sizeof codes / sizeof *codes ? codes[dsa->code] : "reserved");
	else if (dsa->mode == TO_SNIFFER)
		mst_line_add(line, "%s sniff, ", dsa->trunk ? "ingress" : "egress");
	mst_line_add(line, "%s, %sVID %u, FPri %u, ", dsa->tagged ? "tagged" : "untagged",
	             dsa->canonical ? "CFI, " : "", dsa->vlan, dsa->priority);
}

static void describe_marvell(struct mst_line *line, const uint8_t *tag, bool at_length)
{
	struct dsa dsa = read_dsa(tag);

	if (at_length)
		describe_dsa_at_length(line, &dsa);
	else
		describe_dsa(line, &dsa);
}

static void describe_dsa_tag(struct mst_line *line, const uint8_t *tag, bool at_length)
{
	mst_line_add(line, at_length ? "Marvell DSA " : "DSA ");
	describe_marvell(line, tag, at_length);
}

static void describe_edsa_tag(struct mst_line *line, const uint8_t *tag, bool at_length)
{
	uint16_t type = (uint16_t)(tag[0] << 8 | tag[1]);

	if (at_length)
		mst_line_add(line, "Marvell EDSA ethertype 0x%04x (%s), rsvd %u %u, ", type, mst_ethertype_name(type),
		             tag[2], tag[3]);
	else
		mst_line_add(line, "EDSA 0x%04x, ", type);
	describe_marvell(line, tag + 4, at_length);
}

/* Ingress: which ports shall send it; egress: why the CPU has it, and from which port. */
static void describe_brcm_tag(struct mst_line *line, const uint8_t *tag, bool at_length)
{
	static const char *const reasons[] = { "mirror",    "MAC learning", "switching",
		                               "prot term", "prot snoop",   "exception" };
	static const char *const egress[] = { "None", "Untag", "Header", "Reserved" };
	unsigned reason = 0;

	(void)at_length;
	if (tag[0] >> 5) {
		mst_line_add(line, "BRCM tag OP: IG, TC: %u, TE: %s, TS: %u, DST map: 0x%04x, ", tag[0] >> 2 & 7,
		             egress[tag[0] & 3], tag[1] >> 7, (tag[2] & 0x7fu) << 8 | tag[3]);
		return;
	}
	while (reason < 6 && !(tag[2] >> reason & 1))
		reason++;
	mst_line_add(line, "BRCM tag OP: EG, CID: %u, RC: %s, TC: %u, port: %u, ", (tag[0] & 31u) << 8 | tag[1],
	             reason < 6 ? reasons[reason] : "reserved", tag[3] >> 5, tag[3] & 31);
}

static const struct tag {
	int linktype;
	uint8_t bytes;
	const char *name;
	void (*describe)(struct mst_line *line, const uint8_t *tag, bool at_length);
} tags[] = {
#ifdef DLT_DSA_TAG_BRCM
	{ DLT_DSA_TAG_DSA, 4, "dsa", describe_dsa_tag },
	{ DLT_DSA_TAG_EDSA, 8, "edsa", describe_edsa_tag },
	{ DLT_DSA_TAG_BRCM, 4, "brcm-tag", describe_brcm_tag },
#else
	{ -1, 0, "", describe_brcm_tag },
#endif
};

/* Addresses before the tag and EtherType behind it are there with -e only. */
static bool describe(struct mst_line *line, const struct mst_packet *packet, const struct mst_describe *how,
                     const struct tag *tag)
{
	size_t type_at = MACS + tag->bytes;
	const uint8_t *bytes = packet->bytes;

	if (packet->captured < type_at + 2) {
		mst_line_add(line, " [|%s]", tag->name);
		return false;
	}
	if (how->link) {
		mst_describe_macs(line, packet);
		mst_line_add(line, ", ");
	}
	tag->describe(line, bytes + MACS, how->link);
	if (how->link) {
		mst_describe_ethertype(line, (uint16_t)(bytes[type_at] << 8 | bytes[type_at + 1]), how->quick);
		mst_line_add(line, ", length %zu: ", packet->wire_bytes);
	}
	return true;
}

bool mst_describe_switch_tag(struct mst_line *line, const struct mst_packet *packet, const struct mst_describe *how)
{
	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
		if (tags[i].linktype == packet->linktype)
			return describe(line, packet, how, &tags[i]);
	}
	return true;
}

bool mst_describe_prepended_tag(struct mst_line *line, const struct mst_packet *packet)
{
	struct mst_reader r = mst_reader_over(packet->bytes, packet->captured);
	const uint8_t *tag = mst_read_bytes(&r, 4);

	if (tag)
		describe_brcm_tag(line, tag, true);
	return tag;
}
