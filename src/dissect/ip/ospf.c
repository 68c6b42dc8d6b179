/* SPDX-License-Identifier: BSD-2-Clause */
/* ospf.c - describes OSPF, versions 2 (RFC 2328) and 3 (RFC 5340). */
#include "base/reader.h"
#include "dissect/ip/describers.h"

enum { AUTHENTICATION_AT = 14, DIGEST = 2, DIGEST_BYTES = 16 };

static const char *const names[] = { NULL, "Hello", "Database Description", "LS-Request", "LS-Update", "LS-Ack" };

static void describe_type(struct mst_line *line, uint8_t type, const char *unknown)
{
	if (type && type < sizeof names / sizeof *names)
		mst_line_add(line, "%s", names[type]);
	else
		mst_line_add(line, unknown, type);
}

/* The length is without the digest that follows an authenticated packet. */
static bool describe_2(struct mst_line *line, uint8_t version, size_t declared, struct mst_reader *r)
{
	uint8_t type = mst_read_u8(r);
	bool digest;

	mst_skip(r, AUTHENTICATION_AT - 2);
	digest = mst_read_be16(r) == DIGEST;
	mst_skip(r, digest ? 2 : 0);
	if (r->short_read)
		return false;
	mst_line_add(line, "OSPFv%u, ", version);
	describe_type(line, type, "unknown LS-type %u");
	mst_line_add(line, ", length %zu", digest && declared >= DIGEST_BYTES ? declared - DIGEST_BYTES : declared);
	return true;
}

static bool describe_3(struct mst_line *line, uint8_t version, size_t declared, struct mst_reader *r)
{
	uint8_t type = mst_read_u8(r);

	if (r->short_read)
		return false;
	mst_line_add(line, "OSPFv%u, ", version);
	describe_type(line, type, "unknown packet type (%u)");
	mst_line_add(line, ", length %zu", declared);
	return true;
}

bool mst_describe_ospf(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t version = mst_read_u8(&r);

	if (layer->packet->network == MST_NETWORK_IPV6) {
		if (!describe_3(line, version, layer->declared, &r))
			mst_line_add(line, " [|ospf3]");
	} else if (!describe_2(line, version, layer->declared, &r)) {
		mst_line_add(line, " [|ospf2]");
	}
	return true;
}
