/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * nbd.c - network block devices (protocol of NBD, "The handshake phase"): the server's greeting; then an option that
 * does not exist, whose refusal is in the words of the program. No device is opened.
 */
#include <string.h>

#include "dialogue/finding.h"
#include "dialogue/list.h"

enum { MAGICS = 16, GREETING = 18, FIXED_NEWSTYLE = 1, TEXT_MAX = 4096 };
enum { STATE_GREETING = 0, STATE_REFUSAL = 1 }; /* scratch[0] */

static const uint8_t refused[] = { 0, 3, 0xe8, 0x89, 4, 0x55, 0x65, 0xa9, 0, 0, 'M', 'U', 0x80, 0, 0, 1 };

static void begin(struct mst_talk *talk)
{
	talk->scratch[0] = STATE_GREETING;
}

static bool knows(const uint8_t *bytes, size_t size)
{
	return size >= 8 && !memcmp(bytes, "NBDMAGIC", 8);
}

static void ask(struct mst_talk *talk)
{
	static const uint8_t flags[] = { 0, 0, 0, FIXED_NEWSTYLE };
	static const uint8_t unknown[] = { 'I', 'H', 'A', 'V', 'E', 'O', 'P', 'T', 0, 0, 'M', 'U', 0, 0, 0, 0 };

	mst_talk_put(talk, flags, sizeof flags);
	mst_talk_put(talk, unknown, sizeof unknown);
	talk->scratch[0] = STATE_REFUSAL;
}

static enum mst_step read_greeting(struct mst_talk *talk, struct mst_heard *heard)
{
	bool newstyle = heard->size >= MAGICS && !memcmp(heard->bytes + 8, "IHAVEOPT", 8);

	if (heard->size >= 8 && !knows(heard->bytes, heard->size))
		return MST_STEP_NOT_MINE;
	if (heard->size < MAGICS || (newstyle && heard->size < GREETING && !heard->ended))
		return mst_finding_wait(heard);
	mst_finding_words(talk, MST_SERVICE_CAPABILITIES, newstyle ? "newstyle" : "oldstyle");
	(void)mst_finding_spoke(talk, "nbd");
	if (!newstyle || heard->size < GREETING || !(heard->bytes[GREETING - 1] & FIXED_NEWSTYLE))
		return MST_STEP_DONE;
	ask(talk);
	heard->used = GREETING;
	return MST_STEP_READ;
}

static enum mst_step read_refusal(struct mst_talk *talk, const struct mst_heard *heard)
{
	struct mst_reader r = mst_reader_over(heard->bytes, heard->size);
	const uint8_t *text;
	uint32_t size;

	mst_skip(&r, sizeof refused);
	size = mst_read_be32(&r);
	if (!r.short_read && (memcmp(heard->bytes, refused, sizeof refused) || size > TEXT_MAX))
		return MST_STEP_DONE;
	text = mst_read_bytes(&r, size);
	if (r.short_read)
		return heard->ended || heard->full ? MST_STEP_DONE : MST_STEP_READ;
	(void)mst_matcher_match(talk->matcher, MST_KEY_BANNER, text, size, talk->draft);
	return MST_STEP_DONE;
}

static enum mst_step read_answer(struct mst_talk *talk, struct mst_heard *heard)
{
	return talk->scratch[0] == STATE_GREETING ? read_greeting(talk, heard) : read_refusal(talk, heard);
}

const struct mst_dialogue mst_dialogue_nbd = {
	.name = "nbd",
	.ports = "10809",
	.tls_ports = "",
	.listens_first = true,
	.knows = knows,
	.begin = begin,
	.read = read_answer,
};
