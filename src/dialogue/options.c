/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * options.c - relatives of HTTP that answer OPTIONS with what they can do: RTSP (RFC 7826), SIP over TCP and UDP (RFC
 * 3261, section 11), ICAP (RFC 3507). The request sets up, registers and calls nothing.
 */
#include <stdio.h>
#include <string.h>

#include "dialogue/finding.h"
#include "dialogue/lines.h"
#include "dialogue/list.h"

enum { STATUS_LINE = 8 }; /* bytes that tell the protocol: "RTSP/1.0" */

struct asked {
	const char *service, *protocol; /* how the answer begins */
	const char *able;               /* the header that lists methods */
	enum mst_signature_key server, agent;
};

/* clang-format off */
static const struct asked rtsp = { "rtsp", "RTSP/", "Public", MST_KEY_RTSP, MST_KEY_RTSP };
static const struct asked sip = { "sip", "SIP/", "Allow", MST_KEY_SIP_SERVER, MST_KEY_SIP_AGENT };
static const struct asked icap = { "icap", "ICAP/", "Methods", MST_KEY_HTTP_SERVER, MST_KEY_HTTP_SERVER };
/* clang-format on */

/* The name of the target, or its address as URIs have it. */
static void say_host(struct mst_talk *talk)
{
	char address[MST_ADDR_TEXT];

	if (talk->host) {
		mst_talk_say(talk, talk->host);
		return;
	}
	mst_addr_format(&talk->addr, address);
	address[strcspn(address, "%")] = '\0'; /* a scope means nothing to the server */
	mst_talk_say(talk, talk->addr.family == MST_IPV6 ? "[" : "");
	mst_talk_say(talk, address);
	mst_talk_say(talk, talk->addr.family == MST_IPV6 ? "]" : "");
}

static void begin_rtsp(struct mst_talk *talk)
{
	mst_talk_say(talk, "OPTIONS * RTSP/1.0\r\nCSeq: 1\r\nUser-Agent: muster\r\n\r\n");
}

static void begin_icap(struct mst_talk *talk)
{
	mst_talk_say(talk, "OPTIONS icap://");
	say_host(talk);
	mst_talk_say(talk, "/ ICAP/1.0\r\nHost: ");
	say_host(talk);
	mst_talk_say(talk, "\r\nUser-Agent: muster\r\n\r\n");
}

/* `rport`: the answer comes to where the question came from (RFC 3581). */
static void begin_sip(struct mst_talk *talk)
{
	mst_talk_say(talk, "OPTIONS sip:");
	say_host(talk);
	mst_talk_say(talk, talk->proto == 17 ? " SIP/2.0\r\nVia: SIP/2.0/UDP"
	                   : talk->secure    ? " SIP/2.0\r\nVia: SIP/2.0/TLS"
	                                     : " SIP/2.0\r\nVia: SIP/2.0/TCP");
	mst_talk_say(talk, " muster.invalid;branch=z9hG4bKmuster;rport\r\nMax-Forwards: 70\r\nTo: <sip:");
	say_host(talk);
	mst_talk_say(talk, ">\r\nFrom: <sip:muster@muster.invalid>;tag=muster\r\nCall-ID: muster@muster.invalid\r\n"
	                   "CSeq: 1 OPTIONS\r\nContact: <sip:muster@muster.invalid>\r\nAccept: application/sdp\r\n"
	                   "Content-Length: 0\r\n\r\n");
}

static void match_header(struct mst_talk *talk, struct mst_phrase all, const char *name, enum mst_signature_key key)
{
	struct mst_phrase value = mst_phrase_header(all, name);

	if (value.size)
		(void)mst_matcher_match(talk->matcher, key, value.at, value.size, talk->draft);
}

/* "INVITE, ACK, BYE" without its commas. */
static void keep_methods(struct mst_talk *talk, struct mst_phrase value)
{
	while (value.size) {
		size_t size = mst_phrase_find(value, ",");
		struct mst_phrase word = { value.at, size < value.size ? size : value.size };

		value = mst_phrase_after(value, word.size + (word.size < value.size));
		word = mst_phrase_after(word, 0);
		mst_finding_word(talk, MST_SERVICE_CAPABILITIES, word.at, word.size);
	}
}

static enum mst_step read_asked(const struct asked *row, struct mst_talk *talk, struct mst_heard *heard)
{
	struct mst_phrase all = mst_phrase_of(heard);
	bool last = heard->ended || heard->full;

	if (all.size < STATUS_LINE)
		return last ? MST_STEP_NOT_MINE : MST_STEP_READ;
	if (!mst_phrase_begin(all, row->protocol))
		return MST_STEP_NOT_MINE;
	if (!last && mst_phrase_find(all, "\r\n\r\n") == SIZE_MAX)
		return MST_STEP_READ;
	match_header(talk, all, "Server", row->server);
	match_header(talk, all, "User-Agent", row->agent);
	if (row == &icap)
		match_header(talk, all, "Service", row->server);
	keep_methods(talk, mst_phrase_header(all, row->able));
	return mst_finding_done(talk, row->service);
}

#define ASKED(name_, row, is_udp, wanted_ports, wanted_tls_ports) \
	static bool knows_##name_(const uint8_t *bytes, size_t size) \
	{ \
		return mst_phrase_begin((struct mst_phrase){ bytes, size }, row.protocol); \
	} \
	static enum mst_step read_##name_(struct mst_talk *talk, struct mst_heard *heard) \
	{ \
		return read_asked(&row, talk, heard); \
	} \
	const struct mst_dialogue mst_dialogue_##name_ = { \
		.name = #row, \
		.udp = is_udp, \
		.ports = wanted_ports, \
		.tls_ports = wanted_tls_ports, \
		.knows = knows_##name_, \
		.begin = begin_##row, \
		.read = read_##name_, \
	}

ASKED(rtsp, rtsp, false, "554,8554,7070,5554", "322");
ASKED(icap, icap, false, "1344", "11344");
ASKED(sip, sip, false, "5060,5080", "5061");
ASKED(sip_udp, sip, true, "5060,5080", "");
