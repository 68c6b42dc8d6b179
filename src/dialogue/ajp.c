/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ajp.c - Apache JServ Protocol 1.3 (AJPv13, "Request Packet Structure"): CPing, answered by CPong; then GET / as a
 * browser would have it, whose answer may name the server in a page about an error.
 */
#include <string.h>

#include "dialogue/finding.h"
#include "dialogue/list.h"

enum { HEAD = 4, FORWARD = 2, GET = 2, HOST_HEADER = 0x0b, SEND_BODY = 3, SEND_HEADERS = 4, END = 5 };
enum { STATE_PING = 0, STATE_GET = 1, HOST_MAX = 255 }; /* scratch[0] */

static const uint8_t ping[] = { 0x12, 0x34, 0, 1, 10 };
static const uint8_t pong[] = { 'A', 'B', 0, 1, 9 };

static void begin(struct mst_talk *talk)
{
	talk->scratch[0] = STATE_PING;
	mst_talk_put(talk, ping, sizeof ping);
}

static bool knows(const uint8_t *bytes, size_t size)
{
	return size == sizeof pong && !memcmp(bytes, pong, sizeof pong);
}

static void put_string(struct mst_talk *talk, const char *text)
{
	size_t size = strlen(text) > HOST_MAX ? HOST_MAX : strlen(text);

	mst_talk_put(talk, (const uint8_t[]){ 0, (uint8_t)size }, 2);
	mst_talk_put(talk, text, size);
	mst_talk_put(talk, "", 1);
}

static void ask(struct mst_talk *talk)
{
	static const uint8_t head[HEAD + 2] = { 0x12, 0x34, 0, 0, FORWARD, GET };
	static const uint8_t headers[] = { 0, 80, 0, 0, 1, 0xa0, HOST_HEADER }; /* port, no TLS, one header */
	const char *host = talk->host ? talk->host : "localhost";
	size_t size;

	mst_talk_put(talk, head, sizeof head);
	put_string(talk, "HTTP/1.1");
	put_string(talk, "/");
	put_string(talk, "192.0.2.1"); /* who asks: an address for documentation */
	put_string(talk, "");
	put_string(talk, host);
	mst_talk_put(talk, headers, sizeof headers);
	put_string(talk, host);
	mst_talk_put(talk, "\xff", 1);
	size = talk->out_size - HEAD;
	talk->out[2] = (uint8_t)(size >> 8);
	talk->out[3] = (uint8_t)size;
	talk->scratch[0] = STATE_GET;
}

static enum mst_step read_pong(struct mst_talk *talk, struct mst_heard *heard)
{
	if (heard->size < sizeof pong)
		return mst_finding_wait(heard);
	if (!knows(heard->bytes, heard->size))
		return MST_STEP_NOT_MINE;
	(void)mst_finding_done(talk, "ajp13");
	heard->used = heard->size;
	ask(talk);
	return MST_STEP_READ;
}

/* "Apache Tomcat/10.1.60" in a piece of a page. */
static void look_for_server(struct mst_talk *talk, const uint8_t *page, size_t size)
{
	const uint8_t *at = mst_finding_place(page, size, "Apache Tomcat/");

	if (at)
		(void)mst_matcher_match(talk->matcher, MST_KEY_HTTP_TITLE, at, size - (size_t)(at - page), talk->draft);
}

/* Packets up to the one that ends the answer; false: more of them are to come. */
static bool read_packets(struct mst_talk *talk, struct mst_reader *r)
{
	while (r->left) {
		uint16_t magic = mst_read_be16(r), size = mst_read_be16(r);
		const uint8_t *packet = mst_read_bytes(r, size);

		if (!packet)
			return false;
		if (magic != ('A' << 8 | 'B') || !size || packet[0] == END)
			return true;
		if (packet[0] == SEND_HEADERS && size >= 3)
			mst_finding_text(talk, MST_SERVICE_HTTP_STATUS, "%u", (unsigned)packet[1] << 8 | packet[2]);
		else if (packet[0] == SEND_BODY)
			look_for_server(talk, packet, size);
	}
	return false;
}

static enum mst_step read_answer(struct mst_talk *talk, struct mst_heard *heard)
{
	struct mst_reader r = mst_reader_over(heard->bytes, heard->size);

	if (talk->scratch[0] == STATE_PING)
		return read_pong(talk, heard);
	return read_packets(talk, &r) || heard->ended || heard->full ? MST_STEP_DONE : MST_STEP_READ;
}

const struct mst_dialogue mst_dialogue_ajp = {
	.name = "ajp13",
	.ports = "8009",
	.tls_ports = "",
	.knows = knows,
	.begin = begin,
	.read = read_answer,
};
