/* SPDX-License-Identifier: BSD-2-Clause */
/* nbd.c - network block devices (protocol of NBD, "The handshake phase"): the server's greeting; nothing is sent. */
#include <string.h>

#include "dialogue/finding.h"
#include "dialogue/list.h"

enum { GREETING = 16 };

static void begin(struct mst_talk *talk)
{
	(void)talk;
}

static bool knows(const uint8_t *bytes, size_t size)
{
	return size >= 8 && !memcmp(bytes, "NBDMAGIC", 8);
}

static enum mst_step read_greeting(struct mst_talk *talk, struct mst_heard *heard)
{
	if (heard->size >= 8 && !knows(heard->bytes, heard->size))
		return MST_STEP_NOT_MINE;
	if (heard->size < GREETING)
		return mst_finding_wait(heard);
	mst_finding_words(talk, MST_SERVICE_CAPABILITIES,
	                  memcmp(heard->bytes + 8, "IHAVEOPT", 8) ? "oldstyle" : "newstyle");
	return mst_finding_spoke(talk, "nbd");
}

const struct mst_dialogue mst_dialogue_nbd = {
	.name = "nbd",
	.ports = "10809",
	.tls_ports = "",
	.listens_first = true,
	.knows = knows,
	.begin = begin,
	.read = read_greeting,
};
