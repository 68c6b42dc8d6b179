/* SPDX-License-Identifier: BSD-2-Clause */
/* zone.c - see zone.h. */
#include "base/zone.h"

#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"

#define NAMES_TEXT 256

static bool has_zone(const struct ifaddrs *own)
{
	const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)(const void *)own->ifa_addr;

	return in6 && in6->sin6_family == AF_INET6 && IN6_IS_ADDR_LINKLOCAL(&in6->sin6_addr) &&
	       (own->ifa_flags & IFF_UP) && (own->ifa_flags & IFF_RUNNING) && !(own->ifa_flags & IFF_LOOPBACK);
}

/* Adds the name of an interface; false when it is there already: an interface may have several link-local addresses. */
static bool add_name(char names[NAMES_TEXT], const char *name)
{
	size_t length = strlen(names);
	char copy[NAMES_TEXT], *rest = copy, *word;

	memcpy(copy, names, NAMES_TEXT);
	while ((word = strsep(&rest, ", ")) != NULL) {
		if (strcmp(word, name) == 0)
			return false;
	}
	snprintf(names + length, NAMES_TEXT - length, "%s%s", length ? ", " : "", name);
	return true;
}

int mst_zone_missing(const char *text, struct mst_error *err)
{
	char names[NAMES_TEXT] = "", last[IF_NAMESIZE] = "";
	struct ifaddrs *list = NULL;

	if (getifaddrs(&list) < 0)
		return mst_fail(err, -errno, "%s: cannot list the interfaces: %s", text, strerror(errno));
	for (const struct ifaddrs *own = list; own; own = own->ifa_next) {
		if (!has_zone(own) || !add_name(names, own->ifa_name))
			continue;
		snprintf(last, sizeof last, "%s", own->ifa_name);
	}
	freeifaddrs(list);
	if (!*names)
		return mst_fail(err, -EINVAL,
		                "%s is a link-local address, and no interface that is up has one: expected the "
		                "interface behind it, as in %s%%eth0",
		                text, text);
	return mst_fail(
		err, -EINVAL,
		"%s is a link-local address, and does not tell on which link: expected the interface behind it, as in "
		"%s%%%s; there are: %s",
		text, text, last, names);
}
