/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * http.c - GET / (RFC 9112), in clear and in TLS, and one more request where the answer is of a program that tells its
 * version at another path. Redirects are not followed, and a body that is compressed all the same is not looked at.
 */
#include <stdio.h>
#include <string.h>

#include "dialogue/http_software.h"
#include "dialogue/list.h"

enum { STATUS_SIZE = 3, KNOWN_BY = 14 /* bytes: <!doctype html */ };

static bool knows_http(const uint8_t *bytes, size_t size)
{
	struct mst_phrase words = { bytes, size };

	return mst_phrase_begin(words, "HTTP/1.") || mst_phrase_begin(words, "HTTP/0.9") ||
	       mst_phrase_begin(words, "ICY ");
}

static void begin_http(struct mst_talk *talk)
{
	char address[MST_ADDR_TEXT], host[300];
	bool bare;

	mst_addr_format(&talk->addr, address);
	address[strcspn(address, "%")] = '\0'; /* a scope means nothing to the server */
	bare = talk->host || talk->addr.family == MST_IPV4;
	snprintf(host, sizeof host, bare ? "%.255s" : "[%.255s]", talk->host ? talk->host : address);
	mst_talk_say(talk, "GET ");
	mst_talk_say(talk, mst_http_path(talk->phase));
	mst_talk_say(talk, " HTTP/1.1\r\nHost: ");
	mst_talk_say(talk, host);
	if (talk->port != (talk->secure ? 443 : 80)) {
		snprintf(host, sizeof host, ":%u", talk->port);
		mst_talk_say(talk, host);
	}
	mst_talk_say(talk, "\r\nUser-Agent: muster\r\nAccept: */*\r\nAccept-Encoding: identity\r\n"
	                   "Connection: close\r\n\r\n");
}

static void keep_header(struct mst_talk *talk, struct mst_phrase head, const char *name, int field,
                        enum mst_signature_key key)
{
	struct mst_phrase value = mst_phrase_header(head, name);

	if (field >= 0)
		mst_draft_add(talk->draft, (enum mst_service_field)field, value.at, value.size);
	if (value.size && key != MST_SIGNATURE_KEY_COUNT)
		(void)mst_matcher_match(talk->matcher, key, value.at, value.size, talk->draft);
}

static void keep_title(struct mst_talk *talk, struct mst_phrase body)
{
	struct mst_phrase title;

	if (!mst_http_title(body, &title))
		return;
	mst_draft_add(talk->draft, MST_SERVICE_HTTP_TITLE, title.at, title.size);
	(void)mst_matcher_match(talk->matcher, MST_KEY_HTTP_TITLE, title.at, title.size, talk->draft);
}

static void keep_answer(struct mst_talk *talk, const struct mst_http_message *message)
{
	struct mst_phrase head = message->head;
	size_t at = mst_phrase_find(head, " ");

	if (at < head.size && head.size - at > STATUS_SIZE)
		mst_draft_add(talk->draft, MST_SERVICE_HTTP_STATUS, head.at + at + 1, STATUS_SIZE);
	keep_header(talk, head, "Server", MST_SERVICE_HTTP_SERVER, MST_KEY_HTTP_SERVER);
	keep_header(talk, head, "Location", MST_SERVICE_HTTP_LOCATION, MST_SIGNATURE_KEY_COUNT);
	keep_title(talk, message->body);
	keep_header(talk, head, "WWW-Authenticate", -1, MST_KEY_HTTP_AUTH);
	keep_header(talk, head, "Set-Cookie", -1, MST_KEY_HTTP_COOKIE);
}

/* The answer is all there is. `phase` is the number of the path that was asked. */
static enum mst_step conclude(struct mst_talk *talk, const struct mst_http_message *message)
{
	const char *more;

	if (!talk->secure && mst_http_wants_tls(message))
		return MST_STEP_NOT_MINE; /* whoever owns the connection tries TLS next */
	/* First, as it is closer than the header Server, which may be that of a framework. */
	more = mst_http_recognise(talk, message, mst_http_path(talk->phase));
	if (!talk->phase)
		keep_answer(talk, message);
	mst_draft_add_text(talk->draft, MST_SERVICE_NAME, "http");
	mst_draft_add_text(talk->draft, MST_SERVICE_FROM, "probe");
	if (talk->phase || !more || mst_draft_knows(talk->draft, MST_SERVICE_VERSION))
		return MST_STEP_DONE;
	talk->phase = (uint8_t)mst_http_path_number(more);
	return MST_STEP_AGAIN;
}

/* What HTTP/0.9 and broken servers send: a page without a head. */
static bool is_page(struct mst_phrase words)
{
	return mst_phrase_begin(words, "<!doctype html") || mst_phrase_begin(words, "<html");
}

static enum mst_step read_page(struct mst_talk *talk, struct mst_heard *heard)
{
	if (!heard->ended && !heard->full)
		return MST_STEP_READ;
	keep_title(talk, mst_phrase_of(heard));
	mst_draft_add_text(talk->draft, MST_SERVICE_FROM, "probe");
	return MST_STEP_DONE;
}

static enum mst_step read_http(struct mst_talk *talk, struct mst_heard *heard)
{
	struct mst_http_message message;
	struct mst_phrase title;
	bool last = heard->ended || heard->full;

	if (!knows_http(heard->bytes, heard->size)) {
		if (talk->phase)
			return MST_STEP_DONE; /* the first answer was good */
		if (is_page(mst_phrase_of(heard)))
			return read_page(talk, heard);
		return heard->size < KNOWN_BY && !last ? MST_STEP_READ : MST_STEP_NOT_MINE;
	}
	mst_http_take_apart(&message, mst_phrase_of(heard));
	if (!last && !message.whole && !mst_http_title(message.body, &title))
		return MST_STEP_READ;
	return conclude(talk, &message);
}

/* clang-format off */
#define HTTP_PORTS \
	"80,81,82,591,631,800,888,2375,2379,2380,3000,3128,4000,4040,4848,5000,5001,5601,5984,5985,7001,7474,8000," \
	"8001,8008,8080,8081,8082,8086,8088,8089,8090,8096,8123,8180,8222,8500,8545,8761,8880,8888,8983,9000,9001," \
	"9090,9091,9093,9200,10000,11434,15672,19999,32400"
#define HTTPS_PORTS "443,981,1311,2376,4443,5443,5986,6443,7002,8006,8443,8834,9443,10250,16443"
/* clang-format on */

const struct mst_dialogue mst_dialogue_http = {
	.name = "http",
	.ports = HTTP_PORTS,
	.tls_ports = HTTPS_PORTS,
	.anywhere = true,
	.knows = knows_http,
	.begin = begin_http,
	.read = read_http,
};
