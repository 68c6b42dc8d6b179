/* SPDX-License-Identifier: BSD-2-Clause */
/* pptp.c - PPTP (RFC 2637, 2.1): the start of a control connection, which opens no tunnel; the reply has vendor and
 * firmware. */
#include <string.h>

#include "dialogue/finding.h"
#include "dialogue/list.h"

enum { SIZE = 156, REPLY = 2, NAME_SIZE = 64 };

static const uint8_t request[SIZE] = {
	0, SIZE, 0, 1, 0x1a, 0x2b, 0x3c, 0x4d, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 3,
};

static void begin(struct mst_talk *talk)
{
	mst_talk_put(talk, request, sizeof request);
}

static bool knows(const uint8_t *bytes, size_t size)
{
	static const uint8_t head[] = { 0, SIZE, 0, 1, 0x1a, 0x2b, 0x3c, 0x4d, 0, REPLY };

	return size >= sizeof head && !memcmp(bytes, head, sizeof head);
}

static enum mst_step read_reply(struct mst_talk *talk, struct mst_heard *heard)
{
	struct mst_reader r = mst_reader_over(heard->bytes, heard->size);
	const uint8_t *vendor;
	uint16_t firmware;
	size_t size = 0;

	if (heard->size >= 10 && !knows(heard->bytes, heard->size))
		return MST_STEP_NOT_MINE;
	if (heard->size < SIZE)
		return mst_finding_wait(heard);
	mst_skip(&r, 26);
	firmware = mst_read_be16(&r);
	mst_skip(&r, NAME_SIZE);
	vendor = mst_read_bytes(&r, NAME_SIZE);
	while (vendor && size < NAME_SIZE && vendor[size])
		size++;
	if (size == 5 && !memcmp(vendor, "linux", 5)) {
		mst_finding_text(talk, MST_SERVICE_PRODUCT, "PoPToP pptpd");
		firmware = 0; /* it is always 1 there, whatever the version */
	}
	if (vendor)
		mst_draft_add(talk->draft, MST_SERVICE_PRODUCT, vendor, size);
	if (firmware)
		mst_finding_text(talk, MST_SERVICE_VERSION, "%u", firmware);
	return mst_finding_done(talk, "pptp");
}

const struct mst_dialogue mst_dialogue_pptp = {
	.name = "pptp",
	.ports = "1723",
	.tls_ports = "",
	.knows = knows,
	.begin = begin,
	.read = read_reply,
};
