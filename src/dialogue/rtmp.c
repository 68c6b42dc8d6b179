/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rtmp.c - RTMP (Adobe's specification, 5.2): the handshake's first two chunks. The server's third chunk repeats ours.
 */
#include <string.h>

#include "dialogue/finding.h"
#include "dialogue/list.h"

enum { VERSION = 3, CHUNK = 1536, ECHO_AT = 1 + CHUNK + 8, ECHO_SIZE = 12 };

static const char pattern[ECHO_SIZE + 1] = "muster muste";

static void begin(struct mst_talk *talk)
{
	static const uint8_t head[9] = { VERSION };

	mst_talk_put(talk, head, sizeof head);
	for (size_t filled = 0; filled < CHUNK - 8; filled += ECHO_SIZE)
		mst_talk_put(talk, pattern, filled + ECHO_SIZE > CHUNK - 8 ? CHUNK - 8 - filled : ECHO_SIZE);
}

static enum mst_step read_chunks(struct mst_talk *talk, struct mst_heard *heard)
{
	if (heard->size && heard->bytes[0] != VERSION)
		return MST_STEP_NOT_MINE;
	if (heard->size < ECHO_AT + ECHO_SIZE)
		return mst_finding_wait(heard);
	if (memcmp(heard->bytes + ECHO_AT, pattern, ECHO_SIZE))
		return MST_STEP_NOT_MINE;
	return mst_finding_done(talk, "rtmp");
}

const struct mst_dialogue mst_dialogue_rtmp = {
	.name = "rtmp",
	.ports = "1935",
	.tls_ports = "",
	.begin = begin,
	.read = read_chunks,
};
