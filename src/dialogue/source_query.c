/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * source_query.c - game servers of the Source engine (Valve's "Server queries", A2S_INFO): name of the game and
 * version. The first answer may be a challenge, which the second question repeats.
 */
#include <string.h>

#include "dialogue/finding.h"
#include "dialogue/list.h"

enum { CHALLENGE = 'A', INFO = 'I', STATE_CHALLENGED = 1 }; /* scratch[0] */

static const uint8_t request[] = "\xff\xff\xff\xffTSource Engine Query";

static void begin(struct mst_talk *talk)
{
	talk->scratch[0] = 0;
	mst_talk_put(talk, request, sizeof request);
}

static bool knows(const uint8_t *bytes, size_t size)
{
	return size >= 9 && !memcmp(bytes, request, 4) && (bytes[4] == CHALLENGE || bytes[4] == INFO);
}

static void read_info(struct mst_talk *talk, struct mst_reader *r)
{
	const uint8_t *text = NULL;
	size_t size;

	mst_skip(r, 1);
	for (int i = 0; i < 4 && (!i || text); i++) /* server, map, folder, game */
		text = mst_finding_until(r, 0, &size);
	if (!text)
		return;
	mst_draft_add(talk->draft, MST_SERVICE_PRODUCT, text, size);
	mst_skip(r, 9); /* number of the game, players, bots, type, system, locked, secured */
	text = mst_finding_until(r, 0, &size);
	if (text)
		mst_draft_add(talk->draft, MST_SERVICE_VERSION, text, size);
}

static enum mst_step read_answer(struct mst_talk *talk, struct mst_heard *heard)
{
	struct mst_reader r = mst_reader_over(heard->bytes, heard->size);

	if (!heard->size)
		return talk->scratch[0] && heard->ended ? MST_STEP_DONE : mst_finding_wait(heard);
	if (!knows(heard->bytes, heard->size))
		return MST_STEP_NOT_MINE;
	(void)mst_finding_done(talk, "source-engine");
	mst_skip(&r, 5);
	if (heard->bytes[4] == INFO) {
		read_info(talk, &r);
		return MST_STEP_DONE;
	}
	if (talk->scratch[0] == STATE_CHALLENGED)
		return MST_STEP_DONE;
	talk->scratch[0] = STATE_CHALLENGED;
	mst_talk_put(talk, request, sizeof request);
	mst_talk_put(talk, r.at, 4);
	heard->used = heard->size;
	return MST_STEP_READ;
}

const struct mst_dialogue mst_dialogue_source_query = {
	.name = "source-engine",
	.ports = "27015",
	.tls_ports = "",
	.udp = true,
	.knows = knows,
	.begin = begin,
	.read = read_answer,
};
