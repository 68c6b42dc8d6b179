/* SPDX-License-Identifier: BSD-2-Clause */
/* isis.c - routing of OSI: IS-IS (ISO 10589) and ES-IS (ISO 9542). The reader is before the protocol's number. */
#include "dissect/common/words.h"
#include "dissect/link/describers.h"
#include "dissect/link/osi.h"

enum { COMMON_BYTES = 8, ID_BYTES = 6, LEVEL_1_LAN = 15, LEVEL_2_LAN = 16, POINT_TO_POINT = 17 };
enum { LEVEL_1_LSP = 18, LEVEL_2_LSP = 20, LEVEL_1_CSNP = 24, LEVEL_2_CSNP, LEVEL_1_PSNP, LEVEL_2_PSNP };
enum { ES_HEADER_BYTES = 11, AREAS_INVALID = 255 };

static const struct {
	uint8_t type, header; /* its length, from the beginning */
	const char *name;
} types[] = {
	{ LEVEL_1_LAN, 27, "L1 Lan IIH" }, { LEVEL_2_LAN, 27, "L2 Lan IIH" }, { POINT_TO_POINT, 20, "p2p IIH" },
	{ LEVEL_1_LSP, 27, "L1 LSP" },     { LEVEL_2_LSP, 27, "L2 LSP" },     { LEVEL_1_CSNP, 33, "L1 CSNP" },
	{ LEVEL_2_CSNP, 33, "L2 CSNP" },   { LEVEL_1_PSNP, 17, "L1 PSNP" },   { LEVEL_2_PSNP, 17, "L2 PSNP" },
};
static const struct mst_word es_types[] = { { 2, "ESH" }, { 4, "ISH" }, { 6, "redirect" }, { 0 } };

/* "1111.1111.1111", and ".02" where it has one or two bytes more: "1111.1111.1111.02-00" */
static void describe_id(struct mst_line *line, const uint8_t *id, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++)
		mst_line_add(line, "%s%02x", i == 7 ? "-" : i == 2 || i == 4 || i == 6 ? "." : "", id[i]);
}

static void describe_labelled(struct mst_line *line, const char *label, struct mst_reader *r, size_t bytes)
{
	const uint8_t *id = mst_read_bytes(r, bytes);

	if (!id)
		return;
	mst_line_add(line, ", %s ", label);
	describe_id(line, id, bytes);
}

/* What is behind the common header. */
static void describe_body(struct mst_line *line, struct mst_reader *r, uint8_t type)
{
	uint16_t lifetime;
	uint32_t sequence;
	uint8_t priority;

	switch (type) {
	case LEVEL_1_LAN:
	case LEVEL_2_LAN:
	case POINT_TO_POINT:
		mst_skip(r, 1);
		describe_labelled(line, "src-id", r, ID_BYTES);
		mst_skip(r, 4);
		priority = mst_read_u8(r);
		if (type == POINT_TO_POINT)
			break;
		describe_labelled(line, "lan-id", r, ID_BYTES + 1);
		if (!r->short_read)
			mst_line_add(line, ", prio %u", priority);
		break;
	case LEVEL_1_LSP:
	case LEVEL_2_LSP:
		mst_skip(r, 2);
		lifetime = mst_read_be16(r);
		describe_labelled(line, "lsp-id", r, ID_BYTES + 2);
		sequence = mst_read_be32(r);
		if (!r->short_read)
			mst_line_add(line, ", seq 0x%08x, lifetime %5us", sequence, lifetime);
		mst_skip(r, 3); /* checksum, type block */
		break;
	default:
		mst_skip(r, 2);
		describe_labelled(line, "src-id", r, ID_BYTES + 1);
		break;
	}
}

static void describe_pdu(struct mst_line *line, const struct mst_layer *layer, struct mst_reader r, uint8_t type,
                         uint8_t header)
{
	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		if (types[i].type != type)
			continue;
		mst_line_add(line, "%s%s", layer->how->link ? "" : ", ", types[i].name);
		if (header != types[i].header) {
			mst_line_add(line, ", bogus fixed header length %u should be %u", header, types[i].header);
			return;
		}
		if (layer->captured < header) {
			mst_line_add(line, " [|isis]");
			return;
		}
		describe_body(line, &r, type);
		mst_line_add(line, ", length %zu", layer->declared);
		return;
	}
	mst_line_add(line, "%sunknown PDU-Type %u, length %zu", layer->how->link ? "" : ", ", type, layer->declared);
}

void mst_describe_isis(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t header = (mst_skip(&r, 1), mst_read_u8(&r)), version = mst_read_u8(&r), id_bytes = mst_read_u8(&r);
	uint8_t type = mst_read_u8(&r), second_version = mst_read_u8(&r), areas;

	mst_skip(&r, 1);
	areas = mst_read_u8(&r);
	if (r.short_read) {
		mst_line_add(line, " [|isis]");
		return;
	}
	if (!layer->how->link)
		mst_line_add(line, "IS-IS");
	if (version != 1)
		mst_line_add(line, "version %u packet not supported", version);
	else if (id_bytes != ID_BYTES && id_bytes != 0)
		mst_line_add(line, "system ID length of %u is not supported", id_bytes);
	else if (second_version != 1)
		mst_line_add(line, "version %u packet not supported", second_version);
	else if (header < COMMON_BYTES)
		mst_line_add(line, "fixed header length %u < minimum header size %d", header, COMMON_BYTES);
	else if (header > layer->declared)
		mst_line_add(line, "fixed header length %u > packet length %zu", header, layer->declared);
	else if (areas == AREAS_INVALID)
		mst_line_add(line, "bad packet -- 255 areas");
	else
		describe_pdu(line, layer, r, type, header);
}

void mst_describe_esis(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t header = (mst_skip(&r, 1), mst_read_u8(&r)), version = mst_read_u8(&r), type;
	const char *word;

	mst_skip(&r, 1);
	type = mst_read_u8(&r) & 0x1f;
	word = mst_word_of(es_types, type);
	if (!layer->how->link)
		mst_line_add(line, "ES-IS");
	if (r.short_read || layer->captured < 9) {
		mst_line_add(line, layer->declared <= 2 ? "no header at all!" : " [|esis]");
		return;
	}
	if (version != 1) {
		mst_line_add(line, " version %u packet not supported", version);
	} else if (header > layer->declared) {
		mst_line_add(line, " length indicator(%u) > PDU size (%zu)!", header, layer->declared);
	} else if (header < ES_HEADER_BYTES) {
		mst_line_add(line, " length indicator %u < min PDU size:", header);
		for (size_t i = 0; i < layer->captured; i++)
			mst_line_add(line, "%02X", layer->bytes[i]);
	} else {
		if (!layer->how->link)
			mst_line_add(line, ", ");
		if (word)
			mst_line_add(line, "%s", word);
		else
			mst_line_add(line, "unknown type (%u)", type);
		mst_line_add(line, ", length %zu", layer->declared);
	}
}
