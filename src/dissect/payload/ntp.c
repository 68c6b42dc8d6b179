/* SPDX-License-Identifier: BSD-2-Clause */
/* ntp.c - describes NTP (RFC 5905). */
#include "dissect/payload/describers.h"

enum { SERVER = 4, STRATA = 16 };

/* Behind tcpdump's words: how far a server is from a clock, or why it does not answer (RFC 5905, 7.4). */
static void describe_server(struct mst_line *line, struct mst_reader r)
{
	uint8_t stratum = mst_read_u8(&r);
	const uint8_t *reference;

	mst_skip(&r, 10);
	reference = mst_read_bytes(&r, 4);
	if (!reference)
		return;
	if (stratum > 0 && stratum < STRATA)
		mst_line_add(line, ", stratum %u", stratum);
	else if (stratum == STRATA)
		mst_line_add(line, ", unsynchronized");
	else if (stratum == 0 && reference[0]) {
		mst_line_add(line, ", refused: \"");
		mst_line_text(line, reference, 4);
		mst_line_add(line, "\"");
	}
}

bool mst_describe_ntp(struct mst_line *line, const struct mst_layer *layer)
{
	static const char *const modes[] = { "unspecified", "symmetric active", "symmetric passive", "Client",
		                             "Server",      "Broadcast",        "Control Message",   "Reserved" };
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t first = mst_read_u8(&r);

	if (r.short_read) {
		mst_line_add(line, " [|ntp]");
		return true;
	}
	mst_line_add(line, "NTPv%u, %s, length %zu", first >> 3 & 7, modes[first & 7], layer->declared);
	if ((first & 7) == SERVER)
		describe_server(line, r);
	return true;
}
