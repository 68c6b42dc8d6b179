/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tftp.c - TFTP (RFC 1350): asks for a file that cannot exist, and is told so. The answer comes from another port of
 * the server (section 4): the socket must not be connected.
 */
#include "dialogue/finding.h"
#include "dialogue/list.h"

enum { DATA = 3, ERROR = 5, CODE_MAX = 8 };

static const uint8_t request[] = "\0\1muster-asks-for-nothing\0octet";

static void begin(struct mst_talk *talk)
{
	mst_talk_put(talk, request, sizeof request);
}

static bool knows(const uint8_t *bytes, size_t size)
{
	if (size < 4 || bytes[0])
		return false;
	if (bytes[1] == ERROR)
		return size >= 5 && !bytes[2] && bytes[3] <= CODE_MAX && !bytes[size - 1];
	return bytes[1] == DATA && !bytes[2] && bytes[3] == 1 && size <= 4 + 512;
}

static enum mst_step read_error(struct mst_talk *talk, struct mst_heard *heard)
{
	if (!heard->size)
		return mst_finding_wait(heard);
	if (!knows(heard->bytes, heard->size))
		return MST_STEP_NOT_MINE;
	(void)mst_matcher_match(talk->matcher, MST_KEY_BANNER, heard->bytes, heard->size, talk->draft);
	return mst_finding_done(talk, "tftp");
}

const struct mst_dialogue mst_dialogue_tftp = {
	.name = "tftp",
	.ports = "69",
	.tls_ports = "",
	.udp = true,
	.begin = begin,
	.read = read_error,
};
