/* SPDX-License-Identifier: BSD-2-Clause */
/* pptp.c - describes control messages of PPTP (RFC 2637): the fields of each message are rows of a table. */
#include "dissect/payload/describers.h"

#define MAGIC 0x1a2b3c4d

enum kind {
	SKIP,          /* `bytes` that no line shows */
	NUMBER,        /* of `bytes` */
	HEX,           /* of four bytes */
	VERSION,       /* a byte each */
	TEXT,          /* `bytes`, up to a NUL */
	LENGTH,        /* of one of the next numbers in text; a NUMBER */
	NUMBERED_TEXT, /* a text of `bytes`, of which the LENGTH before counts */
	BITS,          /* the letters of those that are set */
	ONE_OF,        /* the word of the value */
};

struct field {
	enum kind kind;
	uint8_t bytes;
	const char *name;
	const char *const *words; /* of BITS from the lowest bit, of ONE_OF from 1; NULL behind the last */
};

static const char *const frame_bits[] = { "A", "S", NULL };
static const char *const frames[] = { "A", "S", "E", NULL };
static const char *const bearers[] = { "A", "D", "Any", NULL };
static const char *const bearer_bits[] = { "A", "D", NULL };

#define END \
	{ \
		SKIP, 0, NULL, NULL \
	}
#define CALL \
	{ \
		NUMBER, 2, "CALL_ID", NULL \
	}
#define PEER \
	{ \
		NUMBER, 2, "PEER_CALL_ID", NULL \
	}
#define RESULT \
	{ NUMBER, 1, "RESULT_CODE", NULL }, \
	{ \
		NUMBER, 1, "ERR_CODE", NULL \
	}
#define CAPABILITIES \
	{ BITS, 4, "FRAME_CAP", frame_bits }, \
	{ \
		BITS, 4, "BEARER_CAP", bearer_bits \
	}
#define FIRMWARE \
	{ NUMBER, 2, "MAX_CHAN", NULL }, \
	{ \
		NUMBER, 2, "FIRM_REV", NULL \
	}
#define NAMES \
	{ TEXT, 64, "HOSTNAME", NULL }, \
	{ \
		TEXT, 64, "VENDOR", NULL \
	}
#define SERIAL \
	{ \
		NUMBER, 2, "CALL_SER_NUM", NULL \
	}
#define FLOW \
	{ NUMBER, 2, "RECV_WIN", NULL }, \
	{ \
		NUMBER, 2, "PROC_DELAY", NULL \
	}
#define SUBADDRESS \
	{ \
		TEXT, 64, "SUB_ADDR", NULL \
	}
#define CAUSE \
	{ \
		NUMBER, 2, "CAUSE_CODE", NULL \
	}

/* clang-format off */
static const struct {
	const char *name;
	struct field fields[14];
} messages[] = {
	{ "NOT_DEFINED", { END } },
	{ "SCCRQ", { { VERSION, 2, "PROTO_VER", NULL }, { SKIP, 2, NULL, NULL }, CAPABILITIES, FIRMWARE, NAMES, END } },
	{ "SCCRP", { { VERSION, 2, "PROTO_VER", NULL }, RESULT, CAPABILITIES, FIRMWARE, NAMES, END } },
	{ "StopCCRQ", { { NUMBER, 1, "REASON", NULL }, { SKIP, 3, NULL, NULL }, END } },
	{ "StopCCRP", { RESULT, { SKIP, 2, NULL, NULL }, END } },
	{ "ECHORQ", { { NUMBER, 4, "ID", NULL }, END } },
	{ "ECHORP", { { NUMBER, 4, "ID", NULL }, RESULT, { SKIP, 2, NULL, NULL }, END } },
	{ "OCRQ", { CALL, SERIAL, { NUMBER, 4, "MIN_BPS", NULL }, { NUMBER, 4, "MAX_BPS", NULL },
	            { ONE_OF, 4, "BEARER_TYPE", bearers }, { ONE_OF, 4, "FRAME_TYPE", frames }, FLOW,
	            { LENGTH, 2, "PHONE_NO_LEN", NULL }, { SKIP, 2, NULL, NULL },
	            { NUMBERED_TEXT, 64, "PHONE_NO", NULL }, SUBADDRESS, END } },
	{ "OCRP", { CALL, PEER, RESULT, CAUSE, { NUMBER, 4, "CONN_SPEED", NULL }, FLOW,
	            { NUMBER, 4, "PHY_CHAN_ID", NULL }, END } },
	{ "ICRQ", { CALL, SERIAL, { ONE_OF, 4, "BEARER_TYPE", bearers }, { NUMBER, 4, "PHY_CHAN_ID", NULL },
	            { LENGTH, 2, "DIALED_NO_LEN", NULL }, { LENGTH, 2, "DIALING_NO_LEN", NULL },
	            { NUMBERED_TEXT, 64, "DIALED_NO", NULL }, { NUMBERED_TEXT, 64, "DIALING_NO", NULL },
	            SUBADDRESS, END } },
	{ "ICRP", { CALL, PEER, RESULT, FLOW, { SKIP, 2, NULL, NULL }, END } },
	{ "ICCN", { PEER, { SKIP, 2, NULL, NULL }, { NUMBER, 4, "CONN_SPEED", NULL }, FLOW,
	            { ONE_OF, 4, "FRAME_TYPE", frames }, END } },
	{ "CCRQ", { CALL, END } },
	{ "CDN", { CALL, RESULT, CAUSE, { SKIP, 2, NULL, NULL }, { TEXT, 128, "CALL_STATS", NULL }, END } },
	{ "WEN", { PEER, { SKIP, 2, NULL, NULL }, { NUMBER, 4, "CRC_ERR", NULL }, { NUMBER, 4, "FRAMING_ERR", NULL },
	           { NUMBER, 4, "HARDWARE_OVERRUN", NULL }, { NUMBER, 4, "BUFFER_OVERRUN", NULL },
	           { NUMBER, 4, "TIMEOUT_ERR", NULL }, { NUMBER, 4, "ALIGN_ERR", NULL }, END } },
	{ "SLI", { PEER, { SKIP, 2, NULL, NULL }, { HEX, 4, "SEND_ACCM", NULL }, { HEX, 4, "RECV_ACCM", NULL }, END } },
};
/* clang-format on */

