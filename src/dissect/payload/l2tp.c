/* SPDX-License-Identifier: BSD-2-Clause */
/* l2tp.c - describes L2TP version 2 (RFC 2661): PPP within it, and the attributes of control messages. */
#include "dissect/common/udp_tunnels.h"
#include "dissect/payload/describers.h"
#include "dissect/payload/l2tp_avps.h"

/* What can be read of a header that is cut short. */
static void describe_cut(struct mst_line *line, const struct mst_l2tp *l2tp, size_t captured)
{
	size_t at = l2tp->flags & MST_L2TP_LENGTH ? 4 : 2;

	if (captured >= at + 2)
		mst_line_add(line, "(%u/", l2tp->tunnel);
	if (captured >= at + 4)
		mst_line_add(line, "%u)", l2tp->session);
	if (captured >= at + 6 && l2tp->flags & MST_L2TP_SEQUENCE)
		mst_line_add(line, "Ns=%u,", l2tp->sent);
	mst_line_add(line, " [|l2tp]");
}

bool mst_describe_l2tp(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	struct mst_layer content;
	struct mst_l2tp l2tp;
	bool whole = mst_l2tp_read(&l2tp, &r);
	size_t header = layer->captured - r.left;

	if (layer->captured < 2) {
		mst_line_add(line, " [|l2tp]");
		return true;
	}
	if ((l2tp.flags & 15) == 1) /* L2F */
		return false;
	if ((l2tp.flags & 15) != 2) {
		mst_line_add(line, " Unknown Version, neither L2F(1) nor L2TP(2)");
		return true;
	}
	mst_line_add(line, " l2tp:[%s%s%s%s%s]", l2tp.flags & MST_L2TP_CONTROL ? "T" : "",
	             l2tp.flags & MST_L2TP_LENGTH ? "L" : "", l2tp.flags & MST_L2TP_SEQUENCE ? "S" : "",
	             l2tp.flags & MST_L2TP_OFFSET ? "O" : "", l2tp.flags & MST_L2TP_PRIORITY ? "P" : "");
	if (!whole) {
		describe_cut(line, &l2tp, layer->captured);
		return true;
	}
	mst_line_add(line, "(%u/%u)", l2tp.tunnel, l2tp.session);
	if (l2tp.flags & MST_L2TP_SEQUENCE)
		mst_line_add(line, "Ns=%u,Nr=%u", l2tp.sent, l2tp.received);
	if (l2tp.flags & MST_L2TP_LENGTH && layer->declared < l2tp.length) {
		mst_line_add(line, " Length %u larger than packet", l2tp.length);
		return true;
	}
	if (l2tp.flags & MST_L2TP_LENGTH && l2tp.length < header) {
		mst_line_add(line, " Length %u smaller than header length", l2tp.length);
		return true;
	}
	content = mst_layer_after(layer, header);
	if (l2tp.flags & MST_L2TP_CONTROL) {
		mst_describe_l2tp_attributes(line,
		                             l2tp.flags & MST_L2TP_LENGTH ? l2tp.length - header : content.declared, r);
	} else {
		mst_line_add(line, " {");
		mst_describe_inner_type(line, &content, MST_ETHERTYPE_PPP);
		mst_line_add(line, "}");
	}
	return true;
}
