/* SPDX-License-Identifier: BSD-2-Clause */
/* afs_arguments.c - arguments of AFS, which are XDR (RFC 4506), by the formats of afs.h. */
#include <string.h>
#include <time.h>

#include "dissect/payload/afs.h"

enum { TEXT_MOST = 256, LIST_MOST = 1024, VOLUME_NAME = 32, VOLUME_REST = 21 * 4, NAME = 64, LONG_NAME = 65 };
enum { OLD_SERVERS = 8, SERVERS = 13 };

/* A text of counted length, filled to four bytes; NULL: it ends too early. */
static const uint8_t *read_text(struct mst_reader *r, uint32_t *count)
{
	const uint8_t *text;

	*count = mst_read_be32(r);
	if (*count > LIST_MOST)
		r->short_read = true;
	if (r->short_read)
		return NULL;
	text = mst_read_bytes(r, *count);
	mst_skip(r, -*count & 3 && r->left ? -*count & 3 : 0);
	return text;
}

static void describe_text(struct mst_line *line, struct mst_reader *r)
{
	uint32_t count;
	const uint8_t *text = read_text(r, &count);

	if (!text || count > TEXT_MOST) {
		r->short_read = true;
		return;
	}
	mst_line_add(line, " \"");
	mst_line_vis(line, text, count);
	mst_line_add(line, "\"");
}

/* Each character is a number of four bytes. */
static void describe_wide(struct mst_line *line, struct mst_reader *r, size_t count)
{
	struct mst_reader wide = { .at = r->at, .left = count * 4 };
	size_t length = 0;
	uint8_t text[LONG_NAME];

	if (!mst_read_bytes(r, count * 4))
		return;
	for (size_t i = 0; i < count && i < sizeof text; i++)
		text[length++] = (uint8_t)mst_read_be32(&wide);
	mst_line_add(line, " \"");
	mst_line_vis(line, text, strnlen((const char *)text, length));
	mst_line_add(line, "\"");
}

/* Local time, as that of the packet is. */
static void describe_time(struct mst_line *line, struct mst_reader *r)
{
	time_t seconds = (int32_t)mst_read_be32(r);
	struct tm tm;

	if (!r->short_read && localtime_r(&seconds, &tm))
		mst_line_add(line, " %d/%02d/%02d %02d:%02d:%02d", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday,
		             tm.tm_hour, tm.tm_min, tm.tm_sec);
}

static void describe_numbers(struct mst_line *line, struct mst_reader *r, const char *format)
{
	uint32_t first = mst_read_be32(r), second = mst_read_be32(r), third = mst_read_be32(r);

	if (!r->short_read)
		mst_line_add(line, format, first, second, third);
}

static void describe_attributes(struct mst_line *line, struct mst_reader *r)
{
	uint32_t mask = mst_read_be32(r), owner, group, mode, segment;
	struct mst_reader date = *r;

	mst_skip(r, 4);
	owner = mst_read_be32(r);
	group = mst_read_be32(r);
	mode = mst_read_be32(r);
	segment = mst_read_be32(r);
	if (r->short_read)
		return;
	mst_line_add(line, mask ? " StoreStatus" : "");
	if (mask & 1) {
		mst_line_add(line, " date");
		describe_time(line, &date);
	}
	if (mask & 2)
		mst_line_add(line, " owner %u", owner);
	if (mask & 4)
		mst_line_add(line, " group %u", group);
	if (mask & 8)
		mst_line_add(line, " mode %o", mode & 07777u);
	if (mask & 16)
		mst_line_add(line, " segsize %u", segment);
	mst_line_add(line, mask & 1024 ? " fsync" : "");
}

static void describe_uuid(struct mst_line *line, struct mst_reader *r)
{
	uint32_t numbers[11];

	for (unsigned i = 0; i < 11; i++)
		numbers[i] = mst_read_be32(r);
	if (r->short_read)
		return;
	mst_line_add(line, " %08x%04x%04x", numbers[0], numbers[1], numbers[2]);
	for (unsigned i = 3; i < 11; i++)
		mst_line_add(line, "%02x", numbers[i] & 0xff);
}

/* Servers of a volume, and the partition that it has on each: both lists are as long as there may be servers. */
static void describe_volume_entry(struct mst_line *line, struct mst_reader *r, uint32_t most)
{
	uint32_t count;

	describe_wide(line, r, LONG_NAME);
	if (most == OLD_SERVERS)
		mst_skip(r, 4); /* the type */
	count = mst_read_be32(r);
	if (r->short_read)
		return;
	mst_line_add(line, " numservers %u servers", count);
	for (uint32_t i = 0; i < most; i++) {
		struct mst_addr server = mst_addr_from_ipv4(mst_read_be32(r));

		mst_line_add(line, i < count && !r->short_read ? " " : "");
		if (i < count && !r->short_read)
			mst_line_addr(line, &server);
	}
	mst_line_add(line, " partitions");
	for (uint32_t i = 0; i < most; i++) {
		uint32_t partition = mst_read_be32(r);

		if (i < count && !r->short_read && partition <= 26)
			mst_line_add(line, " %c", (int)('a' + partition));
		else if (i < count && !r->short_read)
			mst_line_add(line, " %u", partition);
	}
	mst_skip(r, (size_t)most * 4);
	describe_numbers(line, r, " rwvol %u rovol %u backup %u");
}

/* A number in decimal, behind blanks; moves over a blank or a newline behind it. False: there is none. */
static bool take_number(struct mst_reader *r, uint32_t *number)
{
	bool any = false;

	*number = 0;
	while (r->left && (r->at[0] == ' ' || r->at[0] == '\n'))
		mst_skip(r, 1);
	while (r->left && r->at[0] >= '0' && r->at[0] <= '9') {
		*number = *number * 10 + (mst_read_u8(r) - (uint32_t)'0');
		any = true;
	}
	return any;
}

