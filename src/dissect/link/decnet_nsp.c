/* SPDX-License-Identifier: BSD-2-Clause */
/* decnet_nsp.c - describes NSP, which carries the connections of DECnet. See decnet.h. */
#include "dissect/common/words.h"
#include "dissect/link/decnet.h"

enum { NSP_HEADER = 5, SEGMENT_HEADER = 11 };
enum { ACK = 0x8000, NAK = 0x9000, OTHER_ACK = 0xa000, OTHER_NAK = 0xb000, NUMBER = 0x0fff };

/*
 * Acknowledgements of this channel and of the other one, which may be left out, then the number of a segment.
 * `declared` bytes are there.
 */
static enum mst_decnet_outcome describe_numbers(struct mst_line *line, struct mst_reader *r, size_t declared,
                                                const char *other_ack, const char *other_nak, bool segment)
{
	uint16_t number = mst_read_le16(r);
	size_t bytes = NSP_HEADER + 2;

	if ((number & ACK) && !r->short_read) {
		mst_line_add(line, "%s %u ", (number & NAK) == NAK ? "nak" : "ack", number & NUMBER);
		bytes += 2;
		if (declared < bytes)
			return MST_DECNET_INVALID;
		number = mst_read_le16(r);
		if ((number & OTHER_ACK) && !r->short_read) {
			mst_line_add(line, "%s %u ", (number & OTHER_NAK) == OTHER_NAK ? other_nak : other_ack,
			             number & NUMBER);
			bytes += 2;
			if (segment && declared < bytes)
				return MST_DECNET_INVALID;
			number = segment ? mst_read_le16(r) : 0;
		}
	}
	if (segment && !r->short_read)
		mst_line_add(line, "seg %u ", number & NUMBER);
	return MST_DECNET_WHOLE;
}

static void describe_link_service(struct mst_line *line, struct mst_reader r)
{
	static const char *const modifiers[] = { "", "donotsend-data ", "send-data " };
	uint8_t flags = mst_read_u8(&r), value = mst_read_u8(&r);

	if (r.short_read) {
		mst_line_add(line, " [|decnet]");
		return;
	}
	switch (flags & 12) {
	case 0:
		mst_line_add(line, "dat seg count %u ", value);
		if ((flags & 3) < 3)
			mst_line_add(line, "%s", modifiers[flags & 3]);
		else
			mst_line_add(line, "reserved-fcmod? %x", flags);
		break;
	case 4: mst_line_add(line, "intr req count %u ", value); break;
	default: mst_line_add(line, "reserved-fcval-int? %x", flags); break;
	}
}

static enum mst_decnet_outcome describe_data(struct mst_line *line, struct mst_reader *r, size_t declared,
                                             const char *ends, uint8_t subtype)
{
	enum { LINK_SERVICE = 0x10, INTERRUPT = 0x30 };
	struct mst_reader behind = *r;
	enum mst_decnet_outcome outcome;

	if (subtype != LINK_SERVICE) {
		bool interrupt = subtype == INTERRUPT;

		mst_line_add(line, interrupt ? "intr " : "data %s ", ends);
		if (declared < NSP_HEADER + 2)
			return MST_DECNET_INVALID;
		return describe_numbers(line, r, declared, interrupt ? "ackdat" : "oack", interrupt ? "nakdat" : "onak",
		                        true);
	}
	mst_line_add(line, "link-service %s ", ends);
	if (declared < SEGMENT_HEADER + 2)
		return MST_DECNET_INVALID;
	outcome = describe_numbers(line, r, declared, "ackdat", "nakdat", true);
	mst_skip(&behind, SEGMENT_HEADER - NSP_HEADER);
	if (!r->short_read)
		describe_link_service(line, behind);
	return outcome;
}

static enum mst_decnet_outcome describe_connect(struct mst_line *line, struct mst_reader *r, size_t declared,
                                                bool confirm)
{
	static const char *const services[] = { "", "seg ", "msg ", "" }, *const versions[] = { "3.2", "3.1", "4.0",
		                                                                                "4.1" };
	uint8_t service = mst_read_u8(r), info = mst_read_u8(r), options;
	uint16_t segment = mst_read_le16(r);

	if (declared < (confirm ? 10 : 9))
		return MST_DECNET_INVALID;
	if (r->short_read)
		return MST_DECNET_WHOLE;
	mst_line_add(line, "%sver %s segsize %u ", services[service >> 2 & 3], versions[info & 3], segment);
	options = confirm ? mst_read_u8(r) : 0;
	if (options)
		mst_line_add(line, "optlen %u ", options);
	return MST_DECNET_WHOLE;
}

