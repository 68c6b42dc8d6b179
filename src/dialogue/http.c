/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * http.c - GET / (RFC 9112), in clear and in TLS. Redirects are not followed, and a body that is compressed all the
 * same is not looked at.
 */
#include <stdio.h>
#include <string.h>

#include "dialogue/lines.h"
#include "dialogue/list.h"

#define STATUS_AT 9 /* in "HTTP/1.1 200 OK" */

static bool knows_http(const uint8_t *bytes, size_t size)
{
	struct mst_phrase words = { bytes, size };

	return mst_phrase_begin(words, "HTTP/1.") || mst_phrase_begin(words, "HTTP/0.9");
}

static void begin_http(struct mst_talk *talk)
{
	char address[MST_ADDR_TEXT], host[300];
	bool bare;

	mst_addr_format(&talk->addr, address);
	address[strcspn(address, "%")] = '\0'; /* a scope means nothing to the server */
	bare = talk->host || talk->addr.family == MST_IPV4;
	snprintf(host, sizeof host, bare ? "%.255s" : "[%.255s]", talk->host ? talk->host : address);
	mst_talk_say(talk, "GET / HTTP/1.1\r\nHost: ");
	mst_talk_say(talk, host);
	if (talk->port != (talk->secure ? 443 : 80)) {
		snprintf(host, sizeof host, ":%u", talk->port);
		mst_talk_say(talk, host);
	}
	mst_talk_say(talk, "\r\nUser-Agent: muster\r\nAccept: */*\r\nAccept-Encoding: identity\r\n"
	                   "Connection: close\r\n\r\n");
}

/* The part before the empty line. False: it has not ended. */
static bool take_head(struct mst_phrase *rest, struct mst_phrase *head)
{
	struct mst_phrase line;

	head->at = rest->at;
	while (mst_phrase_take_line(rest, &line)) {
		if (!line.size) {
			head->size = (size_t)(rest->at - head->at);
			return true;
		}
	}
	return false;
}

/* The text between <title …> and </title>. False: it has not ended. */
static bool take_title(struct mst_phrase body, struct mst_phrase *title)
{
	size_t at = mst_phrase_find(body, "<title"), end;

	if (at == SIZE_MAX)
		return false;
	body = (struct mst_phrase){ body.at + at, body.size - at };
	at = mst_phrase_find(body, ">");
	end = mst_phrase_find(body, "</title");
	if (at == SIZE_MAX || end == SIZE_MAX || end < at)
		return false;
	*title = mst_phrase_after((struct mst_phrase){ body.at, end }, at + 1);
	return true;
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

/* A page that says what it is where the header Server says nothing. */
static void keep_body(struct mst_talk *talk, struct mst_phrase head, struct mst_phrase body)
{
	struct mst_phrase encoding = mst_phrase_header(head, "Content-Encoding"), title;

	if (encoding.size && !mst_phrase_begin(encoding, "identity"))
		return;
	if (take_title(body, &title)) {
		mst_draft_add(talk->draft, MST_SERVICE_HTTP_TITLE, title.at, title.size);
		(void)mst_matcher_match(talk->matcher, MST_KEY_HTTP_TITLE, title.at, title.size, talk->draft);
	}
}

static enum mst_step read_http(struct mst_talk *talk, struct mst_heard *heard)
{
	struct mst_phrase rest = mst_phrase_of(heard), head, title;
	bool last = heard->ended || heard->full;

	if (!knows_http(heard->bytes, heard->size))
		return heard->size < STATUS_AT && !last ? MST_STEP_READ : MST_STEP_NOT_MINE;
	if (!take_head(&rest, &head)) {
		if (!last)
			return MST_STEP_READ;
		head = rest = mst_phrase_of(heard);
	} else if (!last && !take_title(rest, &title)) {
		return MST_STEP_READ;
	}
	if (head.size >= STATUS_AT + 3)
		mst_draft_add(talk->draft, MST_SERVICE_HTTP_STATUS, head.at + STATUS_AT, 3);
	keep_header(talk, head, "Server", MST_SERVICE_HTTP_SERVER, MST_KEY_HTTP_SERVER);
	keep_header(talk, head, "Location", MST_SERVICE_HTTP_LOCATION, MST_SIGNATURE_KEY_COUNT);
	keep_body(talk, head, rest);
	keep_header(talk, head, "WWW-Authenticate", -1, MST_KEY_HTTP_AUTH);
	keep_header(talk, head, "Set-Cookie", -1, MST_KEY_HTTP_COOKIE);
	return MST_STEP_DONE;
}

const struct mst_dialogue mst_dialogue_http = {
	.name = "http",
	.ports = "80,8080,8000,8008,8081,8888,3000,5000,9090,2379,2375,5985,7001",
	.tls_ports = "443,8443,4443,9443,6443",
	.anywhere = true,
	.knows = knows_http,
	.begin = begin_http,
	.read = read_http,
};
