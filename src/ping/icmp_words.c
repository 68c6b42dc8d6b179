/* SPDX-License-Identifier: BSD-2-Clause */
/* icmp_words.c - see icmp_words.h. */
#include "ping/icmp_words.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/*
 * iputils, GNU inetutils and others, ICMP (RFC 792) and ICMPv6 (RFC 4443). Words that are read are compared as far as
 * they go here, so what begins another row stands behind it. The first row of a type and code is the one that is
 * written; ANY stands behind those that are known.
 */
#define ANY 255
/* clang-format off */
static const struct {
	const char *words;
	uint8_t family, type, code;
} errors[] = {
	{ "Destination Net Unreachable for Type of Service", MST_IPV4, 3, 11 },
	{ "Destination Host Unreachable for Type of Service", MST_IPV4, 3, 12 },
	{ "Destination Net Unreachable for Type", MST_IPV4, 3, 11 },
	{ "Destination Host Unreachable for Type", MST_IPV4, 3, 12 },
	{ "Destination Network Unreachable At This TOS", MST_IPV4, 3, 11 },
	{ "Destination Host Unreachable At This TOS", MST_IPV4, 3, 12 },
	{ "Destination Net Unreachable", MST_IPV4, 3, 0 },
	{ "Destination Host Unreachable", MST_IPV4, 3, 1 },
	{ "Destination Protocol Unreachable", MST_IPV4, 3, 2 },
	{ "Destination Port Unreachable", MST_IPV4, 3, 3 },
	{ "Frag needed and DF set", MST_IPV4, 3, 4 },
	{ "Fragmentation needed and DF set", MST_IPV4, 3, 4 },
	{ "Source Route Failed", MST_IPV4, 3, 5 },
	{ "Destination Net Unknown", MST_IPV4, 3, 6 },
	{ "Network Unknown", MST_IPV4, 3, 6 },
	{ "Destination Host Unknown", MST_IPV4, 3, 7 },
	{ "Host Unknown", MST_IPV4, 3, 7 },
	{ "Source Host Isolated", MST_IPV4, 3, 8 },
	{ "Host Isolated", MST_IPV4, 3, 8 },
	{ "Destination Net Prohibited", MST_IPV4, 3, 9 },
	{ "Destination Host Prohibited", MST_IPV4, 3, 10 },
	{ "Packet filtered", MST_IPV4, 3, 13 },
	{ "Precedence Violation", MST_IPV4, 3, 14 },
	{ "Precedence Cutoff", MST_IPV4, 3, 15 },
	{ "Dest Unreachable, Bad Code:", MST_IPV4, 3, ANY },
	{ "Source Quench", MST_IPV4, 4, ANY },
	{ "Time to live exceeded", MST_IPV4, 11, 0 },
	{ "Frag reassembly time exceeded", MST_IPV4, 11, 1 },
	{ "Time exceeded, Bad Code:", MST_IPV4, 11, ANY },
	{ "Parameter problem: pointer", MST_IPV4, 12, ANY },
	{ "Parameter problem: IP address", MST_IPV4, 12, 0 },
	{ "Redirect Network", MST_IPV4, 5, 0 },
	{ "Redirect Host", MST_IPV4, 5, 1 },
	{ "Redirect Type of Service and Network", MST_IPV4, 5, 2 },
	{ "Redirect Type of Service and Host", MST_IPV4, 5, 3 },
	{ "Redirect", MST_IPV4, 5, ANY },
	{ "Destination unreachable: No route", MST_IPV6, 1, 0 },
	{ "Destination unreachable: Administratively prohibited", MST_IPV6, 1, 1 },
	{ "Destination unreachable: Destination administratively prohibited", MST_IPV6, 1, 1 },
	{ "Destination unreachable: Beyond scope of source address", MST_IPV6, 1, 2 },
	{ "Destination unreachable: Address unreachable", MST_IPV6, 1, 3 },
	{ "Destination unreachable: Port unreachable", MST_IPV6, 1, 4 },
	{ "Destination unreachable: Unknown code", MST_IPV6, 1, ANY },
	{ "Destination unreachable: ", MST_IPV6, 1, 3 },
	{ "Packet too big", MST_IPV6, 2, ANY },
	{ "Time exceeded: Hop limit", MST_IPV6, 3, 0 },
	{ "Time exceeded: Defragmentation failure", MST_IPV6, 3, 1 },
	{ "Time exceeded: code", MST_IPV6, 3, ANY },
	{ "Time exceeded: ", MST_IPV6, 3, 0 },
	{ "Parameter problem: Wrong header field", MST_IPV6, 4, 0 },
	{ "Parameter problem: Unknown header", MST_IPV6, 4, 1 },
	{ "Parameter problem: Unknown option", MST_IPV6, 4, 2 },
	{ "Parameter problem: ", MST_IPV6, 4, 0 },
	{ "Redirect", MST_IPV6, 137, 0 }, /* of IPv4 where it is read: no ping program prints those of IPv6 */
};
/* clang-format on */

