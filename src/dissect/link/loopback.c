/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * loopback.c - the Ethernet configuration testing protocol: a frame that asks to be sent back. Numbers are
 * little-endian.
 *
 *     bytes to skip │ … │ 1: reply │ receipt number │ data
 *     bytes to skip │ … │ 2: forward │ address to forward to │ the next function
 */
#include "dissect/link/describers.h"

enum { REPLY = 1, FORWARD = 2 };

static uint16_t read_le16(struct mst_reader *r)
{
	uint16_t number = mst_read_be16(r);

	return (uint16_t)(number >> 8 | number << 8);
}

/* Returns false when it is too short for its function. */
static bool describe_function(struct mst_line *line, struct mst_reader r)
{
	uint16_t function = read_le16(&r), receipt;
	const uint8_t *address;

	if (r.short_read)
		return false;
	if (function == REPLY) {
		mst_line_add(line, ", Reply");
		receipt = read_le16(&r);
		if (r.short_read)
			return false;
		mst_line_add(line, ", receipt number %u", receipt);
	} else if (function == FORWARD) {
		mst_line_add(line, ", Forward Data");
		address = mst_read_bytes(&r, 6);
		if (!address)
			return false;
		mst_line_add(line, ", forwarding address ");
		mst_line_mac(line, address);
	} else {
		mst_line_add(line, ",  invalid (%u)", function);
		return true;
	}
	mst_line_add(line, ", data (%zu octets)", r.left);
	return true;
}

bool mst_describe_loopback(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_reader_over(layer->bytes, layer->captured);
	uint16_t skip = read_le16(&r);

	mst_line_add(line, "Loopback");
	if (r.short_read) {
		mst_line_add(line, " (invalid)");
		return true;
	}
	mst_line_add(line, ", skipCount %u%s", skip, skip % 8 ? " (bogus)" : "");
	mst_skip(&r, skip);
	if (r.short_read || !describe_function(line, r))
		mst_line_add(line, " (invalid)");
	return true;
}
