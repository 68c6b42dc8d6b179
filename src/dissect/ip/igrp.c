/* SPDX-License-Identifier: BSD-2-Clause */
/* igrp.c - describes IGRP: routes within the network, of the system and outside of it, each with its metrics. */
#include "base/reader.h"
#include "dissect/ip/describers.h"

#define ROUTE 14 /* bytes */

static bool describe_route(struct mst_line *line, const char *form, struct mst_reader *r)
{
	uint8_t a = mst_read_u8(r), b = mst_read_u8(r), c = mst_read_u8(r), reliability, load, hops;
	uint32_t delay, bandwidth;
	uint16_t mtu;

	if (r->short_read)
		return false;
	mst_line_add(line, form[0] == '*' ? " *.%u.%u.%u" : form[0] == 'X' ? " X%u.%u.%u.0" : " %u.%u.%u.0", a, b, c);
	delay = mst_read_be24(r);
	bandwidth = mst_read_be24(r);
	mtu = mst_read_be16(r);
	reliability = mst_read_u8(r);
	load = mst_read_u8(r);
	hops = mst_read_u8(r);
	if (r->short_read)
		return false;
	bandwidth = bandwidth ? bandwidth : 1;
	mst_line_add(line, " d=%u b=%u r=%u l=%u M=%u mtu=%u in %u hops", delay * 10, 10000000 / bandwidth, reliability,
	             load, delay + bandwidth, mtu, hops);
	return true;
}

/* Returns false, with the reason written, when the message ends too early. */
static bool describe_routes(struct mst_line *line, const char *form, unsigned count, size_t *left, struct mst_reader *r)
{
	for (; count; count--) {
		if (*left < ROUTE) {
			mst_line_add(line, " (invalid)");
			return false;
		}
		if (!describe_route(line, form, r)) {
			mst_line_add(line, " [|igrp]");
			return false;
		}
		*left -= ROUTE;
	}
	return true;
}

bool mst_describe_igrp(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t first = mst_read_u8(&r), edition = mst_read_u8(&r), operation = first & 15;
	uint16_t system = mst_read_be16(&r), inside = mst_read_be16(&r), own = mst_read_be16(&r),
		 outside = mst_read_be16(&r);
	size_t left = layer->declared > 12 ? layer->declared - 12 : 0;

	mst_line_add(line, "igrp: ");
	if (r.short_read) {
		mst_line_add(line, "[|igrp]");
		return true;
	}
	if (operation == 1 || operation == 2)
		mst_line_add(line, operation == 1 ? "update" : "request");
	else
		mst_line_add(line, "op-#%u", operation);
	mst_line_add(line, " V%u edit=%u AS=%u (%u/%u/%u)", first >> 4, edition, system, inside, own, outside);
	mst_skip(&r, 2);
	if (!describe_routes(line, "*", inside, &left, &r) || !describe_routes(line, "", own, &left, &r))
		return true;
	(void)describe_routes(line, "X", outside, &left, &r);
	return true;
}
