/* SPDX-License-Identifier: BSD-2-Clause */
/* talking.c - see talking.h. */
#include "converse/talking.h"

#include <string.h>

#include "converse/choice.h"

static void talk_on(struct mst_interview *interview, uint64_t now_ns)
{
	bool heard = interview->line.in_size > 0;

	mst_state_enter(interview, MST_STAGE_TALKING,
	                heard && mst_state_is_brief(interview) ? mst_state_listening_ns(interview)
	                                                       : mst_state_silence_ns(interview),
	                now_ns);
}

void mst_talking_begin(struct mst_interview *interview, uint64_t now_ns)
{
	interview->talk.out_size = interview->sent = 0;
	interview->dialogue->begin(&interview->talk);
	mst_choice_note_tried(interview);
	interview->asked |= interview->talk.out_size > 0;
	interview->datagrams++;
	talk_on(interview, now_ns);
}

bool mst_talking_is_our_turn(const struct mst_interview *interview)
{
	return interview->talk.secure && !interview->is_secure && !interview->talk.out_size;
}

static bool has_text(const struct mst_interview *interview, enum mst_service_field field, const char *wanted)
{
	struct mst_service_text text = interview->draft.service.of[field];

	return text.size == strlen(wanted) && memcmp(text.bytes, wanted, text.size) == 0;
}

/* HTTP in clear, at a port at which TLS was not tried. */
static bool is_web_in_clear(const struct mst_interview *interview)
{
	return interview->dialogue == mst_dialogue_web() && !interview->talk.secure && !interview->tried_tls &&
	       !mst_state_is_brief(interview);
}

/* Servers that want TLS answer 400 to HTTP in clear; so do proxies that are asked for themselves. */
static bool may_want_tls(const struct mst_interview *interview)
{
	return is_web_in_clear(interview) && has_text(interview, MST_SERVICE_HTTP_STATUS, "400") &&
	       !has_text(interview, MST_SERVICE_NAME, "http-proxy");
}

/* The dialogue does not take an answer of HTTP for one only where it says that TLS is wanted. */
static bool says_it_wants_tls(const struct mst_interview *interview)
{
	struct mst_service_text banner = interview->draft.service.of[MST_SERVICE_BANNER];

	return is_web_in_clear(interview) && banner.size && interview->dialogue->knows(banner.bytes, banner.size);
}

static enum mst_next connect_in_tls(struct mst_interview *interview)
{
	interview->plain_refused = interview->wants_tls = interview->guesses = true;
	return MST_NEXT_CONNECT;
}

static enum mst_next finish(struct mst_interview *interview)
{
	if (may_want_tls(interview))
		return connect_in_tls(interview);
	mst_choice_is_right(interview);
	return MST_NEXT_OVER;
}

static enum mst_next take_step(struct mst_interview *interview, enum mst_step step, bool last, uint64_t now_ns)
{
	switch (step) {
	case MST_STEP_READ:
		if (last)
			return MST_NEXT_TRY;
		talk_on(interview, now_ns);
		return MST_NEXT_WAIT;
	case MST_STEP_TLS:
		mst_choice_is_right(interview); /* it spoke this protocol in clear */
		return mst_state_is_brief(interview) || interview->line.ssl ? MST_NEXT_OVER : MST_NEXT_TLS;
	case MST_STEP_AGAIN:
		interview->wants_tls = interview->in_tls;
		return mst_state_is_brief(interview) ? MST_NEXT_OVER : MST_NEXT_CONNECT;
	case MST_STEP_DONE: return finish(interview);
	case MST_STEP_NOT_MINE: return says_it_wants_tls(interview) ? connect_in_tls(interview) : MST_NEXT_TRY;
	}
	return MST_NEXT_TRY;
}

enum mst_next mst_talking_read(struct mst_interview *interview, bool quiet, uint64_t now_ns)
{
	struct mst_connection *line = &interview->line;
	struct mst_heard heard = {
		.bytes = line->in, .size = line->in_size, .ended = line->ended || quiet, .full = line->full
	};
	enum mst_step step = interview->dialogue->read(&interview->talk, &heard);

	mst_connection_drop(line, heard.used);
	interview->asked |= interview->talk.out_size > 0;
	return take_step(interview, step, heard.ended || heard.full, now_ns);
}

void mst_talking_send(struct mst_interview *interview)
{
	struct mst_talk *talk = &interview->talk;

	interview->sent += mst_connection_send(&interview->line, talk->out + interview->sent,
	                                       talk->out_size - interview->sent);
	if (interview->sent == talk->out_size)
		talk->out_size = interview->sent = 0;
}