/* Lengths that come before their texts. */
struct lengths {
	uint32_t values[2];
	unsigned count, used;
};

/* "NAME(text)"; false when the text was not captured up to its end. */
static bool add_text(struct mst_line *line, struct mst_reader *r, const struct field *field, size_t most)
{
	const uint8_t *text = r->at;
	size_t limit = most < field->bytes ? most : field->bytes, count = 0;

	while (count < limit && count < r->left && text[count])
		count++;
	mst_line_add(line, " %s(", field->name);
	mst_line_vis(line, text, count);
	if (count == r->left && count < limit)
		return false;
	mst_line_add(line, ")");
	mst_skip(r, r->left < field->bytes ? r->left : field->bytes);
	return true;
}

static uint32_t read_number(struct mst_reader *r, uint8_t bytes)
{
	return bytes == 1 ? mst_read_u8(r) : bytes == 2 ? mst_read_be16(r) : mst_read_be32(r);
}

static void add_words(struct mst_line *line, const struct field *field, uint32_t value)
{
	unsigned count = 0;

	while (field->words[count])
		count++;
	mst_line_add(line, " %s(", field->name);
	if (field->kind == ONE_OF)
		mst_line_add(line, "%s", value && value <= count ? field->words[value - 1] : "?");
	for (unsigned i = 0; field->kind == BITS && i < count; i++) {
		unsigned bit = field->words == bearer_bits ? count - 1 - i : i; /* as tcpdump: AS, but DA */

		mst_line_add(line, "%s", value & 1u << bit ? field->words[bit] : "");
	}
	mst_line_add(line, ")");
}

static bool describe_field(struct mst_line *line, struct mst_reader *r, const struct field *field,
                           struct lengths *lengths)
{
	uint32_t value;

	if (field->kind == TEXT)
		return add_text(line, r, field, field->bytes);
	if (field->kind == NUMBERED_TEXT)
		return add_text(line, r, field, lengths->values[lengths->used++]);
	if (field->kind == SKIP) {
		mst_skip(r, field->bytes);
		return !r->short_read;
	}
	if (r->left < field->bytes) {
		if (field->words == frame_bits)
			mst_line_add(line, " %s(", field->name);
		return false;
	}
	value = read_number(r, field->bytes);
	if (field->kind == LENGTH)
		lengths->values[lengths->count++] = value;
	if (field->kind == BITS || field->kind == ONE_OF)
		add_words(line, field, value);
	else if (field->kind == VERSION)
		mst_line_add(line, " %s(%u.%u)", field->name, value >> 8, value & 255);
	else
		mst_line_add(line, field->kind == HEX ? " %s(0x%08x)" : " %s(%u)", field->name, value);
	return true;
}

/* False when it was not captured as a whole. */
static bool describe_message(struct mst_line *line, struct mst_reader *r)
{
	struct lengths lengths = { 0 };
	uint32_t magic;
	uint16_t type, reserved;

	mst_skip(r, 4); /* length, kind of message */
	magic = mst_read_be32(r);
	if (r->short_read)
		return false;
	if (magic != MAGIC)
		mst_line_add(line, " UNEXPECTED Magic-Cookie!!(%08x) Magic-Cookie=%08x", magic, magic);
	type = mst_read_be16(r);
	if (r->short_read)
		return false;
	if (type < sizeof messages / sizeof *messages)
		mst_line_add(line, " CTRL_MSGTYPE=%s", messages[type].name);
	else
		mst_line_add(line, " UNKNOWN_CTRL_MSGTYPE(%u)", type);
	reserved = mst_read_be16(r);
	if (r->short_read)
		return false;
	if (reserved)
		mst_line_add(line, " [ERROR: reserved=%u must be zero]", reserved);
	if (type >= sizeof messages / sizeof *messages)
		return true;
	for (const struct field *field = messages[type].fields; field->bytes; field++) {
		if (!describe_field(line, r, field, &lengths))
			return false;
	}
	return true;
}

bool mst_describe_pptp(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);

	mst_line_add(line, ": pptp");
	if (!describe_message(line, &r))
		mst_line_add(line, " [|pptp]");
	return true;
}
