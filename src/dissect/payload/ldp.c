/* SPDX-License-Identifier: BSD-2-Clause */
/* ldp.c - describes LDP (RFC 5036), in UDP and in TCP: the header of the first of its units. */
#include "base/reader.h"
#include "dissect/payload/describers.h"

enum { LEAST = 18 }; /* a header, and that of one message; shorter ones have no words in tcpdump */

bool mst_describe_ldp(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint16_t version = mst_read_be16(&r), length = mst_read_be16(&r), space;
	struct mst_addr router = mst_addr_from_ipv4(mst_read_be32(&r));

	space = mst_read_be16(&r);
	if (layer->declared <= LEAST)
		return true;
	if (r.short_read) {
		mst_line_add(line, " [|ldp]");
	} else if (version != 1) {
		mst_line_add(line, "LDP version %u packet not supported", version);
	} else if (length < 6) {
		mst_line_add(line, "LDP, pdu-length: %u (too short, < 6)", length);
	} else {
		mst_line_add(line, "LDP, Label-Space-ID: ");
		mst_line_addr(line, &router);
		mst_line_add(line, ":%u, pdu-length: %u", space, length);
	}
	return true;
}
