/* SPDX-License-Identifier: BSD-2-Clause */
/* radius.c - describes RADIUS (RFC 2865, RFC 5176). */
#include "dissect/payload/describers.h"

#define HEADER_BYTES 20

static const char *code_name(uint8_t code)
{
	static const char *const names[] = {
		[1] = "Access-Request",
		[2] = "Access-Accept",
		[3] = "Access-Reject",
		[4] = "Accounting-Request",
		[5] = "Accounting-Response",
		[11] = "Access-Challenge",
		[12] = "Status-Server",
		[13] = "Status-Client",
		[40] = "Disconnect-Request",
		[41] = "Disconnect-ACK",
		[42] = "Disconnect-NAK",
		[43] = "CoA-Request",
		[44] = "CoA-ACK",
		[45] = "CoA-NAK",
		[255] = "Reserved",
	};

	return names[code] ? names[code] : "Unknown Command";
}

bool mst_describe_radius(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t code = mst_read_u8(&r), id = mst_read_u8(&r);
	size_t length = mst_read_be16(&r);

	mst_skip(&r, HEADER_BYTES - 4);
	if (r.short_read || length < HEADER_BYTES) {
		mst_line_add(line, " [|radius]");
		return true;
	}
	if (length > layer->declared)
		length = layer->declared;
	mst_line_add(line, "RADIUS, %s (%u), id: 0x%02x length: %zu", code_name(code), code, id, length);
	return true;
}
