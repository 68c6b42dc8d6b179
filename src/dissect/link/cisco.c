/* SPDX-License-Identifier: BSD-2-Clause */
/* cisco.c - Cisco's protocols between switches: DTP (trunks), UDLD (RFC 5171, links of one direction), VTP (VLANs). */
#include "dissect/common/words.h"
#include "dissect/link/describers.h"

enum { UDLD_BYTES = 4, VTP_BYTES = 36, VTP_DOMAIN_MAX = 32 };

static const struct mst_word udld_codes[] = {
	{ 1, "Probe message" }, { 2, "Echo message" }, { 3, "Flush message" }, { 0 }
};
static const struct mst_word udld_flags[] = {
	{ 0x01, "RT" },    { 0x02, "RSY" },   { 0x04, "MBZ-2" },
	{ 0x08, "MBZ-3" }, { 0x10, "MBZ-4" }, { 0x20, "MBZ-5" },
	{ 0x40, "MBZ-6" }, { 0x80, "MBZ-7" }, { 0 },
};
static const struct mst_word vtp_types[] = {
	{ 1, "Summary advertisement" },
	{ 2, "Subset advertisement" },
	{ 3, "Advertisement request" },
	{ 4, "Join message" },
	{ 0 },
};

static void describe_cut(struct mst_line *line, const struct mst_layer *layer, const char *name)
{
	if (layer->captured < layer->declared)
		mst_line_add(line, " [|%s]", name);
}

bool mst_describe_dtp(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t version = mst_read_u8(&r);

	if (!layer->declared)
		mst_line_add(line, "[zero packet length] (invalid)");
	else if (r.short_read)
		mst_line_add(line, "[|dtp]");
	else
		mst_line_add(line, "DTPv%u, length %zu", version, layer->declared);
	return true;
}

bool mst_describe_udld(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t first = mst_read_u8(&r), flags = mst_read_u8(&r);
	const char *code = mst_word_of(udld_codes, first & 31);

	if (layer->declared < UDLD_BYTES || r.short_read) {
		if (layer->declared < UDLD_BYTES)
			mst_line_add(line, " (invalid)");
		describe_cut(line, layer, "udld");
		return true;
	}
	mst_line_add(line, "UDLDv%u, Code %s (%x), Flags [", first >> 5, code ? code : "Reserved", first & 31);
	mst_line_flags(line, udld_flags, flags);
	mst_line_add(line, "] (0x%02x), length %zu", flags, layer->declared);
	describe_cut(line, layer, "udld");
	return true;
}

bool mst_describe_vtp(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t version = mst_read_u8(&r), type = mst_read_u8(&r), domain_bytes = (mst_skip(&r, 1), mst_read_u8(&r));
	const char *word = mst_word_of(vtp_types, type);
	const uint8_t *domain = mst_read_bytes(&r, VTP_DOMAIN_MAX);

	if (layer->declared < VTP_BYTES || !domain) {
		if (layer->declared < VTP_BYTES)
			mst_line_add(line, " (invalid)");
		describe_cut(line, layer, "vtp");
		return true;
	}
	mst_line_add(line, "VTPv%u, Message %s (0x%02x), length %zu", version, word ? word : "Unknown message type",
	             type, layer->declared);
	describe_cut(line, layer, "vtp");
	if (domain_bytes && domain_bytes <= VTP_DOMAIN_MAX) {
		mst_line_add(line, ", domain ");
		mst_line_vis(line, domain, domain_bytes);
	}
	return true;
}