#define ROWS (sizeof errors / sizeof *errors)

/* The code stands behind words that are for any. */
static bool has_code(const char *words)
{
	size_t length = strlen(words);

	return strcmp(words + length - 5, " code") == 0 || words[length - 1] == ':';
}

/* ---- reading ---- */

/* The number behind `mark`, blanks and "="; 0 without one. */
static uint32_t number_behind(const char *words, const char *mark)
{
	const char *at = strstr(words, mark);
	uint64_t number = 0;

	if (!at)
		return 0;
	for (at += strlen(mark), at += strspn(at, " ="); isdigit((unsigned char)*at) && number <= UINT32_MAX; at++)
		number = number * 10 + (uint64_t)(*at - '0');
	return number <= UINT32_MAX ? (uint32_t)number : 0;
}

static void read_gateway(struct mst_addr *gateway, const char *words)
{
	static const char mark[] = "nexthop: ";
	const char *at = strstr(words, mark);
	size_t length = at ? strcspn(at += sizeof mark - 1, ") \t") : 0;
	char text[MST_ADDR_TEXT];

	*gateway = (struct mst_addr){ 0 };
	if (length == 0 || length >= sizeof text)
		return;
	memcpy(text, at, length);
	text[length] = '\0';
	if (mst_addr_parse(gateway, text) < 0)
		*gateway = (struct mst_addr){ 0 };
}

bool mst_icmp_words_read(struct mst_icmp_said *said, const char *words)
{
	for (size_t i = 0; i < ROWS; i++) {
		if (strncasecmp(words, errors[i].words, strlen(errors[i].words)) != 0)
			continue;
		*said = (struct mst_icmp_said){ .type = errors[i].type };
		said->code = errors[i].code != ANY       ? errors[i].code
		             : has_code(errors[i].words) ? (uint8_t)number_behind(words, errors[i].words)
		                                         : 0;
		said->mtu = number_behind(words, "mtu");
		said->pointer = number_behind(words, errors[i].family == MST_IPV6 ? " at" : "pointer");
		read_gateway(&said->gateway, words);
		return true;
	}
	return false;
}

/* ---- writing ---- */

/* The index of the row; ROWS: none. */
static size_t row_of(const struct mst_ping_event *event, enum mst_family family)
{
	size_t i = 0;

	while (i < ROWS && (errors[i].family != family || errors[i].type != event->icmp_type ||
	                    (errors[i].code != event->icmp_code && errors[i].code != ANY)))
		i++;
	return i;
}

/* What stands behind the words of some types. */
static void write_rest(const struct mst_ping_event *event, enum mst_family family, char *text, size_t size)
{
	bool ipv6 = family == MST_IPV6;
	char gateway[MST_ADDR_TEXT];

	*text = '\0';
	if (!ipv6 && event->icmp_type == 3 && event->icmp_code == 4 && event->mtu)
		snprintf(text, size, " (mtu = %u)", event->mtu);
	else if (!ipv6 && event->icmp_type == 12)
		snprintf(text, size, " = %u", event->pointer);
	else if (ipv6 && event->icmp_type == 2 && event->mtu)
		snprintf(text, size, ": mtu=%u", event->mtu);
	else if (ipv6 && event->icmp_type == 4)
		snprintf(text, size, " at %u", event->pointer);
	else if (event->happening == MST_PING_REDIRECT && event->gateway.family) {
		mst_addr_format(&event->gateway, gateway);
		snprintf(text, size, "(New nexthop: %s)", gateway);
	}
}

const char *mst_ping_error_words(const struct mst_ping_event *event, enum mst_family family, char *text, size_t size)
{
	size_t row = row_of(event, family);
	char rest[96];

	write_rest(event, family, rest, sizeof rest);
	if (row < ROWS && errors[row].code == ANY && has_code(errors[row].words))
		snprintf(text, size, "%s %u", errors[row].words, event->icmp_code);
	else if (row < ROWS)
		snprintf(text, size, "%s%s", errors[row].words, rest);
	else
		snprintf(text, size, "ICMP type %u, code %u", event->icmp_type, event->icmp_code);
	return text;
}
