/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * decnet.c - describes packets of DECnet Phase IV: its routing layer, and NSP, which carries connections. Numbers are
 * little-endian; an address is six bits of area and ten of node.
 *
 *     length │ flags │ destination, source, visits │ NSP                            data
 *     length │ flags │ fields of the kind                                           hello, routes …
 */
#include "dissect/link/decnet.h"

#include "dissect/link/describers.h"

enum { SHORT_HEADER = 6, LONG_HEADER = 21 };
enum { PADDED = 0x80, FUTURE_VERSION = 0x40, CONTROL = 0x01, FORMAT = 7, SHORT = 2, LONG = 6 };
enum { ROUTES_MOST = 1024 };

static void describe_address(struct mst_line *line, const char *before, uint16_t address)
{
	mst_line_add(line, "%s%u.%u", before, address >> 10, address & 0x3ff);
}

/* The address in one of Ethernet: the last two of its six bytes. */
static uint16_t read_id(struct mst_reader *r)
{
	mst_skip(r, 4);
	return mst_read_le16(r);
}

/* ---- routing ---- */

static void describe_node(struct mst_line *line, uint8_t info, uint8_t no_multicast, uint8_t blocking)
{
	static const char *const kinds[] = { "reserved-ntype?", "l2rout", "l1rout", "endnode" };

	mst_line_add(line, "%s %s%s%s", kinds[info & 3], info & 4 ? "verif " : "",
	             info & no_multicast ? "nomcast " : "", info & blocking ? "blo " : "");
}

static void describe_initialisation(struct mst_line *line, struct mst_reader *r)
{
	uint16_t source = mst_read_le16(r), block, hello;
	uint8_t info = mst_read_u8(r), version, eco, user_eco;

	block = mst_read_le16(r);
	version = mst_read_u8(r);
	eco = mst_read_u8(r);
	user_eco = mst_read_u8(r);
	hello = mst_read_le16(r);
	if (r->short_read)
		return;
	describe_node(line, info, 0, 8);
	describe_address(line, "src ", source);
	mst_line_add(line, "blksize %u vers %u eco %u ueco %u hello %u", block, version, eco, user_eco, hello);
}

/* Of a router, or of an end node, which has more. */
static void describe_hello(struct mst_line *line, struct mst_reader *r, bool router)
{
	uint8_t version = mst_read_u8(r), eco = mst_read_u8(r), user_eco = mst_read_u8(r), info, priority = 0, data;
	uint16_t source = read_id(r), block, designated = 0, hello;

	info = mst_read_u8(r);
	block = mst_read_le16(r);
	if (router)
		priority = mst_read_u8(r);
	mst_skip(r, router ? 1 : 9); /* area, seed */
	if (!router)
		designated = read_id(r);
	hello = mst_read_le16(r);
	mst_skip(r, 1);
	data = router ? 0 : mst_read_u8(r);
	if (r->short_read)
		return;
	describe_node(line, info, 0x20, 0x40);
	mst_line_add(line, "vers %u eco %u ueco %u", version, eco, user_eco);
	describe_address(line, " src ", source);
	mst_line_add(line, " blksize %u", block);
	if (router) {
		mst_line_add(line, " pri %u hello %u", priority, hello);
		return;
	}
	describe_address(line, " rtr ", designated);
	mst_line_add(line, " hello %u data %o", hello, (unsigned)data);
}

/* Runs of nodes or areas; the last two bytes are a checksum. */
static void describe_routes(struct mst_line *line, struct mst_reader *r, size_t length, const char *name)
{
	uint16_t source = mst_read_le16(r);

	mst_skip(r, 1);
	if (r->short_read)
		return;
	describe_address(line, "src ", source);
	mst_line_add(line, " ");
	for (size_t left = length - 4; left > 6; left -= 6) {
		uint16_t count = mst_read_le16(r), first = mst_read_le16(r), info = mst_read_le16(r);

		if (count > ROUTES_MOST || r->short_read)
			return;
		mst_line_add(line, "{%s %u-%u cost %u hops %u} ", name, first, (unsigned)first + count, info & 0x1ff,
		             info >> 10 & 31);
	}
}

static void describe_value(struct mst_line *line, struct mst_reader *r, const char *name)
{
	uint16_t source = mst_read_le16(r);
	uint8_t value = mst_read_u8(r);

	if (r->short_read)
		return;
	describe_address(line, "src ", source);
	mst_line_add(line, " %s %o", name, (unsigned)value);
}

