/* SPDX-License-Identifier: BSD-2-Clause */
#include "fixture_script.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ANSWER_MAX = 4096, WHOLE = -1, ROUNDS_MAX = 16 };

struct play {
	const struct script *script;
	int cut;        /* the last answer ends before this byte; WHOLE: it does not */
	int changed;    /* this byte of the last answer is another; WHOLE: none */
	bool by_bytes;  /* answers come one byte at a time */
	uint8_t change; /* what it is changed by */
};

static struct mst_talk talk;
static struct mst_service_draft draft;
static struct mst_signatures *signatures;
static struct mst_matcher *matcher;
static uint8_t line[SCRIPT_ANSWERS * ANSWER_MAX]; /* what was heard and not used */
static size_t line_size;
static char text[MST_SERVICE_BYTES_MAX + 1];

static size_t answer_size(const struct script *script, const char *answer)
{
	return script->plain ? strlen(answer) : strlen(answer) / 2;
}

static size_t answer_bytes(const struct script *script, const char *hex, uint8_t *bytes)
{
	size_t size = answer_size(script, hex);

	cr_assert_leq(size, ANSWER_MAX);
	if (script->plain) {
		memcpy(bytes, hex, size);
		return size;
	}
	for (size_t i = 0; i < size; i++) {
		unsigned int value;

		cr_assert_eq(sscanf(hex + 2 * i, "%2x", &value), 1);
		bytes[i] = (uint8_t)value;
	}
	return size;
}

static void start(const struct script *script)
{
	struct mst_error err;

	if (!matcher) {
		cr_assert_eq(mst_signatures_new(&signatures, &err), 0);
		cr_assert_eq(mst_matcher_new(&matcher, signatures, &err), 0);
	}
	memset(&talk, 0, sizeof talk);
	mst_draft_begin(&draft);
	talk.matcher = matcher;
	talk.draft = &draft;
	talk.addr = mst_addr_from_ipv4(0x7f000001);
	talk.port = script->port;
	talk.proto = script->dialogue->udp ? 17 : 6;
	talk.community = script->community;
	talk.secure = script->secure;
}

/* In memory of its own size, so that the sanitizer sees what is read past it. */
static enum mst_step hear(const struct script *script, bool ended)
{
	struct mst_heard heard = { .size = line_size, .ended = ended };
	uint8_t *copy = malloc(line_size ? line_size : 1);
	enum mst_step step;

	if (line_size)
		memcpy(copy, line, line_size);
	heard.bytes = copy;
	talk.out_size = 0;
	step = script->dialogue->read(&talk, &heard);
	free(copy);
	cr_assert_leq(heard.used, line_size);
	memmove(line, line + heard.used, line_size - heard.used);
	line_size -= heard.used;
	return step;
}

/* One answer, behind what was heard and not used. */
static enum mst_step hear_answer(const struct play *play, const uint8_t *bytes, size_t size, bool last)
{
	enum mst_step step = MST_STEP_READ;
	size_t piece = play->by_bytes ? 1 : size;

	for (size_t at = 0; at < size && step == MST_STEP_READ; at += piece) {
		memcpy(line + line_size, bytes + at, piece);
		line_size += piece;
		step = hear(play->script, false);
	}
	return step == MST_STEP_READ && last ? hear(play->script, true) : step;
}

static void begin_again(const struct script *script)
{
	memset(talk.scratch, 0, sizeof talk.scratch);
	talk.out_size = line_size = 0;
	script->dialogue->begin(&talk);
}

static enum mst_step play_once(const struct play *play)
{
	static uint8_t bytes[ANSWER_MAX];
	const struct script *script = play->script;
	enum mst_step step = MST_STEP_READ;

	begin_again(script);
	for (int i = 0; (step == MST_STEP_READ || step == MST_STEP_AGAIN) && i < SCRIPT_ANSWERS && script->answers[i];
	     i++) {
		bool last = i + 1 == SCRIPT_ANSWERS || !script->answers[i + 1];
		size_t size = answer_bytes(script, script->answers[i], bytes);

		if (step == MST_STEP_AGAIN)
			begin_again(script);
		if (last && play->cut != WHOLE)
			size = (size_t)play->cut;
		if (last && play->changed != WHOLE)
			bytes[play->changed] ^= play->change;
		if (script->dialogue->knows)
			(void)script->dialogue->knows(bytes, size);
		step = hear_answer(play, bytes, size, last);
	}
	return step;
}

/* The other end is silent from now on. */
static enum mst_step play_silence(const struct script *script, enum mst_step step)
{
	for (int i = 0; (step == MST_STEP_READ || step == MST_STEP_AGAIN) && i < ROUNDS_MAX; i++) {
		if (step == MST_STEP_AGAIN)
			begin_again(script);
		step = hear(script, true);
	}
	return step;
}

static enum mst_step play_it(const struct play *play)
{
	enum mst_step step;

	start(play->script);
	step = play_once(play);
	return step == MST_STEP_READ ? play_silence(play->script, step) : step;
}

enum mst_step script_play(const struct script *script)
{
	return play_it(&(struct play){ .script = script, .cut = WHOLE, .changed = WHOLE });
}

static void check_ends(const struct play *play)
{
	enum mst_step step = play_it(play);

	step = step == MST_STEP_AGAIN ? play_silence(play->script, step) : step;
	cr_assert_neq(step, MST_STEP_READ, "cut %d, changed %d", play->cut, play->changed);
	cr_assert_neq(step, MST_STEP_AGAIN, "cut %d, changed %d", play->cut, play->changed);
}

/* Byte by byte it ends alike, and what is found may be the same. */
static void check_pieces(const struct script *script, enum mst_step step)
{
	static uint8_t pieces[MST_SERVICE_BYTES_MAX], whole[MST_SERVICE_BYTES_MAX];
	size_t size;

	cr_assert_eq(play_it(&(struct play){ .script = script, .cut = WHOLE, .changed = WHOLE, .by_bytes = true }),
	             step, "byte by byte");
	size = mst_service_pack(pieces, &draft.service);
	cr_assert_eq(script_play(script), step);
	if (!script->framed)
		return;
	cr_assert_eq(mst_service_pack(whole, &draft.service), size, "found byte by byte");
	cr_assert_arr_eq(pieces, whole, size, "found byte by byte");
}

void script_check(const struct script *script, enum mst_step step)
{
	static const uint8_t changes[] = { 0xff, 0x01, 0x80 };
	int size = 0;

	for (int i = 0; i < SCRIPT_ANSWERS && script->answers[i]; i++)
		size = (int)answer_size(script, script->answers[i]);
	for (int i = 0; i < size; i++) {
		check_ends(&(struct play){ .script = script, .cut = i, .changed = WHOLE });
		for (size_t c = 0; c < sizeof changes; c++)
			check_ends(
				&(struct play){ .script = script, .cut = WHOLE, .changed = i, .change = changes[c] });
	}
	if (!script->dialogue->udp)
		check_pieces(script, step);
	cr_assert_eq(script_play(script), step);
}

const char *script_found(enum mst_service_field field)
{
	memcpy(text, draft.service.of[field].bytes ? draft.service.of[field].bytes : (const uint8_t *)"",
	       draft.service.of[field].size);
	text[draft.service.of[field].size] = 0;
	return text;
}

const char *script_sent(void)
{
	static char sent[MST_TALK_OUT + 1];

	memcpy(sent, talk.out, talk.out_size);
	sent[talk.out_size] = '\0';
	return sent;
}

void script_expect(enum mst_service_field field, const char *expected)
{
	cr_assert_str_eq(script_found(field), expected, "%s", script_found(field));
}
