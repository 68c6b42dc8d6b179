/* SPDX-License-Identifier: BSD-2-Clause */
/* ajp.c - Apache JServ Protocol 1.3 (AJPv13, "Response Packet Structure"): CPing, answered by CPong. */
#include <string.h>

#include "dialogue/finding.h"
#include "dialogue/list.h"

static const uint8_t ping[] = { 0x12, 0x34, 0, 1, 10 };
static const uint8_t pong[] = { 'A', 'B', 0, 1, 9 };

static void begin(struct mst_talk *talk)
{
	mst_talk_put(talk, ping, sizeof ping);
}

static bool knows(const uint8_t *bytes, size_t size)
{
	return size == sizeof pong && !memcmp(bytes, pong, sizeof pong);
}

static enum mst_step read_pong(struct mst_talk *talk, struct mst_heard *heard)
{
	if (heard->size < sizeof pong)
		return mst_finding_wait(heard);
	return knows(heard->bytes, heard->size) ? mst_finding_done(talk, "ajp13") : MST_STEP_NOT_MINE;
}

const struct mst_dialogue mst_dialogue_ajp = {
	.name = "ajp13",
	.ports = "8009",
	.tls_ports = "",
	.knows = knows,
	.begin = begin,
	.read = read_pong,
};
