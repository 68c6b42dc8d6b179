/* SPDX-License-Identifier: BSD-2-Clause */
/* rsvp.c - describes RSVP (RFC 2205, RFC 2961, RFC 3209). */
#include "base/reader.h"
#include "dissect/common/words.h"
#include "dissect/ip/describers.h"

#define HEADER 8

/* clang-format off */
static const struct mst_word messages[] = {
	{ 1, "Path" },
	{ 2, "Resv" },
	{ 3, "PathErr" },
	{ 4, "ResvErr" },
	{ 5, "PathTear" },
	{ 6, "ResvTear" },
	{ 7, "ResvConf" },
	{ 12, "Bundle" },
	{ 13, "Acknowledgement" },
	{ 14, "Hello (Old)" },
	{ 15, "Refresh" },
	{ 20, "Hello" },
	{ 0, NULL },
};
/* clang-format on */

static void describe_name(struct mst_line *line, uint8_t type)
{
	const char *word = mst_word_of(messages, type);

	if (word)
		mst_line_add(line, "%s", word);
	else
		mst_line_add(line, "unknown (%u)", type);
}

bool mst_describe_rsvp(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t version = mst_read_u8(&r) >> 4, type = mst_read_u8(&r);

	mst_skip(&r, HEADER - 2);
	if (r.short_read) {
		mst_line_add(line, " [|rsvp]");
	} else if (version != 1) {
		mst_line_add(line, "ERROR: RSVP version %u packet not supported", version);
	} else {
		mst_line_add(line, "RSVPv1 ");
		describe_name(line, type);
		mst_line_add(line, " Message, length: %zu", layer->declared);
	}
	return true;
}