/* "user 127": a name, and what it may do, in the order that the command fs prints. */
static bool describe_right(struct mst_line *line, struct mst_reader *r, char sign)
{
	static const struct {
		uint8_t bit;
		char letter;
	} letters[] = { { 1, 'r' }, { 8, 'l' }, { 4, 'i' }, { 16, 'd' }, { 2, 'w' }, { 32, 'k' }, { 64, 'a' } };
	const uint8_t *user;
	size_t length = 0;
	uint32_t bits;

	while (r->left && (r->at[0] == ' ' || r->at[0] == '\n'))
		mst_skip(r, 1);
	user = r->at;
	for (; r->left && r->at[0] != ' ' && r->at[0] != '\t' && r->at[0] != '\n'; length++)
		mst_skip(r, 1);
	if (r->left && r->at[0] == '\t')
		mst_skip(r, 1);
	if (!length || !take_number(r, &bits))
		return false;
	mst_line_add(line, " %c{", sign);
	mst_line_vis(line, user, length);
	mst_line_add(line, " ");
	for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
		if (bits & letters[i].bit)
			mst_line_add(line, "%c", letters[i].letter);
	}
	mst_line_add(line, "}");
	return true;
}

/* Text: how many rights are given, how many taken, then these. */
static void describe_access(struct mst_line *line, struct mst_reader *r)
{
	uint32_t count, given, taken;
	const uint8_t *text = read_text(r, &count);
	struct mst_reader list = mst_reader_over(text, text ? count : 0);

	if (!text || !take_number(&list, &given) || !take_number(&list, &taken))
		return;
	for (uint32_t i = 0; i < given && describe_right(line, &list, '+'); i++)
		;
	for (uint32_t i = 0; i < taken && describe_right(line, &list, '-'); i++)
		;
}

/* What servers promise about files: versions, and until when. */
static void describe_promises(struct mst_line *line, struct mst_reader *r)
{
	uint32_t count = mst_read_be32(r);

	mst_line_add(line, count && !r->short_read ? ";" : "");
	for (uint32_t i = 0; i < count && !r->short_read; i++) {
		int32_t version = (int32_t)mst_read_be32(r);

		if (r->short_read)
			return;
		mst_line_add(line, " ver %d expires", version);
		describe_time(line, r);
		mst_skip(r, 4);
	}
}

static void describe_volume_in_list(struct mst_line *line, struct mst_reader *r)
{
	uint32_t id;

	mst_line_add(line, " name");
	describe_wide(line, r, VOLUME_NAME);
	id = mst_read_be32(r);
	if (r->short_read)
		return;
	mst_line_add(line, " volid %u type", id);
	mst_skip(r, VOLUME_REST);
}

static void describe_scalar(struct mst_line *line, struct mst_reader *r, char kind)
{
	static const char *const types[] = { "read-write", "read-only", "backup" };
	uint64_t wide = kind == 'U' ? mst_read_be64(r) : 0;
	uint32_t number = kind == 'U' ? 0 : mst_read_be32(r);

	if (r->short_read)
		return;
	switch (kind) {
	case 'u': mst_line_add(line, " %u", number); break;
	case 'd': mst_line_add(line, " %d", (int32_t)number); break;
	case 'U': mst_line_add(line, " %llu", (unsigned long long)wide); break;
	case 'y': mst_line_add(line, number ? " yes" : " no"); break;
	case 'T':
		if (number < sizeof types / sizeof *types)
			mst_line_add(line, " type %s", types[number]);
		break;
	default: mst_line_add(line, " %u.%u", number, mst_read_be32(r)); break; /* 'v' */
	}
}

static void describe_one(struct mst_line *line, struct mst_reader *r, char kind)
{
	uint32_t count;

	switch (kind) {
	case 's': describe_text(line, r); break;
	case 'n': describe_wide(line, r, NAME); break;
	case 'N': describe_wide(line, r, LONG_NAME); break;
	case 't': describe_time(line, r); break;
	case 'f': describe_numbers(line, r, " fid %u/%u/%u"); break;
	case 'x': describe_numbers(line, r, " server %u:%u:%u"); break;
	case 'a': describe_attributes(line, r); break;
	case 'c': describe_access(line, r); break;
	case 'i': describe_uuid(line, r); break;
	case 'k': describe_promises(line, r); break;
	case 'e': describe_volume_entry(line, r, OLD_SERVERS); break;
	case 'E': describe_volume_entry(line, r, SERVERS); break;
	case 'V': describe_volume_in_list(line, r); break;
	case 'o':
		count = mst_read_be32(r);
		mst_skip(r, count);
		break;
	default: describe_scalar(line, r, kind); break;
	}
}

static void describe_list(struct mst_line *line, struct mst_reader *r, char kind, bool commas)
{
	uint32_t count = mst_read_be32(r);

	if (!r->short_read && count == 0)
		mst_line_add(line, " <none!>");
	for (uint32_t i = 0; i < count && !r->short_read; i++) {
		describe_one(line, r, kind);
		mst_line_add(line, commas && i + 1 < count && !r->short_read ? "," : "");
	}
}

bool mst_afs_describe(struct mst_line *line, struct mst_reader *r, const char *format)
{
	for (const char *at = format; *at && !r->short_read; at++) {
		if (*at != '%') {
			mst_line_add(line, "%c", *at);
		} else if (*++at == '(' || *at == '[') {
			describe_list(line, r, at[1], *at == '(');
			at += 2;
		} else {
			describe_one(line, r, *at);
		}
	}
	return !r->short_read;
}
