/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bcm_li.c - describes Broadcom's shim of lawful interception. Only between its two ports: one of them alone is often
 * a client's.
 */
#include "base/reader.h"
#include "dissect/payload/describers.h"

enum { SOURCE_PORT = 49152, DESTINATION_PORT = 49153 };

static const char *name_of(const char *const *names, size_t count, uint32_t number)
{
	return number < count && names[number] ? names[number] : "unknown";
}

bool mst_describe_bcm_li(struct mst_line *line, const struct mst_layer *layer)
{
	static const char *const directions[] = { NULL, "unused", "egress", "ingress" };
	static const char *const kinds[] = { NULL, NULL, NULL, NULL, "undecided", "ipv4", "ipv6", "ethernet" };
	static const char *const tags[] = { NULL, "single VLAN tag", "double VLAN tag", "untagged" };
	struct mst_reader r = mst_layer_reader(layer);
	uint32_t shim = mst_read_be32(&r);

	if (layer->packet->source_port != SOURCE_PORT || layer->packet->destination_port != DESTINATION_PORT)
		return false;
	if (layer->declared < 4) {
		mst_line_add(line, " (length %zu < 4) (invalid)", layer->declared);
		return true;
	}
	if (!r.short_read)
		mst_line_add(line, "BCM-LI-SHIM: direction %s, pkt-type %s, pkt-subtype %s, li-id %u",
		             name_of(directions, 4, shim >> 29), name_of(kinds, 8, shim >> 25 & 15),
		             name_of(tags, 4, shim >> 22 & 7), shim & 0x3fffff);
	if (layer->captured < layer->declared)
		mst_line_add(line, " [|bcm_li]");
	return true;
}
