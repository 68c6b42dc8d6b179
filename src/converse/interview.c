/* SPDX-License-Identifier: BSD-2-Clause */
/* interview.c - see interview.h. */
#include "converse/interview.h"

#include <errno.h>
#include <string.h>

#include "base/clock.h"
#include "converse/choice.h"
#include "converse/compare.h"
#include "converse/limits.h"
#include "converse/ports.h"
#include "converse/shaking.h"
#include "converse/talking.h"

#define CONNECTIONS_MAX 24 /* to one port */
#define TIMES_MAX 4        /* of the time-out, for all of them */
#define DATAGRAMS_MAX 3
#define LIMITED_NS (50 * MST_NS_PER_MS)         /* between two tries at a limit of this machine */
#define LIMITED_MAX_NS (30 * MST_NS_PER_SECOND) /* of one port */

#define SECURE_WAIT_NS (20 * MST_NS_PER_MS)

/* ---- what is done next ---- */

static void leave(struct mst_interview *interview)
{
	mst_connection_close(&interview->line);
	interview->means->secure_count -= interview->is_secure;
	interview->is_secure = false;
}

/* Whether a connection that begins with TLS waits until others have ended, which is no part of its time. */
static bool waits_for_others(struct mst_interview *interview, uint64_t now_ns)
{
	if (!interview->wants_tls || interview->means->secure_count < interview->means->secure_most)
		return false;
	interview->end_ns += SECURE_WAIT_NS;
	mst_state_enter(interview, MST_STAGE_LIMITED, SECURE_WAIT_NS, now_ns);
	return true;
}

static enum mst_next wait_for_limit(struct mst_interview *interview, uint64_t now_ns)
{
	leave(interview);
	interview->means->limited_until_ns = now_ns + LIMITED_NS;
	interview->limited_ns += LIMITED_NS;
	interview->end_ns += LIMITED_NS;
	if (interview->limited_ns > LIMITED_MAX_NS)
		return MST_NEXT_OVER;
	mst_state_enter(interview, MST_STAGE_LIMITED, LIMITED_NS, now_ns);
	return MST_NEXT_WAIT;
}

/* Also for the same as before, when it failed for a reason of this machine's. */
static enum mst_next open_line(struct mst_interview *interview, uint64_t now_ns)
{
	int code;

	leave(interview);
	if (waits_for_others(interview, now_ns))
		return MST_NEXT_WAIT;
	interview->means->secure_count += interview->is_secure = interview->wants_tls;
	interview->talk.secure = interview->peeked = false;
	interview->talk.out_size = interview->sent = 0;
	interview->begun_ns = now_ns;
	code = mst_connection_open(&interview->line, &interview->port, interview->means->config);
	if (code < 0)
		return mst_is_own_limit(-code) ? MST_NEXT_LIMITED : MST_NEXT_OVER;
	mst_state_enter(interview, MST_STAGE_CONNECTING, interview->means->timeout_ns, now_ns);
	return MST_NEXT_WAIT;
}

static enum mst_next connect_anew(struct mst_interview *interview, uint64_t now_ns)
{
	if (now_ns >= interview->end_ns || interview->connections >= CONNECTIONS_MAX)
		return MST_NEXT_OVER;
	interview->connections++;
	interview->datagrams = 0;
	return open_line(interview, now_ns);
}

static enum mst_next try_next(struct mst_interview *interview, uint64_t now_ns)
{
	if (mst_compare_is_due(interview))
		return mst_compare_begin(interview, now_ns);
	return mst_choose_next(interview) ? MST_NEXT_CONNECT : MST_NEXT_OVER;
}

/* Does what is next until that is to wait, or it is over. */
static void advance(struct mst_interview *interview, enum mst_next next, uint64_t now_ns)
{
	while (next != MST_NEXT_WAIT && next != MST_NEXT_OVER) {
		switch (next) {
		case MST_NEXT_TALK:
			mst_talking_begin(interview, now_ns);
			next = mst_talking_is_our_turn(interview) ? mst_talking_read(interview, false, now_ns)
			                                          : MST_NEXT_WAIT;
			break;
		case MST_NEXT_TLS: next = mst_shaking_begin(interview, now_ns); break;
		case MST_NEXT_CONNECT: next = connect_anew(interview, now_ns); break;
		case MST_NEXT_TRY: next = try_next(interview, now_ns); break;
		case MST_NEXT_LIMITED: next = wait_for_limit(interview, now_ns); break;
		default: next = MST_NEXT_OVER;
		}
	}
	if (next == MST_NEXT_OVER) {
		mst_state_note_end(interview);
		leave(interview);
		interview->stage = MST_STAGE_OVER;
	}
}

/* ---- what the server says first ---- */

