/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * appletalk.c - AppleTalk: its address resolution (AARP), and datagrams (DDP) with the names (NBP) and transactions
 * (ATP) in them. Inside AppleTalk, second edition.
 *
 *     hops, length │ checksum │ network, to and from │ node, to and from │ socket, to and from │ type │ data
 */
#include "dissect/common/words.h"
#include "dissect/link/describers.h"

enum { DDP_BYTES = 13, AARP_BYTES = 28, ETHERNET = 1, APPLETALK = 0x809b };
enum { NBP = 2, ATP = 3, NBP_BYTES = 2, TUPLE_BYTES = 5, TUPLE_LEAST = 8, NAME_MOST = 32, ATP_BYTES = 8 };
enum { REQUEST = 0x40, RESPONSE = 0x80, RELEASE = 0xc0, EXACTLY_ONCE = 0x20, END = 0x10, STATUS = 0x08 };

static const struct mst_word types[] = {
	{ 1, "rtmp" }, { 4, "echo" }, { 5, "rtmpReq" }, { 22, "IP" }, { 23, "ARP" }, { 0x4b, "KLAP" }, { 0, NULL },
};

struct end {
	uint16_t network;
	uint8_t node, socket;
};

/* All nodes of a network are node 255. */
static void add_node(struct mst_line *line, uint16_t network, uint8_t node)
{
	if (node == 255)
		mst_line_add(line, "%u", network);
	else
		mst_line_add(line, "%u.%u", network, node);
}

/* ---- AARP ---- */

/* Four bytes: none, network, node. */
static void add_resolved(struct mst_line *line, const uint8_t *address)
{
	add_node(line, (uint16_t)(address[1] << 8 | address[2]), address[3]);
}

static bool describe_resolution(struct mst_line *line, uint16_t operation, struct mst_reader *r)
{
	const uint8_t *mac = mst_read_bytes(r, 6), *from = mst_read_bytes(r, 4), *to;

	mst_skip(r, 6);
	to = mst_read_bytes(r, 4);
	if (!to || operation < 1 || operation > 3)
		return false;
	mst_line_add(line, operation == 1 ? "who-has " : operation == 2 ? "reply " : "probe ");
	add_resolved(line, operation == 2 ? from : to);
	mst_line_add(line, operation == 2 ? " is-at " : " tell ");
	if (operation == 2)
		mst_line_mac(line, mac);
	else
		add_resolved(line, from);
	return true;
}

bool mst_describe_aarp(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint16_t hardware = mst_read_be16(&r), protocol = mst_read_be16(&r), operation;
	uint8_t hardware_bytes = mst_read_u8(&r), protocol_bytes = mst_read_u8(&r);

	operation = mst_read_be16(&r);
	mst_line_add(line, "aarp ");
	if (layer->captured < AARP_BYTES) {
		mst_line_add(line, " [|aarp]");
		return true;
	}
	if (hardware != ETHERNET || protocol != APPLETALK || hardware_bytes != 6 || protocol_bytes != 4 ||
	    !describe_resolution(line, operation, &r))
		mst_line_add(line, "len %zu op %u htype %u ptype 0x%x halen %u palen %u", layer->declared, operation,
		             hardware, protocol, hardware_bytes, protocol_bytes);
	return true;
}

/* ---- names ---- */

/* A counted text, at most 32 bytes. */
static bool add_counted(struct mst_line *line, struct mst_reader *r)
{
	uint8_t count = mst_read_u8(r);
	const uint8_t *bytes;

	if (r->short_read) {
		mst_line_add(line, " [|atalk]");
		return false;
	}
	if (count > NAME_MOST) {
		mst_line_add(line, "[len=%u]", count);
		return false;
	}
	bytes = r->at;
	mst_line_vis(line, bytes, count < r->left ? count : r->left);
	if (count > r->left)
		mst_line_add(line, " [|atalk]");
	mst_skip(r, count);
	return !r->short_read;
}

static bool add_name(struct mst_line *line, struct mst_reader *r)
{
	mst_line_add(line, " \"");
	if (!add_counted(line, r))
		return false;
	mst_line_add(line, ":");
	if (!add_counted(line, r))
		return false;
	mst_line_add(line, "@");
	if (!add_counted(line, r))
		return false;
	mst_line_add(line, "\"");
	return true;
}

/* Reads where the named one is; false, and told, when that is not there. */
static bool read_tuple(struct mst_line *line, struct mst_reader *r, struct end *end, uint8_t *number)
{
	if (r->left < TUPLE_LEAST) {
		mst_line_add(line, " [|atalk]");
		return false;
	}
	end->network = mst_read_be16(r);
	end->node = mst_read_u8(r);
	end->socket = mst_read_u8(r);
	*number = mst_read_u8(r);
	return true;
}

static void describe_lookup(struct mst_line *line, uint8_t count, struct mst_reader *r, const struct end *from)
{
	struct end end;
	uint8_t number;

	if (!read_tuple(line, r, &end, &number))
		return;
	(void)add_name(line, r);
	if (count != 1)
		mst_line_add(line, " [ntup=%u]", count);
	if (number)
		mst_line_add(line, " [enum=%u]", number);
	if (end.network == from->network && end.node == from->node && end.socket == from->socket)
		return;
	mst_line_add(line, " [addr=");
	add_node(line, end.network, end.node);
	mst_line_add(line, ".%u]", end.socket);
}

