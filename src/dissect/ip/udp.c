/* SPDX-License-Identifier: BSD-2-Clause */
/* udp.c - describes UDP (RFC 768). */
#include "base/reader.h"
#include "dissect/ip/describers.h"
#include "dissect/payload/describers.h"

#define HEADER_BYTES 8

/* A header that is cut off or that contradicts itself; false: it is right. */
static bool describe_bad_header(struct mst_line *line, const struct mst_layer *layer, uint16_t declared)
{
	if (layer->captured < 4 || (layer->captured < HEADER_BYTES && layer->declared >= HEADER_BYTES))
		mst_line_add(line, " [|udp]");
	else if (layer->declared < HEADER_BYTES)
		mst_line_add(line, "truncated-udp %zu", layer->declared);
	else if (declared < HEADER_BYTES)
		mst_line_add(line, "truncated-udplength %u", declared);
	else
		return false;
	return true;
}

bool mst_describe_udp(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_layer payload = mst_layer_payload(layer->packet, layer->how);
	struct mst_reader r = mst_layer_reader(layer);
	uint16_t declared;

	mst_skip(&r, 4);
	declared = mst_read_be16(&r);
	if (describe_bad_header(line, layer, declared))
		return true;
	if (!layer->how->quick && mst_describe_udp_payload(line, &payload))
		return true;
	if (layer->packet->more_fragments)
		mst_line_add(line, "UDP, length %u", declared - HEADER_BYTES);
	else if (declared > layer->declared)
		mst_line_add(line, "UDP, bad length %u > %zu", declared - HEADER_BYTES, payload.declared);
	else
		mst_line_add(line, "UDP, length %zu", payload.declared);
	return true;
}
