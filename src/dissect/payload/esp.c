/* SPDX-License-Identifier: BSD-2-Clause */
/* esp.c - describes ESP (RFC 4303), and what NAT traversal puts into UDP (RFC 3948). */
#include "dissect/payload/describers.h"

bool mst_describe_esp(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint32_t spi = mst_read_be32(&r), sequence = mst_read_be32(&r);

	if (r.short_read)
		mst_line_add(line, " [|esp]");
	else
		mst_line_add(line, "ESP(spi=0x%08x,seq=0x%x), length %zu", spi, sequence, layer->declared);
	return true;
}

bool mst_describe_nat_traversal(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);

	if (layer->declared == 1 && mst_read_u8(&r) == 0xff && !r.short_read) {
		mst_line_add(line, "isakmp-nat-keep-alive");
		return true;
	}
	r = mst_layer_reader(layer);
	if (mst_read_be32(&r) == 0 && !r.short_read) { /* the marker of IKE */
		struct mst_layer message = mst_layer_after(layer, 4);

		mst_line_add(line, "NONESP-encap: ");
		return mst_describe_isakmp(line, &message);
	}
	mst_line_add(line, r.short_read ? " [|isakmp_rfc3948]" : "UDP-encap: ");
	return r.short_read || mst_describe_esp(line, layer);
}

bool mst_describe_mpls(struct mst_line *line, const struct mst_layer *layer)
{
	mst_describe_inner_type(line, layer, MST_ETHERTYPE_MPLS);
	return true;
}
