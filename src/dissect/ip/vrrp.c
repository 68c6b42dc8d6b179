/* SPDX-License-Identifier: BSD-2-Clause */
/* vrrp.c - describes VRRP, versions 2 and 3 (RFC 3768, RFC 5798); CARP uses the same number and much of the form. */
#include "base/reader.h"
#include "dissect/ip/describers.h"

#define WHOLE_TTL 255

enum { ADVERTISEMENT = 1 };

/* Version 2: how it is authenticated, and the interval. */
static bool describe_2(struct mst_line *line, struct mst_reader *r)
{
	static const char *const kinds[] = { "none", "simple", "ah" };
	uint8_t kind = mst_read_u8(r), seconds;

	if (r->short_read)
		return false;
	if (kind < sizeof kinds / sizeof *kinds)
		mst_line_add(line, ", authtype %s", kinds[kind]);
	else
		mst_line_add(line, ", authtype #%u", kind);
	seconds = mst_read_u8(r);
	if (!r->short_read)
		mst_line_add(line, ", intvl %us", seconds);
	return !r->short_read;
}

static bool describe_advertisement(struct mst_line *line, uint8_t version, size_t declared, struct mst_reader *r)
{
	uint8_t router = mst_read_u8(r), priority = mst_read_u8(r);
	uint16_t interval;

	if (r->short_read)
		return false;
	mst_line_add(line, ", vrid %u, prio %u", router, priority);
	mst_skip(r, 1);
	if (version == 2) {
		if (!describe_2(line, r))
			return false;
	} else {
		interval = mst_read_be16(r) & 0xfff;
		if (r->short_read)
			return false;
		mst_line_add(line, ", intvl %ucs", interval);
	}
	mst_line_add(line, ", length %zu", declared);
	return true;
}

static bool describe_vrrp(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t first = mst_read_u8(&r), version = first >> 4, type = first & 15;

	mst_line_add(line, "VRRP");
	if (r.short_read)
		return false;
	mst_line_add(line, "v%u, ", version);
	if (type == ADVERTISEMENT)
		mst_line_add(line, "Advertisement");
	else
		mst_line_add(line, "unknown type (%u)", type);
	if (layer->packet->ttl != WHOLE_TTL)
		mst_line_add(line, ", (ttl %u)", layer->packet->ttl);
	if ((version != 2 && version != 3) || type != ADVERTISEMENT)
		return true;
	return describe_advertisement(line, version, layer->declared, &r);
}

bool mst_describe_vrrp(struct mst_line *line, const struct mst_layer *layer)
{
	if (!describe_vrrp(line, layer))
		mst_line_add(line, " [|vrrp]");
	return true;
}