static enum mst_decnet_outcome describe_control(struct mst_line *line, const struct mst_layer *layer,
                                                struct mst_reader *r, size_t length)
{
	enum { INITIALISE = 1, VERIFY = 3, TEST = 5, LEVEL_1 = 7, LEVEL_2 = 9, ROUTER_HELLO = 11, NODE_HELLO = 13 };
	static const struct {
		const char *name;
		uint8_t bytes;
	} kinds[16] = {
		[INITIALISE] = { "init", 12 },
		[VERIFY] = { "verification", 4 },
		[TEST] = { "test", 4 },
		[LEVEL_1] = { "lev-1-routing", 4 },
		[LEVEL_2] = { "lev-2-routing", 4 },
		[ROUTER_HELLO] = { "router-hello", 18 },
		[NODE_HELLO] = { "endnode-hello", 32 },
	};
	uint8_t kind = mst_read_u8(r) & 15;

	if (!kinds[kind].name) {
		mst_line_add(line, "unknown control message ");
		mst_describe_bytes(line, layer);
		return MST_DECNET_WHOLE;
	}
	mst_line_add(line, "%s ", kinds[kind].name);
	if (length < kinds[kind].bytes)
		return MST_DECNET_INVALID;
	switch (kind) {
	case INITIALISE: describe_initialisation(line, r); break;
	case VERIFY: describe_value(line, r, "fcnval"); break;
	case TEST: describe_value(line, r, "data"); break;
	case LEVEL_1: describe_routes(line, r, length, "ids"); break;
	case LEVEL_2: describe_routes(line, r, length, "areas"); break;
	default: describe_hello(line, r, kind == ROUTER_HELLO); break;
	}
	return MST_DECNET_WHOLE;
}

/* ---- the packet ---- */

static enum mst_decnet_outcome too_short(struct mst_line *line, const char *what, size_t length, size_t least)
{
	mst_line_add(line, " (%s %zu < %zu)", what, length, least);
	return MST_DECNET_INVALID;
}

static enum mst_decnet_outcome describe_routed(struct mst_line *line, struct mst_reader *r, size_t length,
                                               size_t packet)
{
	bool is_long = (mst_read_u8(r) & FORMAT) == LONG;
	size_t header = is_long ? LONG_HEADER : SHORT_HEADER;
	uint16_t to, from;

	if (length < header)
		return too_short(line, "length", length, header);
	mst_skip(r, is_long ? 2 : 0);
	to = is_long ? read_id(r) : mst_read_le16(r);
	mst_skip(r, is_long ? 2 : 0);
	from = is_long ? read_id(r) : mst_read_le16(r);
	mst_skip(r, is_long ? 4 : 1);
	if (r->short_read)
		return MST_DECNET_WHOLE;
	describe_address(line, "", from);
	describe_address(line, " > ", to);
	mst_line_add(line, " %zu ", packet);
	return mst_describe_decnet_nsp(line, r, length - header);
}

static enum mst_decnet_outcome describe_packet(struct mst_line *line, const struct mst_layer *layer,
                                               struct mst_reader *r)
{
	size_t packet = mst_read_le16(r), length = packet;
	uint8_t flags = r->left ? r->at[0] : 0;

	if (layer->declared < SHORT_HEADER)
		return too_short(line, "length", layer->declared, SHORT_HEADER);
	if (packet < SHORT_HEADER)
		return too_short(line, "pktlen", packet, SHORT_HEADER);
	if (packet > layer->declared) {
		mst_line_add(line, " (pktlen %zu > %zu)", packet, layer->declared);
		return MST_DECNET_INVALID;
	}
	if (flags & PADDED) {
		size_t padding = flags & 0x7fu;

		if (length < padding + 2)
			return too_short(line, "length", length, padding + 2);
		mst_skip(r, padding);
		length -= padding;
		flags = r->left ? r->at[0] : 0;
	}
	if (!r->left)
		r->short_read = true;
	else if (flags & FUTURE_VERSION)
		mst_line_add(line, "future-version-decnet ");
	else if (flags & CONTROL)
		return describe_control(line, layer, r, length);
	else if ((flags & FORMAT) != LONG && (flags & FORMAT) != SHORT)
		mst_line_add(line, "unknown message flags under mask ");
	else
		return describe_routed(line, r, length, packet);
	mst_describe_bytes(line, layer);
	return MST_DECNET_WHOLE;
}

bool mst_describe_decnet(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);

	if (describe_packet(line, layer, &r) == MST_DECNET_INVALID)
		mst_line_add(line, " (invalid)");
	else if (r.short_read)
		mst_line_add(line, " [|decnet]");
	return true;
}
