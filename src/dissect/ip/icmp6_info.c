/* SPDX-License-Identifier: BSD-2-Clause */
/* icmp6_info.c - describes node information (RFC 4620) and router renumbering (RFC 2894) of ICMPv6. */
#include "base/reader.h"
#include "dissect/ip/icmp6.h"

enum { NOOP = 0, SUPPORTED = 1, DNS_NAME = 2, ADDRESSES = 3 };

/* ---- node information ---- */

static const char *question_name(uint16_t question)
{
	static const char *const names[] = { "noop", "supported qtypes", "DNS name", "node addresses" };

	return question < sizeof names / sizeof *names ? names[question] : "unknown";
}

/* The flags of questions and answers about addresses, the highest bit first; T is one of answers only. */
static void describe_flags(struct mst_line *line, uint16_t flags, const char *letters)
{
	if (!flags)
		return;
	mst_line_add(line, " [");
	for (unsigned i = 0; letters[i]; i++) {
		if (flags & 0x40 >> i)
			mst_line_add(line, "%c", letters[i]);
	}
	mst_line_add(line, "]");
}

/* Labels and their lengths, in quotation marks; what is no name ends with "???". */
static void describe_name(struct mst_line *line, struct mst_reader *r)
{
	mst_line_add(line, "\"");
	while (r->left) {
		uint8_t count = mst_read_u8(r);
		const uint8_t *label = mst_read_bytes(r, count);

		if (!count && r->left)
			mst_line_add(line, "???");
		if (!count)
			break;
		if (!label) {
			mst_line_add(line, "???");
			break;
		}
		mst_line_vis(line, label, count);
		mst_line_add(line, ".");
	}
	mst_line_add(line, "\"");
}

static void describe_subject(struct mst_line *line, uint8_t code, struct mst_reader *r)
{
	struct mst_addr addr;

	if (code == 1) {
		mst_line_add(line, ", subject=DNS name, ");
		describe_name(line, r);
	} else if ((code == 0 && r->left == 16) || (code == 2 && r->left == 4)) {
		addr = code == 0 ? mst_icmp6_addr(r) : mst_addr_from_ipv4(mst_read_be32(r));
		mst_line_add(line, ", subject=");
		mst_line_addr(line, &addr);
	} else if (code > 2) {
		mst_line_add(line, ", unknown subject");
	}
}

bool mst_describe_node_query(struct mst_line *line, const struct mst_icmp6 *header, struct mst_reader *r)
{
	uint16_t question = mst_read_be16(r), flags = mst_read_be16(r);

	mst_line_add(line, " node information query");
	mst_skip(r, 8);
	if (r->short_read) {
		mst_line_add(line, " [|icmp6]");
		return true;
	}
	mst_line_add(line, " (%s", question_name(question));
	if (question == ADDRESSES)
		describe_flags(line, flags, "aGSLCA");
	if (question > SUPPORTED && !r->left)
		mst_line_add(line, ", 03 draft");
	else if (question > SUPPORTED)
		describe_subject(line, header->code, r);
	mst_line_add(line, ")");
	return true;
}

static void describe_addresses(struct mst_line *line, struct mst_reader *r)
{
	while (r->left >= 20) {
		uint32_t seconds = mst_read_be32(r);
		struct mst_addr addr = mst_icmp6_addr(r);

		mst_line_add(line, " ");
		mst_line_addr(line, &addr);
		mst_line_add(line, "(%u)", seconds);
	}
}

static bool describe_answer(struct mst_line *line, uint16_t question, uint16_t flags, struct mst_reader *r)
{
	mst_line_add(line, "%s", question_name(question));
	if (question == SUPPORTED) {
		mst_line_add(line, "%s", flags & 1 ? " [C]" : flags ? " []" : "");
	} else if (question == DNS_NAME) {
		mst_skip(r, 4);
		if (r->short_read)
			return false;
		mst_line_add(line, ", ");
		describe_name(line, r);
	} else if (question == ADDRESSES) {
		describe_addresses(line, r);
		describe_flags(line, flags, "aGSLCAT");
	}
	return true;
}

bool mst_describe_node_reply(struct mst_line *line, const struct mst_icmp6 *header, struct mst_reader *r)
{
	bool cut = r->left + 4 < header->declared; /* 4: type, code and checksum */
	uint8_t code = header->code;
	uint16_t question = mst_read_be16(r), flags = mst_read_be16(r);

	mst_skip(r, 8);
	if (r->short_read || cut) {
		mst_line_add(line, " [|icmp6]");
		return true;
	}
	mst_line_add(line, " node information reply (");
	if (code == 0 && !describe_answer(line, question, flags, r))
		return false;
	mst_line_add(line, "%s)", code == 1 ? "refused" : code == 2 ? "unknown" : "");
	return true;
}

/* ---- renumbering ---- */

/* One prefix to find, and those to use in its place; false when it is cut short or of no length. */
static bool describe_prefix_control(struct mst_line *line, struct mst_reader *r)
{
	static const char *const names[] = { "add", "change", "setglobal" };
	uint8_t operation = mst_read_u8(r), words = mst_read_u8(r), length;
	struct mst_addr prefix;

	mst_skip(r, 1);
	length = mst_read_u8(r);
	mst_skip(r, 4);
	prefix = mst_icmp6_addr(r);
	if (r->short_read)
		return false;
	if (operation >= 1 && operation <= 3)
		mst_line_add(line, " match(%s,", names[operation - 1]);
	else
		mst_line_add(line, " match(#%u,", operation);
	mst_line_addr(line, &prefix);
	mst_line_add(line, "/%u)", length);
	if (words < 3)
		return false;
	for (unsigned left = words - 3u; left >= 4; left -= 4) {
		uint8_t use_length = mst_read_u8(r), keep_length = mst_read_u8(r);

		mst_skip(r, 14);
		prefix = mst_icmp6_addr(r);
		if (r->short_read)
			return false;
		mst_line_add(line, " use(");
		mst_line_addr(line, &prefix);
		mst_line_add(line, "/%u/%u)", use_length, keep_length);
	}
	return true;
}

bool mst_describe_renumbering(struct mst_line *line, const struct mst_icmp6 *header, struct mst_reader *r)
{
	uint8_t code = header->code;
	uint32_t sequence = mst_read_be32(r);

	mst_skip(r, 8);
	if (r->short_read) {
		mst_line_add(line, " [|icmp6]");
		return true;
	}
	if (code < 2)
		mst_line_add(line, code ? ", result" : ", command");
	else if (code == 255)
		mst_line_add(line, ", sequence number reset");
	else
		mst_line_add(line, ", code-#%u", code);
	mst_line_add(line, ", seq=%u", sequence);
	while (code == 0) {
		if (!describe_prefix_control(line, r)) {
			mst_line_add(line, " [|icmp6]");
			break;
		}
		if (!r->left)
			break;
	}
	return true;
}
