/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * l2tp_avps.c - describes the attributes of L2TP control messages (RFC 2661, 4.4): a table of names, and of the form
 * of their values.
 */
#include "dissect/payload/l2tp_avps.h"

#include "dissect/common/words.h"

enum { MANDATORY = 0x8000, HIDDEN = 0x4000, LENGTH = 0x3ff, HEADER = 6 };

/* Writes the value; false where it is too short. */
typedef bool describe_value(struct mst_line *line, struct mst_reader *r);

static void describe_word(struct mst_line *line, const struct mst_word *words, const char *unknown, uint32_t number)
{
	const char *word = mst_word_of(words, number);

	if (word)
		mst_line_add(line, "%s", word);
	else
		mst_line_add(line, "%s-#%u", unknown, number);
}

static bool describe_message(struct mst_line *line, struct mst_reader *r)
{
	static const struct mst_word messages[] = {
		{ 1, "SCCRQ" }, { 2, "SCCRP" }, { 3, "SCCCN" }, { 4, "StopCCN" }, { 6, "HELLO" },
		{ 7, "OCRQ" },  { 8, "OCRP" },  { 9, "OCCN" },  { 10, "ICRQ" },   { 11, "ICRP" },
		{ 12, "ICCN" }, { 14, "CDN" },  { 15, "WEN" },  { 16, "SLI" },    { 0, NULL },
	};
	uint16_t type = mst_read_be16(r);

	if (!r->short_read)
		describe_word(line, messages, "MSGTYPE", type);
	return !r->short_read;
}

static bool describe_text(struct mst_line *line, struct mst_reader *r)
{
	mst_line_vis(line, r->at, r->left);
	return true;
}

static bool describe_octets(struct mst_line *line, struct mst_reader *r)
{
	mst_line_digits(line, r->at, r->left);
	mst_skip(r, r->left);
	return true;
}

static bool describe_count(struct mst_line *line, struct mst_reader *r, size_t count)
{
	struct mst_reader octets = *r;

	if (r->left < count)
		return false;
	octets.left = count;
	return describe_octets(line, &octets);
}

static bool describe_8_octets(struct mst_line *line, struct mst_reader *r)
{
	return describe_count(line, r, 8);
}

static bool describe_16_octets(struct mst_line *line, struct mst_reader *r)
{
	return describe_count(line, r, 16);
}

static bool describe_16_bits(struct mst_line *line, struct mst_reader *r)
{
	uint16_t value = mst_read_be16(r);

	if (!r->short_read)
		mst_line_add(line, "%u", value);
	return !r->short_read;
}

static bool describe_32_bits(struct mst_line *line, struct mst_reader *r)
{
	uint32_t value = mst_read_be32(r);

	if (!r->short_read)
		mst_line_add(line, "%u", value);
	return !r->short_read;
}

static bool describe_result(struct mst_line *line, struct mst_reader *r)
{
	if (!describe_16_bits(line, r))
		return false;
	if (r->left < 2)
		return true;
	mst_line_add(line, "/%u", mst_read_be16(r));
	if (r->left)
		mst_line_add(line, " ");
	return describe_text(line, r);
}

static bool describe_version(struct mst_line *line, struct mst_reader *r)
{
	uint8_t version = mst_read_u8(r), revision = mst_read_u8(r);

	if (!r->short_read)
		mst_line_add(line, "%u.%u", version, revision);
	return !r->short_read;
}

static bool describe_pair(struct mst_line *line, struct mst_reader *r, char first, char second)
{
	uint32_t bits = mst_read_be32(r);

	if (bits & 2)
		mst_line_add(line, "%c", first);
	if (bits & 1)
		mst_line_add(line, "%c", second);
	return !r->short_read;
}

static bool describe_framing(struct mst_line *line, struct mst_reader *r)
{
	return describe_pair(line, r, 'A', 'S');
}

static bool describe_bearer(struct mst_line *line, struct mst_reader *r)
{
	return describe_pair(line, r, 'A', 'D');
}

static bool describe_q931(struct mst_line *line, struct mst_reader *r)
{
	uint16_t code = mst_read_be16(r);
	uint8_t message = mst_read_u8(r);

	if (r->short_read)
		return false;
	mst_line_add(line, "%u, %02x%s", code, message, r->left ? " " : "");
	return describe_text(line, r);
}

static bool describe_proxy(struct mst_line *line, struct mst_reader *r)
{
	static const struct mst_word kinds[] = { { 0, "Reserved" }, { 1, "Textual" },   { 2, "CHAP" }, { 3, "PAP" },
		                                 { 4, "No Auth" },  { 5, "MS-CHAPv1" }, { 0, NULL } };
	uint16_t kind = mst_read_be16(r);

	if (!r->short_read)
		describe_word(line, kinds, "AuthType", kind);
	return !r->short_read;
}

static bool describe_id(struct mst_line *line, struct mst_reader *r)
{
	uint16_t id = mst_read_be16(r) & 0xff;

	if (!r->short_read)
		mst_line_add(line, "%u", id);
	return !r->short_read;
}

static bool describe_errors(struct mst_line *line, struct mst_reader *r)
{
	static const char *const names[] = { "CRCErr", "FrameErr", "HardOver", "BufOver", "Timeout", "AlignErr" };

	mst_skip(r, 2);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		uint32_t count = mst_read_be32(r);

		if (r->short_read)
			return false;
		mst_line_add(line, "%s=%u ", names[i], count);
	}
	return true;
}

