/* SPDX-License-Identifier: BSD-2-Clause */
/* egp.c - describes EGP (RFC 904). */
#include "base/reader.h"
#include "dissect/ip/describers.h"

#define HEADER 16

bool mst_describe_egp(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t version = mst_read_u8(&r);
	uint16_t system, sequence;

	mst_skip(&r, 5);
	system = mst_read_be16(&r);
	sequence = mst_read_be16(&r);
	mst_skip(&r, HEADER - 10);
	if (r.short_read)
		mst_line_add(line, " [|egp]");
	else
		mst_line_add(line, "EGPv%u, AS %u, seq %u, length %zu", version, system, sequence, layer->declared);
	return true;
}
