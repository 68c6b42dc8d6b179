/* SPDX-License-Identifier: BSD-2-Clause */
/* interview.c - see interview.h. */
#include "converse/interview.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>

#include "base/clock.h"
#include "converse/certificate.h"
#include "converse/choice.h"

#define LISTEN_NS (300 * MST_NS_PER_MS)
#define STRANGERS_MAX 8    /* dialogues that are tried without a reason */
#define CONNECTIONS_MAX 16 /* of one port */
#define DATAGRAM_NS (1500 * MST_NS_PER_MS)
#define DATAGRAMS_MAX 2

static bool is_udp(const struct mst_interview *interview)
{
	return interview->port.proto == IPPROTO_UDP;
}

static void over(struct mst_interview *interview)
{
	mst_connection_close(&interview->line);
	interview->stage = MST_STAGE_OVER;
}

static void enter(struct mst_interview *interview, enum mst_stage stage, uint64_t at_most_ns, uint64_t now_ns)
{
	interview->stage = stage;
	interview->until_ns = now_ns + at_most_ns < interview->end_ns ? now_ns + at_most_ns : interview->end_ns;
}

static void connect_anew(struct mst_interview *interview, uint64_t now_ns)
{
	int code;

	mst_connection_close(&interview->line);
	interview->talk.secure = false;
	interview->talk.out_size = interview->sent = 0;
	if (now_ns >= interview->end_ns || interview->connections++ >= CONNECTIONS_MAX) {
		over(interview);
		return;
	}
	code = mst_connection_open(&interview->line, &interview->port, interview->means->config);
	enter(interview, MST_STAGE_CONNECTING, interview->means->timeout_ns, now_ns);
	if (code < 0 && mst_connection_is_our_limit(-code)) {
		interview->connections--;
		interview->stage = MST_STAGE_LATER;
	} else if (code < 0) {
		over(interview);
	}
}

/* ---- from one connection to the next ---- */

/* Whether a pattern knows the first bytes: that is enough where no dialogue does. */
static bool matches_banner(struct mst_interview *interview)
{
	struct mst_service_text banner = interview->draft.service.of[MST_SERVICE_BANNER];

	return banner.size && mst_matcher_match(interview->means->matcher, MST_KEY_BANNER, banner.bytes, banner.size,
	                                        &interview->draft);
}

static bool is_enough(struct mst_interview *interview)
{
	return interview->known || is_udp(interview) || interview->means->config->services.banner_only ||
	       mst_draft_knows(&interview->draft, MST_SERVICE_TLS);
}

/* The connection brought nothing more: another one, or the end. */
static void try_next(struct mst_interview *interview, uint64_t now_ns)
{
	const struct mst_dialogue *dialogue = is_enough(interview) ? NULL : mst_interview_named(interview);

	interview->wants_tls = false;
	if (dialogue) {
		mst_interview_choose(interview, dialogue);
	} else if (is_enough(interview) || matches_banner(interview)) {
		over(interview);
		return;
	} else if (!interview->tried_tls) {
		interview->wants_tls = true;
	} else {
		dialogue = mst_interview_stranger(interview);
		if (!dialogue || interview->strangers++ >= STRANGERS_MAX) {
			over(interview);
			return;
		}
		mst_interview_choose(interview, dialogue);
	}
	connect_anew(interview, now_ns);
}

static void begin_dialogue(struct mst_interview *interview, uint64_t now_ns)
{
	interview->talk.out_size = interview->sent = 0;
	interview->dialogue->begin(&interview->talk);
	interview->asked |= interview->talk.out_size > 0;
	enter(interview, MST_STAGE_TALKING, is_udp(interview) ? DATAGRAM_NS : interview->means->timeout_ns, now_ns);
}

static void begin_tls(struct mst_interview *interview, uint64_t now_ns)
{
	interview->tried_tls = true;
	interview->asked = true;
	mst_connection_drop(&interview->line, interview->line.in_size);
	if (mst_connection_secure(&interview->line, interview->means->tls, interview->talk.host, !interview->no_h2) <
	    0) {
		over(interview);
		return;
	}
	enter(interview, MST_STAGE_SHAKING, interview->means->timeout_ns, now_ns);
}

/* ---- what happened ---- */

static void note_end(struct mst_interview *interview)
{
	if (interview->speaks)
		return;
	if (interview->line.error == ECONNRESET || interview->line.error == EPIPE)
		interview->speaks = "reset";
	else if (interview->line.ended)
		interview->speaks = "closed";
	else
		interview->speaks = mst_connection_is_shut(&interview->line) ? "zero-window" : "silent";
}

