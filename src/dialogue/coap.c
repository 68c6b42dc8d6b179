/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * coap.c - CoAP (RFC 7252, 3; RFC 6690): GET /.well-known/core, any response to which will do; then GET /, whose text
 * may name the program.
 */
#include "dialogue/finding.h"
#include "dialogue/list.h"

enum { ACKNOWLEDGEMENT = 0x60, RESET = 0x70 };
enum { STATE_CORE = 0, STATE_ROOT = 1 }; /* scratch[0] */

static const char request[] = "\x40\1ms\xbb.well-known\4core";
static const char root[] = "\x40\1mt";

static void begin(struct mst_talk *talk)
{
	talk->scratch[0] = STATE_CORE;
	mst_talk_say(talk, request);
}

/* Version 1, to our message: a response 2.xx, 4.xx or 5.xx in it, or none (0.00). */
static bool is_response(const uint8_t *bytes, size_t size, uint8_t id)
{
	uint8_t class = size >= 4 ? bytes[1] >> 5 : 1;

	return size >= 4 && bytes[2] == 'm' && bytes[3] == id &&
	       (((bytes[0] & 0xf0) == ACKNOWLEDGEMENT && (class == 2 || class == 4 || class == 5 || !bytes[1])) ||
	        ((bytes[0] & 0xf0) == RESET && !bytes[1]));
}

static bool knows(const uint8_t *bytes, size_t size)
{
	return is_response(bytes, size, 's');
}

static enum mst_step read_response(struct mst_talk *talk, struct mst_heard *heard)
{
	if (talk->scratch[0] == STATE_ROOT) {
		if (!heard->size)
			return heard->ended ? MST_STEP_DONE : MST_STEP_READ;
		if (is_response(heard->bytes, heard->size, 't'))
			(void)mst_matcher_match(talk->matcher, MST_KEY_BANNER, heard->bytes, heard->size, talk->draft);
		return MST_STEP_DONE;
	}
	if (!heard->size)
		return mst_finding_wait(heard);
	if (!knows(heard->bytes, heard->size))
		return MST_STEP_NOT_MINE;
	heard->used = heard->size;
	talk->scratch[0] = STATE_ROOT;
	mst_talk_say(talk, root);
	(void)mst_finding_done(talk, "coap");
	return MST_STEP_READ;
}

const struct mst_dialogue mst_dialogue_coap = {
	.name = "coap",
	.ports = "5683",
	.tls_ports = "",
	.udp = true,
	.knows = knows,
	.begin = begin,
	.read = read_response,
};