static enum mst_next keep_first(struct mst_interview *interview, bool known)
{
	if (known)
		mst_choice_is_right(interview);
	(void)mst_choice_by_pattern(interview);
	return MST_NEXT_OVER;
}

/* Whether a text ends here: with a line that is not one of several, as "220-" begins one (RFC 959, 4.2). */
static bool is_whole(const struct mst_connection *line)
{
	const uint8_t *last;

	if (!line->in_size || line->in[line->in_size - 1] != '\n')
		return false;
	last = memrchr(line->in, '\n', line->in_size - 1);
	last = last ? last + 1 : line->in;
	return line->in + line->in_size - last < 4 || last[3] != '-';
}

/* The first bytes choose the dialogue, once they are enough to tell. */
static enum mst_next hear_first(struct mst_interview *interview, bool quiet, uint64_t now_ns)
{
	const struct mst_connection *line = &interview->line;
	const struct mst_dialogue *known = mst_dialogue_known_by(line->in, line->in_size, false);
	bool all = quiet || line->ended || known || is_whole(line) || line->in_size >= interview->means->banner_bytes;

	if (known && known != interview->dialogue)
		mst_choose(interview, known);
	if (!mst_state_is_brief(interview) && interview->dialogue) {
		mst_talking_begin(interview, now_ns);
		return mst_talking_read(interview, false, now_ns);
	}
	if (all)
		return mst_state_is_brief(interview) ? keep_first(interview, known != NULL) : MST_NEXT_TRY;
	mst_state_enter(interview, MST_STAGE_LISTENING, mst_state_listening_ns(interview), now_ns);
	return MST_NEXT_WAIT;
}

static enum mst_next end_listening(struct mst_interview *interview, uint64_t now_ns)
{
	if (interview->line.in_size)
		return hear_first(interview, true, now_ns);
	if (!interview->dialogue)
		mst_choice_guess(interview, mst_dialogue_web());
	mst_talking_begin(interview, now_ns);
	if (interview->talk.out_size)
		return MST_NEXT_WAIT;
	mst_state_note_end(interview); /* it should have spoken first */
	return MST_NEXT_TRY;
}

/* ---- one stage after the other ---- */

static enum mst_next note_reset(struct mst_interview *interview)
{
	interview->connected = true;
	interview->line.error = ECONNRESET;
	mst_state_note_end(interview);
	return MST_NEXT_TRY;
}

static enum mst_next on_connected(struct mst_interview *interview, uint64_t now_ns)
{
	const struct mst_dialogue *dialogue = interview->dialogue;
	int code = mst_connection_connected(&interview->line);

	if (code == -EAGAIN) /* to itself */
		return MST_NEXT_CONNECT;
	if (code == -ECONNRESET) /* a SYN is answered by ECONNREFUSED: this came after the handshake */
		return note_reset(interview);
	if (code < 0)
		return mst_is_own_limit(-code) ? MST_NEXT_LIMITED : MST_NEXT_OVER;
	interview->connected = true;
	interview->rtt_ns = now_ns - interview->begun_ns;
	if (interview->wants_tls)
		return MST_NEXT_TLS;
	if (dialogue && (mst_state_is_udp(interview) || !dialogue->listens_first))
		return MST_NEXT_TALK;
	mst_state_enter(interview, MST_STAGE_LISTENING,
	                dialogue ? mst_state_silence_ns(interview) : mst_state_listening_ns(interview), now_ns);
	return MST_NEXT_WAIT;
}

static enum mst_next read_line(struct mst_interview *interview, uint64_t now_ns)
{
	if (!mst_connection_receive(&interview->line, interview->means->scratch))
		return MST_NEXT_WAIT;
	mst_state_note_bytes(interview);
	if (interview->line.ended)
		mst_state_note_end(interview);
	if (interview->stage == MST_STAGE_TALKING)
		return mst_talking_read(interview, false, now_ns);
	return interview->line.in_size ? hear_first(interview, false, now_ns) : MST_NEXT_TRY;
}

static enum mst_next end_talking(struct mst_interview *interview, uint64_t now_ns)
{
	/* A datagram may have been lost. */
	if (mst_state_is_udp(interview) && !interview->line.in_size && interview->datagrams < DATAGRAMS_MAX)
		return MST_NEXT_TALK;
	mst_state_note_end(interview);
	return mst_talking_read(interview, true, now_ns);
}

static enum mst_next on_socket(struct mst_interview *interview, bool readable, uint64_t now_ns)
{
	switch (interview->stage) {
	case MST_STAGE_CONNECTING: return on_connected(interview, now_ns);
	case MST_STAGE_COMPARING:
		return mst_compare_go_on(interview, mst_connection_connected(&interview->line), now_ns);
	case MST_STAGE_SHAKING: return mst_shaking_go_on(interview, false, now_ns);
	case MST_STAGE_LISTENING:
	case MST_STAGE_TALKING: return readable ? read_line(interview, now_ns) : MST_NEXT_WAIT;
	default: return MST_NEXT_WAIT;
	}
}

