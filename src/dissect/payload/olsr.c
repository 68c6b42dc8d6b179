/* SPDX-License-Identifier: BSD-2-Clause */
/* olsr.c - describes OLSR (RFC 3626). */
#include "base/reader.h"
#include "dissect/payload/describers.h"

bool mst_describe_olsr(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint16_t length = mst_read_be16(&r), sequence;

	mst_line_add(line, "OLSRv%u", layer->packet->network == MST_NETWORK_IPV6 ? 6 : 4);
	sequence = mst_read_be16(&r);
	if (r.short_read)
		mst_line_add(line, " [|olsr]");
	else
		mst_line_add(line, ", seq 0x%04x, length %zu", sequence,
		             length < layer->declared ? length : layer->declared);
	return true;
}
