/* SPDX-License-Identifier: BSD-2-Clause */
/* vxlan.c - describes VXLAN (RFC 7348), OTV, VXLAN-GPE (draft-ietf-nvo3-vxlan-gpe) and NSH (RFC 8300). */
#include "dissect/common/udp_tunnels.h"
#include "dissect/payload/describers.h"

static void describe_rest(struct mst_line *line, const struct mst_layer *layer, const struct mst_reader *r,
                          uint16_t type)
{
	struct mst_layer content = mst_layer_after(layer, layer->captured - r->left);

	mst_describe_inner_type(line, &content, type);
}

bool mst_describe_vxlan(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	struct mst_vxlan vxlan;

	mst_line_add(line, "VXLAN");
	if (layer->declared < 8) {
		mst_line_add(line, " (invalid)");
	} else if (!mst_vxlan_read(&vxlan, &r)) {
		mst_line_add(line, " [|vxlan]");
	} else {
		mst_line_add(line, ", flags [%s] (0x%02x), vni %u ", vxlan.flags & MST_VXLAN_ID ? "I" : "invalid",
		             vxlan.flags, vxlan.id);
		describe_rest(line, layer, &r, MST_ETHERTYPE_BRIDGED);
	}
	return true;
}

bool mst_describe_otv(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint32_t first, second;

	mst_line_add(line, "OTV, ");
	if (layer->declared < 8) {
		mst_line_add(line, "[length %zu < 8] (invalid)", layer->declared);
		return true;
	}
	first = mst_read_be32(&r);
	second = mst_read_be32(&r);
	if (r.short_read) {
		mst_line_add(line, " [|otv]");
		return true;
	}
	mst_line_add(line, "flags [%s] (0x%02x), overlay %u, instance %u ", first >> 24 & MST_VXLAN_ID ? "I" : ".",
	             first >> 24, first & 0xffffff, second >> 8);
	describe_rest(line, layer, &r, MST_ETHERTYPE_BRIDGED);
	return true;
}

/* `known`: the first that tcpdump knows up to; what only muster knows stands behind its words. */
static void describe_next(struct mst_line *line, const struct mst_layer *layer, const struct mst_reader *r,
                          uint8_t next, uint8_t known, const char *error)
{
	uint16_t type = mst_vxlan_next_type(next);
	struct mst_layer content = mst_layer_after(layer, layer->captured - r->left);

	mst_line_add(line, ": ");
	if (!type || next > known)
		mst_line_add(line, "%s", error);
	if (type && next > known)
		mst_line_add(line, ": ");
	if (type) /* NSH in NSH is a tunnel too, so that a chain of them ends */
		mst_describe_inner_type(line, &content, type);
}

bool mst_describe_vxlan_gpe(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	struct mst_vxlan vxlan;

	mst_line_add(line, "VXLAN-GPE");
	if (layer->declared < 8) {
		mst_line_add(line, " (invalid)");
		return true;
	}
	if (!mst_vxlan_read(&vxlan, &r)) {
		mst_line_add(line, " [|vxlan-gpe]");
		return true;
	}
	mst_line_add(line, ", flags [%s%s%s%s], vni %u", vxlan.flags & 8 ? "I" : "", vxlan.flags & 4 ? "P" : "",
	             vxlan.flags & 2 ? "B" : "", vxlan.flags & 1 ? "O" : "", vxlan.id);
	describe_next(line, layer, &r, vxlan.next, 4, "ERROR: unknown-next-protocol (invalid)");
	return true;
}

bool mst_describe_nsh(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	struct mst_nsh nsh;
	bool whole = mst_nsh_read(&nsh, &r);

	mst_line_add(line, "NSH, ");
	if (layer->captured < 8) {
		mst_line_add(line, " [|nsh]");
		return true;
	}
	if (nsh.version != 0)
		return true;
	mst_line_add(line, "flags [%s], service-path-id 0x%06x, service-index 0x%x", nsh.flags ? "O" : "none", nsh.path,
	             nsh.index);
	if ((layer->bytes[1] & 63) < 2)
		mst_line_add(line, " (less than two headers) (invalid)");
	else if (!whole)
		mst_line_add(line, " [|nsh]");
	else
		describe_next(line, layer, &r, nsh.next, 3, "ERROR: unknown-next-protocol");
	return true;
}
