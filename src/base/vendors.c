/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vendors.c - the vendor of a network card, by the first 24 bits of its MAC address. See muster/vendors.h.
 *
 * Three Debian packages contain the list of the IEEE, each with another form of line:
 *
 *     00-00-0C   (hex)<tab><tab>Cisco Systems, Inc        ieee-data
 *     00000C<tab>Cisco Systems, Inc                       arp-scan
 *     00000C Cisco Systems                                nmap
 */
#include <ctype.h>
#include <muster/vendors.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/plain_text.h"
#include "base/vendors.h"

#define LINE_BYTES 512
#define NAME_BYTES 48
#define VENDORS_MAX 1000000 /* the registry has some 40,000 */

struct vendor {
	uint32_t prefix;
	char name[NAME_BYTES];
};

struct mst_vendors {
	struct vendor *items;
	size_t count, room;
};

static const char *const paths[] = {
	"/usr/share/ieee-data/oui.txt",
	"/usr/share/arp-scan/ieee-oui.txt",
	"/usr/share/nmap/nmap-mac-prefixes",
};

/* Reads six hexadecimal digits, with dashes or without; returns the rest of the line. NULL for any other line. */
static char *read_prefix(char *line, uint32_t *prefix)
{
	unsigned digits = 0;

	*prefix = 0;
	while (digits < 6) {
		if (*line == '-' && digits % 2 == 0 && digits)
			line++;
		if (!isxdigit((unsigned char)*line))
			return NULL;
		*prefix = *prefix << 4 |
		          (uint32_t)(isdigit((unsigned char)*line) ? *line - '0'
		                                                   : tolower((unsigned char)*line) - 'a' + 10);
		digits++;
		line++;
	}
	return isspace((unsigned char)*line) ? line : NULL;
}

static char *trim(char *text)
{
	size_t length;

	while (isspace((unsigned char)*text))
		text++;
	length = strlen(text);
	while (length && isspace((unsigned char)text[length - 1]))
		text[--length] = '\0';
	return text;
}

static bool add(struct mst_vendors *vendors, uint32_t prefix, const char *name)
{
	struct vendor *more;

	if (vendors->count == VENDORS_MAX)
		return false;
	if (vendors->count == vendors->room) {
		size_t room = vendors->room ? vendors->room * 2 : 4096;

		more = reallocarray(vendors->items, room, sizeof *more);
		if (!more)
			return false;
		vendors->items = more;
		vendors->room = room;
	}
	vendors->items[vendors->count].prefix = prefix;
	mst_text_quote(vendors->items[vendors->count++].name, NAME_BYTES, name, true);
	return true;
}

static bool read_line(struct mst_vendors *vendors, char *line)
{
	static const char mark[] = "(hex)";
	uint32_t prefix;
	char *rest = read_prefix(line, &prefix);

	if (!rest)
		return true;
	rest = trim(rest);
	if (strncmp(rest, mark, sizeof mark - 1) == 0)
		rest = trim(rest + sizeof mark - 1);
	/* ieee-data lists every vendor twice, once as "(base 16)" */
	return !*rest || *rest == '(' || add(vendors, prefix, rest);
}

static int compare(const void *a, const void *b)
{
	const struct vendor *one = a, *other = b;

	return one->prefix < other->prefix ? -1 : one->prefix > other->prefix;
}

struct mst_vendors *mst_vendors_read(FILE *file)
{
	struct mst_vendors *vendors = calloc(1, sizeof *vendors);
	char line[LINE_BYTES];
	bool more = vendors;

	for (bool first = true; more && fgets(line, sizeof line, file); first = false)
		more = read_line(vendors, line + (first ? mst_text_mark(line, strlen(line)) : 0));
	if (!vendors || !vendors->count) {
		mst_vendors_free(vendors);
		return NULL;
	}
	qsort(vendors->items, vendors->count, sizeof *vendors->items, compare);
	return vendors;
}

struct mst_vendors *mst_vendors_load(const char **path)
{
	struct mst_vendors *vendors = NULL;
	FILE *file = NULL;

	*path = NULL;
	for (size_t i = 0; !file && i < sizeof paths / sizeof *paths; i++) {
		file = fopen(paths[i], "re");
		*path = paths[i];
	}
	if (file) {
		vendors = mst_vendors_read(file);
		fclose(file);
	}
	if (!vendors)
		*path = NULL;
	return vendors;
}

const char *mst_vendor_of(const struct mst_vendors *vendors, const uint8_t mac[6])
{
	static const uint8_t none[6];
	struct vendor key = { .prefix = (uint32_t)mac[0] << 16 | (uint32_t)mac[1] << 8 | mac[2] };
	const struct vendor *found;

	/* No vendor: all zeros (loopback), a group address, or a locally administered one (RFC 9542, section 2.1). */
	if (!vendors || (mac[0] & 3) || memcmp(mac, none, sizeof none) == 0)
		return NULL;
	found = bsearch(&key, vendors->items, vendors->count, sizeof key, compare);
	return found ? found->name : NULL;
}

void mst_vendors_free(struct mst_vendors *vendors)
{
	if (!vendors)
		return;
	free(vendors->items);
	free(vendors);
}
