/* SPDX-License-Identifier: BSD-2-Clause */
/* pgm.c - describes PGM (RFC 3208). Its ports stand in front of its own words, with the addresses once more. */
#include "base/reader.h"
#include "dissect/ip/describers.h"

bool mst_describe_pgm(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint16_t source = mst_read_be16(&r), destination = mst_read_be16(&r), length;
	bool ports = !r.short_read;

	mst_line_addr(line, &layer->packet->source);
	if (ports)
		mst_line_add(line, ".%u", source);
	mst_line_add(line, " > ");
	mst_line_addr(line, &layer->packet->destination);
	if (ports)
		mst_line_add(line, ".%u", destination);
	mst_line_add(line, ports ? ": " : ":");
	mst_skip(&r, 10);
	length = mst_read_be16(&r);
	if (r.short_read)
		mst_line_add(line, " [|pgm]");
	else
		mst_line_add(line, "PGM, length %u", length);
	return true;
}
