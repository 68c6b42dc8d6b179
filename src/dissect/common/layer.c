/* SPDX-License-Identifier: BSD-2-Clause */
/* layer.c - see layer.h. */
#include "dissect/common/layer.h"

#define DEPTH_MAX 3

struct mst_layer mst_layer_network(const struct mst_packet *packet, const struct mst_describe *how)
{
	struct mst_layer layer = {
		.bytes = packet->bytes + packet->network_at,
		.captured = packet->captured - packet->network_at,
		.declared = packet->wire_bytes - packet->network_at,
		.packet = packet,
		.how = how,
	};

	if (packet->llc && packet->llc_bytes < layer.declared) { /* what follows is padding */
		layer.declared = packet->llc_bytes;
		layer.captured = layer.captured < layer.declared ? layer.captured : layer.declared;
	}
	return layer;
}

struct mst_layer mst_layer_transport(const struct mst_packet *packet, const struct mst_describe *how)
{
	return (struct mst_layer){
		.bytes = packet->bytes + packet->transport_at,
		.captured = packet->transport_bytes,
		.declared = packet->transport_declared,
		.packet = packet,
		.how = how,
	};
}

struct mst_layer mst_layer_payload(const struct mst_packet *packet, const struct mst_describe *how)
{
	return (struct mst_layer){
		.bytes = packet->bytes + packet->payload_at,
		.captured = packet->payload_bytes,
		.declared = packet->payload_declared,
		.packet = packet,
		.how = how,
	};
}

void mst_describe_inner(struct mst_line *line, const struct mst_layer *layer, int linktype)
{
	struct mst_describe how = *layer->how;
	struct mst_packet inner;

	how.link = false;
	if (++how.depth > DEPTH_MAX) {
		mst_line_add(line, "[too many tunnels], length %zu", layer->declared);
		return;
	}
	mst_packet_read(&inner, linktype, layer->bytes, layer->captured, layer->declared);
	how.inner(line, &inner, &how);
}
