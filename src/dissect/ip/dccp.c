/* SPDX-License-Identifier: BSD-2-Clause */
/* dccp.c - describes DCCP (RFC 4340). Sequence numbers have 24 or 48 bits. */
#include "base/reader.h"
#include "dissect/ip/describers.h"

enum { HEADER = 12, LONG_HEADER = 16 };
enum { REQUEST = 0, RESPONSE = 1, DATA = 2, RESET = 7 };

static const char *const names[] = { "Request",  "Response", "Data",  "Ack",  "DataAck",
	                             "CloseReq", "Close",    "Reset", "Sync", "SyncAck" };

static const char *const resets[] = {
	"unspecified",      "closed",       "aborted",         "no_connection",
	"packet_error",     "option_error", "mandatory_error", "connection_refused",
	"bad_service_code", "too_busy",     "bad_init_cookie", "aggression_penalty",
};

/* Bytes that a type has behind the header. */
static size_t rest_bytes(uint8_t type, bool longer)
{
	size_t acknowledgement = longer ? 8 : 4;

	if (type == REQUEST)
		return 4;
	if (type == RESPONSE || type == RESET)
		return 12; /* as of long numbers, in tcpdump */
	return type < sizeof names / sizeof *names && type != DATA ? acknowledgement : 0;
}

static bool describe_acknowledgement(struct mst_line *line, bool longer, struct mst_reader r)
{
	uint64_t number = longer ? mst_read_be64(&r) & 0xffffffffffff : mst_read_be32(&r) & 0xffffff;

	if (!r.short_read)
		mst_line_add(line, "(ack=%llu) ", (unsigned long long)number);
	return !r.short_read;
}

/* What stands behind the acknowledgement number. */
static bool describe_reset(struct mst_line *line, struct mst_reader r)
{
	uint8_t code;

	mst_skip(&r, 8);
	code = mst_read_u8(&r);
	if (r.short_read)
		return false;
	mst_line_add(line, "DCCP-Reset (code=%s) ", code < sizeof resets / sizeof *resets ? resets[code] : "invalid");
	return true;
}

static bool describe_service(struct mst_line *line, uint8_t type, struct mst_reader r)
{
	uint32_t service;

	mst_skip(&r, type == REQUEST ? 0 : 8);
	service = mst_read_be32(&r);
	if (!r.short_read)
		mst_line_add(line, "DCCP-%s (service=%u) ", names[type], service);
	return !r.short_read;
}

static bool describe_type(struct mst_line *line, uint8_t type, bool longer, struct mst_reader r)
{
	if (type >= sizeof names / sizeof *names)
		mst_line_add(line, "unknown-type-%u ", type);
	else if (type == REQUEST || type == RESPONSE)
		return describe_service(line, type, r) &&
		       (type == REQUEST || describe_acknowledgement(line, longer, r));
	else if (type == RESET)
		return describe_reset(line, r) && describe_acknowledgement(line, longer, r);
	else
		mst_line_add(line, "DCCP-%s ", names[type]);
	return type == DATA || describe_acknowledgement(line, longer, r);
}

bool mst_describe_dccp(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t offset, kind, type;
	size_t header, rest;
	bool longer;

	mst_skip(&r, 4);
	offset = mst_read_u8(&r);
	mst_skip(&r, 3);
	kind = mst_read_u8(&r);
	longer = kind & 1;
	type = kind >> 1 & 15;
	header = longer ? LONG_HEADER : HEADER;
	rest = rest_bytes(type, longer);
	mst_skip(&r, header - 9);
	if (r.short_read)
		mst_line_add(line, "[|dccp]");
	else if (layer->how->quick)
		mst_line_add(line, "DCCP %zd", (ssize_t)layer->declared - offset * 4);
	else if (layer->declared < header + rest)
		mst_line_add(line, "DCCP truncated-DCCP-%s - %zu bytes missing!", names[type],
		             header + rest - layer->declared);
	else if (mst_line_add(line, "DCCP "), !describe_type(line, type, longer, r))
		mst_line_add(line, " [|dccp]");
	return true;
}
