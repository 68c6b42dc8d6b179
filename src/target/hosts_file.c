/* SPDX-License-Identifier: BSD-2-Clause */
/* hosts_file.c - see hosts_file.h. */
#include "target/hosts_file.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "target/names.h"

#define BLANKS " \t\r\n\v\f"
static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff }; /* ::ffff:0:0/96: an IPv4 address (RFC 4291) */

struct mst_hosts_entry {
	char *name; /* as it stands */
	size_t order;
	struct mst_addr addr;
};

/* inet_pton(3), and a link-local address with its interface. */
static bool read_addr(struct mst_addr *addr, char *text)
{
	char *scope = strchr(text, '%');

	*addr = (struct mst_addr){ .family = MST_IPV4 };
	if (inet_pton(AF_INET, text, addr->bytes) == 1)
		return true;
	if (scope)
		*scope++ = '\0';
	if (inet_pton(AF_INET6, text, addr->bytes) != 1)
		return false;
	if (memcmp(addr->bytes, mapped, sizeof mapped) == 0) {
		memmove(addr->bytes, addr->bytes + sizeof mapped, 4);
		memset(addr->bytes + 4, 0, sizeof addr->bytes - 4);
		return true;
	}
	addr->family = MST_IPV6;
	addr->scope = scope ? mst_scope_resolve(scope) : 0;
	return !scope || addr->scope;
}

static int add(struct mst_hosts_file *hosts, const struct mst_addr *addr, const char *name)
{
	if (hosts->count == hosts->room) {
		size_t room = hosts->room ? hosts->room * 2 : 16;
		struct mst_hosts_entry *entries = reallocarray(hosts->entries, room, sizeof *entries);

		if (!entries)
			return -ENOMEM;
		hosts->entries = entries;
		hosts->room = room;
	}
	hosts->entries[hosts->count] = (struct mst_hosts_entry){ .name = strdup(name),
		                                                 .order = hosts->count,
		                                                 .addr = *addr };
	if (!hosts->entries[hosts->count].name)
		return -ENOMEM;
	hosts->count++;
	return 0;
}

static int read_line(struct mst_hosts_file *hosts, char *line)
{
	char *rest = line, *word;
	struct mst_addr addr;
	bool first = true;

	line[strcspn(line, "#")] = '\0';
	while ((word = strsep(&rest, BLANKS)) != NULL) {
		if (!*word)
			continue;
		if (first ? !read_addr(&addr, word) : add(hosts, &addr, word) < 0)
			return first ? 0 : -ENOMEM;
		first = false;
	}
	return 0;
}

static int by_name(const void *a, const void *b)
{
	const struct mst_hosts_entry *one = a, *other = b;
	int order = strcasecmp(one->name, other->name);

	return order ? order : (one->order > other->order) - (one->order < other->order);
}

int mst_hosts_file_read(struct mst_hosts_file *hosts, FILE *file)
{
	char *line = NULL;
	size_t size = 0;
	int code = 0;

	while (code == 0 && getline(&line, &size, file) >= 0)
		code = read_line(hosts, line);
	free(line);
	if (hosts->count)
		qsort(hosts->entries, hosts->count, sizeof *hosts->entries, by_name);
	return code;
}

/* The first entry that is not less than this name. */
static size_t first_of(const struct mst_hosts_file *hosts, const char *name)
{
	size_t low = 0, high = hosts->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcasecmp(hosts->entries[middle].name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct mst_addr *mst_hosts_file_find(const struct mst_hosts_file *hosts, const char *name, bool ipv6,
                                           size_t index)
{
	enum mst_family family = ipv6 ? MST_IPV6 : MST_IPV4;

	for (size_t at = first_of(hosts, name); at < hosts->count; at++) {
		const struct mst_hosts_entry *entry = &hosts->entries[at];

		if (strcasecmp(entry->name, name) != 0)
			break;
		if (entry->addr.family == family && index-- == 0)
			return &entry->addr;
	}
	return NULL;
}

void mst_hosts_file_free(struct mst_hosts_file *hosts)
{
	for (size_t i = 0; i < hosts->count; i++)
		free(hosts->entries[i].name);
	free(hosts->entries);
	*hosts = (struct mst_hosts_file){ 0 };
}
