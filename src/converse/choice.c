/* SPDX-License-Identifier: BSD-2-Clause */
/* choice.c - see choice.h. */
#include "converse/choice.h"

#include <netinet/in.h>
#include <string.h>

static size_t index_of(const struct mst_dialogue *dialogue)
{
	size_t i = 0;

	while (mst_dialogue_at(i) != dialogue)
		i++;
	return i;
}

static bool was_tried(const struct mst_interview *interview, const struct mst_dialogue *dialogue)
{
	size_t i = index_of(dialogue);

	return interview->tried[i / 64] >> i % 64 & 1;
}

void mst_interview_choose(struct mst_interview *interview, const struct mst_dialogue *dialogue)
{
	size_t i = index_of(dialogue);

	interview->dialogue = dialogue;
	interview->tried[i / 64] |= UINT64_C(1) << i % 64;
	interview->talk.phase = 0;
	memset(interview->talk.scratch, 0, sizeof interview->talk.scratch);
}

/* The next of those that are worth a try anywhere; NULL: none is left. */
const struct mst_dialogue *mst_interview_stranger(const struct mst_interview *interview)
{
	const struct mst_dialogue *dialogue;

	for (size_t i = 0; (dialogue = mst_dialogue_at(i)); i++) {
		if (dialogue->anywhere && !dialogue->udp && !was_tried(interview, dialogue))
			return dialogue;
	}
	return NULL;
}

/* A dialogue that the first bytes name, and that was not tried; else NULL. */
const struct mst_dialogue *mst_interview_named(const struct mst_interview *interview)
{
	struct mst_service_text banner = interview->draft.service.of[MST_SERVICE_BANNER];
	const struct mst_dialogue *dialogue = NULL;

	if (banner.size)
		dialogue = mst_dialogue_known_by(banner.bytes, banner.size, interview->port.proto == IPPROTO_UDP);
	return dialogue && !was_tried(interview, dialogue) ? dialogue : NULL;
}

const struct mst_dialogue *mst_interview_web(void)
{
	const struct mst_dialogue *dialogue;

	for (size_t i = 0; (dialogue = mst_dialogue_at(i)) && strcmp(dialogue->name, "http"); i++)
		;
	return dialogue;
}

void mst_interview_conclude(struct mst_interview *interview)
{
	struct mst_service_draft *draft = &interview->draft;
	struct mst_service_text issuer = draft->service.of[MST_SERVICE_CERT_ISSUER];

	interview->silent = interview->port.proto != IPPROTO_UDP &&
	                    !(interview->speaks && strcmp(interview->speaks, "data") == 0);
	if (interview->port.proto != IPPROTO_UDP)
		mst_draft_add_text(draft, MST_SERVICE_SPEAKS, interview->speaks ? interview->speaks : "silent");
	if (issuer.size && !mst_draft_knows(draft, MST_SERVICE_PRODUCT))
		(void)mst_matcher_match(interview->means->matcher, MST_KEY_CERT_ISSUER, issuer.bytes, issuer.size,
		                        draft);
	if (!mst_draft_knows(draft, MST_SERVICE_NAME) && mst_draft_knows(draft, MST_SERVICE_TLS))
		mst_draft_add_text(draft, MST_SERVICE_NAME, "ssl");
	if (mst_draft_knows(draft, MST_SERVICE_NAME)) {
		interview->known = true;
		mst_draft_set(draft, MST_SERVICE_FROM, interview->asked ? "probe" : "banner", interview->asked ? 5 : 6);
	}
}
