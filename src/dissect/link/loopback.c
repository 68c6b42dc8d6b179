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

/* Takes `count` bytes; false: there are none of them, on the wire or captured, and the line says which. */
static bool take(struct mst_line *line, struct mst_layer *layer, size_t count)
{
	bool declared = layer->declared >= count, captured = layer->captured >= count;

	if (declared && captured)
		return true;
	if (!declared)
		mst_line_add(line, " (invalid)");
	if (!captured && layer->captured < layer->declared)
		mst_line_add(line, " [|loopback]");
	return false;
}

static void describe_data(struct mst_line *line, const struct mst_layer *layer)
{
	mst_line_add(line, ", data (%zu octets)", layer->declared);
	if (layer->captured < layer->declared)
		mst_line_add(line, " [|loopback]");
}

static void describe_function(struct mst_line *line, struct mst_layer layer)
{
	struct mst_reader r = mst_layer_reader(&layer);
	uint16_t function = mst_read_le16(&r);

	if (!take(line, &layer, 2))
		return;
	layer = mst_layer_after(&layer, 2);
	if (function == REPLY) {
		mst_line_add(line, ", Reply");
		if (!take(line, &layer, 2))
			return;
		mst_line_add(line, ", receipt number %u", mst_read_le16(&r));
		layer = mst_layer_after(&layer, 2);
		describe_data(line, &layer);
	} else if (function == FORWARD) {
		mst_line_add(line, ", Forward Data");
		if (!take(line, &layer, 6))
			return;
		mst_line_add(line, ", forwarding address ");
		mst_line_mac(line, layer.bytes);
		layer = mst_layer_after(&layer, 6);
		describe_data(line, &layer);
	} else {
		mst_line_add(line, ",  invalid (%u)", function);
	}
}

bool mst_describe_loopback(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_layer rest = *layer;
	struct mst_reader r = mst_layer_reader(layer);
	uint16_t skip = mst_read_le16(&r);

	mst_line_add(line, "Loopback");
	if (!take(line, &rest, 2))
		return true;
	mst_line_add(line, ", skipCount %u%s", skip, skip % 8 ? " (bogus)" : "");
	rest = mst_layer_after(&rest, 2);
	if (!take(line, &rest, skip))
		return true;
	rest = mst_layer_after(&rest, skip);
	describe_function(line, rest);
	return true;
}
