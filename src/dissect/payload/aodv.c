/* SPDX-License-Identifier: BSD-2-Clause */
/* aodv.c - describes AODV (RFC 3561), with addresses of either family. */
#include "base/reader.h"
#include "dissect/payload/describers.h"

enum { REQUEST = 1, REPLY = 2, ERROR = 3, ACKNOWLEDGEMENT = 4 };
enum { HELLO_INTERVAL = 1 };

/* " dst 10.0.0.1" */
static void describe_addr(struct mst_line *line, const char *words, bool six, struct mst_reader *r)
{
	const uint8_t *bytes = mst_read_bytes(r, six ? 16 : 4);
	struct mst_addr addr = { .family = six ? MST_IPV6 : MST_IPV4 };

	if (!bytes)
		return;
	memcpy(addr.bytes, bytes, six ? 16 : 4);
	mst_line_add(line, "%s", words);
	mst_line_addr(line, &addr);
}

static bool describe_extension(struct mst_line *line, size_t declared, size_t fixed, struct mst_reader *r)
{
	uint8_t type, length;
	uint32_t interval_ms;

	if (declared < fixed + 2)
		return true;
	type = mst_read_u8(r);
	length = mst_read_u8(r);
	if (r->short_read)
		return false;
	if (type != HELLO_INTERVAL) {
		mst_line_add(line, " ext %u %u", type, length);
		return true;
	}
	interval_ms = mst_read_be32(r);
	if (!r->short_read)
		mst_line_add(line, " ext HELLO %u ms", interval_ms);
	return !r->short_read;
}

static bool describe_request(struct mst_line *line, bool six, size_t declared, struct mst_reader *r)
{
	size_t fixed = six ? 48 : 24;
	uint8_t hops;

	if (r->left + 1 < fixed)
		return false;
	mst_skip(r, 2);
	hops = mst_read_u8(r);
	mst_line_add(line, "%s rreq %zu  hops %u id 0x%08x", six ? " v6" : "", declared, hops, mst_read_be32(r));
	describe_addr(line, " dst ", six, r);
	mst_line_add(line, " seq %u", mst_read_be32(r));
	describe_addr(line, " src ", six, r);
	mst_line_add(line, " seq %u", mst_read_be32(r));
	return describe_extension(line, declared, fixed, r);
}

static bool describe_reply(struct mst_line *line, bool six, size_t declared, struct mst_reader *r)
{
	size_t fixed = six ? 44 : 20;
	uint8_t prefix, hops;

	if (r->left + 1 < fixed)
		return false;
	mst_skip(r, 1);
	prefix = mst_read_u8(r) & (six ? 0x7f : 0x1f);
	hops = mst_read_u8(r);
	mst_line_add(line, " rrep %zu  prefix %u hops %u", declared, prefix, hops);
	describe_addr(line, " dst ", six, r);
	mst_line_add(line, " dseq %u", mst_read_be32(r));
	describe_addr(line, " src ", six, r);
	mst_line_add(line, " %u ms", mst_read_be32(r));
	return describe_extension(line, declared, fixed, r);
}

static bool describe_error(struct mst_line *line, bool six, size_t declared, struct mst_reader *r)
{
	uint8_t flags = mst_read_u8(r), count;

	mst_skip(r, 1);
	count = mst_read_u8(r);
	if (r->short_read)
		return false;
	mst_line_add(line, " rerr %s [items %u] [%zu]:", flags & 0x80 ? "[D]" : "", count, declared);
	for (; count; count--) {
		if (r->left < (six ? 20 : 8))
			return false;
		describe_addr(line, " {", six, r);
		mst_line_add(line, "}(%u)", mst_read_be32(r));
	}
	return true;
}

static bool describe_type(struct mst_line *line, uint8_t type, const struct mst_layer *layer, struct mst_reader *r)
{
	bool six = layer->packet->network == MST_NETWORK_IPV6;

	switch (type) {
	case REQUEST: return describe_request(line, six, layer->declared, r);
	case REPLY: return describe_reply(line, six, layer->declared, r);
	case ERROR: return describe_error(line, six, layer->declared, r);
	case ACKNOWLEDGEMENT: mst_line_add(line, " rrep-ack %zu", layer->declared); return true;
	default: mst_line_add(line, " type %u %zu", type, layer->declared); return true;
	}
}

bool mst_describe_aodv(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t type = mst_read_u8(&r);

	if (!r.short_read)
		mst_line_add(line, " aodv");
	if (r.short_read || !describe_type(line, type, layer, &r))
		mst_line_add(line, " [|aodv]");
	return true;
}
