/* SPDX-License-Identifier: BSD-2-Clause */
/* sflow.c - describes the head of sFlow version 5. */
#include "dissect/payload/describers.h"

#define HEADER_BYTES 28

bool mst_describe_sflow(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint32_t version = mst_read_be32(&r), kind = mst_read_be32(&r), agent;
	struct mst_addr addr = { .family = kind == 1 ? MST_IPV4 : MST_IPV6 };
	size_t addr_bytes = kind == 1 ? 4 : 16, least = HEADER_BYTES - 4 + addr_bytes;
	const uint8_t *bytes;

	if (r.short_read) {
		mst_line_add(line, " [|sflow]");
		return true;
	}
	if (version != 5) {
		mst_line_add(line, "sFlow version %u packet not supported", version);
		return true;
	}
	if (layer->declared < least) {
		mst_line_add(line, "sFlowv5 [length %zu < %d] (invalid)", layer->declared, HEADER_BYTES);
		return true;
	}
	bytes = mst_read_bytes(&r, addr_bytes);
	agent = mst_read_be32(&r);
	mst_skip(&r, 12); /* number of the datagram, uptime, number of samples */
	if (r.short_read) {
		mst_line_add(line, " [|sflow]");
		return true;
	}
	memcpy(addr.bytes, bytes, addr_bytes);
	mst_line_add(line, "sFlowv5, IPv%u agent ", kind == 1 ? 4 : 6);
	mst_line_addr(line, &addr);
	mst_line_add(line, ", agent-id %u, length %zu", agent, layer->declared);
	return true;
}