static void note_bytes(struct mst_interview *interview)
{
	const struct mst_connection *line = &interview->line;
	size_t size = line->in_size < interview->means->banner_bytes ? line->in_size : interview->means->banner_bytes;

	if (!size)
		return;
	interview->speaks = "data";
	if (!line->ssl)
		mst_draft_add(&interview->draft, MST_SERVICE_BANNER, line->in, size);
}

static void take_step(struct mst_interview *interview, enum mst_step step, bool last, uint64_t now_ns)
{
	switch (step) {
	case MST_STEP_READ:
		if (last)
			try_next(interview, now_ns);
		else
			enter(interview, MST_STAGE_TALKING,
			      is_udp(interview) ? DATAGRAM_NS : interview->means->timeout_ns, now_ns);
		break;
	case MST_STEP_DONE:
		interview->known = true;
		mst_draft_add_text(&interview->draft, MST_SERVICE_NAME, interview->dialogue->name);
		over(interview);
		break;
	case MST_STEP_NOT_MINE: try_next(interview, now_ns); break;
	case MST_STEP_TLS:
		interview->known = true; /* it spoke this protocol in clear */
		mst_draft_add_text(&interview->draft, MST_SERVICE_NAME, interview->dialogue->name);
		begin_tls(interview, now_ns);
		break;
	case MST_STEP_AGAIN: connect_anew(interview, now_ns); break;
	}
}

/* Hands the dialogue what came. `quiet`: the time of this stage is over. */
static void let_read(struct mst_interview *interview, bool quiet, uint64_t now_ns)
{
	struct mst_connection *line = &interview->line;
	struct mst_heard heard = { .bytes = line->in,
		                   .size = line->in_size,
		                   .ended = line->ended || quiet,
		                   .full = line->in_size >= MST_TALK_IN };
	enum mst_step step = interview->dialogue->read(&interview->talk, &heard);

	mst_connection_drop(line, heard.used);
	interview->asked |= interview->talk.out_size > 0;
	take_step(interview, step, heard.ended || heard.full, now_ns);
}

/* The first bytes of a server that spoke first choose the dialogue. */
static void hear_first(struct mst_interview *interview, uint64_t now_ns)
{
	const struct mst_connection *line = &interview->line;
	const struct mst_dialogue *known = mst_dialogue_known_by(line->in, line->in_size, false);

	if (interview->means->config->services.banner_only) {
		if (known) {
			mst_draft_add_text(&interview->draft, MST_SERVICE_NAME, known->name);
			interview->known = true;
		}
		(void)matches_banner(interview);
		over(interview);
		return;
	}
	if (known && known != interview->dialogue)
		mst_interview_choose(interview, known);
	if (!interview->dialogue) {
		try_next(interview, now_ns);
		return;
	}
	begin_dialogue(interview, now_ns);
	let_read(interview, false, now_ns);
}

static void on_connected(struct mst_interview *interview, uint64_t now_ns)
{
	int code = mst_connection_connected(&interview->line);

	if (interview->stage == MST_STAGE_COMPARING) {
		interview->suspect = code == 0;
		over(interview);
	} else if (code < 0) {
		if (mst_connection_is_our_limit(-code)) {
			mst_connection_close(&interview->line);
			interview->stage = MST_STAGE_LATER;
		} else {
			note_end(interview);
			over(interview);
		}
	} else if (interview->wants_tls) {
		begin_tls(interview, now_ns);
	} else if (interview->dialogue && (is_udp(interview) || !interview->dialogue->listens_first)) {
		begin_dialogue(interview, now_ns);
	} else {
		enter(interview, MST_STAGE_LISTENING, interview->dialogue ? interview->means->timeout_ns : LISTEN_NS,
		      now_ns);
	}
}

static void on_shaken(struct mst_interview *interview, uint64_t now_ns)
{
	struct mst_service_text alpn;

	mst_certificate_of_session(interview->line.ssl, &interview->draft);
	interview->speaks = "data";
	interview->talk.secure = true;
	alpn = interview->draft.service.of[MST_SERVICE_ALPN];
	if (!interview->dialogue || (!interview->known && interview->dialogue->tls_ports[0] == '\0'))
		mst_interview_choose(interview, mst_interview_web());
	/* It speaks HTTP/2; dialogues speak HTTP/1.1. */
	if (!interview->no_h2 && alpn.size == 2 && memcmp(alpn.bytes, "h2", 2) == 0) {
		interview->no_h2 = interview->wants_tls = true;
		connect_anew(interview, now_ns);
		return;
	}
	if (interview->means->config->services.banner_only)
		over(interview);
	else
		begin_dialogue(interview, now_ns);
}