static enum mst_decnet_outcome describe_disconnect(struct mst_line *line, struct mst_reader *r, size_t declared,
                                                   bool confirm)
{
	/* clang-format off */
	static const struct mst_word reasons[] = {
		{ 0, "object rejected connect" }, { 1, "insufficient resources" }, { 2, "unrecognized node name" },
		{ 3, "node is shutting down" }, { 4, "unrecognized object" }, { 5, "invalid object name format" },
		{ 6, "object too busy" }, { 7, "protocol error discovered" }, { 8, "third party abort" },
		{ 9, "user abort" }, { 10, "invalid node name format" }, { 11, "local node shutting down" },
		{ 32, "insufficient local resources" }, { 33, "insufficient remote user resources" },
		{ 34, "invalid access control information" }, { 36, "bad ACCOUNT information" },
		{ 38, "no response from object" }, { 39, "node unreachable" }, { 41, "no link terminate" },
		{ 42, "disconnect complete" }, { 43, "bad image data in connect" },
		{ 54, "cryptographic service mismatch" }, { 0, NULL },
	};
	/* clang-format on */
	uint16_t reason = mst_read_le16(r);
	const char *word = mst_word_of(reasons, reason);
	uint8_t options;

	if (!confirm && declared < 8)
		return MST_DECNET_INVALID;
	if (r->short_read)
		return MST_DECNET_WHOLE;
	if (word)
		mst_line_add(line, "%s ", word);
	else
		mst_line_add(line, "reason-%u ", reason);
	options = confirm ? 0 : mst_read_u8(r);
	if (options)
		mst_line_add(line, "optlen %u ", options);
	return MST_DECNET_WHOLE;
}

enum mst_decnet_outcome mst_describe_decnet_nsp(struct mst_line *line, struct mst_reader *r, size_t declared)
{
	static const char *const types[] = { "reserved-subtype?", "reserved-acktype?", "reserved-ctltype?",
		                             "reserved-type?" };
	uint8_t flags = mst_read_u8(r);
	uint16_t to = mst_read_le16(r), from = mst_read_le16(r);
	char text[16];
	struct mst_line ends = mst_line_in(text, sizeof text);

	if (declared < NSP_HEADER) {
		mst_line_add(line, " (nsplen %zu < %d)", declared, NSP_HEADER);
		return MST_DECNET_INVALID;
	}
	if (r->short_read)
		return MST_DECNET_WHOLE;
	mst_line_add(&ends, "%u>%u", from, to);
	switch (flags & 0x7c) { /* subtype and type */
	case 0x00:
	case 0x20:
	case 0x40:
	case 0x60:
	case 0x30:
	case 0x10: return describe_data(line, r, declared, text, flags & 0x70);
	case 0x04:
	case 0x14:
		mst_line_add(line, flags & 0x10 ? "ils-ack %s " : "data-ack %s ", text);
		if (declared < NSP_HEADER + 4)
			return MST_DECNET_INVALID;
		return describe_numbers(line, r, declared, flags & 0x10 ? "ackdat" : "oack",
		                        flags & 0x10 ? "nakdat" : "onak", false);
	case 0x24: mst_line_add(line, "conn-ack %u", to); return MST_DECNET_WHOLE;
	case 0x18:
	case 0x68:
		mst_line_add(line, "%sconn-initiate %s ", flags & 0x40 ? "retrans-" : "", text);
		return describe_connect(line, r, declared, false);
	case 0x28: mst_line_add(line, "conn-confirm %s ", text); return describe_connect(line, r, declared, true);
	case 0x38:
		mst_line_add(line, "disconn-initiate %s ", text);
		return describe_disconnect(line, r, declared, false);
	case 0x48: mst_line_add(line, "disconn-confirm %s ", text); return describe_disconnect(line, r, declared, true);
	default: mst_line_add(line, "%s %x %u > %u", types[flags >> 2 & 3], flags, from, to); return MST_DECNET_WHOLE;
	}
}
