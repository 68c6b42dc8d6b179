/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * slow.c - slow protocols (IEEE 802.3, annex 57A): LACP and its markers (802.1AX), OAM, and those of organisations,
 * such as ESMC (ITU-T G.8264), which tells the quality of a clock.
 */
#include "dissect/common/words.h"
#include "dissect/link/describers.h"

enum { LACP = 1, MARKER = 2, OAM = 3, ORGANISATION = 10, ITU = 0x0019a7, ESMC = 1, TLV_PARTNER = 2 };

static const struct mst_word lacp_flags[] = {
	{ 0x01, "Activity" },        { 0x02, "Timeout" },    { 0x04, "Aggregation" },
	{ 0x08, "Synchronization" }, { 0x10, "Collecting" }, { 0x20, "Distributing" },
	{ 0x40, "Default" },         { 0x80, "Expired" },    { 0 },
};

/* type, length; system priority, system, key, port priority, port, state, 3 reserved */
static void describe_end(struct mst_line *line, const char *label, struct mst_reader r)
{
	const uint8_t *system = (mst_skip(&r, 4), mst_read_bytes(&r, 6));
	uint16_t key = mst_read_be16(&r), port = (mst_skip(&r, 2), mst_read_be16(&r));
	uint8_t state = mst_read_u8(&r);

	if (!system || r.short_read)
		return;
	mst_line_add(line, ", %s ", label);
	mst_line_mac(line, system);
	mst_line_add(line, " key %u port %u [", key, port);
	mst_line_flags(line, lacp_flags, state);
	mst_line_add(line, "]");
}

static void describe_lacp(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_layer actor = mst_layer_after(layer, 2), partner = mst_layer_after(layer, 22);

	if (actor.captured && actor.bytes[0] == 1)
		describe_end(line, "actor", mst_layer_reader(&actor));
	if (partner.captured && partner.bytes[0] == TLV_PARTNER)
		describe_end(line, "partner", mst_layer_reader(&partner));
}

static void describe_organisation(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint32_t oui = (mst_skip(&r, 1), mst_read_be24(&r));
	uint16_t kind = mst_read_be16(&r);
	uint8_t event = (mst_read_u8(&r) & 8) != 0, quality;

	mst_skip(&r, 6); /* reserved; type and length of the quality */
	quality = mst_read_u8(&r) & 15;
	if (oui == ITU && kind == ESMC && !r.short_read)
		mst_line_add(line, ", ESMC%s, QL 0x%x", event ? " event" : "", quality);
}

static void describe_versioned(struct mst_line *line, const struct mst_layer *layer, const char *name)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t version = (mst_skip(&r, 1), mst_read_u8(&r));

	if (version != 1) {
		mst_line_add(line, "%s version %u packet not supported", name, version);
		return;
	}
	mst_line_add(line, "%sv%u, length %zu", name, version, layer->declared);
	if (layer->bytes[0] == LACP)
		describe_lacp(line, layer);
}

static void describe_short(struct mst_line *line, const struct mst_layer *layer)
{
	mst_line_add(line, layer->captured < layer->declared ? " [|slow]" : " (packet is too short)");
}

bool mst_describe_slow(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t subtype = mst_read_u8(&r);

	if (r.short_read) {
		describe_short(line, layer);
	} else if (subtype == LACP || subtype == MARKER) {
		if (layer->captured < 2)
			describe_short(line, layer);
		else
			describe_versioned(line, layer, subtype == LACP ? "LACP" : "MARKER");
	} else if (subtype == OAM) {
		mst_line_add(line, "OAM, length %zu", layer->declared);
	} else {
		mst_line_add(line, "unknown (%u), length %zu", subtype, layer->declared);
		if (subtype == ORGANISATION)
			describe_organisation(line, layer);
	}
	return true;
}
