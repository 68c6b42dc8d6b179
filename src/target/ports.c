/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ports.c - lists of ports, as text and as bits. See muster/targets.h.
 */
#include <muster/targets.h>

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/plain_text.h"
#include "target/common_ports.h"

#define LAST_PORT 65535
#define PART_MAX 64 /* longer than every name of the services database */

/* A word of 64 ports at a time: ranges are long as a rule. */
static void set_range(struct mst_ports *ports, uint32_t first, uint32_t last)
{
	uint64_t from = UINT64_MAX << first % 64, to = UINT64_MAX >> (63 - last % 64);

	for (uint32_t word = first / 64; word <= last / 64; word++) {
		ports->bits[word] |= word == last / 64 ? from & to : from;
		from = UINT64_MAX;
	}
}

bool mst_ports_has(const struct mst_ports *ports, uint16_t port)
{
	return ports->bits[port / 64] >> port % 64 & 1;
}

bool mst_ports_excludes(const struct mst_ports *ports, uint16_t port)
{
	return ports->excluded[port / 64] >> port % 64 & 1;
}

uint32_t mst_ports_count(const struct mst_ports *ports)
{
	uint32_t count = 0;

	for (size_t i = 0; i < sizeof ports->bits / sizeof ports->bits[0]; i++)
		count += (uint32_t)__builtin_popcountll(ports->bits[i]);
	return count;
}

/* Reads one end of a range; `missing` is the value of an open end. */
static const char *read_port(const char **at, uint32_t *port, uint32_t missing)
{
	size_t digits = strspn(*at, "0123456789");
	uint32_t value = 0;

	for (size_t i = 0; i < digits && value <= LAST_PORT; i++)
		value = value * 10 + (uint32_t)((*at)[i] - '0');
	if (digits == 0)
		value = missing;
	if (value < 1 || value > LAST_PORT)
		return "ports are 1 to 65535";
	*at += digits;
	*port = value;
	return NULL;
}

/* "80", "8000-8100", "-1023", "60000-", "-". */
static const char *read_numbers(struct mst_ports *ports, const char *part)
{
	uint32_t first, last;
	const char *wrong = read_port(&part, &first, 1);

	if (wrong)
		return wrong;
	last = first;
	if (*part == '-') {
		part++;
		wrong = read_port(&part, &last, LAST_PORT);
		if (wrong)
			return wrong;
	}
	if (*part)
		return "a range has one dash";
	if (first > last)
		return "the range runs backwards";
	set_range(ports, first, last);
	return NULL;
}

static bool find_service(const char *name, const char *protocol, uint16_t *port)
{
	struct servent entry, *found = NULL;
	char texts[4096];

	if (getservbyname_r(name, protocol, &entry, texts, sizeof texts, &found) != 0 || !found)
		return false;
	*port = ntohs((uint16_t)found->s_port);
	return *port != 0;
}

/* Looks the name up for the protocol of the run first, then for TCP: a few names have different ports. */
static const char *read_service(struct mst_ports *ports, const char *name)
{
	uint16_t port;

	if (ports->proto == IPPROTO_UDP && find_service(name, "udp", &port)) {
		set_range(ports, port, port);
		return NULL;
	}
	if (!find_service(name, "tcp", &port) && !find_service(name, NULL, &port))
		return "not in the services database";
	set_range(ports, port, port);
	return NULL;
}

/* A list may name a protocol; all its parts and the run must have the same. */
static const char *agree(struct mst_ports *ports, uint8_t proto)
{
	if (ports->proto && ports->proto != proto)
		return proto == IPPROTO_UDP ? "UDP ports need a separate run with scan --udp"
		                            : "TCP ports need a separate run without --udp";
	ports->proto = proto;
	return NULL;
}

/* "T:80": sets the protocol of this part and of the following ones. */
static const char *take_prefix(struct mst_ports *ports, const char **part)
{
	char letter = (*part)[0];
	bool tcp = letter == 'T' || letter == 't', udp = letter == 'U' || letter == 'u';

	if ((!tcp && !udp) || (*part)[1] != ':')
		return NULL;
	*part += 2;
	return agree(ports, tcp ? IPPROTO_TCP : IPPROTO_UDP);
}

/* "80/tcp" */
static const char *take_suffix(struct mst_ports *ports, char *part)
{
	char *slash = strchr(part, '/');
	bool tcp = slash && strcasecmp(slash, "/tcp") == 0, udp = slash && strcasecmp(slash, "/udp") == 0;

	if (!tcp && !udp)
		return NULL;
	*slash = '\0';
	return agree(ports, tcp ? IPPROTO_TCP : IPPROTO_UDP);
}

static const char *read_part(struct mst_ports *ports, char *text)
{
	const char *part = text, *wrong = take_prefix(ports, &part);

	if (!wrong)
		wrong = take_suffix(ports, text);
	if (wrong)
		return wrong;
	if (!*part)
		return "the part is empty";
	if (mst_common_ports_named(part))
		return mst_common_ports_set(ports, part);
	if (part[strspn(part, "0123456789-")])
		return read_service(ports, part);
	return read_numbers(ports, part);
}

static int fail_part(struct mst_error *err, const char *part, size_t length, const char *wrong)
{
	char plain[PART_MAX], shown[2 * PART_MAX];

	snprintf(plain, sizeof plain, "%.*s", (int)(length < sizeof plain ? length : sizeof plain - 1), part);
	mst_text_quote(shown, sizeof shown, plain, false);
	return mst_fail(err, -EINVAL,
	                "port \"%s\"%s: %s; expected 22, 8000-8100, -1023, 60000-, - for all, or a name like ssh, "
	                "or common for everyday services, joined by commas",
	                shown, length >= sizeof plain ? "..." : "", wrong);
}

static int read_list(struct mst_ports *ports, const char *text, struct mst_error *err)
{
	for (;; text++) {
		size_t length = strcspn(text, ",");
		char part[PART_MAX];
		const char *wrong;

		if (length >= sizeof part)
			return fail_part(err, text, length, "too long");
		memcpy(part, text, length);
		part[length] = '\0';
		wrong = read_part(ports, part);
		if (wrong)
			return fail_part(err, text, length, wrong);
		text += length;
		if (!*text)
			return 0;
	}
}

int mst_ports_add(struct mst_ports *ports, const char *text, struct mst_error *err)
{
	struct mst_ports read = { .proto = ports->proto };
	int code = read_list(&read, text, err);

	for (size_t i = 0; code == 0 && i < sizeof read.bits / sizeof read.bits[0]; i++)
		ports->bits[i] |= read.bits[i];
	if (code == 0)
		ports->proto = read.proto;
	return code;
}

int mst_ports_remove(struct mst_ports *ports, const char *text, struct mst_error *err)
{
	struct mst_ports read = { .proto = ports->proto };
	int code = read_list(&read, text, err);

	for (size_t i = 0; code == 0 && i < sizeof read.bits / sizeof read.bits[0]; i++) {
		ports->bits[i] &= ~read.bits[i];
		ports->excluded[i] |= read.bits[i];
	}
	if (code == 0)
		ports->proto = read.proto;
	return code;
}
