/* SPDX-License-Identifier: BSD-2-Clause */
/* gtp.c - describes GTP-U (3GPP TS 29.281) and Teredo (RFC 4380), which tcpdump does not: behind "UDP, length". */
#include "dissect/common/udp_tunnels.h"
#include "dissect/payload/describers.h"

bool mst_describe_gtp(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	struct mst_layer content;
	struct mst_gtp gtp;

	if (!mst_gtp_read(&gtp, &r))
		return false;
	mst_line_add(line, "UDP, length %zu: GTP-U, teid 0x%x", layer->declared, gtp.tunnel);
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

	if (!mst_teredo_read(&r, layer->declared))
		return false;
	content = mst_layer_after(layer, layer->captured - r.left);
	mst_line_add(line, "UDP, length %zu: Teredo: ", layer->declared);
	mst_describe_inner_type(line, &content, MST_ETHERTYPE_IPV6);
	return true;
}
