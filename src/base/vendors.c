/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vendors.c - the vendor of a network card, by the first bits of its MAC address. See muster/vendors.h.
 *
 * Three Debian packages contain the lists of the IEEE, each with another form of line:
 *
 *     00-00-0C   (hex)<tab><tab>Cisco Systems, Inc        ieee-data: blocks of 24 bits, oui.txt
 *     MA-M,741AE09,"Some Vendor, Inc",Street and town     ieee-data: blocks of 28 and 36 bits, *.csv
 *     00000C<tab>Cisco Systems, Inc                       arp-scan: all, by the number of digits
 *     00000C Cisco Systems                                nmap: all, by the number of digits
 *
 * Blocks are sorted by their bits, shifted to 36, then by their size. An address is looked for in the smallest blocks
 * first.
 */
#include <ctype.h>
#include <muster/vendors.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/plain_text.h"
#include "base/vendors.h"

#define LINE_BYTES 512
#define NAME_BYTES 48
#define VENDORS_MAX 1000000 /* the registry has some 40,000 */

enum size { BITS_24, BITS_28, BITS_36, SIZES };

static const unsigned size_bits[SIZES] = { 24, 28, 36 };

struct vendor {
	uint64_t block; /* 36 bits, those beyond the block 0; then enum size, 2 bits */
	size_t name;    /* place in the names */
};

struct mst_vendors {
	struct vendor *items;
	size_t count, room;
	char *names; /* each with its NUL */
	size_t names_bytes, names_room;
};

#define FILES_MAX 4

/* The first file of a list is needed, the others add to it. */
static const char *const lists[][FILES_MAX] = {
	{ "/usr/share/ieee-data/oui.txt", "/usr/share/ieee-data/mam.csv", "/usr/share/ieee-data/oui36.csv",
	  "/usr/share/ieee-data/iab.csv" },
	{ "/usr/share/arp-scan/ieee-oui.txt" },
	{ "/usr/share/nmap/nmap-mac-prefixes" },
};

/* Blocks of this one are divided into smaller ones, which have vendors. */
static const char registrar[] = "IEEE Registration Authority";

static uint64_t block_of(uint64_t bits, enum size size)
{
	return bits << (36 - size_bits[size]) << 2 | size;
}

/*
 * Reads six, seven or nine hexadecimal digits; six with dashes or without. Returns the rest of the line, NULL for any
 * other line.
 */