static bool describe_accm(struct mst_line *line, struct mst_reader *r)
{
	static const char *const names[] = { "send", "recv" };

	mst_skip(r, 2);
	for (size_t i = 0; i < 2; i++) {
		uint32_t map = mst_read_be32(r);

		if (r->short_read)
			return false;
		mst_line_add(line, "%s=%08x ", names[i], map);
	}
	return true;
}

static bool describe_disconnect(struct mst_line *line, struct mst_reader *r)
{
	static const struct mst_word directions[] = {
		{ 0, "global error" }, { 1, "at peer" }, { 2, "at local" }, { 0, NULL }
	};
	uint16_t code = mst_read_be16(r), protocol = mst_read_be16(r);
	uint8_t direction = mst_read_u8(r);

	if (r->short_read)
		return false;
	mst_line_add(line, "%04x, %04x ", code, protocol);
	describe_word(line, directions, "Direction", direction);
	mst_line_add(line, "%s", r->left ? " " : "");
	return describe_text(line, r);
}

static bool describe_obsolete(struct mst_line *line, struct mst_reader *r)
{
	(void)r;
	mst_line_add(line, "obsolete");
	return true;
}

/* clang-format off */
static const struct {
	const char *name;
	describe_value *describe;
} attributes[] = {
	[0] = { "MSGTYPE", describe_message },
	[1] = { "RESULT_CODE", describe_result },
	[2] = { "PROTO_VER", describe_version },
	[3] = { "FRAMING_CAP", describe_framing },
	[4] = { "BEARER_CAP", describe_bearer },
	[5] = { "TIE_BREAKER", describe_8_octets },
	[6] = { "FIRM_VER", describe_16_bits },
	[7] = { "HOST_NAME", describe_text },
	[8] = { "VENDOR_NAME", describe_text },
	[9] = { "ASSND_TUN_ID", describe_16_bits },
	[10] = { "RECV_WIN_SIZE", describe_16_bits },
	[11] = { "CHALLENGE", describe_octets },
	[12] = { "Q931_CC", describe_q931 },
	[13] = { "CHALLENGE_RESP", describe_16_octets },
	[14] = { "ASSND_SESS_ID", describe_16_bits },
	[15] = { "CALL_SER_NUM", describe_32_bits },
	[16] = { "MINIMUM_BPS", describe_32_bits },
	[17] = { "MAXIMUM_BPS", describe_32_bits },
	[18] = { "BEARER_TYPE", describe_bearer },
	[19] = { "FRAMING_TYPE", describe_framing },
	[20] = { "PACKET_PROC_DELAY", describe_obsolete },
	[21] = { "CALLED_NUMBER", describe_text },
	[22] = { "CALLING_NUMBER", describe_text },
	[23] = { "SUB_ADDRESS", describe_text },
	[24] = { "TX_CONN_SPEED", describe_32_bits },
	[25] = { "PHY_CHANNEL_ID", describe_32_bits },
	[26] = { "INI_RECV_LCP", describe_octets },
	[27] = { "LAST_SENT_LCP", describe_octets },
	[28] = { "LAST_RECV_LCP", describe_octets },
	[29] = { "PROXY_AUTH_TYPE", describe_proxy },
	[30] = { "PROXY_AUTH_NAME", describe_text },
	[31] = { "PROXY_AUTH_CHAL", describe_octets },
	[32] = { "PROXY_AUTH_ID", describe_id },
	[33] = { "PROXY_AUTH_RESP", describe_octets },
	[34] = { "CALL_ERRORS", describe_errors },
	[35] = { "ACCM", describe_accm },
	[36] = { "RANDOM_VECTOR", describe_octets },
	[37] = { "PRIVATE_GRP_ID", describe_text },
	[38] = { "RX_CONN_SPEED", describe_32_bits },
	[39] = { "SEQ_REQUIRED", NULL },
	[46] = { "PPP_DISCON_CC", describe_disconnect },
};
/* clang-format on */

static void describe_standard(struct mst_line *line, uint16_t attribute, bool hidden, struct mst_reader *value)
{
	bool known = attribute < sizeof attributes / sizeof *attributes && attributes[attribute].name;

	if (known)
		mst_line_add(line, "%s(", attributes[attribute].name);
	else
		mst_line_add(line, "AVP-#%u(", attribute);
	if (hidden)
		mst_line_add(line, "???");
	else if (known && attributes[attribute].describe && !attributes[attribute].describe(line, value))
		mst_line_add(line, "AVP too short");
	mst_line_add(line, ")");
}

static bool describe_attribute(struct mst_line *line, size_t *left, struct mst_reader *r)
{
	uint16_t flags = mst_read_be16(r), vendor = mst_read_be16(r), attribute = mst_read_be16(r);
	size_t length = flags & LENGTH;
	struct mst_reader value = *r;

	if (r->short_read || length < HEADER || length > *left || length - HEADER > r->left)
		return false;
	value.left = length - HEADER;
	mst_skip(r, length - HEADER);
	*left -= length;
	mst_line_add(line, " %s%s", flags & MANDATORY ? "*" : "", flags & HIDDEN ? "?" : "");
	if (vendor) {
		mst_line_add(line, "VENDOR%04x:ATTR%04x(", vendor, attribute);
		describe_octets(line, &value);
		mst_line_add(line, ")");
	} else {
		describe_standard(line, attribute, flags & HIDDEN, &value);
	}
	return true;
}

void mst_describe_l2tp_attributes(struct mst_line *line, size_t declared, struct mst_reader r)
{
	if (!declared)
		mst_line_add(line, " ZLB");
	while (declared) {
		if (!describe_attribute(line, &declared, &r)) {
			mst_line_add(line, "  [|l2tp]");
			return;
		}
	}
}
