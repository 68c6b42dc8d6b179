/* SPDX-License-Identifier: BSD-2-Clause */
/* system_line.c - see system_line.h. */
#include "ping/system_line.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

enum { SOURCE_QUENCH = 4, REDIRECT = 5 };
#define RTT_MOST_MS 10000000 /* more cannot be true: it was computed from bytes that the host changed */

/* Consumes a word that must come next. */
static bool word(const char **at, const char *wanted)
{
	size_t length = strlen(wanted);

	if (strncmp(*at, wanted, length) != 0)
		return false;
	*at += length;
	return true;
}

static bool number(const char **at, uint64_t most, uint64_t *value)
{
	*value = 0;
	if (!isdigit((unsigned char)**at))
		return false;
	for (; isdigit((unsigned char)**at); ++*at) {
		*value = *value * 10 + (uint64_t)(**at - '0');
		if (*value > most)
			return false;
	}
	return true;
}

/* Milliseconds, with up to six decimals. A number that is too large is consumed, and is no time: -1. */
static bool milliseconds(const char **at, int64_t *ns)
{
	uint64_t whole, scale = 100000, part = 0;
	bool known = number(at, RTT_MOST_MS, &whole);

	if (!known && !isdigit((unsigned char)**at))
		return false;
	while (!known && isdigit((unsigned char)**at))
		++*at;
	if (**at == '.') {
		++*at;
		if (!isdigit((unsigned char)**at))
			return false;
	}
	for (; isdigit((unsigned char)**at); ++*at) {
		part += (uint64_t)(**at - '0') * scale;
		scale /= 10;
	}
	*ns = known ? (int64_t)(whole * 1000000 + part) : -1;
	return true;
}

static bool plain_address(const char **at, const char *ends, struct mst_addr *addr)
{
	char text[MST_ADDR_TEXT];
	size_t length = strcspn(*at, ends);

	if (length && (*at)[length - 1] == ':' && (*at)[length] == ' ')
		length--; /* "127.0.0.1: "; an IPv6 address has colons of its own */
	if (length >= sizeof text)
		return false;
	memcpy(text, *at, length);
	text[length] = '\0';
	*at += length;
	return mst_addr_parse(addr, text) == 0;
}

/* "127.0.0.1", or "localhost (127.0.0.1)". */
static bool address(const char **at, struct mst_addr *addr)
{
	const char *behind = *at + strcspn(*at, " ");

	if (*behind != ' ' || behind[1] != '(')
		return plain_address(at, " ,\t", addr);
	*at = behind + 2;
	return plain_address(at, " )", addr) && word(at, ")");
}

/* What stands behind the time, in any order. */
static bool read_marks(struct mst_system_line *parsed, const char *at)
{
	while (*at) {
		if (word(&at, " (truncated)"))
			parsed->truncated = true;
		else if (word(&at, " (BAD CHECKSUM!)"))
			parsed->bad_checksum = true;
		else if (!word(&at, " (DUP!)") && !word(&at, " (DIFFERENT ADDRESS!)"))
			return false; /* both of these are seen by number and sender */
	}
	return true;
}

static bool read_reply(struct mst_system_line *parsed, const char *line)
{
	const char *at = line;
	uint64_t bytes, sequence, ttl = 0;

	if (!number(&at, 65535 + 28, &bytes) || !word(&at, " bytes from ") || !address(&at, &parsed->from))
		return false;
	parsed->zero_based = word(&at, ": seq=");
	if (!parsed->zero_based && !word(&at, ": icmp_seq="))
		return false;
	if (!number(&at, 65535, &sequence) || (word(&at, " ttl=") && !number(&at, 255, &ttl)))
		return false;
	if (word(&at, " time=") && (!milliseconds(&at, &parsed->rtt_ns) || !word(&at, " ms")))
		return false;
	parsed->bytes = (uint32_t)bytes;
	parsed->sequence = (uint32_t)sequence;
	parsed->ttl = (uint8_t)ttl;
	return read_marks(parsed, at);
}

/* Redirects and source quench have the form of errors, and are none of the request. */
static bool is_no_error(const struct mst_system_line *parsed)
{
	return parsed->from.family == MST_IPV4 && (parsed->said.type == REDIRECT || parsed->said.type == SOURCE_QUENCH);
}

static bool read_error_words(struct mst_system_line *parsed, const char *words)
{
	bool ipv6 = parsed->from.family == MST_IPV6;

	if (!mst_icmp_words_read(&parsed->said, words)) {
		parsed->said = (struct mst_icmp_said){ .type = ipv6 ? 1 : 3, .code = ipv6 ? 3 : 1 };
		return true;
	}
	if (is_no_error(parsed) && parsed->said.type == REDIRECT)
		parsed->what = MST_LINE_REDIRECT;
	return !is_no_error(parsed) || parsed->said.type == REDIRECT;
}

