/* SPDX-License-Identifier: BSD-2-Clause */
/* fixture_segment.c - see fixture_segment.h. */
#include "fixture_segment.h"

#include <stdlib.h>
#include <string.h>

#include "dissect/ip/describers.h"
#include "wire/bytes.h"

#define PACKET_MOST 4096

static char text[PACKET_MOST];

static size_t put_hex(uint8_t *at, const char *hex)
{
	size_t count = 0;

	for (; *hex; hex++) {
		char pair[3] = { hex[0], hex[1], '\0' };

		if (*hex == ' ')
			continue;
		at[count++] = (uint8_t)strtoul(pair, NULL, 16);
		hex++;
	}
	return count;
}

/* Returns the bytes behind the fixed header: options. */
static size_t put_tcp(uint8_t *tcp, const struct segment *segment)
{
	size_t options = segment->options ? put_hex(tcp + 20, segment->options) : 0;

	while (options % 4)
		tcp[20 + options++] = 1;
	mst_put_be32(tcp + 4, 1000);
	mst_put_be32(tcp + 8, 7);
	tcp[12] = (uint8_t)((segment->words ? segment->words : 5 + options / 4) << 4);
	tcp[13] = segment->flags;
	mst_put_be16(tcp + 14, 65535);
	return options;
}

static const char *describe(const struct segment *segment, uint8_t protocol, mst_describer *describer)
{
	uint8_t bytes[PACKET_MOST] = { 0x45 }, *transport = bytes + 20, *exact;
	size_t header = protocol == 6 ? 20 + put_tcp(transport, segment) : 8, count = 20 + header + segment->bytes;
	struct mst_line line = mst_line_in(text, sizeof text);
	struct mst_describe how = { 0 };
	struct mst_packet packet;
	struct mst_layer layer;

	memcpy(transport + header, segment->payload ? segment->payload : "", segment->bytes);
	mst_put_be16(bytes + 2, (uint16_t)count);
	bytes[9] = protocol;
	mst_put_be32(bytes + 12, 0x0a000001);
	mst_put_be32(bytes + 16, 0x0a000002);
	mst_put_be16(transport, segment->source);
	mst_put_be16(transport + 2, segment->destination);
	if (protocol == 17)
		mst_put_be16(transport + 4, (uint16_t)(header + segment->bytes));
	exact = malloc(count - segment->cut); /* so that a sanitizer sees each byte read behind it */
	memcpy(exact, bytes, count - segment->cut);
	mst_packet_read_ip(&packet, exact, count - segment->cut, count);
	layer = mst_layer_transport(&packet, &how);
	describer(&line, &layer);
	free(exact);
	return text;
}

const char *segment_tcp(const struct segment *segment)
{
	return describe(segment, 6, mst_describe_tcp);
}

const char *segment_udp(const struct segment *segment)
{
	return describe(segment, 17, mst_describe_udp);
}

const char *segment_tcp_payload(uint16_t port, const char *payload, size_t bytes)
{
	struct segment segment = { 40000, port, 0x18, NULL, 0, payload, bytes, 0 };
	const char *line = segment_tcp(&segment), *length = strstr(line, ", length ");

	return length ? length + 9 : line;
}

const char *segment_udp_payload(uint16_t port, const char *payload, size_t bytes)
{
	struct segment segment = { 40000, port, 0, NULL, 0, payload, bytes, 0 };

	return segment_udp(&segment);
}
