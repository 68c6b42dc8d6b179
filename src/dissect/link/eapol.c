/* SPDX-License-Identifier: BSD-2-Clause */
/* eapol.c - EAP over LANs (IEEE 802.1X): the frame, and what kind of EAP message it carries. */
#include "dissect/common/words.h"
#include "dissect/link/describers.h"
#include "dissect/payload/describers.h"

enum { EAP_PACKET = 0, KEY = 3, RSN_KEY = 2, HEADER_BYTES = 4 };
enum { INSTALL = 0x40, ACK = 0x80, MIC = 0x100, PAIRWISE = 0x08 };

static const struct mst_word types[] = {
	{ 0, "EAP packet" },
	{ 1, "EAPOL start" },
	{ 2, "EAPOL logoff" },
	{ 3, "EAPOL key" },
	{ 4, "Encapsulated ASF alert" },
	{ 0 },
};

/* Which message of WPA's four-way handshake, or of its group key (IEEE 802.11, 12.7.2). */
static void describe_key(struct mst_line *line, struct mst_reader r)
{
	uint8_t descriptor = mst_read_u8(&r);
	uint16_t information = mst_read_be16(&r), data_bytes;
	bool from_station = !(information & ACK);

	mst_skip(&r, 2 + 8 + 32 + 16 + 8 + 8 + 16); /* lengths, counters, nonce and check */
	data_bytes = mst_read_be16(&r);
	if (r.short_read || (descriptor != RSN_KEY && descriptor != 254))
		return;
	if (!(information & PAIRWISE))
		mst_line_add(line, ", group key %u/2", from_station ? 2 : 1);
	else if (from_station)
		mst_line_add(line, ", handshake %u/4", data_bytes ? 2 : 4);
	else
		mst_line_add(line, ", handshake %u/4", information & MIC ? 3 : 1);
}

bool mst_describe_eapol(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t version = mst_read_u8(&r), type = mst_read_u8(&r);
	uint16_t length = mst_read_be16(&r);
	const char *word = mst_word_of(types, type);
	struct mst_layer body = mst_layer_after(layer, HEADER_BYTES);

	if (r.short_read) {
		mst_line_add(line, " [|eap]");
		return true;
	}
	mst_line_add(line, "%s (%u) v%u, len %u", word ? word : "unknown", type, version, length);
	body.declared = length < body.declared ? length : body.declared;
	body.captured = body.captured < body.declared ? body.captured : body.declared;
	if (type == EAP_PACKET)
		mst_describe_eap(line, &body);
	else if (type == KEY)
		describe_key(line, mst_layer_reader(&body));
	return true;
}