static bool read_error(struct mst_system_line *parsed, const char *line)
{
	const char *at = line;
	uint64_t sequence;

	if ((!word(&at, "From ") && !word(&at, "from ")) || !address(&at, &parsed->from))
		return false;
	(void)word(&at, ":");
	if (!word(&at, " icmp_seq=") || !number(&at, 65535, &sequence) || *at++ != ' ')
		return false;
	(void)word(&at, "(BAD CHECKSUM)");
	parsed->sequence = (uint32_t)sequence;
	parsed->numbered = true;
	return read_error_words(parsed, at);
}

/* inetutils has no number in it, and the words must be known. */
static bool read_plain_error(struct mst_system_line *parsed, const char *line)
{
	const char *at = line;
	uint64_t bytes;

	return number(&at, 65535 + 28, &bytes) && word(&at, " bytes from ") && address(&at, &parsed->from) &&
	       word(&at, ": ") && mst_icmp_words_read(&parsed->said, at) && !is_no_error(parsed);
}

static bool ends_with(const char *line, const char *end)
{
	size_t length = strlen(line), wanted = strlen(end);

	return length >= wanted && strcmp(line + length - wanted, end) == 0;
}

static bool ends_with_number_of_bytes(const char *line)
{
	const char *at = strstr(line, " (");
	uint64_t bytes;

	at = at ? strstr(at, ": ") : NULL;
	return at && (at += 2, number(&at, 65535, &bytes)) && strcmp(at, " data bytes") == 0;
}

static bool read_head(struct mst_system_line *parsed, const char *line)
{
	parsed->zero_based = ends_with_number_of_bytes(line);
	return strncmp(line, "PING ", 5) == 0;
}

static bool read_changed(struct mst_system_line *parsed, const char *line)
{
	(void)parsed;
	return strncmp(line, "wrong data byte #", 17) == 0;
}

static bool read_end(struct mst_system_line *parsed, const char *line)
{
	uint64_t count;

	(void)parsed;
	return number(&line, UINT32_MAX, &count) && strncmp(line, " packets transmitted, ", 22) == 0;
}

static bool program_words(const char **at)
{
	return word(at, "ping: ") || word(at, "ping6: ");
}

/* ping reports a failure with the text of strerror(3), in the C locale. Other remarks and warnings are ignored. */
static bool read_failure(struct mst_system_line *parsed, const char *line)
{
	static const int errors[] = {
		EPERM,  EACCES,        ENETUNREACH, EHOSTUNREACH, ENETDOWN, EMSGSIZE,
		EINVAL, EADDRNOTAVAIL, ENOBUFS,     ENOMEM,       ENODEV,
	};
	static const char *const calls[] = { "sendmsg: ", "sendto: ", "sending packet: ",
		                             "connect: ", "bind: ",   "local error: " };
	const char *at = line;

	if (!program_words(&at))
		return false;
	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
		if (strncmp(at, calls[i], strlen(calls[i])) == 0)
			parsed->why = EIO;
	}
	for (size_t i = 0; parsed->why && i < sizeof errors / sizeof *errors; i++) {
		if (ends_with(line, strerror(errors[i])))
			parsed->why = errors[i];
	}
	if (strstr(line, "message too long"))
		parsed->why = EMSGSIZE;
	return parsed->why != 0;
}

static void read_other(struct mst_system_line *parsed, const char *line)
{
	const char *at = line;

	parsed->unread_answer = (strstr(line, "bytes from") && (strstr(line, "seq") || strstr(line, "time"))) ||
	                        (strstr(line, "ttl=") && strstr(line, "time"));
	parsed->remark = parsed->unread_answer || (program_words(&at) && strncasecmp(at, "warning", 7) != 0);
}

enum mst_system_what mst_system_line_read(struct mst_system_line *parsed, const char *line)
{
	static const struct {
		enum mst_system_what what;
		bool (*read)(struct mst_system_line *parsed, const char *line);
	} forms[] = {
		{ MST_LINE_REPLY, read_reply },       { MST_LINE_ERROR, read_error },     { MST_LINE_HEAD, read_head },
		{ MST_LINE_ERROR, read_plain_error }, { MST_LINE_CHANGED, read_changed }, { MST_LINE_END, read_end },
		{ MST_LINE_FAILURE, read_failure },
	};

	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		*parsed = (struct mst_system_line){ .what = forms[i].what, .rtt_ns = -1 };
		if (forms[i].read(parsed, line))
			return parsed->what;
	}
	*parsed = (struct mst_system_line){ .rtt_ns = -1 };
	read_other(parsed, line);
	return MST_LINE_OTHER;
}
