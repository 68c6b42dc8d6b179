/* SPDX-License-Identifier: BSD-2-Clause */
/* stun.c - STUN (RFC 8489, 5): a binding request, over TCP and UDP; the answer may have the attribute SOFTWARE. */
#include <string.h>

#include "dialogue/finding.h"
#include "dialogue/list.h"

enum { HEAD = 20, ID_AT = 4, ID_SIZE = 16, SOFTWARE = 0x8022 };

static const uint8_t request[HEAD] = {
	0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42, 'm', 'u', 's', 't', 'e', 'r', ' ', 's', 't', 'u', 'n', '.',
};

static void begin(struct mst_talk *talk)
{
	mst_talk_put(talk, request, sizeof request);
}

static bool knows(const uint8_t *bytes, size_t size)
{
	return size >= HEAD && bytes[0] == 1 && (bytes[1] == 1 || bytes[1] == 0x11) &&
	       !memcmp(bytes + ID_AT, request + ID_AT, ID_SIZE);
}

/* Coturn-4.6.1 'Gorst' */
static void put_software(struct mst_talk *talk, const uint8_t *text, size_t size)
{
	const uint8_t *dash, *end;

	(void)mst_matcher_match(talk->matcher, MST_KEY_BANNER, text, size, talk->draft);
	dash = memchr(text, '-', size);
	end = memchr(text, ' ', size);
	if (!end)
		end = text + size;
	if (dash && dash < end) {
		mst_draft_add(talk->draft, MST_SERVICE_PRODUCT, text, (size_t)(dash - text));
		mst_draft_add(talk->draft, MST_SERVICE_VERSION, dash + 1, (size_t)(end - dash) - 1);
	}
	mst_draft_add(talk->draft, MST_SERVICE_PRODUCT, text, size);
}

static enum mst_step read_response(struct mst_talk *talk, struct mst_heard *heard)
{
	struct mst_reader r = mst_reader_over(heard->bytes, heard->size);
	uint16_t size;

	if (heard->size < HEAD)
		return mst_finding_wait(heard);
	if (!knows(heard->bytes, heard->size))
		return MST_STEP_NOT_MINE;
	mst_skip(&r, 2);
	size = mst_read_be16(&r);
	mst_skip(&r, ID_SIZE);
	if (r.left < size)
		return mst_finding_wait(heard);
	for (r.left = size; r.left >= 4;) {
		uint16_t type = mst_read_be16(&r), length = mst_read_be16(&r);
		const uint8_t *value = mst_read_bytes(&r, length);

		if (value && type == SOFTWARE)
			put_software(talk, value, length);
		mst_skip(&r, (4u - length) & 3u);
	}
	return mst_finding_done(talk, "stun");
}

const struct mst_dialogue mst_dialogue_stun = {
	.name = "stun",
	.ports = "3478",
	.tls_ports = "5349",
	.knows = knows,
	.begin = begin,
	.read = read_response,
};

const struct mst_dialogue mst_dialogue_stun_udp = {
	.name = "stun",
	.ports = "3478",
	.tls_ports = "",
	.udp = true,
	.knows = knows,
	.begin = begin,
	.read = read_response,
};
