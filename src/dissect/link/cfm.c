/* SPDX-License-Identifier: BSD-2-Clause */
/* cfm.c - connectivity fault management (IEEE 802.1ag), and the messages that ITU-T Y.1731 adds. */
#include "dissect/common/words.h"
#include "dissect/link/describers.h"

enum { CONTINUITY_CHECK = 1 };

static const struct mst_word opcodes[] = {
	{ CONTINUITY_CHECK, "Continuity Check Message" },
	{ 2, "Loopback Reply" },
	{ 3, "Loopback Message" },
	{ 4, "Linktrace Reply" },
	{ 5, "Linktrace Message" },
	{ 0 },
};
static const struct mst_word more_opcodes[] = {
	{ 33, "alarm indication" },
	{ 35, "locked" },
	{ 37, "test" },
	{ 40, "ring protection" },
	{ 41, "maintenance" },
	{ 42, "loss reply" },
	{ 43, "loss message" },
	{ 45, "one-way delay" },
	{ 46, "delay reply" },
	{ 47, "delay message" },
	{ 54, "synthetic loss reply" },
	{ 55, "synthetic loss message" },
	{ 0 },
};

/* level and version, opcode, flags, offset of the first element; of a continuity check: sequence, end point */
bool mst_describe_cfm(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t first = mst_read_u8(&r), opcode = mst_read_u8(&r);
	uint16_t end_point = (mst_skip(&r, 6), mst_read_be16(&r));
	const char *word = mst_word_of(opcodes, opcode);

	if (layer->captured < 4) {
		mst_line_add(line, layer->declared < 4 ? " packet is too short" : " [|cfm]");
		return true;
	}
	mst_line_add(line, "CFMv%u ", first & 31);
	if (first & 31) {
		mst_line_add(line, "not supported, length %zu", layer->declared);
		return true;
	}
	if (word)
		mst_line_add(line, "%s", word);
	else
		mst_line_add(line, "unknown (%u)", opcode);
	mst_line_add(line, ", MD Level %u, length %zu", first >> 5, layer->declared);
	word = mst_word_of(more_opcodes, opcode);
	if (word)
		mst_line_add(line, ", %s", word);
	else if (opcode == CONTINUITY_CHECK && !r.short_read)
		mst_line_add(line, ", end point %u", end_point & 0x1fff);
	return true;
}
