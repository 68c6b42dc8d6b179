/* SPDX-License-Identifier: BSD-2-Clause */
/* coap.c - CoAP (RFC 7252, 3; RFC 6690): GET /.well-known/core; any response to it will do. */
#include "dialogue/finding.h"
#include "dialogue/list.h"

enum { ACKNOWLEDGEMENT = 0x60, RESET = 0x70 };

static const char request[] = "\x40\1ms\xbb.well-known\4core";

static void begin(struct mst_talk *talk)
{
	mst_talk_say(talk, request);
}

/* Version 1, to our message: a response 2.xx, 4.xx or 5.xx in it, or none (0.00). */
static bool knows(const uint8_t *bytes, size_t size)
{
	uint8_t class = size >= 4 ? bytes[1] >> 5 : 1;

	return size >= 4 && bytes[2] == 'm' && bytes[3] == 's' &&
	       (((bytes[0] & 0xf0) == ACKNOWLEDGEMENT && (class == 2 || class == 4 || class == 5 || !bytes[1])) ||
	        ((bytes[0] & 0xf0) == RESET && !bytes[1]));
}

static enum mst_step read_response(struct mst_talk *talk, struct mst_heard *heard)
{
	if (!heard->size)
		return mst_finding_wait(heard);
	return knows(heard->bytes, heard->size) ? mst_finding_done(talk, "coap") : MST_STEP_NOT_MINE;
}

const struct mst_dialogue mst_dialogue_coap = {
	.name = "coap",
	.ports = "5683",
	.tls_ports = "",
	.udp = true,
	.begin = begin,
	.read = read_response,
};
