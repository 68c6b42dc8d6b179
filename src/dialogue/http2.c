/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * http2.c - HTTP/2 with prior knowledge (RFC 9113, 3.3 and 3.4), as gRPC has it: the preface, answered by SETTINGS.
 */
#include "dialogue/finding.h"
#include "dialogue/list.h"

enum { HEAD = 9, SETTINGS = 4, SETTING_SIZE = 6, FRAME_MAX = 16384 };

static const char preface[] = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
static const uint8_t settings[HEAD] = { 0, 0, 0, SETTINGS };

static void begin(struct mst_talk *talk)
{
	mst_talk_say(talk, preface);
	mst_talk_put(talk, settings, sizeof settings);
}

static bool knows(const uint8_t *bytes, size_t size)
{
	struct mst_reader r = mst_reader_over(bytes, size);
	uint32_t length = mst_read_be24(&r);
	uint8_t type = mst_read_u8(&r), flags = mst_read_u8(&r);
	uint32_t stream = mst_read_be32(&r);

	return !r.short_read && type == SETTINGS && !flags && !stream && length % SETTING_SIZE == 0 &&
	       length <= FRAME_MAX;
}

static enum mst_step read_settings(struct mst_talk *talk, struct mst_heard *heard)
{
	if (heard->size < HEAD)
		return mst_finding_wait(heard);
	if (!knows(heard->bytes, heard->size))
		return MST_STEP_NOT_MINE;
	return mst_finding_done(talk, "http2");
}

const struct mst_dialogue mst_dialogue_http2 = {
	.name = "http2",
	.ports = "50051",
	.tls_ports = "",
	.knows = knows,
	.begin = begin,
	.read = read_settings,
};
