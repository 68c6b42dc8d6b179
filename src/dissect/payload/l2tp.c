/* SPDX-License-Identifier: BSD-2-Clause */
/* l2tp.c - describes L2TP version 2 (RFC 2661): PPP within it, and the type of control messages. */
#include "dissect/common/udp_tunnels.h"
#include "dissect/payload/describers.h"

enum { MESSAGE_TYPE = 0, MANDATORY = 0x8000, AVP_LENGTH = 0x3ff, AVP_HEADER = 6 };

static const char *const messages[] = { NULL,   "SCCRQ", "SCCRP", "SCCCN", "StopCCN", NULL,  "HELLO", "OCRQ", "OCRP",
	                                "OCCN", "ICRQ",  "ICRP",  "ICCN",  NULL,      "CDN", "WEN",   "SLI" };

/* The first attribute of a control message is its type; the others are not shown. */
static void describe_control(struct mst_line *line, const struct mst_layer *layer, struct mst_reader r)
{
	uint16_t flags = mst_read_be16(&r), vendor = mst_read_be16(&r), attribute = mst_read_be16(&r);
	uint16_t type = mst_read_be16(&r);

	if (layer->declared - (layer->captured - r.left) == 0 && r.short_read) {
		mst_line_add(line, " ZLB");
		return;
	}
	if (r.short_read) {
		mst_line_add(line, "  [|l2tp]");
		return;
	}
	mst_line_add(line, " ");
	if (vendor || attribute != MESSAGE_TYPE || (flags & AVP_LENGTH) != AVP_HEADER + 2) {
		mst_line_add(line, "AVP-#%u()", attribute);
		return;
	}
	if (type < sizeof messages / sizeof *messages && messages[type])
		mst_line_add(line, "%sMSGTYPE(%s)", flags & MANDATORY ? "*" : "", messages[type]);
	else
		mst_line_add(line, "%sMSGTYPE(MSGTYPE-#%u)", flags & MANDATORY ? "*" : "", type);
}

bool mst_describe_l2tp(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	struct mst_layer content;
	struct mst_l2tp l2tp;
	bool whole = mst_l2tp_read(&l2tp, &r);

	if (layer->captured < 6)
		return false;
	if ((l2tp.flags & 15) == 1) /* L2F */
		return false;
	if ((l2tp.flags & 15) != 2) {
		mst_line_add(line, " Unknown Version, neither L2F(1) nor L2TP(2)");
		return true;
	}
	mst_line_add(line, " l2tp:[%s%s%s%s%s](", l2tp.flags & MST_L2TP_CONTROL ? "T" : "",
	             l2tp.flags & MST_L2TP_LENGTH ? "L" : "", l2tp.flags & MST_L2TP_SEQUENCE ? "S" : "",
	             l2tp.flags & MST_L2TP_OFFSET ? "O" : "", l2tp.flags & MST_L2TP_PRIORITY ? "P" : "");
	if (!whole) {
		mst_line_add(line, " [|l2tp]");
		return true;
	}
	mst_line_add(line, "%u/%u)", l2tp.tunnel, l2tp.session);
	if (l2tp.flags & MST_L2TP_SEQUENCE)
		mst_line_add(line, "Ns=%u,Nr=%u", l2tp.sent, l2tp.received);
	if (l2tp.flags & MST_L2TP_LENGTH && layer->declared < l2tp.length) {
		mst_line_add(line, " Length %u larger than packet", l2tp.length);
		return true;
	}
	content = mst_layer_after(layer, layer->captured - r.left);
	if (l2tp.flags & MST_L2TP_CONTROL) {
		describe_control(line, layer, r);
	} else {
		mst_line_add(line, " {");
		mst_describe_inner_type(line, &content, MST_ETHERTYPE_PPP);
		mst_line_add(line, "}");
	}
	return true;
}
