/* SPDX-License-Identifier: BSD-2-Clause */
/* tcp.c - describes TCP (RFC 9293, options of RFC 7323 and RFC 2018). Sequence numbers are absolute. */
#include "base/reader.h"
#include "dissect/ip/describers.h"
#include "dissect/payload/describers.h"

enum { END = 0, NOP = 1, MSS = 2, WINDOW_SCALE = 3, SACK_PERMITTED = 4, SACK = 5, TIMESTAMPS = 8 };

static void describe_flags(struct mst_line *line, uint8_t flags)
{
	static const struct {
		uint8_t bit;
		char letter;
	} letters[] = { { 1, 'F' },  { 2, 'S' },  { 4, 'R' },  { 8, 'P' },
		        { 16, '.' }, { 32, 'U' }, { 64, 'E' }, { 128, 'W' } };

	mst_line_add(line, "Flags [");
	if (!flags)
		mst_line_add(line, "none");
	for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
		if (flags & letters[i].bit)
			mst_line_add(line, "%c", letters[i].letter);
	}
	mst_line_add(line, "]");
}

static void describe_sacks(struct mst_line *line, struct mst_reader *r)
{
	mst_line_add(line, "sack %zu ", r->left / 8);
	while (r->left >= 8) {
		uint32_t from = mst_read_be32(r), to = mst_read_be32(r);

		mst_line_add(line, "{%u:%u}", from, to);
	}
}

static void describe_option(struct mst_line *line, uint8_t kind, const uint8_t *bytes, size_t count)
{
	struct mst_reader r = mst_reader_over(bytes, count);

	if (kind == MSS && count == 2) {
		mst_line_add(line, "mss %u", mst_read_be16(&r));
	} else if (kind == WINDOW_SCALE && count == 1) {
		mst_line_add(line, "wscale %u", mst_read_u8(&r));
	} else if (kind == SACK_PERMITTED && count == 0) {
		mst_line_add(line, "sackOK");
	} else if (kind == SACK) {
		describe_sacks(line, &r);
	} else if (kind == TIMESTAMPS && count == 8) {
		uint32_t value = mst_read_be32(&r), echo = mst_read_be32(&r);

		mst_line_add(line, "TS val %u ecr %u", value, echo);
	} else {
		mst_line_add(line, "unknown-%u", kind);
		if (count)
			mst_line_add(line, " 0x");
		mst_line_hex(line, bytes, count, 16);
	}
}

/* Describes the options; false when one is malformed. */
static bool describe_each(struct mst_line *line, struct mst_reader *r)
{
	bool first = true;

	while (r->left > 0) {
		uint8_t kind = mst_read_u8(r), length;
		const uint8_t *bytes;

		if (!first)
			mst_line_add(line, ",");
		first = false;
		if (kind == END || kind == NOP) {
			mst_line_add(line, kind == NOP ? "nop" : "eol");
			if (kind == END)
				return true;
			continue;
		}
		length = mst_read_u8(r);
		bytes = length >= 2 ? mst_read_bytes(r, length - 2u) : NULL;
		if (!bytes)
			return false;
		describe_option(line, kind, bytes, length - 2u);
	}
	return true;
}

static void describe_options(struct mst_line *line, const struct mst_layer *layer)
{
	size_t whole = layer->packet->tcp_header_bytes, header = whole < layer->captured ? whole : layer->captured;
	struct mst_reader r;

	if (header <= 20)
		return;
	r = mst_reader_over(layer->bytes + 20, header - 20);
	mst_line_add(line, ", options [");
	if (!describe_each(line, &r) || header < whole)
		mst_line_add(line, "[|tcp]");
	mst_line_add(line, "]");
}

/* A header that is cut off or that contradicts itself; false: it is right. */
static bool describe_bad_header(struct mst_line *line, const struct mst_layer *layer)
{
	unsigned header = layer->packet->tcp_header_bytes;

	if (layer->captured < 4)
		mst_line_add(line, "[|tcp]");
	else if (layer->captured < 20)
		mst_line_add(line, " [|tcp]");
	else if (header < 20)
		mst_line_add(line, " tcp %zu [bad hdr length %u - too short, < 20]", layer->declared - header, header);
	else
		return false;
	return true;
}

/* Flags, numbers and options, without the length. */
static void describe_header(struct mst_line *line, const struct mst_layer *layer, const struct mst_layer *payload)
{
	const struct mst_packet *packet = layer->packet;
	uint8_t flags = packet->tcp_flags;

	if (payload->declared)
		mst_line_add(line, ", seq %u:%u", packet->sequence, packet->sequence + (uint32_t)payload->declared);
	else if (flags & (MST_TCP_SYN | MST_TCP_FIN | MST_TCP_RST))
		mst_line_add(line, ", seq %u", packet->sequence);
	if (flags & MST_TCP_ACK)
		mst_line_add(line, ", ack %u", packet->acknowledgement);
	mst_line_add(line, ", win %u", packet->window);
	if (flags & 32)
		mst_line_add(line, ", urg %u", packet->urgent);
	describe_options(line, layer);
}

bool mst_describe_tcp(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_layer payload = mst_layer_payload(layer->packet, layer->how);
	unsigned header = layer->packet->tcp_header_bytes;

	if (describe_bad_header(line, layer))
		return true;
	if (layer->how->quick)
		mst_line_add(line, "tcp %zu", payload.declared);
	else
		describe_flags(line, layer->packet->tcp_flags);
	if (header > layer->declared)
		mst_line_add(line, " [bad hdr length %u - too long, > %zu]", header, layer->declared);
	else if (!layer->how->quick)
		describe_header(line, layer, &payload);
	if (header > layer->declared || layer->how->quick)
		return true;
	mst_line_add(line, ", length %zu", payload.declared);
	if (payload.captured)
		mst_describe_tcp_payload(line, &payload);
	return true;
}
