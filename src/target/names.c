/*
 * names.c - see names.h.
 *
 * Resolvers also read numbers: 0x7f.1, 2130706433 and 127.1 are all 127.0.0.1 to getaddrinfo(3). A mistyped
 * address must not become such a number, nor a question to a name server; so the last label of a dotted name
 * begins with a letter, as every top-level domain does (RFC 3696, section 2).
 */
#include "target/names.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>

#include "base/units.h"

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

const char *mst_name_resolve(const char *name, enum mst_family family, mst_name_sink *sink, void *user)
{
	struct addrinfo hints = { .ai_family = family == MST_IPV6 ? AF_INET6 : AF_INET, .ai_socktype = SOCK_STREAM };
	struct addrinfo *found = NULL;
	int failed = getaddrinfo(name, NULL, &hints, &found);
	int code = 0;

	if (failed)
		return gai_strerror(failed);
	for (struct addrinfo *info = found; info && code == 0; info = info->ai_next) {
		struct mst_addr addr = addr_of(info);

		code = sink(user, &addr);
	}
	freeaddrinfo(found);
	return code < 0 ? "no memory" : NULL;
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
