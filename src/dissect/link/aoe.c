/* SPDX-License-Identifier: BSD-2-Clause */
/* aoe.c - ATA over Ethernet: disks of a LAN. */
#include "dissect/common/words.h"
#include "dissect/link/describers.h"

enum { HEADER_BYTES = 10, RESPONSE = 8, ERROR = 4 };

static const struct mst_word flag_words[] = {
	{ RESPONSE, "Response" }, { ERROR, "Error" }, { 2, "MBZ-1" }, { 1, "MBZ-0" }, { 0 }
};
static const struct mst_word commands[] = {
	{ 0, "Issue ATA Command" },
	{ 1, "Query Config Information" },
	{ 2, "MAC Mask List" },
	{ 3, "Reserve/Release" },
	{ 0 },
};

bool mst_describe_aoe(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t first = mst_read_u8(&r), minor, command;
	uint16_t major;
	const char *word;

	mst_line_add(line, "AoE length %zu", layer->declared);
	if (r.short_read) {
		mst_line_add(line, layer->declared ? " [|aoe]" : " (invalid)");
		return true;
	}
	mst_line_add(line, ", Ver %u", first >> 4);
	if (first >> 4 != 1)
		return true;
	if (layer->declared < HEADER_BYTES) {
		mst_line_add(line, " (invalid)");
		return true;
	}
	mst_line_add(line, ", Flags: [");
	mst_line_flags(line, flag_words, first & 15);
	mst_line_add(line, "]");
	mst_skip(&r, 1);
	major = mst_read_be16(&r);
	minor = mst_read_u8(&r);
	command = mst_read_u8(&r);
	word = mst_word_of(commands, command);
	if (r.short_read)
		mst_line_add(line, " [|aoe]");
	else if (word)
		mst_line_add(line, ", disk %u.%u, %s", major, minor, word);
	else
		mst_line_add(line, ", disk %u.%u, command %u", major, minor, command);
	return true;
}
