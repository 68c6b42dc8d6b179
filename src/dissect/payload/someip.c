/* SPDX-License-Identifier: BSD-2-Clause */
/* someip.c - describes the header of SOME/IP, by which the controllers of cars talk (AUTOSAR). */
#include "dissect/payload/describers.h"

#define HEADER_BYTES 16
#define EVENT 0x8000

/* The answers' and the errors' types have the top bit, those of messages in segments (TP) 0x20. */
static const char *message_type(uint8_t type)
{
	static const char *const requests[] = { "REQUEST", "REQUEST_NO_RETURN", "NOTIFICATION" };
	static const char *const requests_in_parts[] = { "TP_REQUEST", "TP_REQUEST_NO_RETURN", "TP_NOTIFICATION" };

	switch (type) {
	case 0x80: return "RESPONSE";
	case 0x81: return "ERROR";
	case 0xa0: return "TP_RESPONSE";
	case 0xa1: return "TP_ERROR";
	default: break;
	}
	if (type < 3)
		return requests[type];
	return type >= 0x20 && type < 0x23 ? requests_in_parts[type - 0x20] : "Unknown";
}

static const char *return_code(uint8_t code)
{
	static const char *const codes[] = {
		"E_OK",
		"E_NOT_OK",
		"E_UNKNOWN_SERVICE",
		"E_UNKNOWN_METHOD",
		"E_NOT_READY",
		"E_NOT_REACHABLE",
		"E_TIMEOUT",
		"E_WRONG_PROTOCOL_VERSION",
		"E_WRONG_INTERFACE_VERSION",
		"E_MALFORMED_MESSAGE",
		"E_WRONG_MESSAGE_TYPE",
		"E_E2E_REPEATED",
		"E_E2E_WRONG_SEQUENCE",
		"E_E2E",
		"E_E2E_NOT_AVAILABLE",
		"E_E2E_NO_NEW_DATA",
	};

	return code < sizeof codes / sizeof *codes ? codes[code] : "Unknown";
}

/* The fields of the header, as far as they were captured. */
static void add_fields(struct mst_line *line, struct mst_reader *r)
{
	uint16_t service = mst_read_be16(r), method = mst_read_be16(r);
	uint32_t message;
	uint8_t byte;

	if (r->short_read)
		return;
	mst_line_add(line, ", service %u, %s %u", service, method & EVENT ? "event" : "method", method & (EVENT - 1));
	message = mst_read_be32(r);
	if (r->short_read)
		return;
	mst_line_add(line, ", len %u", message);
	message = mst_read_be32(r);
	if (r->short_read)
		return;
	mst_line_add(line, ", client %u, session %u", message >> 16, message & 0xffff);
	for (unsigned i = 0; i < 4; i++) {
		byte = mst_read_u8(r);
		if (r->short_read)
			return;
		if (i < 2)
			mst_line_add(line, i ? ", iver %u" : ", pver %u", byte);
		else
			mst_line_add(line, i == 2 ? ", msgtype %s" : ", retcode %s",
			             i == 2 ? message_type(byte) : return_code(byte));
	}
}

bool mst_describe_someip(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);

	mst_line_add(line, "SOMEIP");
	if (layer->declared < HEADER_BYTES) {
		mst_line_add(line, " (invalid)");
		return true;
	}
	add_fields(line, &r);
	if (r.short_read)
		mst_line_add(line, " [|someip]");
	return true;
}
