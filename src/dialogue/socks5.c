/* SPDX-License-Identifier: BSD-2-Clause */
/* socks5.c - SOCKS 5 (RFC 1928, 3): offers no authentication and a password; the server chooses, and nothing follows.
 */
#include "dialogue/finding.h"
#include "dialogue/list.h"

enum { VERSION = 5, METHOD_NONE = 0, METHOD_PASSWORD = 2, METHOD_REFUSED = 255 };

static const uint8_t offer[] = { VERSION, 2, METHOD_NONE, METHOD_PASSWORD };

static void begin(struct mst_talk *talk)
{
	mst_talk_put(talk, offer, sizeof offer);
}

static bool knows(const uint8_t *bytes, size_t size)
{
	return size == 2 && bytes[0] == VERSION &&
	       (bytes[1] == METHOD_NONE || bytes[1] == METHOD_PASSWORD || bytes[1] == METHOD_REFUSED);
}

static enum mst_step read_choice(struct mst_talk *talk, struct mst_heard *heard)
{
	if (heard->size < 2)
		return mst_finding_wait(heard);
	if (!knows(heard->bytes, heard->size))
		return MST_STEP_NOT_MINE;
	if (heard->bytes[1] != METHOD_REFUSED)
		mst_finding_words(talk, MST_SERVICE_CAPABILITIES, heard->bytes[1] ? "password" : "open");
	return mst_finding_done(talk, "socks5");
}

const struct mst_dialogue mst_dialogue_socks5 = {
	.name = "socks5",
	.ports = "1080",
	.tls_ports = "",
	.knows = knows,
	.begin = begin,
	.read = read_choice,
};
