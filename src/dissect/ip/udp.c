/* SPDX-License-Identifier: BSD-2-Clause */
/* udp.c - describes UDP (RFC 768). */
#include "dissect/ip/describers.h"
#include "dissect/payload/describers.h"

bool mst_describe_udp(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_layer payload = mst_layer_payload(layer->packet, layer->how);

	if (!mst_describe_udp_payload(line, &payload))
		mst_line_add(line, "UDP, length %zu", payload.declared);
	return true;
}
