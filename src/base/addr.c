/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * addr.c - see muster/addr.h.
 */
#include <muster/addr.h>
#include <muster/units.h>

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>

#include "base/media.h"

/* An interface by its name or its index; 0 when there is none. */
static uint32_t read_scope(const char *text)
{
	uint64_t index;

	return mst_read_whole(&index, text, UINT32_MAX) == 0 ? (uint32_t)index : if_nametoindex(text);
}

/* "fe80::1%eth0", "fe80::1%2". */
static int parse_ipv6(struct mst_addr *addr, const char *text)
{
	char numeric[INET6_ADDRSTRLEN];
	const char *percent = strchrnul(text, '%');
	size_t length = (size_t)(percent - text);

	if (length >= sizeof numeric)
		return -EINVAL;
	memcpy(numeric, text, length);
	numeric[length] = '\0';
	if (inet_pton(AF_INET6, numeric, addr->bytes) != 1)
		return -EINVAL;
	if (*percent)
		addr->scope = read_scope(percent + 1);
	if (*percent && addr->scope == 0)
		return -EINVAL;
	addr->family = MST_IPV6;
	return 0;
}

int mst_addr_parse(struct mst_addr *addr, const char *text)
{
	struct mst_addr read = { 0 };

	if (inet_pton(AF_INET, text, read.bytes) == 1)
		read.family = MST_IPV4;
	else if (parse_ipv6(&read, text) < 0)
		return -EINVAL;
	*addr = read;
	return 0;
}

/* A label with a leading zero, other than 0 and 0x… */
static bool has_octal(const char *text)
{
	for (const char *label = text; label; label = strchr(label, '.')) {
		label += *label == '.';
		if (label[0] == '0' && label[1] >= '0' && label[1] <= '9')
			return true;
	}
	return false;
}

const char *mst_addr_advice(const char *text, char room[MST_ADDR_ADVICE])
{
	struct in_addr meant;
	char addr[INET_ADDRSTRLEN];

	if (text[strspn(text, "0123456789abcdefABCDEFxX.")] || inet_pton(AF_INET, text, &meant) == 1 ||
	    has_octal(text) || !inet_aton(text, &meant))
		return NULL;
	snprintf(room, MST_ADDR_ADVICE, "an address has four decimal numbers: expected %s",
	         inet_ntop(AF_INET, &meant, addr, sizeof addr));
	return room;
}

static char *write_number(char *at, uint32_t number)
{
	char digits[10];
	size_t count = 0;

	do
		digits[count++] = (char)('0' + number % 10);
	while ((number /= 10) > 0);
	while (count > 0)
		*at++ = digits[--count];
	return at;
}

/* The digits of a byte, and how many they are: the last ones of random addresses cannot be predicted by branches. */
#define OCTET(n) \
	{ \
		(char)('0' + ((n) >= 100  ? (n) / 100 \
		              : (n) >= 10 ? (n) / 10 \
		                          : (n))), \
			(char)('0' + ((n) >= 100 ? (n) / 10 % 10 : (n) % 10)), (char)('0' + (n) % 10), \
			(n) >= 100  ? 3 \
			: (n) >= 10 ? 2 \
				    : 1 \
	}
#define OCTETS4(n) OCTET(n), OCTET((n) + 1), OCTET((n) + 2), OCTET((n) + 3)
#define OCTETS16(n) OCTETS4(n), OCTETS4((n) + 4), OCTETS4((n) + 8), OCTETS4((n) + 12)
#define OCTETS64(n) OCTETS16(n), OCTETS16((n) + 16), OCTETS16((n) + 32), OCTETS16((n) + 48)

static const char octets[256][4] = { OCTETS64(0), OCTETS64(64), OCTETS64(128), OCTETS64(192) };

/* Faster than inet_ntop(3), which uses sprintf: this is called for every line of every report. */
static char *write_ipv4(char *at, const uint8_t *bytes)
{
	for (int i = 0; i < 4; i++) {
		const char *octet = octets[bytes[i]];

		memcpy(at, octet, 4); /* what follows the digits is overwritten */
		at += octet[3];
		*at++ = '.';
	}
	return at - 1;
}

/*
 * Whether an interface's name can stand in an address: names may have any bytes but white space and / (dev_valid_name
 * in Linux), and one of digits alone would be read as an index.
 */
static bool is_word(const char *name)
{
	return mst_text_is_plain(name, strlen(name)) && !strpbrk(name, ",;#\"'\\") &&
	       name[strspn(name, "0123456789")] != '\0';
}

/* Only link-local addresses have a scope: they are few, so speed does not matter. */
static char *write_scope(char *at, uint32_t scope)
{
	*at++ = '%';
	return if_indextoname(scope, at) && is_word(at) ? at + strlen(at) : write_number(at, scope);
}

size_t mst_addr_format(const struct mst_addr *addr, char *text)
{
	char *at = text;

	if (addr->family == MST_IPV4) {
		at = write_ipv4(at, addr->bytes);
	} else if (addr->family == MST_IPV6) {
		inet_ntop(AF_INET6, addr->bytes, text, MST_ADDR_TEXT);
		at += strlen(text);
		if (addr->scope != 0)
			at = write_scope(at, addr->scope);
	}
	*at = '\0';
	return (size_t)(at - text);
}

int mst_addr_compare(const struct mst_addr *a, const struct mst_addr *b)
{
	if (a->family != b->family)
		return a->family < b->family ? -1 : 1;
	if (a->scope != b->scope)
		return a->scope < b->scope ? -1 : 1;
	return memcmp(a->bytes, b->bytes, sizeof a->bytes);
}

bool mst_addr_equal(const struct mst_addr *a, const struct mst_addr *b)
{
	return mst_addr_compare(a, b) == 0;
}
