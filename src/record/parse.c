/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * parse.c - bytes of a pcapng file into items.
 *
 *     bytes ─► block by block ─► its row of `kinds` ─► section (byte order, interfaces)  or  items (frames, events)
 *
 * A block that is longer than what is left is where the file was cut: reading ends there. Any other length that cannot
 * be is damage, and the sentence says where.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/reader.h"
#include "record/items.h"
#include "record/pcapng.h"
#include "record/reader.h"
#include "record/section.h"
#include "record/text.h"

#define WORD sizeof(uint32_t)

struct parser {
	struct mst_record *record;
	struct mst_section section;
	struct mst_error *err;
	size_t at; /* where the block begins */
};

static int damaged(const struct parser *parser, const char *what)
{
	return mst_fail(parser->err, -EBADMSG, "the file is damaged: the block at byte %zu %s", parser->at, what);
}

static int no_memory(const struct parser *parser)
{
	return mst_fail(parser->err, -ENOMEM, "no memory for a recording of so many frames");
}

/* ---- frames ---- */

static bool read_packet_options(const struct mst_section *section, struct mst_reader *options,
                                struct mst_record_item *item)
{
	struct mst_reader value;
	bool numbered = false;
	uint16_t code;

	while (mst_section_option(section, options, &code, &value)) {
		if (code == MST_PCAPNG_EPB_FLAGS && value.left == sizeof(uint32_t)) {
			item->outgoing = (mst_section_u32(section, &value) & MST_PCAPNG_DIRECTION) ==
			                 MST_PCAPNG_OUTBOUND;
		} else if (code == MST_PCAPNG_EPB_PACKETID && value.left == sizeof item->number) {
			item->number = mst_section_u64(section, &value);
			numbered = true;
		}
	}
	return numbered;
}

static int add_frame(struct parser *parser, struct mst_record_item *item, uint32_t number, bool numbered)
{
	const struct mst_section_interface *interface = &parser->section.interfaces[number];

	memcpy(item->interface, interface->name, sizeof item->interface);
	item->linktype = interface->linktype;
	if (item->wire_bytes < item->count)
		item->wire_bytes = item->count;
	return mst_record_add(parser->record, item, numbered) < 0 ? no_memory(parser) : 0;
}

/* What enhanced and obsolete packet blocks have in common: all behind the number of the interface. */
static int read_packet(struct parser *parser, struct mst_reader *body, uint32_t number)
{
	const struct mst_section *section = &parser->section;
	uint64_t high = mst_section_u32(section, body), low = mst_section_u32(section, body);
	struct mst_record_item item = { .kind = MST_RECORD_FRAME };
	bool numbered;

	item.count = mst_section_u32(section, body);
	item.wire_bytes = mst_section_u32(section, body);
	item.bytes = mst_read_bytes(body, item.count);
	if (body->short_read)
		return damaged(parser, "is too short for the frame in it");
	if (number >= section->count)
		return damaged(parser, "is of an interface that the file does not describe");
	item.time_ns = mst_section_time_ns(&section->interfaces[number], high << 32 | low);
	mst_skip(body, -item.count % WORD);
	numbered = read_packet_options(section, body, &item);
	return add_frame(parser, &item, number, numbered);
}

static int read_enhanced(struct parser *parser, struct mst_reader *body)
{
	return read_packet(parser, body, mst_section_u32(&parser->section, body));
}

static int read_obsolete(struct parser *parser, struct mst_reader *body)
{
	uint16_t number = mst_section_u16(&parser->section, body);

	mst_skip(body, sizeof(uint16_t)); /* drops */
	return read_packet(parser, body, number);
}

/* Neither a time nor the captured length, which follows from the interface's limit. */
static int read_simple(struct parser *parser, struct mst_reader *body)
{
	struct mst_record_item item = {
		.kind = MST_RECORD_FRAME,
		.wire_bytes = mst_section_u32(&parser->section, body),
	};
	uint32_t snap;

	if (parser->section.count == 0)
		return damaged(parser, "is of an interface that the file does not describe");
	snap = parser->section.interfaces[0].snap;
	item.count = snap && snap < item.wire_bytes ? snap : item.wire_bytes;
	item.bytes = mst_read_bytes(body, item.count);
	if (body->short_read)
		return damaged(parser, "is too short for the frame in it");
	return add_frame(parser, &item, 0, false);
}

/* ---- events ---- */

static int add_event(struct parser *parser, struct mst_record_item *item, const uint8_t *bytes, size_t count)
{
	char *text = malloc(count + 1);

	if (!text)
		return no_memory(parser);
	mst_record_text(text, count + 1, bytes, count, true);
	item->text = text;
	if (mst_record_add(parser->record, item, true) == 0)
		return 0;
	free(text);
	return no_memory(parser);
}

/* Custom blocks of others, and of other examples of this enterprise, are skipped. */
static int read_custom(struct parser *parser, struct mst_reader *body)
{
	uint32_t enterprise = mst_section_u32(&parser->section, body);
	const uint8_t *kind = mst_read_bytes(body, sizeof MST_PCAPNG_EVENT - 1), *text;
	struct mst_record_item item = { .kind = MST_RECORD_EVENT };
	uint32_t length;

	if (enterprise != MST_PCAPNG_ENTERPRISE || !kind ||
	    memcmp(kind, MST_PCAPNG_EVENT, sizeof MST_PCAPNG_EVENT - 1) != 0)
		return 0;
	length = mst_read_le32(body);
	item.number = mst_read_le64(body);
	item.time_ns = mst_read_le64(body);
	text = mst_read_bytes(body, length);
	if (body->short_read)
		return damaged(parser, "is too short for the event in it");
	return add_event(parser, &item, text, length);
}

