/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * xmpp.c - a stream of XMPP (RFC 6120) is opened, its features are read, and TLS begins where it is one of them. Nobody
 * authenticates.
 */
#include <stdio.h>
#include <string.h>

#include "dialogue/finding.h"
#include "dialogue/lines.h"
#include "dialogue/list.h"

enum { OPENING, STARTING }; /* of talk->phase */
enum { SERVER_PORT = 5269, SERVER_TLS_PORT = 5270 };

static bool is_of_servers(const struct mst_talk *talk)
{
	return talk->port == SERVER_PORT || talk->port == SERVER_TLS_PORT;
}

static bool knows(const uint8_t *bytes, size_t size)
{
	struct mst_phrase words = { bytes, size };

	return mst_phrase_find(words, "<stream:stream") != SIZE_MAX ||
	       mst_phrase_find(words, "http://etherx.jabber.org/streams") != SIZE_MAX;
}

static void open_stream(struct mst_talk *talk)
{
	mst_talk_say(talk, "<?xml version='1.0'?><stream:stream to='");
	mst_talk_say(talk, talk->host && !strpbrk(talk->host, "'<>&") ? talk->host : "muster.invalid");
	mst_talk_say(talk, is_of_servers(talk) ? "' xmlns='jabber:server" : "' xmlns='jabber:client");
	mst_talk_say(talk, "' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>");
}

/* In TLS that began in clear, everything was said. */
static void begin(struct mst_talk *talk)
{
	if (talk->secure && talk->phase == STARTING)
		return;
	talk->phase = OPENING;
	open_stream(talk);
}

/* What stands between two texts. False: one is missing. */
static bool take_between(struct mst_phrase *rest, const char *open, const char *close, struct mst_phrase *inner)
{
	size_t at = mst_phrase_find(*rest, open), end;

	if (at == SIZE_MAX)
		return false;
	at += strlen(open);
	*rest = (struct mst_phrase){ rest->at + at, rest->size - at };
	end = mst_phrase_find(*rest, close);
	if (end == SIZE_MAX)
		return false;
	*inner = (struct mst_phrase){ rest->at, end };
	*rest = (struct mst_phrase){ rest->at + end, rest->size - end };
	return true;
}

static void keep_features(struct mst_talk *talk, struct mst_phrase all)
{
	struct mst_phrase rest = all, word;

	if (mst_phrase_find(all, "<starttls") != SIZE_MAX)
		mst_finding_words(talk, MST_SERVICE_CAPABILITIES, "starttls");
	while (take_between(&rest, "<mechanism>", "</mechanism>", &word))
		mst_finding_word(talk, MST_SERVICE_CAPABILITIES, word.at, word.size);
	rest = all;
	while (take_between(&rest, "<method>", "</method>", &word))
		mst_finding_word(talk, MST_SERVICE_CAPABILITIES, word.at, word.size);
}

static enum mst_step conclude(struct mst_talk *talk, struct mst_heard *heard)
{
	struct mst_phrase all = mst_phrase_of(heard);

	keep_features(talk, all);
	(void)mst_matcher_match(talk->matcher, MST_KEY_BANNER, all.at, all.size, talk->draft);
	(void)mst_finding_done(talk, is_of_servers(talk) ? "xmpp-server" : "xmpp-client");
	if (!talk->secure && mst_phrase_find(all, "<starttls") != SIZE_MAX && !heard->ended && !heard->full) {
		heard->used = heard->size;
		talk->phase = STARTING;
		mst_talk_say(talk, "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
		return MST_STEP_READ;
	}
	mst_talk_say(talk, "</stream:stream>");
	return MST_STEP_DONE;
}

static enum mst_step read_xmpp(struct mst_talk *talk, struct mst_heard *heard)
{
	struct mst_phrase all = mst_phrase_of(heard);
	bool last = heard->ended || heard->full;

	if (talk->phase == STARTING) {
		if (talk->secure || last)
			return MST_STEP_DONE;
		if (mst_phrase_find(all, ">") == SIZE_MAX)
			return MST_STEP_READ;
		return mst_phrase_find(all, "<proceed") != SIZE_MAX ? MST_STEP_TLS : MST_STEP_DONE;
	}
	if (all.size && *all.at != '<')
		return MST_STEP_NOT_MINE;
	if (!last && mst_phrase_find(all, "</stream:features>") == SIZE_MAX &&
	    mst_phrase_find(all, "</stream:stream>") == SIZE_MAX)
		return MST_STEP_READ;
	return knows(all.at, all.size) ? conclude(talk, heard) : MST_STEP_NOT_MINE;
}

const struct mst_dialogue mst_dialogue_xmpp = {
	.name = "xmpp-client",
	.ports = "5222,5269",
	.tls_ports = "5223,5270",
	.knows = knows,
	.begin = begin,
	.read = read_xmpp,
};
