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

/* One family, once. */
static struct mst_name_failure ask(const char *name, int family, mst_name_sink *sink, void *user)
{
	struct addrinfo hints = { .ai_family = family, .ai_socktype = SOCK_STREAM }, *found = NULL;
	int failed = getaddrinfo(name, NULL, &hints, &found), code = 0;

	if (failed)
		return (struct mst_name_failure){ gai_strerror(failed), is_temporary(failed) };
	for (struct addrinfo *info = found; info && code == 0; info = info->ai_next) {
		struct mst_addr addr = addr_of(info);

		code = sink(user, &addr);
	}
	freeaddrinfo(found);
	return (struct mst_name_failure){ code < 0 ? "no memory" : NULL, false };
}

/* Waits 1/4 s, 1/2 s, 1 s …; false when that would take longer than patience lasts. */
static bool wait_once_more(uint64_t until_ns, uint64_t *wait_ns)
{
	struct timespec wait;

	*wait_ns = *wait_ns ? *wait_ns * 2 : 250 * MST_NS_PER_MS;
	if (mst_now_ns() + *wait_ns >= until_ns)
		return false;
	wait = (struct timespec){ (time_t)(*wait_ns / MST_NS_PER_SECOND), (long)(*wait_ns % MST_NS_PER_SECOND) };
	nanosleep(&wait, NULL);
	return true;
}

static int ignore(void *user, const struct mst_addr *addr)
{
	(void)user;
	(void)addr;
	return 0;
}

/* Whether the name has addresses of this family: a hosts file that has the name needs no name server. */
static bool has_family(const char *name, int family)
{
	return !ask(name, family, ignore, NULL).words;
}

struct mst_name_failure mst_name_resolve(const char *name, bool ipv4, bool ipv6, uint64_t until_ns, mst_name_sink *sink,
                                         void *user)
{
	const struct mst_name_failure not_asked = { "it has none", false }, to_ask = { "it has none", true };
	bool any = !ipv4 && !ipv6;
	struct mst_name_failure wrong4 = any || ipv4 ? to_ask : not_asked, wrong6 = any || ipv6 ? to_ask : not_asked;
	uint64_t wait_ns = 0;

	do {
		if (wrong4.temporary)
			wrong4 = ask(name, AF_INET, sink, user);
		if (any && !wrong4.words)
			return wrong4;
		if (wrong6.temporary)
			wrong6 = ask(name, AF_INET6, sink, user);
		if (any && !wrong6.words)
			return wrong6;
	} while ((wrong4.temporary || wrong6.temporary) && wait_once_more(until_ns, &wait_ns));
	if (!wrong4.words || !wrong6.words)
		return (struct mst_name_failure){ NULL, false };
	if (ipv4 != ipv6 && has_family(name, ipv4 ? AF_INET6 : AF_INET))
		return not_asked;
	return wrong6.temporary || !(any || ipv4) ? wrong6 : wrong4;
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
	wrong = mst_name_resolve(name, ipv4, ipv6, mst_now_ns() + MST_NAME_PATIENCE_NS, keep_first, found);
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
