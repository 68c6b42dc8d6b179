/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * parse6.c - IPv6 target expressions. See parse.h.
 *
 *     2001:db8::1                     an address
 *     2001:db8::/64                   a prefix; host bits are cleared
 *     2001:db8::1-2001:db8::1:ff      a full range
 *     2001:db8::1-ff                  a range of the last 16 bits
 *     fe80::1%eth0                    link-local: with the interface, by name or index, behind the address (RFC 4007,
 *     fe80::%eth0/64, fe80::/64%eth0  section 11) or behind everything
 *
 * The name of an interface may contain a dash: it reaches from the % to the slash, or to the end.
 */
#include "target/parse.h"

#include <arpa/inet.h>
#include <string.h>

#define TEXT_MAX 128 /* two addresses of 45 characters, and a dash */

/* Removes the scope from the text: the remainder goes to `rest`. */
static const char *split_scope(struct mst_expression *expression, const char *text, char rest[TEXT_MAX])
{
	const char *percent = strchr(text, '%');
	size_t before = percent ? (size_t)(percent - text) : strlen(text);
	size_t length = percent ? strcspn(percent + 1, "/") : 0;
	const char *behind = percent ? percent + 1 + length : "";

	expression->scope[0] = '\0';
	if (before + strlen(behind) >= TEXT_MAX)
		return "too long for IPv6 addresses";
	memcpy(rest, text, before);
	strcpy(rest + before, behind);
	if (!percent)
		return NULL;
	if (length == 0)
		return "the interface behind the % is missing";
	if (length >= sizeof expression->scope)
		return "no interface has so long a name";
	memcpy(expression->scope, percent + 1, length);
	expression->scope[length] = '\0';
	return NULL;
}

static const char *read_addr(mst_uint128 *number, const char *text)
{
	struct mst_addr addr = { .family = MST_IPV6 };

	if (inet_pton(AF_INET6, text, addr.bytes) != 1)
		return "not an IPv6 address";
	*number = mst_addr_ipv6(&addr);
	if (*number >> 32 == 0xffff)
		return "an IPv4-mapped address (::ffff:0:0/96): write it as IPv4";
	return NULL;
}

/* Digits of this base, all of the text. */
static const char *read_digits(uint32_t *value, const char *text, const char *digits, uint32_t max, const char *wrong)
{
	uint32_t base = (uint32_t)strlen(digits);

	*value = 0;
	if (!*text)
		return wrong;
	for (; *text; text++) {
		const char *digit = strchr(digits, *text | (*text >= 'A' ? 0x20 : 0));

		if (!digit)
			return wrong;
		*value = *value * base + (uint32_t)(digit - digits);
		if (*value > max)
			return wrong;
	}
	return NULL;
}

static const char *read_prefix(struct mst_expression *expression, const char *addr, const char *length)
{
	static const char wrong_length[] = "the prefix length is a number from 0 to 128";
	mst_uint128 number, host_bits;
	uint32_t bits;
	const char *wrong = read_addr(&number, addr);

	if (!wrong)
		wrong = read_digits(&bits, length, "0123456789", 128, wrong_length);
	if (wrong)
		return wrong;
	host_bits = bits == 128 ? 0 : ~(mst_uint128)0 >> bits;
	expression->interval6 = (struct mst_interval6){ number & ~host_bits, number | host_bits };
	expression->host_bits = (number & host_bits) != 0;
	return NULL;
}

static const char *read_last(struct mst_interval6 *interval, const char *text)
{
	static const char wrong_last[] =
		"a range ends with an IPv6 address, or with its last one to four hexadecimal digits";
	uint32_t last;
	const char *wrong;

	if (strchr(text, ':'))
		return read_addr(&interval->last, text);
	wrong = strlen(text) <= 4 ? read_digits(&last, text, "0123456789abcdef", 0xffff, wrong_last) : wrong_last;
	if (!wrong)
		interval->last = (interval->first & ~(mst_uint128)0xffff) | last;
	return wrong;
}

static const char *read_text(struct mst_expression *expression, char *text)
{
	struct mst_interval6 *interval = &expression->interval6;
	char *slash = strchr(text, '/'), *dash = strchr(text, '-');
	const char *wrong;

	if (slash) {
		*slash = '\0';
		return read_prefix(expression, text, slash + 1);
	}
	if (dash)
		*dash = '\0';
	wrong = read_addr(&interval->first, text);
	interval->last = interval->first;
	if (!wrong && dash)
		wrong = read_last(interval, dash + 1);
	if (wrong)
		return wrong;
	return interval->first <= interval->last ? NULL : "the range runs backwards";
}

/* Whether both ends are link-local (fe80::/10). */
static bool is_link_local(const struct mst_interval6 *interval)
{
	return interval->first >> 118 == 0xfe80 >> 6 && interval->last >> 118 == 0xfe80 >> 6;
}

const char *mst_expression_parse_ipv6(struct mst_expression *expression, const char *text)
{
	char rest[TEXT_MAX];
	const char *wrong = split_scope(expression, text, rest);

	expression->family = MST_IPV6;
	expression->is_pattern = expression->host_bits = false;
	if (!wrong)
		wrong = read_text(expression, rest);
	if (!wrong && expression->scope[0] && !is_link_local(&expression->interval6))
		wrong = "only link-local addresses (fe80::/10) take an interface";
	return wrong;
}
