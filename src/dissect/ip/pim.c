/* SPDX-License-Identifier: BSD-2-Clause */
/* pim.c - describes PIM, version 2 (RFC 7761; types: RFC 8736). Version 1 is in dvmrp.c. */
#include "base/reader.h"
#include "dissect/ip/describers.h"

static const char *const names[] = {
	"Hello",
	"Register",
	"Register Stop",
	"Join / Prune",
	"Bootstrap",
	"Assert",
	"Graft",
	"Graft Acknowledgement",
	"Candidate RP Advertisement",
	"Prune Refresh",
	"DF Election",
	"ECMP Redirect",
};

bool mst_describe_pim(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t first = mst_read_u8(&r), version = first >> 4, type = first & 15;

	if (r.short_read)
		mst_line_add(line, " [|pim]");
	else if (version != 2)
		mst_line_add(line, "PIMv%u, length %zu", version, layer->declared);
	else
		mst_line_add(line, "PIMv2, %s, length %zu",
		             type < sizeof names / sizeof *names ? names[type] : "Unknown Type", layer->declared);
	return true;
}
