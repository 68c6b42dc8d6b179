/* SPDX-License-Identifier: BSD-2-Clause */
/* msdp.c - describes MSDP (RFC 3618): the messages of a segment, one behind the other. */
#include "base/reader.h"
#include "dissect/payload/describers.h"

enum { HEADER = 3 };

static bool describe_message(struct mst_line *line, uint8_t type, uint16_t length, struct mst_reader *r)
{
	struct mst_addr group;
	uint8_t entries;

	switch (type) {
	case 1:
	case 3:
		mst_line_add(line, type == 1 ? " SA" : " SA-Response");
		entries = mst_read_u8(r);
		if (!r->short_read)
			mst_line_add(line, " %u entries", entries);
		return !r->short_read;
	case 2:
		mst_skip(r, 1);
		group = mst_addr_from_ipv4(mst_read_be32(r));
		mst_line_add(line, " SA-Request");
		if (r->short_read)
			return false;
		mst_line_add(line, " for ");
		mst_line_addr(line, &group);
		return true;
	case 4:
		mst_line_add(line, " Keepalive");
		if (length != HEADER)
			mst_line_add(line, "[len=%u] ", length);
		return true;
	case 5: mst_line_add(line, " Notification"); return true;
	default: mst_line_add(line, " [type=%u len=%u]", type, length); return true;
	}
}

static bool describe_next(struct mst_line *line, struct mst_reader *r)
{
	uint8_t type = mst_read_u8(r);
	uint16_t length = mst_read_be16(r);
	struct mst_reader message = *r;

	if (r->short_read || length < HEADER || length > 9216)
		return false;
	if (message.left > length - (size_t)HEADER)
		message.left = length - (size_t)HEADER;
	if (!describe_message(line, type, length, &message))
		return false;
	mst_skip(r, length - HEADER);
	return !r->short_read;
}

bool mst_describe_msdp(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);

	mst_line_add(line, ": msdp");
	do {
		if (!describe_next(line, &r)) {
			mst_line_add(line, " [|msdp]");
			break;
		}
	} while ((size_t)(r.at - layer->bytes) < layer->declared);
	return true;
}