static enum mst_next on_quiet(struct mst_interview *interview, uint64_t now_ns)
{
	switch (interview->stage) {
	case MST_STAGE_LIMITED:
		return mst_compare_is_due(interview) ? mst_compare_begin(interview, now_ns)
		                                     : open_line(interview, now_ns);
	case MST_STAGE_LISTENING: return end_listening(interview, now_ns);
	case MST_STAGE_SHAKING: return mst_shaking_go_on(interview, true, now_ns);
	case MST_STAGE_TALKING: return end_talking(interview, now_ns);
	case MST_STAGE_COMPARING: return mst_compare_go_on(interview, -ETIMEDOUT, now_ns);
	default: return MST_NEXT_OVER;
	}
}

/* ---- the interview ---- */

void mst_interview_begin(struct mst_interview *interview, struct mst_interview_means *means,
                         const struct mst_open_port *port, uint32_t host, uint64_t now_ns)
{
	bool udp;

	memset(interview, 0, offsetof(struct mst_interview, draft));
	mst_draft_begin(&interview->draft);
	mst_connection_begin(&interview->line, &means->kept);
	interview->means = means;
	interview->port = *port;
	interview->host = host;
	interview->end_ns = now_ns + TIMES_MAX * means->timeout_ns;
	interview->talk = (struct mst_talk){ .matcher = means->matcher,
		                             .draft = &interview->draft,
		                             .addr = port->addr,
		                             .port = port->port,
		                             .proto = port->proto,
		                             .community = means->config->services.community };
	if (means->config->host_name)
		interview->talk.host = means->config->host_name(means->config->names, &port->addr);
	if (port->ending) {
		interview->connected = true;
		interview->speaks = mst_ending_word(port->ending);
		advance(interview, MST_NEXT_TRY, now_ns);
		return;
	}
	udp = mst_state_is_udp(interview);
	interview->of_port = mst_dialogue_for_port(means->ports, port->port, udp, &interview->wants_tls);
	interview->dialogue = interview->of_port;
	advance(interview, udp && !interview->dialogue ? MST_NEXT_OVER : MST_NEXT_CONNECT, now_ns);
}

void mst_interview_go_on(struct mst_interview *interview, bool readable, bool writable, uint64_t now_ns)
{
	if (readable || writable)
		advance(interview, on_socket(interview, readable, now_ns), now_ns);
	if (interview->stage != MST_STAGE_OVER && now_ns >= interview->until_ns)
		advance(interview, on_quiet(interview, now_ns), now_ns);
	if (interview->stage == MST_STAGE_TALKING)
		mst_talking_send(interview);
}

bool mst_interview_wants_to_write(const struct mst_interview *interview)
{
	switch (interview->stage) {
	case MST_STAGE_CONNECTING:
	case MST_STAGE_COMPARING: return true;
	case MST_STAGE_SHAKING: return SSL_want_write(interview->line.ssl);
	case MST_STAGE_TALKING: return interview->talk.out_size > interview->sent;
	default: return false;
	}
}

static void match(struct mst_interview *interview, enum mst_signature_key key, const void *text, size_t size)
{
	if (size && !mst_draft_knows(&interview->draft, MST_SERVICE_PRODUCT))
		(void)mst_matcher_match(interview->means->matcher, key, text, size, &interview->draft);
}

static void add_name(struct mst_interview *interview)
{
	struct mst_service_draft *draft = &interview->draft;

	if (interview->plain_refused)
		mst_draft_add_text(draft, MST_SERVICE_NAME, mst_dialogue_web()->name);
	if (interview->looks_tls || mst_draft_knows(draft, MST_SERVICE_TLS))
		mst_draft_add_text(draft, MST_SERVICE_NAME, "ssl");
	interview->known = mst_draft_knows(draft, MST_SERVICE_NAME);
	if (interview->known)
		mst_draft_add_text(draft, MST_SERVICE_FROM, interview->asked ? "probe" : "banner");
}

void mst_interview_conclude(struct mst_interview *interview)
{
	struct mst_service_text issuer = interview->draft.service.of[MST_SERVICE_CERT_ISSUER];

	if (interview->connected && !mst_state_is_udp(interview)) {
		mst_draft_add_text(&interview->draft, MST_SERVICE_SPEAKS, interview->speaks);
		interview->silent = !mst_state_has_data(interview);
	}
	interview->suspect &= interview->silent;
	match(interview, MST_KEY_CERT_SUBJECT, interview->subject.text, interview->subject.size);
	match(interview, MST_KEY_CERT_ISSUER, issuer.bytes, issuer.size);
	add_name(interview);
}
