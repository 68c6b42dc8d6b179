/* SPDX-License-Identifier: BSD-2-Clause */
/* address.c - see address.h. */
#include "fleet/address.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

#define PORT_USUAL "6379"
#define DATABASE_MAX 1023

static int refuse(const char *url, struct mst_error *err)
{
	return mst_fail(err, -EINVAL,
	                "%.128s: expected a store such as redis://HOST, redis://HOST:PORT/DATABASE or "
	                "rediss://HOST (TLS)",
	                url);
}

/* A whole number up to `most`; false for anything else. */
static bool read_number(unsigned *number, const char *text, size_t length, unsigned most)
{
	*number = 0;
	if (length == 0 || length > 5)
		return false;
	for (size_t i = 0; i < length; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		*number = *number * 10 + (unsigned)(text[i] - '0');
	}
	return *number <= most;
}

/* [2001:db8::1]:6379 or host:6379, of this length. */
static bool read_host(struct mst_fleet_address *address, const char *text, size_t length)
{
	bool bracketed = text[0] == '[';
	const char *end = text + length, *host = text + bracketed;
	const char *after = memchr(host, bracketed ? ']' : ':', (size_t)(end - host));
	size_t size = (size_t)((after ? after : end) - host);
	unsigned port;

	if (size == 0 || size >= sizeof address->host || (bracketed && !after))
		return false;
	memcpy(address->host, host, size);
	address->host[size] = '\0';
	strcpy(address->port, PORT_USUAL);
	if (!after || after + bracketed == end)
		return true;
	after += bracketed;
	if (*after != ':' || !read_number(&port, after + 1, (size_t)(end - after - 1), 65535) || port == 0)
		return false;
	snprintf(address->port, sizeof address->port, "%u", port & 0xffff);
	return true;
}

int mst_fleet_address_read(struct mst_fleet_address *address, const char *url, struct mst_error *err)
{
	const char *rest, *slash;
	size_t length;

	*address = (struct mst_fleet_address){ .tls = strncmp(url, "rediss://", 9) == 0 };
	if (!address->tls && strncmp(url, "redis://", 8) != 0)
		return refuse(url, err);
	rest = url + 8 + address->tls;
	if (strchr(rest, '@'))
		return mst_fail(err, -EINVAL,
		                "the URL of the store has a user or a password, which every user of this "
		                "machine can read in the list of processes: expected them in --auth-file "
		                "or in MUSTER_FLEET_AUTH");
	slash = strchr(rest, '/');
	length = slash ? (size_t)(slash - rest) : strlen(rest);
	if (length == 0 || !read_host(address, rest, length))
		return refuse(url, err);
	if (slash && slash[1] && !read_number(&address->database, slash + 1, strlen(slash + 1), DATABASE_MAX))
		return refuse(url, err);
	return 0;
}
