/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * postgresql.c - PostgreSQL ("Frontend/Backend Protocol", Message Formats): asks for TLS, then begins in a version of
 * the protocol that no server has; the refusal shows which it has, and is sent before anybody logs in.
 */
#include "dialogue/finding.h"
#include "dialogue/list.h"

enum { STATE_ASKED = 0, STATE_REFUSAL = 1 }; /* scratch[0] */

static const uint8_t ask_tls[] = { 0, 0, 0, 8, 4, 0xd2, 0x16, 0x2f };
static const uint8_t startup[] = { 0, 0, 0, 9, 0, 255, 0, 0, 0 };

static void begin(struct mst_talk *talk)
{
	talk->scratch[0] = talk->secure ? STATE_REFUSAL : STATE_ASKED;
	if (talk->secure)
		mst_talk_put(talk, startup, sizeof startup);
	else
		mst_talk_put(talk, ask_tls, sizeof ask_tls);
}

/* ErrorResponse: fields of a letter and a string; its bytes, with the type in front. False: it is none. */
static bool is_refusal(const uint8_t *bytes, size_t size, struct mst_reader *message, size_t *whole)
{
	struct mst_reader r = mst_reader_over(bytes, size);
	uint8_t type = mst_read_u8(&r);
	uint32_t length = mst_read_be32(&r);

	*message = mst_reader_over(r.at, r.left);
	*whole = 1 + (size_t)length;
	return !r.short_read && type == 'E' && length >= 8 && length < 4096 && r.left && r.at[0] == 'S';
}

static bool knows(const uint8_t *bytes, size_t size)
{
	struct mst_reader message;
	size_t whole;

	return is_refusal(bytes, size, &message, &whole);
}

static enum mst_step read_refusal(struct mst_talk *talk, const struct mst_heard *heard)
{
	struct mst_reader r;
	const uint8_t *text;
	size_t size, whole = 6;

	if (heard->size >= 6 && !is_refusal(heard->bytes, heard->size, &r, &whole))
		return MST_STEP_NOT_MINE;
	if (heard->size < whole) /* each of its strings ends with a zero, as the whole does */
		return mst_finding_wait(heard);
	while (r.left && r.at[0]) {
		uint8_t field = mst_read_u8(&r);

		text = mst_finding_until(&r, 0, &size);
		if (text && field == 'F' && mst_finding_place(text, size, "postmaster.c"))
			mst_finding_text(talk, MST_SERVICE_PRODUCT, "PostgreSQL");
		if (text && field == 'F' && mst_finding_place(text, size, "backend_startup.c")) /* since 17 */
			mst_finding_text(talk, MST_SERVICE_PRODUCT, "PostgreSQL");
	}
	(void)mst_matcher_match(talk->matcher, MST_KEY_BANNER, heard->bytes, heard->size, talk->draft);
	return mst_finding_done(talk, "postgresql");
}

static enum mst_step read_answer(struct mst_talk *talk, struct mst_heard *heard)
{
	if (talk->scratch[0] == STATE_REFUSAL || !heard->size || heard->bytes[0] == 'E')
		return read_refusal(talk, heard);
	if (heard->size != 1 || (heard->bytes[0] != 'S' && heard->bytes[0] != 'N'))
		return MST_STEP_NOT_MINE;
	heard->used = 1;
	if (heard->bytes[0] == 'S')
		return MST_STEP_TLS;
	talk->scratch[0] = STATE_REFUSAL;
	mst_talk_put(talk, startup, sizeof startup);
	return MST_STEP_READ;
}

const struct mst_dialogue mst_dialogue_postgresql = {
	.name = "postgresql",
	.ports = "5432,5433,6432",
	.tls_ports = "",
	.anywhere = true,
	.knows = knows,
	.begin = begin,
	.read = read_answer,
};
