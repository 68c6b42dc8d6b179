/* SPDX-License-Identifier: BSD-2-Clause */
/* lldp_line.c - describes LLDP: the system's name, as tcpdump does, then its port and VLAN. See payload/lldp.h. */
#include <string.h>

#include "dissect/payload/lldp.h"

#include "dissect/link/describers.h"

static void describe_id(struct mst_line *line, const char *label, const struct mst_lldp_id *id)
{
	struct mst_addr addr = { .family = id->value.count == 4 ? MST_IPV4 : MST_IPV6 };

	if (id->kind == MST_LLDP_NONE)
		return;
	mst_line_add(line, ", %s ", label);
	switch (id->kind) {
	case MST_LLDP_MAC: mst_line_mac(line, id->value.bytes); break;
	case MST_LLDP_ADDRESS:
		memcpy(addr.bytes, id->value.bytes, id->value.count);
		mst_line_addr(line, &addr);
		break;
	case MST_LLDP_TEXT: mst_line_vis(line, id->value.bytes, id->value.count); break;
	default: mst_line_hex(line, id->value.bytes, id->value.count, 16); break;
	}
}

/* A name ends at its first NUL. */
static size_t text_bytes(const struct mst_heard_text *text)
{
	const uint8_t *end = text->count ? memchr(text->bytes, '\0', text->count) : NULL;

	return end ? (size_t)(end - text->bytes) : text->count;
}

static void describe_port(struct mst_line *line, const struct mst_lldp *lldp)
{
	describe_id(line, "port", &lldp->port);
	if (lldp->vlan)
		mst_line_add(line, ", vlan %u", lldp->vlan);
	if (lldp->voice_vlan)
		mst_line_add(line, ", voice vlan %u", lldp->voice_vlan);
	if (lldp->management.family != MST_NO_FAMILY) {
		mst_line_add(line, ", address ");
		mst_line_addr(line, &lldp->management);
	}
	if (lldp->ttl_s == 0)
		mst_line_add(line, ", leaves");
}

bool mst_describe_lldp(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	struct mst_lldp_tlv tlv = { .type = MST_LLDP_CHASSIS };
	struct mst_lldp lldp;

	mst_line_add(line, "LLDP, length %zu", layer->declared);
	while (r.left > 0 && mst_lldp_next(&r, &tlv)) {
		if (tlv.type != MST_LLDP_NAME || !tlv.value.count)
			continue;
		mst_line_add(line, ": ");
		mst_line_vis(line, tlv.value.bytes, text_bytes(&tlv.value));
	}
	if (r.short_read || (r.left == 0 && tlv.type != MST_LLDP_END && layer->captured < layer->declared))
		mst_line_add(line, " [|lldp]");
	if (!mst_lldp_read(&lldp, layer->bytes, layer->captured))
		return true;
	if (!lldp.name.count)
		describe_id(line, "chassis", &lldp.chassis);
	describe_port(line, &lldp);
	return true;
}