static bool describe_found(struct mst_line *line, struct mst_reader *r, const struct end *from)
{
	struct end end;
	uint8_t number;
	bool whole = read_tuple(line, r, &end, &number);

	if (!whole)
		return false;
	whole = add_name(line, r);
	if (number != 1)
		mst_line_add(line, "(%u)", number);
	if (end.socket != from->socket)
		mst_line_add(line, " %u", end.socket);
	if (end.network == from->network && end.node == from->node)
		return whole;
	mst_line_add(line, " [addr=");
	add_node(line, end.network, end.node);
	mst_line_add(line, "]");
	return whole;
}

static void describe_names(struct mst_line *line, const struct mst_layer *layer, const struct end *from)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t control = mst_read_u8(&r), id = mst_read_u8(&r), kind = control >> 4, count = control & 15;

	if (layer->declared < NBP_BYTES + TUPLE_LEAST) {
		mst_line_add(line, " truncated-nbp %zu", layer->declared);
	} else if (r.short_read) {
		mst_line_add(line, " [|atalk]");
	} else if (kind == 1 || kind == 2) {
		mst_line_add(line, kind == 2 ? " nbp-lkup %u:" : " nbp-brRq %u:", id);
		describe_lookup(line, count, &r, from);
	} else if (kind == 3) {
		mst_line_add(line, " nbp-reply %u:", id);
		while (count-- > 0 && describe_found(line, &r, from))
			;
	} else {
		mst_line_add(line, " nbp-0x%x  %u (%zu)", control, id, layer->declared - NBP_BYTES);
	}
}

/* ---- transactions ---- */

/* Which packets of an answer are wanted: "<0-3>" where it is all up to one. */
static void add_bitmap(struct mst_line *line, uint8_t bitmap)
{
	const char *before = "<";
	unsigned last = 0;

	if ((bitmap + 1) & bitmap) {
		for (unsigned i = 0; i < 8; i++) {
			if (!(bitmap >> i & 1))
				continue;
			mst_line_add(line, "%s%u", before, i);
			before = ",";
		}
		mst_line_add(line, ">");
		return;
	}
	while (bitmap >> (last + 1))
		last++;
	if (last)
		mst_line_add(line, "<0-%u>", last);
	else
		mst_line_add(line, "<0>");
}

static void add_flags(struct mst_line *line, const char *before, uint8_t control, uint8_t left_out)
{
	static const struct mst_word words[] = {
		{ EXACTLY_ONCE, "XO" }, { END, "EOM" }, { STATUS, "STS" }, { 0, NULL }
	};

	for (const struct mst_word *one = words; one->word; one++) {
		if (!(control & ~left_out & one->number))
			continue;
		mst_line_add(line, "%s%s", before, one->word);
		before = ",";
	}
	if (*before == ',')
		mst_line_add(line, "]");
}

static void describe_transaction(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t control = mst_read_u8(&r), bitmap = mst_read_u8(&r);
	uint16_t id = mst_read_be16(&r);
	uint32_t data = mst_read_be32(&r);
	size_t length = layer->declared - ATP_BYTES;

	if (r.short_read) {
		mst_line_add(line, " [|atalk]");
		return;
	}
	switch (control & 0xc0) {
	case REQUEST:
		mst_line_add(line, " atp-req%s %u", control & EXACTLY_ONCE ? " " : "*", id);
		add_bitmap(line, bitmap);
		if (length)
			mst_line_add(line, " [len=%zu]", length);
		add_flags(line, " [", control, EXACTLY_ONCE);
		break;
	case RESPONSE:
		mst_line_add(line, " atp-resp%s%u:%u (%zu)", control & END ? "*" : " ", id, bitmap, length);
		add_flags(line, " [", control, END);
		break;
	case RELEASE:
		mst_line_add(line, " atp-rel  %u", id);
		add_bitmap(line, bitmap);
		if (length)
			mst_line_add(line, " [len=%zu]", length);
		add_flags(line, "[", control, 0);
		break;
	default: mst_line_add(line, " atp-0x%x  %u (%zu)", control, id, length);
	}
	if (data)
		mst_line_add(line, " 0x%x", data);
}

/* ---- datagrams ---- */

static void describe_data(struct mst_line *line, const struct mst_layer *data, uint8_t type, const struct end *from)
{
	const char *word = mst_word_of(types, type);

	if (type == NBP)
		describe_names(line, data, from);
	else if (type == ATP)
		describe_transaction(line, data);
	else if (word)
		mst_line_add(line, " at-%s %zu", word, data->declared);
	else
		mst_line_add(line, " at-#%u %zu", type, data->declared);
}

bool mst_describe_appletalk(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	struct mst_layer data = mst_layer_after(layer, DDP_BYTES);
	struct end to, from;
	uint8_t type;

	if (!layer->how->link)
		mst_line_add(line, "AT ");
	mst_skip(&r, 4);
	to.network = mst_read_be16(&r);
	from.network = mst_read_be16(&r);
	to.node = mst_read_u8(&r);
	from.node = mst_read_u8(&r);
	to.socket = mst_read_u8(&r);
	from.socket = mst_read_u8(&r);
	type = mst_read_u8(&r);
	if (layer->declared < DDP_BYTES) {
		mst_line_add(line, " [|ddp %zu]", layer->declared);
		return true;
	}
	if (r.short_read) {
		mst_line_add(line, " [|ddp]");
		return true;
	}
	add_node(line, from.network, from.node);
	mst_line_add(line, ".%u > ", from.socket);
	add_node(line, to.network, to.node);
	mst_line_add(line, ".%u: ", to.socket);
	describe_data(line, &data, type, &from);
	return true;
}
