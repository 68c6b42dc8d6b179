/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * geonet.c - between vehicles: GeoNetworking (ETSI TS 102 636-4-1, V1.1.1), with the Basic Transport Protocol within
 * it, and CALM FAST (ISO 29281).
 *
 *     version, next header │ type │ … │ payload length │ … │ hops │ sender: address, time, position │ by the type │ …
 */
#include "dissect/common/words.h"
#include "dissect/link/describers.h"

enum { COMMON_HEADER = 36, EXTENDED_MULTI_HOP = 32 };
enum { BTP_A = 1, BTP_B = 2, ANY = 0, BEACON = 1, TOPOLOGICALLY = 5 };

/* clang-format off */
static const struct mst_word next_headers[] = {
	{ 0, "Any" }, { 1, "BTP-A" }, { 2, "BTP-B" }, { 3, "IPv6" }, { 0, NULL },
};
/* Type and subtype; the first three have any subtype. */
static const struct mst_word types[] = { { 0, "Any" }, { 1, "Beacon" }, { 2, "GeoUnicast" }, { 0, NULL } };
static const struct mst_word subtypes[] = {
	{ 0x30, "GeoAnycastCircle" }, { 0x31, "GeoAnycastRect" }, { 0x32, "GeoAnycastElipse" },
	{ 0x40, "GeoBroadcastCircle" }, { 0x41, "GeoBroadcastRect" }, { 0x42, "GeoBroadcastElipse" },
	{ 0x50, "TopoScopeBcast-SH" }, { 0x51, "TopoScopeBcast-MH" },
	{ 0x60, "LocService-Request" }, { 0x61, "LocService-Reply" }, { 0, NULL },
};
static const struct mst_word messages[] = {
	{ 0, "CAM" }, { 1, "DENM" }, { 101, "TPEGM" }, { 102, "TSPDM" }, { 103, "VPM" }, { 104, "SRM" },
	{ 105, "SLAM" }, { 106, "ecoCAM" }, { 107, "ITM" }, { 150, "SA" }, { 0, NULL },
};
/* clang-format on */

static const char *type_word(uint8_t type)
{
	const char *word = mst_word_of(types, type >> 4);

	word = word ? word : mst_word_of(subtypes, type);
	return word ? word : "Unknown";
}

static void add_sender(struct mst_line *line, const struct mst_packet *packet)
{
	if (packet->has_macs) {
		mst_line_add(line, " src:");
		mst_line_mac(line, packet->source_mac);
	}
	mst_line_add(line, "; ");
}

/* Degrees in units of 10^-7, south and west below zero. */
static void add_degrees(struct mst_line *line, const char *name, uint32_t value)
{
	bool below = value >> 31;

	mst_line_add(line, "%s:%s%u", name, below ? "-" : "", below ? -value : value);
}

static void describe_position(struct mst_line *line, struct mst_reader *r)
{
	const uint8_t *address = mst_read_bytes(r, 8);

	mst_line_add(line, "GN_ADDR:");
	for (unsigned i = 0; address && i < 8; i++)
		mst_line_add(line, i ? ":%02x" : "%02x", address[i]);
	mst_skip(r, 4);
	add_degrees(line, " lat", mst_read_be32(r));
	add_degrees(line, " lon", mst_read_be32(r));
	mst_skip(r, 8);
}

/* The header behind the common one: its bytes, or -1 where it is of a kind that is not read. */
static int extended_bytes(uint8_t type)
{
	if (type >> 4 == ANY || type >> 4 == BEACON || type == (TOPOLOGICALLY << 4))
		return 0;
	return type == (TOPOLOGICALLY << 4 | 1) ? EXTENDED_MULTI_HOP : -1;
}

/* Ports, and the first bytes of a message of ETSI's applications. */
static bool describe_transport(struct mst_line *line, struct mst_reader *r, size_t declared)
{
	uint16_t to = mst_read_be16(r), from = mst_read_be16(r);
	uint8_t version, type;
	const char *word;

	if (r->short_read)
		return false;
	mst_line_add(line, "; BTP Dst:%u Src:%u", to, from);
	if (declared <= 4 + 2)
		return true;
	version = mst_read_u8(r);
	type = mst_read_u8(r);
	word = mst_word_of(messages, type);
	if (r->short_read)
		return false;
	mst_line_add(line, "; ItsPduHeader v:%u t:%u-", version, type);
	if (word)
		mst_line_add(line, "%s", word);
	else
		mst_line_add(line, "unknown (%u)", type);
	return true;
}

static bool describe_common(struct mst_line *line, const struct mst_layer *layer, struct mst_reader *r)
{
	uint8_t first = mst_read_u8(r), type = mst_read_u8(r), hops;
	const char *next = mst_word_of(next_headers, first & 15);
	size_t declared = layer->declared - COMMON_HEADER;
	int extended = extended_bytes(type);
	uint16_t payload;

	mst_skip(r, 2);
	payload = mst_read_be16(r);
	mst_skip(r, 1);
	hops = mst_read_u8(r);
	if (r->short_read)
		return false;
	mst_line_add(line, "v:%u NH:%u-%s HT:%u-%u-%s HopLim:%u Payload:%u ", first >> 4, first & 15,
	             next ? next : "Unknown", type >> 4, type & 15, type_word(type), hops, payload);
	if (r->left < COMMON_HEADER - 8)
		return false;
	describe_position(line, r);
	if (extended > 0 && declared < (size_t)extended) {
		mst_line_add(line, " (header size %d > %zu) (invalid)", extended, declared);
		return true;
	}
	if (extended < 0 || ((first & 15) != BTP_A && (first & 15) != BTP_B))
		return true;
	mst_skip(r, (size_t)extended);
	return declared >= (size_t)extended + 4 && !r->short_read &&
	       describe_transport(line, r, declared - (size_t)extended);
}

bool mst_describe_geonet(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);

	mst_line_add(line, "GeoNet");
	add_sender(line, layer->packet);
	if (layer->declared < COMMON_HEADER)
		mst_line_add(line, " (common header length %zu < %d) (invalid)", layer->declared, COMMON_HEADER);
	else if (!describe_common(line, layer, &r))
		mst_line_add(line, " [|geonet]");
	return true;
}

bool mst_describe_calm_fast(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t from = mst_read_u8(&r), to = mst_read_u8(&r);

	mst_line_add(line, "CALM FAST");
	add_sender(line, layer->packet);
	if (layer->declared < 2)
		mst_line_add(line, " (length %zu < 2) (invalid)", layer->declared);
	else if (r.short_read)
		mst_line_add(line, " [|calm fast]");
	else
		mst_line_add(line, "SrcNwref:%u; DstNwref:%u; ", from, to);
	return true;
}
