/* SPDX-License-Identifier: BSD-2-Clause */
/* realtek.c - protocols of Realtek's switches: remote control (RRCP), loop detection (RLDP), tags. Little-endian. */
#include "dissect/common/words.h"
#include "dissect/link/describers.h"

enum { RRCP = 1, HELLO = 0, GET = 1, SET = 2, REPLY = 0x80 };

static const struct mst_word types[] = {
	{ 0x02, "REP" }, { 0x03, "RLDP" }, { 0x04, "Realtek 8-byte DSA tag" }, { 0x23, "RLDP" }, { 0 },
};
static const struct mst_word tags[] = {
	/* in the upper half of the byte */
	{ 0x90, "Realtek RTL8306 4-byte DSA tag" },
	{ 0xa0, "Realtek RTL8366RB 4-byte DSA tag" },
	{ 0 },
};
static const struct mst_word opcodes[] = { { HELLO, "hello" }, { GET, "get" }, { SET, "set" }, { 0 } };

/* type, opcode, authentication key; then, of a register: address, data, cookie */
static void describe_rrcp(struct mst_line *line, struct mst_reader r)
{
	uint8_t opcode = mst_read_u8(&r);
	unsigned question = opcode & ~(unsigned)REPLY;
	const char *word = mst_word_of(opcodes, question);
	uint16_t key, address;
	uint32_t data, low, high;

	if (r.short_read) {
		mst_line_add(line, " [|rrcp]");
		return;
	}
	mst_line_add(line, "RRCP %s: ", opcode & REPLY ? "reply" : "query");
	if (word)
		mst_line_add(line, "%s", word);
	else
		mst_line_add(line, "unknown opcode (0x%02x)", question);
	key = mst_read_be16(&r);
	if (!r.short_read && question != GET && question != SET) {
		mst_line_add(line, ", auth=0x%04x", key);
		return;
	}
	address = mst_read_le16(&r);
	data = mst_read_le32(&r);
	if (r.short_read) {
		mst_line_add(line, " [|rrcp]");
		return;
	}
	mst_line_add(line, " addr=0x%04x, data=0x%08x, auth=0x%04x", address, data, key);
	low = mst_read_be32(&r); /* the halves of the cookie are not little-endian */
	high = mst_read_be32(&r);
	if (r.short_read)
		mst_line_add(line, " [|rrcp]");
	else
		mst_line_add(line, ", cookie=0x%08x%08x ", high, low);
}

bool mst_describe_realtek(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t type = mst_read_u8(&r);
	const char *word = mst_word_of(types, type);

	if (!word)
		word = mst_word_of(tags, type & 0xf0);
	mst_describe_macs(line, layer->packet);
	if (layer->packet->has_macs)
		mst_line_add(line, ", ");
	if (r.short_read)
		mst_line_add(line, " [|rtl]");
	else if (type == RRCP)
		describe_rrcp(line, r);
	else if (word)
		mst_line_add(line, "%s", word);
	else
		mst_line_add(line, "Realtek unknown type 0x%02x", type);
	return true;
}
