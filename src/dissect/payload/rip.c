/* SPDX-License-Identifier: BSD-2-Clause */
/* rip.c - describes RIP, versions 1 and 2 (RFC 1058, RFC 2453), and RIPng (RFC 2080). */
#include "base/reader.h"
#include "dissect/payload/describers.h"

enum { HEADER = 4, ROUTE6 = 20, INFINITE = 16 };
enum { REQUEST = 1, RESPONSE = 2 };

bool mst_describe_rip(struct mst_line *line, const struct mst_layer *layer)
{
	static const char *const names[] = {
		NULL, "Request", "Response", "Trace on", "Trace off", "Poll", "Poll Entry"
	};
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t command = mst_read_u8(&r), version = mst_read_u8(&r);

	mst_skip(&r, HEADER - 2);
	if (r.short_read)
		mst_line_add(line, " [|rip]");
	else if (!version)
		mst_line_add(line, "RIPv0");
	else if (command && command < sizeof names / sizeof *names)
		mst_line_add(line, "RIPv%u, %s, length: %zu", version, names[command], layer->declared);
	else
		mst_line_add(line, "RIPv%u, unknown command (%u), length: %zu", version, command, layer->declared);
	return true;
}

/* ---- RIPng ---- */

/* "2001:db8::/64 [tag] (metric)"; a request has no metric. */
static bool describe_route(struct mst_line *line, bool request, struct mst_reader *r)
{
	const uint8_t *bytes = mst_read_bytes(r, 16);
	struct mst_addr prefix = { .family = MST_IPV6 };
	uint16_t tag = mst_read_be16(r);
	uint8_t length = mst_read_u8(r), metric;

	if (r->short_read)
		return false;
	memcpy(prefix.bytes, bytes, 16);
	mst_line_add(line, " ");
	mst_line_addr(line, &prefix);
	mst_line_add(line, "/%u", length);
	if (tag)
		mst_line_add(line, " [%u]", tag);
	metric = mst_read_u8(r);
	if (r->short_read)
		return false;
	if (metric && !request)
		mst_line_add(line, " (%u)", metric);
	return true;
}

/* A request for everything: one route of no prefix, with an infinite metric. */
static bool asks_for_all(const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint64_t any;

	mst_skip(&r, HEADER);
	any = mst_read_be64(&r);
	any |= mst_read_be64(&r);
	mst_skip(&r, 3);
	return layer->declared == HEADER + ROUTE6 && !any && mst_read_u8(&r) == INFINITE && !r.short_read;
}

static bool describe_routes(struct mst_line *line, bool request, size_t declared, struct mst_reader *r)
{
	size_t count, rest = declared >= HEADER ? declared - HEADER : 0;

	if (declared < HEADER) {
		mst_line_add(line, " (invalid)");
		return true;
	}
	count = rest / ROUTE6;
	mst_line_add(line, request ? " ripng-req %zu" : " ripng-resp %zu", count);
	if (rest % ROUTE6)
		mst_line_add(line, "[%zu]", declared);
	mst_line_add(line, ":");
	mst_skip(r, 2);
	for (size_t i = 0; i < count; i++) {
		if (r->left == 0)
			mst_line_add(line, " ");
		if (!describe_route(line, request, r))
			return false;
	}
	if (rest % ROUTE6)
		mst_line_add(line, " (invalid)");
	return true;
}

bool mst_describe_ripng(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t command = mst_read_u8(&r), version = mst_read_u8(&r);

	if (r.short_read)
		mst_line_add(line, " [|ripng]");
	else if (version != 1)
		mst_line_add(line, " [vers %u] (invalid)", version);
	else if (command == REQUEST && asks_for_all(layer))
		mst_line_add(line, " ripng-req dump");
	else if (command != REQUEST && command != RESPONSE)
		mst_line_add(line, " ripng-%u ?? %zu (invalid)", command, layer->declared);
	else if (!describe_routes(line, command == REQUEST, layer->declared, &r))
		mst_line_add(line, " [|ripng]");
	return true;
}
