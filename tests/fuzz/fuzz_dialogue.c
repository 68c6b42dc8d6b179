/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzz_dialogue.c - what servers answer, heard by every dialogue: nothing is read past what came, what is found stays
 * within its field, and once nothing more comes, the dialogue ends.
 *
 * The first byte of the input says in which pieces the rest comes, and whether in TLS.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "dialogue/list.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

enum { SECURE = 0x80, PIECES = 0x7f, ANSWER_MAX = 2048, ROUNDS_MAX = 16, PIECES_MAX = 64 };

static struct mst_matcher *matcher;
static struct mst_talk talk;
static struct mst_service_draft draft;

static void set_up(void)
{
	static struct mst_signatures *signatures;
	struct mst_error err;

	if (!matcher && (mst_signatures_new(&signatures, &err) < 0 || mst_matcher_new(&matcher, signatures, &err) < 0))
		abort();
}

static void check_draft(void)
{
	for (int i = 0; i < MST_SERVICE_FIELD_COUNT; i++) {
		const struct mst_service_text *text = &draft.service.of[i];

		assert(text->size <= mst_service_field_most((enum mst_service_field)i));
		assert(!text->size ||
		       (text->bytes >= draft.bytes && text->bytes + text->size <= draft.bytes + sizeof draft.bytes));
	}
}

/* In memory of its own size, so that the sanitizer sees what is read past it. */
static enum mst_step hear(const struct mst_dialogue *dialogue, const uint8_t *bytes, size_t *from, size_t size,
                          bool ended)
{
	struct mst_heard heard = { .size = size - *from, .ended = ended };
	uint8_t *copy = malloc(heard.size ? heard.size : 1);
	enum mst_step step;

	if (!copy)
		abort();
	if (heard.size)
		memcpy(copy, bytes + *from, heard.size);
	heard.bytes = copy;
	talk.out_size = 0;
	if (dialogue->knows)
		(void)dialogue->knows(copy, heard.size);
	step = dialogue->read(&talk, &heard);
	free(copy);
	assert(heard.used <= heard.size && talk.out_size <= sizeof talk.out);
	*from += heard.used;
	return step;
}

static enum mst_step begin(const struct mst_dialogue *dialogue)
{
	memset(talk.scratch, 0, sizeof talk.scratch);
	talk.out_size = 0;
	dialogue->begin(&talk);
	assert(talk.out_size <= sizeof talk.out);
	return MST_STEP_READ;
}

/* Every connection hears the same. */
static void play(const struct mst_dialogue *dialogue, uint8_t how, const uint8_t *bytes, size_t count)
{
	size_t piece = (how & PIECES) + 1U;
	enum mst_step step = MST_STEP_AGAIN;

	if (count / piece > PIECES_MAX)
		piece = count / PIECES_MAX + 1;
	memset(&talk, 0, sizeof talk);
	mst_draft_begin(&draft);
	talk.matcher = matcher;
	talk.draft = &draft;
	talk.addr = mst_addr_from_ipv4(0x7f000001);
	talk.port = 1;
	talk.proto = dialogue->udp ? 17 : 6;
	talk.secure = how & SECURE;
	talk.community = "public";
	for (int i = 0; step == MST_STEP_AGAIN || step == MST_STEP_TLS; i++) {
		size_t from = 0, size = 0;

		assert(i < ROUNDS_MAX);
		talk.secure |= step == MST_STEP_TLS;
		step = begin(dialogue);
		while (size < count && step == MST_STEP_READ) {
			size = count - size > piece && !dialogue->udp ? size + piece : count;
			step = hear(dialogue, bytes, &from, size, false);
		}
		for (int last = 0; step == MST_STEP_READ; last++) {
			assert(last < ROUNDS_MAX);
			step = hear(dialogue, bytes, &from, size, true);
		}
	}
	check_draft();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	const struct mst_dialogue *dialogue;

	set_up();
	if (count == 0 || count > ANSWER_MAX)
		return 0;
	for (size_t i = 0; (dialogue = mst_dialogue_at(i)); i++)
		play(dialogue, bytes[0], bytes + 1, count - 1);
	return 0;
}
