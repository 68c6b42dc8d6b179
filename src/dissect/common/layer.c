/* SPDX-License-Identifier: BSD-2-Clause */
/* layer.c - see layer.h. */
#include "dissect/common/layer.h"

#include <pcap/dlt.h>

struct mst_layer mst_layer_network(const struct mst_packet *packet, const struct mst_describe *how)
{
	struct mst_layer layer = {
		.bytes = packet->bytes + packet->network_at,
		.captured = packet->captured - packet->network_at,
		.declared = packet->wire_bytes - packet->network_at,
		.packet = packet,
		.how = how,
	};

	size_t before = packet->network_at - packet->llc_at; /* LLC's own header, and SNAP's */

	if (packet->llc && packet->llc_bytes >= before && packet->llc_bytes - before < layer.declared) {
		layer.declared = packet->llc_bytes - before; /* what follows is padding */
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

/* One level deeper; false, and said so, where that is too deep. */
static bool descend(struct mst_line *line, const struct mst_layer *layer, struct mst_describe *how)
{
	*how = *layer->how;
	if (++how->depth <= MST_TUNNELS_MAX)
		return true;
	mst_line_add(line, "[too many tunnels], length %zu", layer->declared);
	return false;
}

void mst_describe_inner(struct mst_line *line, const struct mst_layer *layer, int linktype)
{
	struct mst_describe how;
	struct mst_packet inner;

	if (!descend(line, layer, &how))
		return;
	mst_packet_read(&inner, linktype, layer->bytes, layer->captured, layer->declared);
	inner.depth = (uint8_t)how.depth;
	if (linktype != DLT_EN10MB)
		inner.linktype = MST_LINK_NONE;
	how.inner(line, &inner, &how);
}

void mst_describe_inner_type(struct mst_line *line, const struct mst_layer *layer, uint16_t ethertype)
{
	struct mst_describe how;
	struct mst_packet inner;

	if (ethertype == MST_ETHERTYPE_BRIDGED) {
		mst_describe_inner(line, layer, DLT_EN10MB);
		return;
	}
	if (!descend(line, layer, &how))
		return;
	mst_packet_read_type(&inner, ethertype, layer->bytes, layer->captured, layer->declared);
	inner.depth = (uint8_t)how.depth;
	how.inner(line, &inner, &how);
}