static char *read_block(char *line, uint64_t *block)
{
	unsigned digits = 0;
	uint64_t bits = 0;

	for (; digits < 9; digits++, line++) {
		if (*line == '-' && digits % 2 == 0 && digits && digits < 6)
			line++;
		if (mst_hex_digit((unsigned char)*line) < 0)
			break;
		bits = bits << 4 | (uint64_t)mst_hex_digit((unsigned char)*line);
	}
	if (digits != 6 && digits != 7 && digits != 9)
		return NULL;
	*block = block_of(bits, digits == 6 ? BITS_24 : digits == 7 ? BITS_28 : BITS_36);
	return line;
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

/* Makes room for one more item and name. False without memory, and when there are too many. */
static bool make_room(struct mst_vendors *vendors)
{
	size_t room = vendors->room ? vendors->room * 2 : 8192;
	size_t names_room = vendors->names_room ? vendors->names_room * 2 : 262144;
	void *more;

	if (vendors->count == VENDORS_MAX)
		return false;
	if (vendors->count == vendors->room) {
		more = reallocarray(vendors->items, room, sizeof *vendors->items);
		if (!more)
			return false;
		vendors->items = more;
		vendors->room = room;
	}
	if (vendors->names_room - vendors->names_bytes < NAME_BYTES) {
		more = realloc(vendors->names, names_room);
		if (!more)
			return false;
		vendors->names = more;
		vendors->names_room = names_room;
	}
	return true;
}

static bool add(struct mst_vendors *vendors, uint64_t block, const char *name)
{
	char *to;

	if (!make_room(vendors))
		return false;
	to = vendors->names + vendors->names_bytes;
	mst_text_quote(to, NAME_BYTES, name, true);
	vendors->items[vendors->count++] = (struct vendor){ block, vendors->names_bytes };
	vendors->names_bytes += strlen(to) + 1;
	return true;
}

/* Ends the field at `text` with a NUL, in its place, without the quotes around it. */
static char *read_field(char *text)
{
	char *from = text + 1, *to = text;

	if (*text != '"') {
		text[strcspn(text, ",")] = '\0';
		return text;
	}
	for (; *from && (*from != '"' || from[1] == '"'); from++) {
		from += *from == '"';
		*to++ = *from;
	}
	*to = '\0';
	return text;
}

/* A line of csv: registry, block, name, address. NULL for any other line. */
static char *read_csv(char *line, uint64_t *block)
{
	char *rest = strncmp(line, "MA-", 3) == 0 || strncmp(line, "IAB", 3) == 0 ? strchr(line, ',') : NULL;

	rest = rest ? read_block(rest + 1, block) : NULL;
	return rest && *rest == ',' ? read_field(rest + 1) : NULL;
}

static char *read_columns(char *line, uint64_t *block)
{
	static const char mark[] = "(hex)";
	char *rest = read_block(line, block);

	if (!rest || !isspace((unsigned char)*rest))
		return NULL;
	rest = trim(rest);
	if (strncmp(rest, mark, sizeof mark - 1) == 0)
		rest += sizeof mark - 1;
	/* ieee-data lists every vendor twice, once as "(base 16)" */
	return *rest == '(' ? NULL : rest;
}

static bool read_line(struct mst_vendors *vendors, char *line)
{
	uint64_t block;
	char *name = isxdigit((unsigned char)*line) ? read_columns(line, &block) : read_csv(line, &block);

	if (!name)
		return true;
	name = trim(name);
	return !*name || strcmp(name, registrar) == 0 || add(vendors, block, name);
}

static int compare(const void *a, const void *b)
{
	const struct vendor *one = a, *other = b;

	return one->block < other->block ? -1 : one->block > other->block;
}

/* What is too long for a line is left out. */
static void read_lines(struct mst_vendors *vendors, FILE *file)
{
	char line[LINE_BYTES];
	bool more = true, whole = true;

	for (bool first = true; more && fgets(line, sizeof line, file); first = false) {
		bool begins = whole;

		whole = strchr(line, '\n') != NULL;
		if (begins)
			more = read_line(vendors, line + (first ? mst_text_mark(line, strlen(line)) : 0));
	}
}

static struct mst_vendors *finish(struct mst_vendors *vendors)
{
	if (!vendors || !vendors->count) {
		mst_vendors_free(vendors);
		return NULL;
	}
	qsort(vendors->items, vendors->count, sizeof *vendors->items, compare);
	return vendors;
}

struct mst_vendors *mst_vendors_read(FILE *file)
{
	struct mst_vendors *vendors = calloc(1, sizeof *vendors);

	if (vendors)
		read_lines(vendors, file);
	return finish(vendors);
}

static bool read_file(struct mst_vendors *vendors, const char *path)
{
	FILE *file = fopen(path, "re");

	if (!file)
		return false;
	read_lines(vendors, file);
	fclose(file);
	return true;
}

struct mst_vendors *mst_vendors_load(const char **path)
{
	struct mst_vendors *vendors = calloc(1, sizeof *vendors);
	bool found = false;

	*path = NULL;
	for (size_t i = 0; vendors && !found && i < sizeof lists / sizeof *lists; i++) {
		found = read_file(vendors, lists[i][0]);
		for (unsigned more = 1; found && more < FILES_MAX && lists[i][more]; more++)
			read_file(vendors, lists[i][more]);
		*path = lists[i][0];
	}
	vendors = finish(vendors);
	if (!vendors)
		*path = NULL;
	return vendors;
}

const char *mst_vendor_of(const struct mst_vendors *vendors, const uint8_t mac[6])
{
	static const uint8_t none[6];
	uint64_t bits = 0;

	/* No vendor: all zeros (loopback), a group address, or a locally administered one (RFC 9542, section 2.1). */
	if (!vendors || (mac[0] & 3) || memcmp(mac, none, sizeof none) == 0)
		return NULL;
	for (unsigned i = 0; i < 6; i++)
		bits = bits << 8 | mac[i];
	for (unsigned size = SIZES; size-- > 0;) {
		struct vendor key = { .block = block_of(bits >> (48 - size_bits[size]), (enum size)size) };
		const struct vendor *found = bsearch(&key, vendors->items, vendors->count, sizeof key, compare);

		if (found)
			return vendors->names + found->name;
	}
	return NULL;
}

void mst_vendors_free(struct mst_vendors *vendors)
{
	if (!vendors)
		return;
	free(vendors->items);
	free(vendors->names);
	free(vendors);
}
