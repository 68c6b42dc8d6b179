/* ping_hosts.c - see ping_hosts.h. */
#include "cli/ping_hosts.h"

#include <errno.h>
#include <muster/ping.h>
#include <muster/targets.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

#define FIRST_ROOM 16

static int add(struct mst_ping_hosts *hosts, const struct mst_addr *addr, const char *name, struct mst_error *err)
{
	if (hosts->count == MST_PING_HOSTS_MAX)
		return mst_fail(err, -EINVAL, "more than %d hosts: sweep asks as many as you like", MST_PING_HOSTS_MAX);
	if (hosts->count == hosts->room) {
		size_t room = hosts->room ? hosts->room * 2 : FIRST_ROOM;
		struct mst_addr *addrs = reallocarray(hosts->addrs, room, sizeof *addrs);
		char **names = addrs ? reallocarray(hosts->names, room, sizeof *names) : NULL;

		hosts->addrs = addrs ? addrs : hosts->addrs;
		hosts->names = names ? names : hosts->names;
		if (!names)
			return mst_fail(err, -ENOMEM, "no memory for the hosts");
		hosts->room = room;
	}
	hosts->addrs[hosts->count] = *addr;
	hosts->names[hosts->count] = strdup(name);
	if (!hosts->names[hosts->count])
		return mst_fail(err, -ENOMEM, "no memory for the hosts");
	hosts->count++;
	return 0;
}

/* 10.0.2.0/24, 10.0.2.2-4, 10.0.0-3.1,5: what sweep reads, and no name could be. */
static bool is_range(const char *word)
{
	return strchr(word, '/') || (strpbrk(word, "-,") && strspn(word, "0123456789.,-") == strlen(word));
}

static int add_range(struct mst_ping_hosts *hosts, const char *word, struct mst_error *err)
{
	struct mst_targets *targets = mst_targets_new();
	int code = targets ? mst_targets_add(targets, word, err) : mst_fail(err, -ENOMEM, "no memory for the hosts");

	if (code == 0)
		code = mst_targets_close(targets, err);
	for (uint64_t i = 0; code == 0 && i < mst_targets_count(targets); i++) {
		struct mst_addr addr = mst_targets_at(targets, i);
		char name[MST_ADDR_TEXT];

		mst_addr_format(&addr, name);
		code = add(hosts, &addr, name, err);
	}
	mst_targets_free(targets);
	return code;
}

static bool read_sockaddr(struct mst_addr *addr, const struct addrinfo *found)
{
	const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)found->ai_addr;
	const struct sockaddr_in *in = (const struct sockaddr_in *)found->ai_addr;

	*addr = (struct mst_addr){ .family = MST_NO_FAMILY };
	if (found->ai_family == AF_INET) {
		addr->family = MST_IPV4;
		memcpy(addr->bytes, &in->sin_addr, 4);
	} else if (found->ai_family == AF_INET6) {
		addr->family = MST_IPV6;
		addr->scope = in6->sin6_scope_id;
		memcpy(addr->bytes, &in6->sin6_addr, 16);
	}
	return addr->family != MST_NO_FAMILY;
}

static int add_name(struct mst_ping_hosts *hosts, const char *word, uint8_t family, struct mst_error *err)
{
	struct addrinfo hints = { .ai_family = family == MST_IPV4 ? AF_INET : family == MST_IPV6 ? AF_INET6 : AF_UNSPEC, .ai_socktype = SOCK_DGRAM };
	struct addrinfo *found = NULL;
	struct mst_addr addr;
	int code;

	/* Nobody is asked for a name that is a mistyped address. */
	if (strspn(word, "0123456789.") == strlen(word) && mst_addr_parse(&addr, word) < 0)
		return mst_fail(err, -EINVAL, "%s: expected an address such as 10.0.2.17, a range such as 10.0.2.0/28, or a name", *word ? word : "\"\"");
	code = getaddrinfo(word, NULL, &hints, &found);

	if (code != 0) {
		fprintf(stderr, "muster ping: %s: %s\n", word, gai_strerror(code));
		hosts->unresolved++;
		return 0;
	}
	code = read_sockaddr(&addr, found) ? add(hosts, &addr, word, err) : 0;
	freeaddrinfo(found);
	return code;
}

int mst_ping_hosts_read(struct mst_ping_hosts *hosts, const struct mst_words *words, uint8_t family, struct mst_error *err)
{
	int code = 0;

	for (size_t i = 0; code == 0 && i < words->count; i++)
		code = is_range(words->items[i]) ? add_range(hosts, words->items[i], err) : add_name(hosts, words->items[i], family, err);
	return code;
}

void mst_ping_hosts_free(struct mst_ping_hosts *hosts)
{
	for (size_t i = 0; i < hosts->count; i++)
		free(hosts->names[i]);
	free(hosts->names);
	free(hosts->addrs);
	*hosts = (struct mst_ping_hosts){ 0 };
}
