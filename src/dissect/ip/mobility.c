/* SPDX-License-Identifier: BSD-2-Clause */
/* mobility.c - describes the messages of Mobile IPv6 (RFC 6275). */
#include "dissect/ip/extensions.h"

enum { BRR, HOTI, COTI, HOT, COT, BU, BA, BE, TYPES };

static void describe_update(struct mst_line *line, struct mst_reader *r)
{
	uint16_t sequence, bits, lifetime;

	mst_skip(r, 2);
	sequence = mst_read_be16(r);
	bits = mst_read_be16(r);
	lifetime = mst_read_be16(r);
	if (r->short_read)
		return;
	mst_line_add(line, " seq#=%u", sequence);
	if (bits & 0xf000)
		mst_line_add(line, " %s%s%s%s", bits & 0x8000 ? "A" : "", bits & 0x4000 ? "H" : "",
		             bits & 0x2000 ? "L" : "", bits & 0x1000 ? "K" : "");
	mst_line_add(line, " lifetime=%u", lifetime << 2);
}

static void describe_acknowledgement(struct mst_line *line, struct mst_reader *r)
{
	uint8_t status, bits;
	uint16_t sequence, lifetime;

	mst_skip(r, 2);
	status = mst_read_u8(r);
	bits = mst_read_u8(r);
	sequence = mst_read_be16(r);
	lifetime = mst_read_be16(r);
	if (!r->short_read)
		mst_line_add(line, " status=%u%s seq#=%u lifetime=%u", status, bits & 0x80 ? " K" : "", sequence,
		             lifetime << 2);
}

static void describe_error(struct mst_line *line, struct mst_reader *r)
{
	struct mst_addr addr = { .family = MST_IPV6 };
	const uint8_t *bytes;
	uint8_t status;

	mst_skip(r, 2);
	status = mst_read_u8(r);
	mst_skip(r, 1);
	bytes = mst_read_bytes(r, 16);
	if (!bytes)
		return;
	memcpy(addr.bytes, bytes, 16);
	mst_line_add(line, " status=%u homeaddr ", status);
	mst_line_addr(line, &addr);
}

static void describe_test(struct mst_line *line, struct mst_reader *r, bool nonce)
{
	uint16_t index;

	mst_skip(r, 2);
	index = mst_read_be16(r);
	if (nonce && !r->short_read)
		mst_line_add(line, " nonce id=0x%x", index);
	mst_skip(r, nonce ? 16 : 8); /* cookie and token */
}

void mst_describe_mobility(struct mst_line *line, struct mst_reader r, uint8_t length)
{
	static const struct {
		const char *name;
		uint8_t bytes; /* at least */
	} types[TYPES] = { { "BRR", 8 },  { "HoTI", 16 }, { "CoTI", 16 }, { "HoT", 24 },
		           { "CoT", 24 }, { "BU", 12 },   { "BA", 12 },   { "BE", 24 } };
	unsigned bytes = (length + 1u) * 8;
	uint8_t type = mst_read_u8(&r);

	mst_skip(&r, 1);
	if (!r.short_read && type < TYPES && bytes < types[type].bytes) {
		mst_line_add(line, "(header length %u is too small for type %u) [|mobility]", bytes, type);
		return;
	}
	if (r.short_read) {
		mst_line_add(line, " [|mobility]");
		return;
	}
	if (type >= TYPES) {
		mst_line_add(line, "mobility: type-#%u len=%u", type, length);
		return;
	}
	mst_line_add(line, "mobility: %s", types[type].name);
	switch (type) {
	case BRR: mst_skip(&r, 4); break;
	case HOTI:
	case COTI:
	case HOT:
	case COT: describe_test(line, &r, type == HOT || type == COT); break;
	case BU: describe_update(line, &r); break;
	case BA: describe_acknowledgement(line, &r); break;
	default: describe_error(line, &r);
	}
	if (r.short_read)
		mst_line_add(line, " [|mobility]");
}
