/* SPDX-License-Identifier: BSD-2-Clause */
/* ahcp.c - describes AHCP (draft-jelger-autoconf-ahcp): version 1 has a header and a body. */
#include "base/reader.h"
#include "dissect/payload/describers.h"

enum { MAGIC = 43, LENGTH_AT = 26, LEAST = 28 };

bool mst_describe_ahcp(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t magic = mst_read_u8(&r), version = mst_read_u8(&r);
	uint16_t body;

	mst_line_add(line, "AHCP");
	if (layer->declared < 2 || (!r.short_read && magic != MAGIC)) {
		mst_line_add(line, " (invalid)");
		return true;
	}
	if (r.short_read) {
		mst_line_add(line, " [|ahcp]");
		return true;
	}
	mst_line_add(line, version == 1 ? " Version %u" : " Version %u (unknown)", version);
	mst_skip(&r, LENGTH_AT - 2);
	body = mst_read_be16(&r);
	mst_skip(&r, body);
	if (version == 1 && layer->declared < LEAST + (size_t)body)
		mst_line_add(line, " (invalid)");
	else if (version == 1 && r.short_read)
		mst_line_add(line, " [|ahcp]");
	return true;
}
