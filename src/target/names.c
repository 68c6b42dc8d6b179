/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * names.c - see names.h.
 *
 * getaddrinfo(3) also accepts numbers: 0x7f.1, 2130706433 and 127.1 all mean 127.0.0.1. A mistyped address must not
 * be taken for such a number, or sent to a name server. So the last label of a dotted name must begin with a letter,
 * as every top-level domain does (RFC 3696, section 2).
 */
#include "target/names.h"

#include <arpa/inet.h>
#include <errno.h>
#include <ifaddrs.h>
#include <muster/targets.h>
#include <muster/units.h>
#include <net/if.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/fail.h"
#include "target/parse.h"

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define NAME_MAX_LENGTH 253

bool mst_name_is_plausible(const char *text)
{
	size_t length = strlen(text);
	struct in_addr number;
	const char *label;

	if (length == 0 || length > NAME_MAX_LENGTH || strspn(text, LETTERS "0123456789-_.") != length)
		return false;
	if (text[0] == '-' || text[0] == '.' || strstr(text, "..") || inet_aton(text, &number))
		return false;
	if (text[length - 1] == '.')
		length--;
	label = memrchr(text, '.', length);
	return label ? strchr(LETTERS, label[1]) != NULL : strpbrk(text, LETTERS) != NULL;
}

static struct mst_addr addr_of(const struct addrinfo *info)
{
	struct mst_addr addr = { .family = MST_IPV4 };
	struct sockaddr_in6 in6;
	struct sockaddr_in in;

	if (info->ai_family == AF_INET) {
		memcpy(&in, info->ai_addr, sizeof in);
		memcpy(addr.bytes, &in.sin_addr, sizeof in.sin_addr);
		return addr;
	}
	memcpy(&in6, info->ai_addr, sizeof in6);
	memcpy(addr.bytes, &in6.sin6_addr, sizeof addr.bytes);
	addr.family = MST_IPV6;
	addr.scope = in6.sin6_scope_id;
	return addr;
}

/* A name server that is away for a moment says nothing about the name (SERVFAIL, no answer, no route to it). */
static bool is_temporary(int failed)
{
	return failed == EAI_AGAIN || failed == EAI_SYSTEM || failed == EAI_MEMORY;
}

/* Asks again after 1/4 s, 1/2 s, 1 s …, as long as patience lasts. */
static int ask_patiently(const char *name, const struct addrinfo *hints, uint64_t until_ns, struct addrinfo **found)
{
	uint64_t wait_ns = 250 * MST_NS_PER_MS;
	int failed = getaddrinfo(name, NULL, hints, found);

	for (; failed == EAI_AGAIN && mst_now_ns() + wait_ns < until_ns; wait_ns *= 2) {
		struct timespec wait = { (time_t)(wait_ns / MST_NS_PER_SECOND), (long)(wait_ns % MST_NS_PER_SECOND) };

		nanosleep(&wait, NULL);
		failed = getaddrinfo(name, NULL, hints, found);
	}
	return failed;
}

struct mst_name_failure mst_name_resolve(const char *name, enum mst_family family, uint64_t until_ns,
                                         mst_name_sink *sink, void *user)
{
	struct addrinfo hints = { .ai_family = family == MST_IPV6 ? AF_INET6 : AF_INET, .ai_socktype = SOCK_STREAM };
	struct addrinfo *found = NULL;
	int failed = ask_patiently(name, &hints, until_ns, &found), code = 0;

	if (failed)
		return (struct mst_name_failure){ gai_strerror(failed), is_temporary(failed) };
	for (struct addrinfo *info = found; info && code == 0; info = info->ai_next) {
		struct mst_addr addr = addr_of(info);

		code = sink(user, &addr);
	}
	freeaddrinfo(found);
	return (struct mst_name_failure){ code < 0 ? "no memory" : NULL, code < 0 };
}

struct mst_name_failure mst_name_resolve_wanted(const char *name, bool ipv4, bool ipv6, uint64_t until_ns,
                                                mst_name_sink *sink, void *user)
{
	const struct mst_name_failure not_asked = { "it has none", false };
	bool any = !ipv4 && !ipv6;
	struct mst_name_failure wrong4 = any || ipv4 ? mst_name_resolve(name, MST_IPV4, until_ns, sink, user)
	                                             : not_asked,
				wrong6 = ipv6 || (any && wrong4.words)
	                                         ? mst_name_resolve(name, MST_IPV6, until_ns, sink, user)
	                                         : not_asked;

	if (!wrong4.words || !wrong6.words)
		return (struct mst_name_failure){ NULL, false };
	if (wrong6.temporary || !(any || ipv4))
		return wrong6;
	return wrong4;
}

bool mst_text_is_name(const char *text)
{
	struct mst_expression expression;

	return mst_expression_parse(&expression, text) && !mst_text_is_numeric(text) && mst_name_is_plausible(text);
}

static int keep_first(void *user, const struct mst_addr *addr)
{
	struct mst_addr *found = user;
	unsigned at = found[0].family && found[0].family != addr->family;

	if (!found[at].family)
		found[at] = *addr;
	return 0;
}

int mst_name_lookup(struct mst_addr found[2], const char *name, bool ipv4, bool ipv6, struct mst_error *err)
{
	struct mst_name_failure wrong;

	memset(found, 0, 2 * sizeof *found);
	wrong = mst_name_resolve_wanted(name, ipv4, ipv6, mst_now_ns() + MST_NAME_PATIENCE_NS, keep_first, found);
	if (wrong.temporary)
		return mst_fail(err, -EAGAIN, "%s: no name server answered, also when asked again (%s)", name,
		                wrong.words);
	if (wrong.words || !found[0].family)
		return mst_fail(err, -ENOENT, "%s: no %s address found for this name (%s)", name,
		                ipv4 == ipv6 ? "IPv4 or IPv6"
		                : ipv4       ? "IPv4"
		                             : "IPv6",
		                wrong.words ? wrong.words : "it has none");
	return found[1].family ? 2 : 1;
}

uint32_t mst_scope_resolve(const char *scope)
{
	char name[IF_NAMESIZE];
	uint64_t index;

	if (mst_read_whole(&index, scope, INT32_MAX) == 0)
		return if_indextoname((uint32_t)index, name) ? (uint32_t)index : 0;
	return if_nametoindex(scope);
}

const char *mst_scopes(char *text, size_t size)
{
	struct if_nameindex *list = if_nameindex();
	size_t at = 0;

	text[0] = '\0';
	for (size_t i = 0; list && list[i].if_index && at + IF_NAMESIZE + 2 < size; i++)
		at += (size_t)snprintf(text + at, size - at, "%s%s", i ? ", " : "", list[i].if_name);
	if (list)
		if_freenameindex(list);
	return text;
}
