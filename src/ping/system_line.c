/* SPDX-License-Identifier: BSD-2-Clause */
/* system_line.c - see system_line.h. */
#include "ping/system_line.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

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

/* Milliseconds, with up to six decimals. */
static bool milliseconds(const char **at, int64_t *ns)
{
	uint64_t whole, scale = 100000, part = 0;

	if (!number(at, 10000000, &whole))
		return false;
	if (**at == '.') {
		++*at;
		if (!isdigit((unsigned char)**at))
			return false;
	}
	for (; isdigit((unsigned char)**at); ++*at) {
		part += (uint64_t)(**at - '0') * scale;
		scale /= 10;
	}
	*ns = (int64_t)(whole * 1000000 + part);
	return true;
}

static bool address(const char **at, struct mst_addr *addr)
{
	char text[MST_ADDR_TEXT];
	size_t length = strcspn(*at, " ,\t");

	if (length && (*at)[length - 1] == ':' && (*at)[length] == ' ')
		length--; /* "127.0.0.1: "; an IPv6 address has colons of its own */
	if (length >= sizeof text)
		return false;
	memcpy(text, *at, length);
	text[length] = '\0';
	*at += length;
	return mst_addr_parse(addr, text) == 0;
}

static bool read_reply(struct mst_system_line *parsed, const char *line)
{
	const char *at = line;
	uint64_t bytes, sequence, ttl;

	if (!number(&at, 65535 + 28, &bytes) || !word(&at, " bytes from ") || !address(&at, &parsed->from) ||
	    !word(&at, ": icmp_seq=") || !number(&at, UINT32_MAX, &sequence) || !word(&at, " ttl=") ||
	    !number(&at, 255, &ttl) || !word(&at, " time=") || !milliseconds(&at, &parsed->rtt_ns) || !word(&at, " ms"))
		return false;
	parsed->duplicate = word(&at, " (DUP!)");
	parsed->reply = !parsed->duplicate;
	parsed->bytes = (uint32_t)bytes;
	parsed->sequence = (uint32_t)sequence;
	parsed->ttl = (uint8_t)ttl;
	return *at == '\0';
}

static bool read_error(struct mst_system_line *parsed, const char *line)
{
	const char *at = line;
	uint64_t sequence;

	if ((!word(&at, "From ") && !word(&at, "from ")) || !address(&at, &parsed->from))
		return false;
	(void)word(&at, ":");
	if (!word(&at, " icmp_seq=") || !number(&at, UINT32_MAX, &sequence) || *at != ' ')
		return false;
	parsed->sequence = (uint32_t)sequence;
	parsed->error = true;
	return true;
}

static bool ends_with(const char *line, const char *end)
{
	size_t length = strlen(line), wanted = strlen(end);

	return length >= wanted && strcmp(line + length - wanted, end) == 0;
}

/* ping reports a failure with the text of strerror(3), in the C locale. Other remarks and warnings are ignored. */
static bool read_failure(struct mst_system_line *parsed, const char *line)
{
	static const int errors[] = {
		EPERM,  EACCES,        ENETUNREACH, EHOSTUNREACH, ENETDOWN, EMSGSIZE,
		EINVAL, EADDRNOTAVAIL, ENOBUFS,     ENOMEM,       ENODEV,
	};
	const char *at = line;

	if (!word(&at, "ping: ") ||
	    (!word(&at, "sendmsg: ") && !word(&at, "sendto: ") && !word(&at, "connect: ") && !word(&at, "bind: ")))
		return false;
	parsed->failure = true;
	parsed->why = EIO;
	for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
		if (ends_with(line, strerror(errors[i])))
			parsed->why = errors[i];
	}
	return true;
}

bool mst_system_line_read(struct mst_system_line *parsed, const char *line)
{
	*parsed = (struct mst_system_line){ .rtt_ns = -1 };
	if (read_reply(parsed, line))
		return true;
	*parsed = (struct mst_system_line){ .rtt_ns = -1 };
	if (read_error(parsed, line))
		return true;
	*parsed = (struct mst_system_line){ .rtt_ns = -1 };
	if (read_failure(parsed, line))
		return true;
	*parsed = (struct mst_system_line){ .rtt_ns = -1 };
	return false;
}