static void shake(struct mst_interview *interview, bool quiet, uint64_t now_ns)
{
	int code = quiet ? -ETIMEDOUT : mst_connection_shake(&interview->line);

	if (code == 1) {
		on_shaken(interview, now_ns);
	} else if (code < 0) {
		note_end(interview);
		try_next(interview, now_ns);
	}
}

static void read_line(struct mst_interview *interview, uint64_t now_ns)
{
	if (!mst_connection_receive(&interview->line, MST_TALK_IN))
		return;
	note_bytes(interview);
	if (interview->line.ended)
		note_end(interview);
	if (interview->stage == MST_STAGE_LISTENING) {
		if (interview->line.in_size)
			hear_first(interview, now_ns);
		else
			try_next(interview, now_ns);
	} else {
		let_read(interview, false, now_ns);
	}
}

static void on_quiet(struct mst_interview *interview, uint64_t now_ns)
{
	switch (interview->stage) {
	case MST_STAGE_LISTENING:
		if (!interview->dialogue)
			mst_interview_choose(interview, mst_interview_web());
		begin_dialogue(interview, now_ns);
		break;
	case MST_STAGE_SHAKING: shake(interview, true, now_ns); break;
	case MST_STAGE_TALKING:
		/* A datagram may have been lost. */
		if (is_udp(interview) && !interview->line.in_size && interview->connections++ < DATAGRAMS_MAX) {
			begin_dialogue(interview, now_ns);
			break;
		}
		note_end(interview);
		let_read(interview, true, now_ns);
		break;
	default: over(interview);
	}
}

static void write_line(struct mst_interview *interview)
{
	struct mst_talk *talk = &interview->talk;

	interview->sent += mst_connection_send(&interview->line, talk->out + interview->sent,
	                                       talk->out_size - interview->sent);
	if (interview->sent == talk->out_size)
		talk->out_size = interview->sent = 0;
}

/* ---- the interview ---- */

void mst_interview_begin(struct mst_interview *interview, const struct mst_interview_means *means,
                         const struct mst_open_port *port, uint64_t now_ns)
{
	bool in_tls;

	memset(interview, 0, offsetof(struct mst_interview, draft));
	mst_draft_begin(&interview->draft);
	mst_connection_begin(&interview->line);
	interview->means = means;
	interview->port = *port;
	interview->end_ns = now_ns + 4 * means->timeout_ns;
	interview->talk = (struct mst_talk){ .matcher = means->matcher,
		                             .draft = &interview->draft,
		                             .addr = port->addr,
		                             .port = port->port,
		                             .proto = port->proto,
		                             .community = means->config->services.community };
	if (means->config->host_name)
		interview->talk.host = means->config->host_name(means->config->names, &port->addr);
	interview->dialogue = mst_dialogue_for_port(port->port, is_udp(interview), &in_tls);
	interview->wants_tls = in_tls;
	if (interview->dialogue)
		mst_interview_choose(interview, interview->dialogue);
	if (is_udp(interview) && !interview->dialogue)
		over(interview);
	else
		connect_anew(interview, now_ns);
}

void mst_interview_go_on(struct mst_interview *interview, bool readable, bool writable, uint64_t now_ns)
{
	enum mst_stage stage = interview->stage;

	if (stage == MST_STAGE_CONNECTING || stage == MST_STAGE_COMPARING) {
		if (readable || writable)
			on_connected(interview, now_ns);
	} else if (stage == MST_STAGE_SHAKING) {
		if (readable || writable)
			shake(interview, false, now_ns);
	} else if (readable) {
		read_line(interview, now_ns);
	}
	if (interview->stage == stage && now_ns >= interview->until_ns)
		on_quiet(interview, now_ns);
	if (interview->stage == MST_STAGE_TALKING)
		write_line(interview);
}

bool mst_interview_wants_to_write(const struct mst_interview *interview)
{
	switch (interview->stage) {
	case MST_STAGE_CONNECTING:
	case MST_STAGE_COMPARING: return true;
	case MST_STAGE_SHAKING: return SSL_want_write(interview->line.ssl) || !SSL_want_read(interview->line.ssl);
	case MST_STAGE_TALKING: return interview->talk.out_size > interview->sent;
	default: return false;
	}
}

void mst_interview_compare(struct mst_interview *interview, uint16_t unused_port, uint64_t now_ns)
{
	struct mst_open_port unused = interview->port;

	unused.port = unused_port;
	interview->end_ns = now_ns + interview->means->timeout_ns;
	if (mst_connection_open(&interview->line, &unused, interview->means->config) < 0)
		over(interview);
	else
		enter(interview, MST_STAGE_COMPARING, interview->means->timeout_ns, now_ns);
}
