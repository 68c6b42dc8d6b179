/*
 * names.c - see names.h.
 *
 * Resolvers also read numbers: 0x7f.1, 2130706433 and 127.1 are all 127.0.0.1 to getaddrinfo(3). A mistyped
 * address must not become such a number, nor a question to a name server; so the last label of a dotted name
 * begins with a letter, as every top-level domain does (RFC 3696, section 2).
 */
#include "target/names.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <string.h>

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

static uint32_t host_order(const struct addrinfo *info)
{
	struct sockaddr_in in;

	memcpy(&in, info->ai_addr, sizeof in);
	return ntohl(in.sin_addr.s_addr);
}

const char *mst_name_resolve(const char *name, struct mst_intervals *list)
{
	struct addrinfo hints = { .ai_family = AF_INET, .ai_socktype = SOCK_STREAM };
	struct addrinfo *found = NULL;
	int failed = getaddrinfo(name, NULL, &hints, &found);
	int code = 0;

	if (failed)
		return gai_strerror(failed);
	for (struct addrinfo *info = found; info && code == 0; info = info->ai_next) {
		struct mst_interval one = { host_order(info), host_order(info) };

		code = mst_intervals_add(list, one);
	}
	freeaddrinfo(found);
	return code < 0 ? "no memory" : NULL;
}
