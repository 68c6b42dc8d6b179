/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * unknown.c - how EtherTypes are named, and frames whose EtherType has no describer: the link header, as tcpdump's line
 * has it even without -e, then the protocol's name where it has one, and the first bytes.
 */
#include <string.h>

#include "dissect/common/words.h"
#include "dissect/link/describers.h"

#define BYTES_MOST 32

/* clang-format off */
static const struct mst_word protocols[] = {
	{ 0x0842, "Wake-on-LAN" }, { 0x22ea, "SRP" }, { 0x22f0, "AVTP" }, { 0x4305, "B.A.T.M.A.N." },
	{ 0x887b, "HomePlug 1.0" }, { 0x8892, "PROFINET" }, { 0x889a, "HyperSCSI" }, { 0x88a4, "EtherCAT" },
	{ 0x88ab, "POWERLINK" }, { 0x88b5, "local experimental 1" }, { 0x88b6, "local experimental 2" },
	{ 0x88b7, "OUI extended" }, { 0x88b8, "GOOSE" }, { 0x88b9, "GSE" }, { 0x88ba, "sampled values" },
	{ 0x88bf, "RoMON" }, { 0x88c7, "802.11 pre-authentication" }, { 0x88cd, "SERCOS III" },
	{ 0x88dc, "WSMP" }, { 0x88e1, "HomePlug AV" }, { 0x88e3, "MRP ring" }, { 0x88e7, "PBB" },
	{ 0x88f5, "MVRP" }, { 0x88f6, "MMRP" }, { 0x88f8, "NC-SI" }, { 0x88fb, "PRP" }, { 0x8906, "FCoE" },
	{ 0x890d, "802.11 remote requests" }, { 0x8914, "FIP" }, { 0x8915, "RoCE" }, { 0x892f, "HSR" },
	{ 0x9003, "eero" }, { 0xcafe, "LLT" }, { 0 },
};
/* clang-format on */

enum { WAKE_ON_LAN = 0x0842 };

void mst_describe_ethertype(struct mst_line *line, uint16_t type, bool quick)
{
	const char *known = mst_ethertype_known(type);

	if (!quick)
		mst_line_add(line, "ethertype %s (0x%04x)", mst_ethertype_name(type), type);
	else if (known)
		mst_line_add(line, "%s", known);
	else
		mst_line_add(line, "Unknown Ethertype (0x%04x)", type);
}

void mst_describe_bytes(struct mst_line *line, const struct mst_layer *layer)
{
	if (!layer->captured || layer->how->quick || layer->how->bytes)
		return;
	mst_line_add(line, "0x");
	mst_line_hex(line, layer->bytes, layer->captured, BYTES_MOST);
}

void mst_describe_macs(struct mst_line *line, const struct mst_packet *packet)
{
	if (!packet->has_macs)
		return;
	mst_line_mac(line, packet->source_mac);
	if (!packet->has_target)
		return;
	mst_line_add(line, " > ");
	mst_line_mac(line, packet->destination_mac);
}

/* Six bytes of ones, then the address to be woken, sixteen times. */
static bool describe_wake(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	const uint8_t *ones = mst_read_bytes(&r, 6), *mac = mst_read_bytes(&r, 6);

	if (!mac || memcmp(ones, "\xff\xff\xff\xff\xff\xff", 6) != 0)
		return false;
	mst_line_add(line, "for ");
	mst_line_mac(line, mac);
	return true;
}

void mst_describe_named(struct mst_line *line, const struct mst_layer *layer, uint16_t type)
{
	const char *word = mst_word_of(protocols, type);

	if (word)
		mst_line_add(line, "%s, ", word);
	if (type != WAKE_ON_LAN || !describe_wake(line, layer))
		mst_describe_bytes(line, layer);
}
