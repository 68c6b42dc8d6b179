/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mqtt.c - MQTT (3.1.1, section 3.1.2.2). A CONNECT that is accepted is a session, hence a login, even without a name.
 * So this one asks for a level of the protocol that does not exist: the server must answer that it does not support it
 * (CONNACK with code 1, or 132 in MQTT 5) and close, before it looks at anything else.
 */
#include "dialogue/finding.h"
#include "dialogue/list.h"

enum { CONNACK = 0x20 };

static const uint8_t hello[] = { 0x10, 12, 0, 4, 'M', 'Q', 'T', 'T', 9, 2, 0, 10, 0, 0 };

static void begin(struct mst_talk *talk)
{
	mst_talk_put(talk, hello, sizeof hello);
}

static bool knows(const uint8_t *bytes, size_t size)
{
	return size >= 4 && size <= 64 && bytes[0] == CONNACK && bytes[1] >= 2 && bytes[1] == size - 2 &&
	       bytes[2] <= 1 && (bytes[3] <= 5 || bytes[3] >= 128);
}

static enum mst_step read_connack(struct mst_talk *talk, struct mst_heard *heard)
{
	if (heard->size && heard->bytes[0] != CONNACK)
		return MST_STEP_NOT_MINE;
	if (heard->size < 4 || heard->size < 2u + heard->bytes[1])
		return mst_finding_wait(heard);
	if (!knows(heard->bytes, heard->size))
		return MST_STEP_NOT_MINE;
	return mst_finding_done(talk, "mqtt");
}

const struct mst_dialogue mst_dialogue_mqtt = {
	.name = "mqtt",
	.ports = "1883",
	.tls_ports = "8883",
	.knows = knows,
	.begin = begin,
	.read = read_connack,
};
