/* SPDX-License-Identifier: BSD-2-Clause */
/* lspping.c - describes MPLS LSP ping (RFC 8029). */
#include "base/reader.h"
#include "dissect/payload/describers.h"

#define HEADER 32

bool mst_describe_lspping(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint16_t version = mst_read_be16(&r);
	uint32_t sequence;
	uint8_t type;

	mst_skip(&r, 2);
	type = mst_read_u8(&r);
	mst_skip(&r, 7);
	sequence = mst_read_be32(&r);
	mst_skip(&r, HEADER - 16);
	if (layer->declared < HEADER)
		mst_line_add(line, " packet is too short");
	else if (r.short_read)
		mst_line_add(line, " [|lspping]");
	else if (version != 1)
		mst_line_add(line, "LSP-PING version %u packet not supported", version);
	else if (type == 1 || type == 2)
		mst_line_add(line, "LSP-PINGv1, MPLS Echo %s, seq %u, length: %zu", type == 1 ? "Request" : "Reply",
		             sequence, layer->declared);
	else
		mst_line_add(line, "LSP-PINGv1, unknown (%u), seq %u, length: %zu", type, sequence, layer->declared);
	return true;
}
