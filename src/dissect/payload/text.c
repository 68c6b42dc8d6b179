/* SPDX-License-Identifier: BSD-2-Clause */
/* text.c - see text.h. */
#include "dissect/payload/text.h"

#include <ctype.h>
#include <string.h>

#include "dissect/payload/describers.h"

static bool is_blank(uint8_t byte)
{
	return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

enum mst_first_line mst_text_first_line(const struct mst_layer *layer, size_t *length)
{
	const uint8_t *bytes = layer->bytes;
	enum mst_first_line end = layer->captured < layer->declared ? MST_LINE_CUT : MST_LINE_UNENDING;
	size_t i = 0;

	while (i < layer->captured && (bytes[i] == '\t' || (bytes[i] >= ' ' && bytes[i] <= '~')))
		i++;
	*length = i;
	if (i == layer->captured)
		return end;
	if (bytes[i] == '\r' && i + 1 == layer->captured && end == MST_LINE_CUT)
		return end;
	if (bytes[i] == '\r' && i + 1 < layer->captured)
		i++;
	return bytes[i] == '\n' ? MST_LINE_WHOLE : MST_LINE_NONE;
}

void mst_text_add(struct mst_line *line, const uint8_t *bytes, size_t count)
{
	size_t at = line->length, room = line->size - 1 - at;

	count = count < room ? count : room;
	for (size_t i = 0; i < count; i++)
		line->text[at + i] = bytes[i] >= ' ' && bytes[i] <= '~' ? (char)bytes[i] : ' ';
	line->length = at + count;
	line->text[line->length] = '\0';
}

/* The length of the first word; 0 when it is none of ASCII, or goes on behind the captured bytes. */
static size_t first_word(const struct mst_layer *layer)
{
	size_t i = 0;

	while (i < layer->captured && layer->bytes[i] > ' ' && layer->bytes[i] <= '~')
		i++;
	if (i == layer->captured)
		return i < layer->declared ? 0 : i;
	return is_blank(layer->bytes[i]) ? i : 0;
}

static char upper(uint8_t byte)
{
	return (char)(byte >= 'a' && byte <= 'z' ? byte - 'a' + 'A' : byte);
}

static bool is_command(const struct mst_text_protocol *protocol, const uint8_t *word, size_t length)
{
	for (const char *const *command = protocol->commands; *command; command++) {
		size_t i = 0;

		while (i < length && (*command)[i] == upper(word[i]))
			i++;
		if (i == length && !(*command)[i])
			return true;
	}
	return false;
}

/* A word, blanks and three digits: "HTTP/1.1 200 OK". */
static bool is_reply(const struct mst_layer *layer, size_t word)
{
	const uint8_t *at = layer->bytes + word, *end = layer->bytes + layer->captured;

	while (at < end && *at == ' ')
		at++;
	for (unsigned i = 0; i < 3; i++, at++) {
		if (at >= end || *at < '0' || *at > '9')
			return false;
	}
	return at == end ? layer->captured == layer->declared : is_blank(*at);
}

static bool begins_message(const struct mst_layer *layer, const struct mst_text_protocol *protocol)
{
	size_t word;

	if (!protocol->commands)
		return true;
	word = first_word(layer);
	return word && (is_command(protocol, layer->bytes, word) || is_reply(layer, word));
}

void mst_describe_text(struct mst_line *line, const struct mst_layer *layer, const struct mst_text_protocol *protocol)
{
	enum mst_first_line first;
	size_t length;

	mst_line_add(line, "%s", protocol->name);
	if (!begins_message(layer, protocol))
		return;
	first = mst_text_first_line(layer, &length);
	if (first == MST_LINE_WHOLE || first == MST_LINE_UNENDING) {
		mst_line_add(line, ": ");
		mst_text_add(line, layer->bytes, length);
	}
	if (first == MST_LINE_CUT || first == MST_LINE_UNENDING) {
		mst_line_add(line, " [|");
		for (const char *c = protocol->name; *c; c++)
			mst_line_add(line, "%c", tolower((unsigned char)*c));
		mst_line_add(line, "]");
	}
}

/* ---- the protocols ---- */

static const char *const http_commands[] = {
	"GET",
	"PUT",
	"COPY",
	"HEAD",
	"LOCK",
	"MOVE",
	"POLL",
	"POST",
	"BCOPY",
	"BMOVE",
	"MKCOL",
	"TRACE",
	"LABEL",
	"MERGE",
	"DELETE",
	"SEARCH",
	"UNLOCK",
	"REPORT",
	"UPDATE",
	"NOTIFY",
	"BDELETE",
	"CONNECT",
	"OPTIONS",
	"CHECKIN",
	"PROPFIND",
	"CHECKOUT",
	"CCM_POST",
	"SUBSCRIBE",
	"PROPPATCH",
	"BPROPFIND",
	"BPROPPATCH",
	"UNCHECKOUT",
	"MKACTIVITY",
	"MKWORKSPACE",
	"UNSUBSCRIBE",
	"RPC_CONNECT",
	"VERSION-CONTROL",
	"BASELINE-CONTROL",
	NULL,
};

static const char *const rtsp_commands[] = {
	"OPTIONS", "DESCRIBE", "ANNOUNCE", "GET_PARAMETER", "PAUSE",    "PLAY",
	"RECORD",  "REDIRECT", "SETUP",    "SET_PARAMETER", "TEARDOWN", NULL,
};

static const char *const sip_commands[] = {
	"ACK",   "BYE",   "CANCEL", "DO",       "INFO",   "INVITE",    "MESSAGE", "NOTIFY",  "OPTIONS",
	"PRACK", "QAUTH", "REFER",  "REGISTER", "SPRACK", "SUBSCRIBE", "UPDATE",  "PUBLISH", NULL,
};

static bool describe_of_tcp(struct mst_line *line, const struct mst_layer *layer, const char *name,
                            const char *const *commands)
{
	mst_line_add(line, ": ");
	mst_describe_text(line, layer, &(struct mst_text_protocol){ name, commands });
	return true;
}

bool mst_describe_http(struct mst_line *line, const struct mst_layer *layer)
{
	return describe_of_tcp(line, layer, "HTTP", http_commands);
}

bool mst_describe_rtsp(struct mst_line *line, const struct mst_layer *layer)
{
	return describe_of_tcp(line, layer, "RTSP", rtsp_commands);
}

bool mst_describe_ftp(struct mst_line *line, const struct mst_layer *layer)
{
	return describe_of_tcp(line, layer, "FTP", NULL);
}

bool mst_describe_smtp(struct mst_line *line, const struct mst_layer *layer)
{
	return describe_of_tcp(line, layer, "SMTP", NULL);
}

bool mst_describe_whois(struct mst_line *line, const struct mst_layer *layer)
{
	return describe_of_tcp(line, layer, "WHOIS", NULL);
}

/* RFC 3261, over UDP. */
bool mst_describe_sip(struct mst_line *line, const struct mst_layer *layer)
{
	mst_describe_text(line, layer, &(struct mst_text_protocol){ "SIP", sip_commands });
	return true;
}
