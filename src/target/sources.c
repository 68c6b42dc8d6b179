/* SPDX-License-Identifier: BSD-2-Clause */
/* sources.c - see sources.h. */
#include "target/sources.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#define BLANKS " \t\r\n"
#define STUB "127.0.0.53" /* systemd-resolved as a name server: it answers as its source `resolve` does */

/* Sources whose names are known. Each other one may know any name. */
enum knows { FILES, DNS, LOCAL, OWN, SINGLE, RESOLVE };

static const struct {
	const char *word;
	enum knows knows;
	bool may_end; /* an action such as [NOTFOUND=return] behind it is about its own names only */
} known[] = {
	/* clang-format off */
	{ "files", FILES, false },
	{ "dns", DNS, false },
	{ "mdns_minimal", LOCAL, true },
	{ "mdns4_minimal", LOCAL, true },
	{ "mdns6_minimal", LOCAL, true },
	{ "myhostname", OWN, false },
	{ "mymachines", SINGLE, false },
	{ "resolve", RESOLVE, true },
	/* clang-format on */
};
#define KNOWN (sizeof known / sizeof *known)

/* What resolv.conf(5) says that matters here. */
struct servers {
	bool stub;      /* the first name server is systemd-resolved */
	bool not_cares; /* it has what c-ares 1.18 leaves out: an address with its zone, TCP only */
};

static void read_option(struct servers *servers, char *rest)
{
	char *word;

	while ((word = strsep(&rest, BLANKS)) != NULL)
		servers->not_cares |= strcmp(word, "use-vc") == 0;
}

static struct servers read_servers(FILE *file)
{
	struct servers servers = { 0 };
	bool first = true;
	char *line = NULL;
	size_t size = 0;

	while (file && getline(&line, &size, file) >= 0) {
		char *rest = line + strspn(line, BLANKS), *word = strsep(&rest, BLANKS);

		if (!rest)
			continue;
		rest += strspn(rest, BLANKS);
		if (strcmp(word, "options") == 0)
			read_option(&servers, rest);
		if (strcmp(word, "nameserver") != 0)
			continue;
		rest[strcspn(rest, BLANKS)] = '\0';
		servers.stub |= first && strcmp(rest, STUB) == 0;
		servers.not_cares |= strchr(rest, '%') != NULL;
		first = false;
	}
	free(line);
	return servers;
}

static void add_known(struct mst_name_sources *sources, enum knows knows, const struct servers *servers)
{
	sources->files |= knows == FILES;
	sources->dns |= knows == DNS;
	sources->local_by_system |= knows == LOCAL || knows == RESOLVE;
	sources->own_by_system |= knows == OWN || knows == RESOLVE;
	sources->single_by_system |= knows == SINGLE || knows == RESOLVE;
	sources->all_by_system |= knows == RESOLVE && !servers->stub;
}

/* `after` is the entry of the source before, or KNOWN. Returns that of this word. */
static size_t add_word(struct mst_name_sources *sources, const char *word, size_t after, const struct servers *servers)
{
	size_t i = 0;

	if (*word == '[') {
		sources->all_by_system |= after == KNOWN || !known[after].may_end;
		return after;
	}
	while (i < KNOWN && strcmp(known[i].word, word) != 0)
		i++;
	/* Name servers before the hosts file: the order matters when they do not answer. */
	if (i < KNOWN && known[i].knows == FILES && sources->dns)
		sources->all_by_system = true;
	if (i < KNOWN)
		add_known(sources, known[i].knows, servers);
	else if (sources->dns)
		sources->missing_by_system = true;
	else
		sources->all_by_system = true;
	return i;
}

static void parse_line(struct mst_name_sources *sources, char *line, const struct servers *servers)
{
	size_t after = KNOWN;

	while (*(line += strspn(line, BLANKS))) {
		size_t length = *line == '[' ? strcspn(line, "]") + 1 : strcspn(line, BLANKS "[");
		char word[64];

		length = strnlen(line, length);
		snprintf(word, sizeof word, "%.*s", (int)length, line);
		after = add_word(sources, word, after, servers);
		line += length;
	}
}

void mst_name_sources_parse(struct mst_name_sources *sources, FILE *nsswitch, FILE *resolv)
{
	struct servers servers = read_servers(resolv);
	bool found = false;
	char *line = NULL;
	size_t size = 0;

	*sources = (struct mst_name_sources){ 0 };
	while (nsswitch && getline(&line, &size, nsswitch) >= 0) {
		char *at = line + strspn(line, BLANKS);

		line[strcspn(line, "#")] = '\0';
		if (found || strncmp(at, "hosts:", 6) != 0)
			continue;
		found = true;
		parse_line(sources, at + 6, &servers);
	}
	free(line);
	if (!found)
		sources->files = sources->dns = true; /* the default of glibc */
	sources->all_by_system |= servers.not_cares;
	if (gethostname(sources->own, sizeof sources->own - 1) < 0)
		sources->own[0] = '\0';
}

static FILE *open_file(const char *path)
{
	return fopen(path, "re");
}

static void close_file(FILE *file)
{
	if (file)
		fclose(file);
}

void mst_name_sources_read(struct mst_name_sources *sources)
{
	FILE *nsswitch = open_file("/etc/nsswitch.conf"), *resolv = open_file("/etc/resolv.conf");

	mst_name_sources_parse(sources, nsswitch, resolv);
	close_file(nsswitch);
	close_file(resolv);
}

/* ---- one name ---- */

static size_t length_of(const char *name)
{
	size_t length = strlen(name);

	return length && name[length - 1] == '.' ? length - 1 : length;
}

static bool equals(const char *name, const char *other)
{
	size_t length = length_of(name);

	return length == strlen(other) && strncasecmp(name, other, length) == 0;
}

static bool ends_in(const char *name, const char *end)
{
	size_t length = length_of(name), other = strlen(end);

	return length > other && strncasecmp(name + length - other, end, other) == 0;
}

static bool is_own(const struct mst_name_sources *sources, const char *name)
{
	return equals(name, sources->own) || equals(name, "localhost") || equals(name, "localhost.localdomain") ||
	       ends_in(name, ".localhost") || ends_in(name, ".localhost.localdomain") || equals(name, "_gateway") ||
	       equals(name, "_outbound");
}

bool mst_name_sources_by_system(const struct mst_name_sources *sources, const char *name)
{
	if (sources->all_by_system)
		return true;
	if (sources->local_by_system && ends_in(name, ".local"))
		return true;
	if (sources->single_by_system && memchr(name, '.', length_of(name)) == NULL)
		return true;
	return sources->own_by_system && is_own(sources, name);
}
