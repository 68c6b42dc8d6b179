/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kerberos4.c - describes messages of Kerberos before version 5, as the Technical Plan of Project Athena has them:
 * version, type with the byte order in its lowest bit, names that end with a zero.
 */
#include <string.h>

#include "dissect/common/words.h"
#include "dissect/payload/describers.h"

enum { REQUEST = 2, REPLY = 4, APPLICATION = 6, ERROR = 10, LITTLE_ENDIAN_BIT = 1, LIFETIME_MINUTES = 5 };

static const struct mst_word types[] = {
	{ REQUEST, "KDC_REQUEST" },
	{ REPLY, "KDC_REPLY" },
	{ APPLICATION, "APPL_REQUEST" },
	{ 8, "APPL_REQUEST_MUTUAL" },
	{ ERROR, "ERR_REPLY" },
	{ 12, "PRIVATE" },
	{ 14, "SAFE" },
	{ 16, "APPL_ERR" },
	{ 126, "DIE" },
	{ 0, NULL },
};
static const char *const errors[] = { "OK",
	                              "NAME_EXP",
	                              "SERVICE_EXP",
	                              "AUTH_EXP",
	                              "PKT_VER",
	                              "NAME_MAST_KEY_VER",
	                              "SERV_MAST_KEY_VER",
	                              "BYTE_ORDER",
	                              "PRINCIPAL_UNKNOWN",
	                              "PRINCIPAL_NOT_UNIQUE",
	                              "NULL_KEY" };

static void describe_text(struct mst_line *line, struct mst_reader *r)
{
	size_t length = strnlen((const char *)r->at, r->left);

	mst_line_vis(line, r->at, length);
	mst_skip(r, length + 1);
}

/* Between texts `separator`, as long as they are whole. */
static void describe_texts(struct mst_line *line, struct mst_reader *r, unsigned count, const char *separators)
{
	for (unsigned i = 0; i < count && !r->short_read; i++) {
		if (i)
			mst_line_add(line, "%c", separators[i - 1]);
		describe_text(line, r);
	}
}

static uint16_t read_number(struct mst_reader *r, bool little_endian)
{
	return little_endian ? mst_read_le16(r) : mst_read_be16(r);
}

static void describe_request(struct mst_line *line, struct mst_reader *r)
{
	uint8_t lifetime;

	describe_texts(line, r, 3, ".@");
	mst_skip(r, 4);
	lifetime = mst_read_u8(r);
	if (r->short_read)
		return;
	mst_line_add(line, " %umin ", lifetime * LIFETIME_MINUTES);
	describe_texts(line, r, 2, ".");
}

static void describe_application(struct mst_line *line, struct mst_reader *r)
{
	uint8_t version = mst_read_u8(r), first, second;

	if (r->short_read)
		return;
	mst_line_add(line, "v%u ", version);
	describe_text(line, r);
	first = mst_read_u8(r);
	if (!r->short_read)
		mst_line_add(line, " (%u)", first);
	second = mst_read_u8(r);
	if (!r->short_read)
		mst_line_add(line, " (%u)", second);
}

static void describe_reply(struct mst_line *line, struct mst_reader *r, bool little_endian)
{
	uint16_t length;

	describe_texts(line, r, 3, ".@");
	mst_skip(r, 10);
	length = read_number(r, little_endian);
	if (!r->short_read)
		mst_line_add(line, " (%u)", length);
}

static void describe_error(struct mst_line *line, struct mst_reader *r, bool little_endian)
{
	uint16_t code;

	describe_texts(line, r, 3, ".@");
	mst_skip(r, 4);
	code = read_number(r, little_endian);
	mst_skip(r, 2);
	if (r->short_read)
		return;
	if (code < sizeof errors / sizeof *errors)
		mst_line_add(line, " %s ", errors[code]);
	else
		mst_line_add(line, " #%u ", code);
	describe_text(line, r);
}

static void describe_message(struct mst_line *line, struct mst_reader *r)
{
	uint8_t type = mst_read_u8(r), kind = type & 0xfe;
	bool little_endian = type & LITTLE_ENDIAN_BIT;
	const char *word = mst_word_of(types, kind);

	if (r->short_read)
		return;
	if (word)
		mst_line_add(line, " %s %s: ", little_endian ? "le" : "be", word);
	else
		mst_line_add(line, " %s #%u: ", little_endian ? "le" : "be", kind);
	switch (kind) {
	case REQUEST: describe_request(line, r); break;
	case APPLICATION: describe_application(line, r); break;
	case REPLY: describe_reply(line, r, little_endian); break;
	case ERROR: describe_error(line, r, little_endian); break;
	default: mst_line_add(line, "(unknown)"); break;
	}
}

bool mst_describe_kerberos4(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t version = mst_read_u8(&r);

	if (version < 1 || version > 4)
		return false;
	mst_line_add(line, " v%u", version);
	if (version == 4)
		describe_message(line, &r);
	if (r.short_read)
		mst_line_add(line, " [|krb]");
	return true;
}
