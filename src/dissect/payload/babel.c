/* SPDX-License-Identifier: BSD-2-Clause */
/* babel.c - describes Babel (RFC 8966): the kinds of its values; behind "|" those that are not authenticated. */
#include "base/reader.h"
#include "dissect/payload/describers.h"

enum { MAGIC = 42, VERSION = 2, HEADER = 4, UPDATE = 8, UPDATE_LEAST = 10 };

/* clang-format off */
static const char *const names[] = {
	"pad1", "padN", "ack-req", "ack", "hello", "ihu", "router-id", "nh", "update", "route-request", "seqno-request",
	"tspc", "hmac", "ss-update", "ss-request", "ss-mh-request", "mac", "pc", "challenge_request", "challenge_reply",
};
/* clang-format on */

enum end { WHOLE, CUT, INVALID };

static enum end describe_value(struct mst_line *line, size_t *left, struct mst_reader *r)
{
	uint8_t type = mst_read_u8(r), length, flags = 0;
	struct mst_reader body;

	if (r->short_read)
		return CUT;
	*left -= 1;
	if (!type) {
		mst_line_add(line, " pad1");
		return WHOLE;
	}
	if (!*left)
		return INVALID;
	length = mst_read_u8(r);
	if (r->short_read)
		return CUT;
	*left -= 1;
	if (length > *left)
		return INVALID;
	body = *r;
	mst_skip(r, length);
	*left -= length;
	if (r->short_read)
		return CUT;
	mst_line_add(line, " %s", type < sizeof names / sizeof *names ? names[type] : "unknown");
	if (type != UPDATE)
		return WHOLE;
	if (length < UPDATE_LEAST)
		return INVALID;
	mst_skip(&body, 1);
	flags = mst_read_u8(&body);
	mst_line_add(line, "%s%s%s", flags & 0x80 ? "/prefix" : "", flags & 0x40 ? "/id" : "",
	             flags & 0x3f ? "/unknown" : "");
	return WHOLE;
}

static enum end describe_values(struct mst_line *line, size_t left, struct mst_reader *r)
{
	enum end end = WHOLE;

	while (left && end == WHOLE)
		end = describe_value(line, &left, r);
	return end;
}

static enum end describe_version_2(struct mst_line *line, size_t declared, struct mst_reader *r)
{
	uint16_t length = mst_read_be16(r);
	enum end end;

	mst_line_add(line, " (%u)", length);
	if (length > declared - HEADER)
		return INVALID;
	end = describe_values(line, length, r);
	if (end != WHOLE || declared - HEADER == length)
		return end;
	mst_line_add(line, " |");
	return describe_values(line, declared - HEADER - length, r);
}

bool mst_describe_babel(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer), version = r;
	uint8_t magic = mst_read_u8(&version), number = mst_read_u8(&version);
	enum end end = WHOLE;

	mst_line_add(line, "babel");
	if (r.left < HEADER || layer->declared < HEADER) {
		end = CUT;
	} else if (magic != MAGIC) {
		mst_line_add(line, " invalid header");
	} else {
		mst_line_add(line, number == VERSION ? " %u" : " %u unknown version", number);
		if (number == VERSION)
			end = describe_version_2(line, layer->declared, &version);
	}
	if (end != WHOLE)
		mst_line_add(line, end == CUT ? " [|babel]" : " (invalid)");
	return true;
}
