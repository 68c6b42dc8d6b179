/* SPDX-License-Identifier: BSD-2-Clause */
/* tcp.c - describes TCP (RFC 9293). Sequence numbers are absolute. Options: tcp_options.h. */
#include "base/reader.h"
#include "dissect/ip/describers.h"
#include "dissect/ip/tcp_options.h"
#include "dissect/payload/describers.h"

/* In the order of tcpdump: the dot of an acknowledgement comes fifth. */
static void describe_flags(struct mst_line *line, uint8_t flags)
{
	static const struct {
		uint8_t bit;
		char letter;
	} letters[] = { { 1, 'F' },  { 2, 'S' },  { 4, 'R' },  { 8, 'P' },
		        { 16, '.' }, { 32, 'U' }, { 64, 'E' }, { 128, 'W' } };
	char text[sizeof letters / sizeof *letters + 1] = "";
	size_t length = 0;

	for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
		if (flags & letters[i].bit)
			text[length++] = letters[i].letter;
	}
	text[length] = '\0';
	mst_line_add(line, "Flags [%s]", length ? text : "none");
}

static void describe_numbers(struct mst_line *line, const struct mst_packet *packet)
{
	uint8_t flags = packet->tcp_flags;

	if (packet->payload_declared)
		mst_line_add(line, ", seq %u:%u", packet->sequence,
		             packet->sequence + (uint32_t)packet->payload_declared);
	else if (flags & (MST_TCP_SYN | MST_TCP_FIN | MST_TCP_RST))
		mst_line_add(line, ", seq %u", packet->sequence);
	if (flags & MST_TCP_ACK)
		mst_line_add(line, ", ack %u", packet->acknowledgement);
	mst_line_add(line, ", win %u", packet->window);
	if (flags & 32)
		mst_line_add(line, ", urg %u", packet->urgent);
}

/* Whether header and length fit; if not, describes what is wrong. */
static bool check_header(struct mst_line *line, const struct mst_layer *layer)
{
	size_t header = layer->packet->tcp_header_bytes;

	if (layer->captured < MST_TCP_BYTES) {
		mst_line_add(line, "%s[|tcp]", layer->packet->has_ports ? " " : "");
		return false;
	}
	if (header < MST_TCP_BYTES) {
		mst_line_add(line, " tcp %zu [bad hdr length %zu - too short, < %u]", layer->declared - header, header,
		             MST_TCP_BYTES);
		return false;
	}
	if (layer->how->quick)
		mst_line_add(line, "tcp %zu", layer->packet->payload_declared);
	else
		describe_flags(line, layer->packet->tcp_flags);
	if (header <= layer->declared)
		return true;
	mst_line_add(line, " [bad hdr length %zu - too long, > %zu]", header, layer->declared);
	return false;
}

bool mst_describe_tcp(struct mst_line *line, const struct mst_layer *layer)
{
	const struct mst_packet *packet = layer->packet;
	struct mst_layer payload = mst_layer_payload(packet, layer->how);
	size_t options = packet->tcp_header_bytes - (size_t)MST_TCP_BYTES;
	struct mst_reader r;

	if (!check_header(line, layer) || layer->how->quick)
		return true;
	describe_numbers(line, packet);
	r = mst_reader_over(layer->bytes + MST_TCP_BYTES, layer->captured - MST_TCP_BYTES);
	if (options && !mst_describe_tcp_options(line, r, options, packet->tcp_flags))
		return true;
	mst_line_add(line, ", length %zu", packet->payload_declared);
	if (payload.declared)
		mst_describe_tcp_payload(line, &payload);
	return true;
}
