/* SPDX-License-Identifier: BSD-2-Clause */
/* choice.c - see choice.h. */
#include "converse/choice.h"

#include <string.h>

static bool was_tried(const struct mst_interview *interview, size_t index)
{
	return interview->tried[index / 64] >> index % 64 & 1;
}

static size_t index_of(const struct mst_dialogue *dialogue)
{
	size_t i = 0;

	while (mst_dialogue_at(i) != dialogue)
		i++;
	return i;
}

void mst_choice_note_tried(struct mst_interview *interview)
{
	size_t i = index_of(interview->dialogue);

	interview->tried[i / 64] |= UINT64_C(1) << i % 64;
}

void mst_choose(struct mst_interview *interview, const struct mst_dialogue *dialogue)
{
	interview->dialogue = dialogue;
	interview->talk.phase = 0;
	memset(interview->talk.scratch, 0, sizeof interview->talk.scratch);
}

void mst_choice_guess(struct mst_interview *interview, const struct mst_dialogue *dialogue)
{
	mst_choose(interview, dialogue);
	interview->guesses = !mst_state_is_brief(interview); /* where nothing else will be tried */
}

/* The next of those that are worth a try anywhere; NULL: none is left. */
static const struct mst_dialogue *next_stranger(const struct mst_interview *interview)
{
	const struct mst_dialogue *dialogue;

	for (size_t i = 0; (dialogue = mst_dialogue_at(i)); i++) {
		if (dialogue->anywhere && !dialogue->udp && !was_tried(interview, i))
			return dialogue;
	}
	return NULL;
}

/* A dialogue that the first bytes name, and that was not tried; else NULL. */
static const struct mst_dialogue *named_by_banner(const struct mst_interview *interview)
{
	struct mst_service_text banner = interview->draft.service.of[MST_SERVICE_BANNER];
	const struct mst_dialogue *dialogue = NULL;

	if (banner.size)
		dialogue = mst_dialogue_known_by(banner.bytes, banner.size, false);
	return dialogue && !was_tried(interview, index_of(dialogue)) ? dialogue : NULL;
}

bool mst_choice_by_pattern(struct mst_interview *interview)
{
	struct mst_service_text banner = interview->draft.service.of[MST_SERVICE_BANNER];

	return banner.size && mst_matcher_match(interview->means->matcher, MST_KEY_BANNER, banner.bytes, banner.size,
	                                        &interview->draft);
}

static bool is_enough(const struct mst_interview *interview)
{
	return interview->known || interview->suspect || mst_state_is_udp(interview) || mst_state_is_brief(interview);
}

/* Whether it is waited for as long as may be, where nothing ever came: a slow web server is more likely than most. */
static bool is_time_for_patience(const struct mst_interview *interview)
{
	return interview->strangers > 0 && !interview->patient && !interview->of_port &&
	       !mst_state_has_data(interview) && mst_state_silence_ns(interview) < interview->means->timeout_ns;
}

static const struct mst_dialogue *next_dialogue(struct mst_interview *interview)
{
	const struct mst_dialogue *of_port = interview->of_port;

	/* In TLS each try costs a handshake: there are none without a reason. */
	if (interview->looks_tls)
		return NULL;
	interview->guesses = !of_port || was_tried(interview, index_of(of_port));
	if (!interview->guesses)
		return of_port;
	if (is_time_for_patience(interview)) {
		interview->patient = true;
		interview->guesses = false;
		return mst_dialogue_web();
	}
	interview->strangers++;
	return next_stranger(interview);
}

bool mst_choose_next(struct mst_interview *interview)
{
	const struct mst_dialogue *dialogue;

	interview->wants_tls = interview->in_tls;
	if (is_enough(interview))
		return false;
	dialogue = named_by_banner(interview);
	if (!dialogue && mst_choice_by_pattern(interview))
		return false;
	interview->guesses = !dialogue;
	if (!dialogue && !interview->tried_tls) {
		interview->wants_tls = true;
		return true;
	}
	if (!dialogue)
		dialogue = next_dialogue(interview);
	if (dialogue)
		mst_choose(interview, dialogue);
	return dialogue != NULL;
}

void mst_choice_is_right(struct mst_interview *interview)
{
	interview->known = true;
	mst_draft_add_text(&interview->draft, MST_SERVICE_NAME, interview->dialogue->name);
}
