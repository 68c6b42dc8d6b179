/* SPDX-License-Identifier: BSD-2-Clause */
/* gtp.c - describes GTP-U (3GPP TS 29.281) and Teredo (RFC 4380), which tcpdump does not: behind "UDP, length". */
#include "dissect/common/udp_tunnels.h"
#include "dissect/payload/describers.h"

#define UDP_HEADER 8

/* tcpdump's words: of a fragment, the length of the whole datagram. `layer` is the payload of UDP. */
static void add_length(struct mst_line *line, const struct mst_layer *layer)
{
	const struct mst_packet *packet = layer->packet;
	struct mst_reader r = mst_reader_over(packet->bytes + packet->transport_at, packet->transport_bytes);
	size_t declared;

	mst_skip(&r, 4);
	declared = mst_read_be16(&r);
	mst_line_add(line, "UDP, length %zu", packet->more_fragments ? declared - UDP_HEADER : layer->declared);
}

bool mst_describe_gtp(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	struct mst_layer content;
	struct mst_gtp gtp;

	if (layer->packet->malformed || !mst_gtp_read(&gtp, &r))
		return false;
	add_length(line, layer);
	mst_line_add(line, ": GTP-U, teid 0x%x", gtp.tunnel);
	content = mst_layer_after(layer, layer->captured - r.left);
	if (gtp.type != MST_GTP_PACKET) {
		mst_line_add(line, ", message type %u", gtp.type);
	} else if (r.left && (r.at[0] >> 4 == 4 || r.at[0] >> 4 == 6)) {
		mst_line_add(line, ": ");
		mst_describe_inner_type(line, &content, r.at[0] >> 4 == 4 ? MST_ETHERTYPE_IPV4 : MST_ETHERTYPE_IPV6);
	}
	return true;
}

bool mst_describe_teredo(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	struct mst_layer content;

	if (layer->packet->malformed || !mst_teredo_read(&r, layer->declared))
		return false;
	content = mst_layer_after(layer, layer->captured - r.left);
	add_length(line, layer);
	mst_line_add(line, ": Teredo: ");
	mst_describe_inner_type(line, &content, MST_ETHERTYPE_IPV6);
	return true;
}
