/* SPDX-License-Identifier: BSD-2-Clause */
/* lwapp.c - the transport header of LWAPP (RFC 5412), between access points and their controller. */
#include "dissect/common/words.h"
#include "dissect/payload/describers.h"

enum { CONTROL_PORT = 12223, IDENTITY_BYTES = 6, HEADER_BYTES = 6, CONTROL = 4 };

static const struct mst_word flags[] = {
	{ 1, "Last Fragment Bit" }, { 2, "Fragment Bit" }, { CONTROL, "Control Bit" }, { 0, NULL }
};

/* To the controller's port the address of the access point stands first. */
bool mst_describe_lwapp(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t first;

	if (layer->packet->destination_port == CONTROL_PORT)
		mst_skip(&r, IDENTITY_BYTES);
	first = mst_read_u8(&r);
	mst_skip(&r, HEADER_BYTES - 1);
	if (r.short_read) {
		mst_line_add(line, layer->packet->destination_port == CONTROL_PORT ||
		                                   layer->packet->source_port == CONTROL_PORT
		                           ? " [|lwapp_control]"
		                           : " [|lwapp_data]");
	} else if (first >> 6) {
		mst_line_add(line, "LWAPP version %u packet not supported", first >> 6);
	} else {
		mst_line_add(line, "LWAPPv0, %s frame, Flags [", first & CONTROL ? "Control" : "Data");
		mst_line_flags(line, flags, first & 7);
		mst_line_add(line, "], length %zu", layer->declared);
	}
	return true;
}
