/* SPDX-License-Identifier: BSD-2-Clause */
/* routing_header.c - describes the routing headers of IPv6 (RFC 8200, RFC 5095, RFC 6275, RFC 8754). */
#include "dissect/ip/extensions.h"

enum { SOURCE_ROUTE = 0, HOME_ADDRESS = 2, SEGMENTS = 4 };

static bool describe_addresses(struct mst_line *line, struct mst_reader *r, unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		const uint8_t *bytes = mst_read_bytes(r, 16);
		struct mst_addr addr = { .family = MST_IPV6 };

		if (!bytes) {
			mst_line_add(line, " [|rt6]");
			return false;
		}
		memcpy(addr.bytes, bytes, 16);
		mst_line_add(line, ", [%u]", i);
		mst_line_addr(line, &addr);
	}
	mst_line_add(line, ") ");
	return true;
}

bool mst_describe_routing_header(struct mst_line *line, struct mst_reader r, uint8_t length)
{
	uint8_t type = mst_read_u8(&r), left = mst_read_u8(&r), last;

	if (r.short_read) {
		mst_line_add(line, "[|rt6]");
		return false;
	}
	mst_line_add(line, "(len=%u, type=%u%s, segleft=%u", length, type, type == SOURCE_ROUTE ? " [Deprecated]" : "",
	             left);
	if (type != SOURCE_ROUTE && type != HOME_ADDRESS && type != SEGMENTS) {
		mst_line_add(line, " (unknown type) (invalid)");
		return false;
	}
	if (type == SEGMENTS) {
		uint16_t tag;

		last = mst_read_u8(&r);
		mst_skip(&r, 1);
		tag = mst_read_be16(&r);
		if (!r.short_read)
			mst_line_add(line, ", last-entry=%u, tag=%x", last, tag);
	} else {
		mst_skip(&r, 4);
	}
	if (r.short_read) {
		mst_line_add(line, " [|rt6]");
		return false;
	}
	if (length % 2 || (type == SEGMENTS && length < 2)) {
		mst_line_add(line, " (invalid length %u) (invalid)", length);
		return false;
	}
	return describe_addresses(line, &r, length / 2);
}