/* ---- sections and interfaces ---- */

/* The byte order was taken when the length was read. */
static int read_section(struct parser *parser, struct mst_reader *body)
{
	uint16_t major;

	mst_skip(body, WORD);
	major = mst_section_u16(&parser->section, body);
	mst_skip(body, sizeof(uint16_t) + sizeof(uint64_t)); /* minor version, length of the section */
	if (body->short_read)
		return damaged(parser, "is too short for the head of a section");
	if (major != MST_PCAPNG_MAJOR)
		return mst_fail(parser->err, -EBADMSG, "the file is pcapng of version %u: expected version %d", major,
		                MST_PCAPNG_MAJOR);
	return 0;
}

static int read_interface(struct parser *parser, struct mst_reader *body)
{
	int code = mst_section_interface(&parser->section, body);

	if (code == -ENOMEM)
		return no_memory(parser);
	return code < 0 ? damaged(parser, "is too short for an interface") : 0;
}

/* ---- blocks ---- */

static const struct {
	uint32_t type;
	int (*read)(struct parser *parser, struct mst_reader *body);
} kinds[] = {
	{ MST_PCAPNG_PACKET, read_enhanced },      { MST_PCAPNG_CUSTOM, read_custom },
	{ MST_PCAPNG_INTERFACE, read_interface },  { MST_PCAPNG_SECTION, read_section },
	{ MST_PCAPNG_PACKET_SIMPLE, read_simple }, { MST_PCAPNG_PACKET_OBSOLETE, read_obsolete },
};

static int read_body(struct parser *parser, uint32_t type, struct mst_reader *body)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		if (kinds[i].type == type)
			return kinds[i].read(parser, body);
	}
	return 0;
}

/* A section's head says its byte order behind its length. */
static bool take_byte_order(struct parser *parser, struct mst_reader r)
{
	const uint8_t *order;

	if (mst_read_be32(&r) != MST_PCAPNG_SECTION)
		return true;
	mst_skip(&r, WORD);
	order = mst_read_bytes(&r, WORD);
	return order && mst_section_begin(&parser->section, order);
}

/* Consumes one block. Positive: the file ends within it. */
static int read_block(struct parser *parser, struct mst_reader *r)
{
	size_t left = r->left;
	uint32_t type, length;
	struct mst_reader body;

	if (left < MST_PCAPNG_BLOCK_BYTES)
		return 1;
	if (!take_byte_order(parser, *r))
		return damaged(parser, "has no byte order");
	type = mst_section_u32(&parser->section, r);
	length = mst_section_u32(&parser->section, r);
	if (length < MST_PCAPNG_BLOCK_BYTES || length % WORD != 0)
		return damaged(parser, "has a length that no block has");
	if (length > left)
		return 1;
	body = mst_reader_over(r->at, length - MST_PCAPNG_BLOCK_BYTES);
	mst_skip(r, body.left);
	if (mst_section_u32(&parser->section, r) != length)
		return damaged(parser, "has two different lengths");
	return read_body(parser, type, &body);
}

static int read_blocks(struct parser *parser, const uint8_t *bytes, size_t count)
{
	struct mst_reader r = mst_reader_over(bytes, count);

	while (r.left > 0) {
		int code;

		parser->at = (size_t)(r.at - bytes);
		code = read_block(parser, &r);
		if (code < 0)
			return code;
		if (code > 0) {
			parser->record->truncated = true;
			return 0;
		}
	}
	return 0;
}

/* ---- the file ---- */

static int check_kind(const uint8_t *bytes, size_t count, struct mst_error *err)
{
	struct mst_reader r = mst_reader_over(bytes, count);
	uint32_t magic = mst_read_be32(&r), turned = __builtin_bswap32(magic);

	if (!r.short_read && magic == MST_PCAPNG_SECTION)
		return 0;
	/* Microseconds, nanoseconds. */
	if (magic == 0xa1b2c3d4 || magic == 0xa1b23c4d || turned == 0xa1b2c3d4 || turned == 0xa1b23c4d)
		return mst_fail(err, -EBADMSG, "the file is pcap: expected pcapng, as muster --record writes it");
	return mst_fail(err, -EBADMSG, "the file is not pcapng: expected what muster --record wrote");
}

int mst_record_parse(struct mst_record **out, const uint8_t *bytes, size_t count, struct mst_error *err)
{
	struct parser parser = { .err = err };
	int code = check_kind(bytes, count, err);

	*out = NULL;
	if (code < 0)
		return code;
	parser.record = calloc(1, sizeof *parser.record);
	if (!parser.record)
		return no_memory(&parser);
	code = read_blocks(&parser, bytes, count);
	mst_section_end(&parser.section);
	if (code < 0) {
		mst_record_discard(parser.record);
		return code;
	}
	mst_record_settle(parser.record);
	*out = parser.record;
	return 0;
}
