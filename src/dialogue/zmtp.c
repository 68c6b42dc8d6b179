/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * zmtp.c - ZeroMQ's ZMTP (RFC 23/ZMTP of ZeroMQ): both ends send a greeting, in pieces; its first ten bytes come at
 * once. Ours is sent too, as the mechanism follows only then; the handshake goes no further.
 */
#include "dialogue/finding.h"
#include "dialogue/list.h"

enum { SIGNATURE = 10, GREETING = 64, MECHANISM = 20 };

static const uint8_t greeting[GREETING] = {
	0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 3, 0, 'N', 'U', 'L', 'L',
};

static void begin(struct mst_talk *talk)
{
	mst_talk_put(talk, greeting, sizeof greeting);
}

static bool knows(const uint8_t *bytes, size_t size)
{
	return size >= SIGNATURE && bytes[0] == 0xff && !bytes[1] && !bytes[2] && (bytes[9] & 0xfe) == 0x7e &&
	       (size == SIGNATURE || bytes[SIGNATURE] <= 9);
}

static enum mst_step read_greeting(struct mst_talk *talk, struct mst_heard *heard)
{
	struct mst_reader r = mst_reader_over(heard->bytes, heard->size), mechanism;
	const uint8_t *name;
	uint8_t major, minor;
	size_t size;

	if (heard->size < SIGNATURE)
		return mst_finding_wait(heard);
	if (!knows(heard->bytes, heard->size))
		return MST_STEP_NOT_MINE;
	if (heard->size < GREETING && !heard->ended)
		return MST_STEP_READ;
	mst_skip(&r, SIGNATURE);
	major = mst_read_u8(&r);
	minor = mst_read_u8(&r);
	name = mst_read_bytes(&r, MECHANISM);
	if (r.short_read)
		return mst_finding_spoke(talk, "zmtp");
	mechanism = mst_reader_over(name, MECHANISM);
	name = mst_finding_until(&mechanism, 0, &size);
	mst_finding_text(talk, MST_SERVICE_CAPABILITIES, "ZMTP-%u.%u", major, minor);
	if (name)
		mst_finding_word(talk, MST_SERVICE_CAPABILITIES, name, size);
	mst_finding_text(talk, MST_SERVICE_PRODUCT, "ZeroMQ");
	return mst_finding_spoke(talk, "zmtp");
}

const struct mst_dialogue mst_dialogue_zmtp = {
	.name = "zmtp",
	.ports = "5555,5556",
	.tls_ports = "",
	.listens_first = true,
	.knows = knows,
	.begin = begin,
	.read = read_greeting,
};
