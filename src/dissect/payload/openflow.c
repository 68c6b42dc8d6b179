/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * openflow.c - describes the headers of OpenFlow's messages (versions 1.0 and 1.3), of which a segment may have
 * several. tcpdump begins a line for each; here a blank stands between them.
 */
#include "dissect/payload/describers.h"

#define HEADER_BYTES 8

/* A type of message, and the bytes behind its header: at least `least`, at most `most`. */
struct type {
	const char *name;
	uint16_t least, most;
};

#define ANY 65535

/* clang-format off */
static const struct type types_1_0[] = {
	{ "HELLO", 0, ANY }, { "ERROR", 4, ANY }, { "ECHO_REQUEST", 0, ANY }, { "ECHO_REPLY", 0, ANY },
	{ "VENDOR", 4, ANY },
	{ "FEATURES_REQUEST", 0, 0 }, { "FEATURES_REPLY", 24, ANY }, { "GET_CONFIG_REQUEST", 0, 0 },
	{ "GET_CONFIG_REPLY", 4, 4 }, { "SET_CONFIG", 4, 4 }, { "PACKET_IN", 10, ANY }, { "FLOW_REMOVED", 80, 80 },
	{ "PORT_STATUS", 56, 56 }, { "PACKET_OUT", 8, ANY }, { "FLOW_MOD", 64, ANY }, { "PORT_MOD", 24, 24 },
	{ "STATS_REQUEST", 4, ANY }, { "STATS_REPLY", 4, ANY }, { "BARRIER_REQUEST", 0, 0 }, { "BARRIER_REPLY", 0, 0 },
	{ "QUEUE_GET_CONFIG_REQUEST", 4, 4 }, { "QUEUE_GET_CONFIG_REPLY", 8, ANY },
};

static const struct type types_1_3[] = {
	{ "HELLO", 0, ANY }, { "ERROR", 4, ANY }, { "ECHO_REQUEST", 0, ANY }, { "ECHO_REPLY", 0, ANY },
	{ "EXPERIMENTER", 8, ANY }, { "FEATURES_REQUEST", 0, 0 }, { "FEATURES_REPLY", 24, 24 },
	{ "GET_CONFIG_REQUEST", 0, 0 }, { "GET_CONFIG_REPLY", 4, 4 }, { "SET_CONFIG", 4, 4 }, { "PACKET_IN", 0, ANY },
	{ "FLOW_REMOVED", 0, ANY }, { "PORT_STATUS", 72, 72 }, { "PACKET_OUT", 0, ANY }, { "FLOW_MOD", 0, ANY },
	{ "GROUP_MOD", 0, ANY }, { "PORT_MOD", 32, 32 }, { "TABLE_MOD", 8, 8 }, { "MULTIPART_REQUEST", 0, ANY },
	{ "MULTIPART_REPLY", 0, ANY }, { "BARRIER_REQUEST", 0, 0 }, { "BARRIER_REPLY", 0, 0 },
	{ "QUEUE_GET_CONFIG_REQUEST", 8, 8 }, { "QUEUE_GET_CONFIG_REPLY", 0, ANY }, { "ROLE_REQUEST", 16, 16 },
	{ "ROLE_REPLY", 16, 16 }, { "GET_ASYNC_REQUEST", 0, 0 }, { "GET_ASYNC_REPLY", 24, 24 }, { "SET_ASYNC", 24, 24 },
	{ "METER_MOD", 0, ANY },
};
/* clang-format on */

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct type *find(uint8_t version, uint8_t type)
{
	if (version == 1 && type < COUNT(types_1_0))
		return &types_1_0[type];
	if (version == 4 && type < COUNT(types_1_3))
		return &types_1_3[type];
	return NULL;
}

/* The fields of a header that are there. */
static void add_fields(struct mst_line *line, const struct mst_reader *header)
{
	struct mst_reader r = *header;
	size_t bytes = r.left;
	uint8_t version = mst_read_u8(&r), type = mst_read_u8(&r);
	uint16_t length = mst_read_be16(&r);
	const struct type *known = find(version, type);

	if (bytes >= 1 && version >= 1 && version <= 6)
		mst_line_add(line, " version 1.%u", version - 1);
	else if (bytes >= 1)
		mst_line_add(line, " version unknown (0x%02x)", version);
	if (bytes >= 2 && known)
		mst_line_add(line, ", type %s", known->name);
	else if (bytes >= 2)
		mst_line_add(line, ", type unknown (0x%02x)", type);
	if (bytes >= 4)
		mst_line_add(line, ", length %u%s", length, length < HEADER_BYTES ? " (too short!)" : "");
	if (bytes >= HEADER_BYTES)
		mst_line_add(line, ", xid 0x%08x", mst_read_be32(&r));
}

/* Describes the next message; false: it is the last one that can be. `declared`: bytes from here to the end. */
static bool describe_message(struct mst_line *line, struct mst_reader *r, size_t declared)
{
	struct mst_reader header = *r;
	const struct type *known;
	uint16_t length;
	size_t body;

	header.left = r->left < HEADER_BYTES ? r->left : HEADER_BYTES;
	add_fields(line, &header);
	if (header.left < HEADER_BYTES) {
		mst_line_add(line, r->left < declared ? " [|openflow]" : " (end of TCP payload)");
		return false;
	}
	known = find(r->at[0], r->at[1]);
	length = (uint16_t)(r->at[2] << 8 | r->at[3]);
	if (length < HEADER_BYTES) {
		mst_line_add(line, r->left < declared ? " (invalid) [|openflow]" : " (invalid)");
		return false;
	}
	body = length - HEADER_BYTES;
	if (length > r->left) {
		mst_line_add(line, " [|openflow]");
		return false;
	}
	if (known && (body < known->least || body > known->most))
		mst_line_add(line, " (invalid)");
	mst_skip(r, length);
	return true;
}

bool mst_describe_openflow(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	size_t beyond = layer->declared - layer->captured;

	mst_line_add(line, ": OpenFlow");
	while (r.left + beyond > 0 && describe_message(line, &r, r.left + beyond))
		;
	return true;
}
