/* SPDX-License-Identifier: BSD-2-Clause */
/* shaking.c - see shaking.h. */
#include "converse/shaking.h"

#include <errno.h>
#include <openssl/err.h>
#include <string.h>

#include "converse/choice.h"

/* What HTTP in clear said was an error for want of TLS. */
static void forget_plain(struct mst_interview *interview)
{
	static const enum mst_service_field fields[] = {
		MST_SERVICE_NAME,          MST_SERVICE_PRODUCT,     MST_SERVICE_VERSION,     MST_SERVICE_OS,
		MST_SERVICE_CPE,           MST_SERVICE_HTTP_STATUS, MST_SERVICE_HTTP_SERVER, MST_SERVICE_HTTP_TITLE,
		MST_SERVICE_HTTP_LOCATION, MST_SERVICE_BANNER,
	};

	for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
		mst_draft_set(&interview->draft, fields[i], NULL, 0);
	interview->plain_refused = false;
	interview->banner_by = 0;
}

static enum mst_alpn offer_of(const struct mst_interview *interview)
{
	bool web = !interview->dialogue || interview->dialogue == mst_dialogue_web();

	/* Servers of other protocols may refuse what is not theirs. */
	if (!web || !interview->wants_tls || interview->no_alpn)
		return MST_ALPN_NONE;
	return interview->no_h2 ? MST_ALPN_HTTP1 : MST_ALPN_HTTP2_HTTP1;
}

/* After HTTP/2 was chosen there will be another connection, as dialogues speak HTTP/1.1. */
static enum mst_tls_want want_of(const struct mst_interview *interview, enum mst_alpn offer)
{
	if (mst_state_is_brief(interview))
		return MST_TLS_CERTIFICATE;
	return offer == MST_ALPN_HTTP2_HTTP1 ? MST_TLS_HTTP2 : MST_TLS_ALL;
}

/* The first time that TLS is what the port speaks from the start. */
static void note_tls(struct mst_interview *interview)
{
	const struct mst_dialogue *dialogue = interview->dialogue;

	interview->in_tls = true;
	interview->guesses = false;
	memset(interview->tried, 0, sizeof interview->tried);
	if (interview->plain_refused)
		forget_plain(interview);
	if (!dialogue || !dialogue->tls_ports[0])
		mst_choose(interview, mst_dialogue_web());
}

static bool chose_h2(const struct mst_interview *interview)
{
	struct mst_service_text alpn = interview->draft.service.of[MST_SERVICE_ALPN];

	return !interview->no_h2 && alpn.size == 2 && memcmp(alpn.bytes, "h2", 2) == 0;
}

/* On a connection that was not to begin with TLS a dialogue has asked for it. */
static void keep_session(struct mst_interview *interview)
{
	mst_certificate_of_session(interview->line.ssl, interview->line.end.certificate, !interview->wants_tls,
	                           &interview->draft, &interview->subject);
}

static enum mst_next on_shaken(struct mst_interview *interview)
{
	keep_session(interview);
	interview->speaks = "data";
	interview->talk.secure = true;
	if (interview->wants_tls && !interview->in_tls)
		note_tls(interview);
	if (mst_state_is_brief(interview))
		return MST_NEXT_OVER;
	if (!chose_h2(interview))
		return MST_NEXT_TALK;
	interview->no_h2 = true; /* dialogues speak HTTP/1.1 */
	return MST_NEXT_CONNECT;
}

static enum mst_next on_not_shaken(struct mst_interview *interview)
{
	bool refused = mst_tls_refused_alpn();

	/* It has one, and wants one of ours, for example. */
	keep_session(interview);
	mst_state_note_end(interview);
	if (refused && interview->wants_tls && !interview->no_alpn) {
		interview->no_alpn = true;
		return MST_NEXT_CONNECT;
	}
	return interview->plain_refused ? MST_NEXT_OVER : MST_NEXT_TRY;
}

/* Whether its first bytes are of TLS; if not they are a banner. */
static bool answers_in_tls(struct mst_interview *interview)
{
	uint8_t *bytes = interview->means->scratch;
	size_t size = interview->peeked ? 0
	                                : mst_connection_peek(&interview->line, bytes, interview->means->banner_bytes);

	if (!size)
		return true;
	interview->peeked = true;
	interview->speaks = "data";
	if (mst_tls_may_be_record(bytes, size)) {
		interview->looks_tls |= size >= 2;
		return true;
	}
	/* Where the port is asked once more in clear, that connection brings more than the first byte. */
	if (size > 1 || mst_state_is_brief(interview))
		mst_state_keep_banner(interview, bytes, size);
	return false;
}

/* A handshake that was begun and took too long, perhaps because there were too many at once, has a second try. */
static bool may_be_quicker(struct mst_interview *interview)
{
	bool again = interview->looks_tls && !interview->shook_again;

	interview->shook_again |= again;
	return again;
}

enum mst_next mst_shaking_go_on(struct mst_interview *interview, bool quiet, uint64_t now_ns)
{
	int code = -EPROTO;

	ERR_clear_error();
	if (!quiet && answers_in_tls(interview))
		code = mst_connection_shake(&interview->line);
	if (code == 0)
		return MST_NEXT_WAIT;
	if (code == 1 || (quiet && interview->looks_tls))
		mst_interview_means_note_handshake(interview->means, now_ns - interview->begun_ns, code < 0);
	if (code == 1)
		return on_shaken(interview);
	return quiet && may_be_quicker(interview) ? MST_NEXT_CONNECT : on_not_shaken(interview);
}

enum mst_next mst_shaking_begin(struct mst_interview *interview, uint64_t now_ns)
{
	enum mst_alpn offer = offer_of(interview);

	interview->tried_tls = true;
	interview->asked = true;
	interview->line.end.at = want_of(interview, offer);
	if (mst_connection_secure(&interview->line, interview->means->tls, interview->talk.host, offer) < 0)
		return MST_NEXT_OVER;
	mst_state_enter(interview, MST_STAGE_SHAKING, mst_state_handshake_ns(interview), now_ns);
	return mst_shaking_go_on(interview, false, now_ns);
}
