/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * quic.c - QUIC (RFC 9000, 6 and 15): a packet of a version that is reserved for this, padded to 1,200 bytes; the
 * server answers with the list of its versions, and keeps no state.
 */
#include <stdio.h>
#include <string.h>

#include "dialogue/finding.h"
#include "dialogue/list.h"

enum { ID_SIZE = 8, SIZE_MIN = 1200, LONG_HEADER = 0x80, VERSIONS_MAX = 16 };

static const uint8_t head[] = {
	0xc0, 0x1a, 0x2a,    0x3a, 0x4a, ID_SIZE, 'm', 'u', 's', 't', 'e', 'r',
	'd',  'c',  ID_SIZE, 'm',  'u',  's',     't', 'e', 'r', 's', 'c',
};

static void begin(struct mst_talk *talk)
{
	static const uint8_t padding[SIZE_MIN - sizeof head];

	mst_talk_put(talk, head, sizeof head);
	mst_talk_put(talk, padding, sizeof padding);
}

/* Version 0, and our connection IDs the other way round. */
static bool knows(const uint8_t *bytes, size_t size)
{
	return size >= sizeof head && bytes[0] & LONG_HEADER && !memcmp(bytes + 1, "\0\0\0\0", 4) &&
	       !memcmp(bytes + 5, head + 14, 1 + ID_SIZE) && !memcmp(bytes + 14, head + 5, 1 + ID_SIZE);
}

static void put_version(struct mst_talk *talk, uint32_t version)
{
	char text[16] = "";

	if (version == 1 || version == 0x6b3343cf)
		mst_finding_words(talk, MST_SERVICE_CAPABILITIES, version == 1 ? "v1" : "v2");
	else if (version >> 8 == 0xff0000)
		(void)snprintf(text, sizeof text, "draft-%u", version & 255);
	else if (version >> 24 == 'Q')
		(void)snprintf(text, sizeof text, "Q%c%c%c", (int)(version >> 16 & 127), (int)(version >> 8 & 127),
		               (int)(version & 127));
	mst_finding_words(talk, MST_SERVICE_CAPABILITIES, text);
}

static enum mst_step read_versions(struct mst_talk *talk, struct mst_heard *heard)
{
	struct mst_reader r = mst_reader_over(heard->bytes, heard->size);

	if (!heard->size)
		return mst_finding_wait(heard);
	if (!knows(heard->bytes, heard->size))
		return MST_STEP_NOT_MINE;
	mst_skip(&r, sizeof head);
	for (unsigned int i = 0; i < VERSIONS_MAX && r.left >= 4; i++)
		put_version(talk, mst_read_be32(&r));
	return mst_finding_done(talk, "quic");
}

const struct mst_dialogue mst_dialogue_quic = {
	.name = "quic",
	.ports = "443,8443",
	.tls_ports = "",
	.udp = true,
	.knows = knows,
	.begin = begin,
	.read = read_versions,
};
