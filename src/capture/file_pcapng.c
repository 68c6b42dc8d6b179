/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * file_pcapng.c - reads pcapng, draft-ietf-opsawg-pcapng.
 *
 *     type │ length │ body … │ length           a block; a section begins with one that tells its byte order
 *
 * A block is read whole, with its length checked against the file's limit and against the second length. Packets are in
 * three kinds of block; interfaces are remembered (record/section.h); all other blocks are skipped.
 */
#include "capture/file_pcapng.h"

#include <errno.h>
#include <string.h>

#include "base/fail.h"
#include "base/reader.h"
#include "record/pcapng.h"

#define HEAD_BYTES 8
#define TRAILER_BYTES 4
#define SECTION_BYTES 28 /* the least that the block of a section has */
#define SECTION_BYTES_MAX (1u << 20)
#define DECIMAL_DIGITS_MAX 19
#define BINARY_DIGITS_MAX 63

struct block {
	uint32_t type;
	struct mst_reader body;
};

/* The first bytes of a block up to `size`, of which `have` are known to be there. */
static int want_whole(struct mst_file *file, size_t have, size_t size, struct mst_error *err)
{
	int64_t got = mst_file_want(file, size, err);

	if (got < 0)
		return (int)got;
	if ((size_t)got < size)
		return mst_fail(err, -EBADMSG, "truncated pcapng dump file; tried to read %zu bytes, only got %zu",
		                size - have, (size_t)got - have);
	return 1;
}

static uint32_t u32_at(const struct mst_file *file, size_t at)
{
	struct mst_reader r = mst_reader_over(mst_file_bytes(file) + at, sizeof(uint32_t));

	return mst_section_u32(&file->section, &r);
}

static int check_length(uint32_t length, struct mst_error *err)
{
	if (length < MST_PCAPNG_BLOCK_BYTES)
		return mst_fail(err, -EBADMSG, "block in pcapng dump file has a length of %u < %u", length,
		                MST_PCAPNG_BLOCK_BYTES);
	if (length > MST_FILE_BLOCK_MAX)
		return mst_fail(err, -EBADMSG, "pcapng block size %u > maximum %u", length, MST_FILE_BLOCK_MAX);
	if (length % sizeof(uint32_t))
		return mst_fail(err, -EBADMSG,
		                "block in pcapng dump file has a length of %u that is not a multiple of 4", length);
	return 0;
}

/* The rest of a block, of which `have` bytes are there; `block` has its type. Then the block is passed. */
static int read_rest(struct mst_file *file, struct block *block, uint32_t length, size_t have, struct mst_error *err)
{
	int code = want_whole(file, have, length, err);

	if (code < 0)
		return code;
	if (u32_at(file, length - TRAILER_BYTES) != length)
		return mst_fail(err, -EBADMSG, "block total length in header and trailer don't match");
	block->body = mst_reader_over(mst_file_bytes(file) + HEAD_BYTES, length - MST_PCAPNG_BLOCK_BYTES);
	mst_file_pass(file, length);
	return 1;
}

/* A section begins: its first eight bytes have been read, but its byte order is that of the next four. */
static int begin_section(struct mst_file *file, struct block *block, struct mst_error *err)
{
	int code = want_whole(file, HEAD_BYTES, HEAD_BYTES + sizeof(uint32_t), err);
	uint32_t length;
	uint16_t major, minor;

	if (code < 0)
		return code;
	if (!mst_section_begin(&file->section, mst_file_bytes(file) + HEAD_BYTES))
		return mst_fail(err, -EBADMSG, "unknown file format: a section of pcapng without a byte order");
	length = u32_at(file, sizeof(uint32_t));
	if (length < SECTION_BYTES || length > SECTION_BYTES_MAX || length % sizeof(uint32_t))
		return mst_fail(err, -EBADMSG,
		                "Section Header Block in pcapng dump file has invalid length %u; expected %u to %u, a "
		                "multiple of 4",
		                length, SECTION_BYTES, SECTION_BYTES_MAX);
	code = read_rest(file, block, length, HEAD_BYTES + sizeof(uint32_t), err);
	if (code < 0)
		return code;
	mst_skip(&block->body, sizeof(uint32_t));
	major = mst_section_u16(&file->section, &block->body);
	minor = mst_section_u16(&file->section, &block->body);
	if (major != MST_PCAPNG_MAJOR || (minor != MST_PCAPNG_MINOR && minor != 2))
		return mst_fail(err, -EBADMSG, "unsupported pcapng savefile version %u.%u", major, minor);
	return 1;
}

/* 1; 0: the file has ended. */
static int read_block(struct mst_file *file, struct block *block, struct mst_error *err)
{
	int64_t got = mst_file_want(file, HEAD_BYTES, err);
	uint32_t length;
	int code;

	if (got <= 0)
		return (int)got;
	if (got < HEAD_BYTES)
		return mst_fail(err, -EBADMSG, "truncated pcapng dump file; tried to read %d bytes, only got %d",
		                HEAD_BYTES, (int)got);
	block->type = u32_at(file, 0);
	if (block->type == MST_PCAPNG_SECTION)
		return begin_section(file, block, err);
	length = u32_at(file, sizeof(uint32_t));
	code = check_length(length, err);
	return code < 0 ? code : read_rest(file, block, length, HEAD_BYTES, err);
}

static int fail_short(uint32_t type, struct mst_error *err)
{
	return mst_fail(err, -EBADMSG, "block of type %u in pcapng dump file is too short", type);
}

static int add_interface(struct mst_file *file, struct block *block, struct mst_error *err)
{
	int code = mst_section_interface(&file->section, &block->body);
	const struct mst_section_interface *added;
	unsigned digits;

	if (code == -ENOMEM)
		return mst_fail(err, code, "no memory for the interfaces of a capture file");
	if (code < 0)
		return fail_short(block->type, err);
	added = &file->section.interfaces[file->section.count - 1];
	digits = added->resolution & 0x7f;
	if (digits > (added->resolution & 0x80 ? BINARY_DIGITS_MAX : DECIMAL_DIGITS_MAX))
		return mst_fail(err, -EBADMSG,
		                "Interface Description Block if_tsresol option resolution %s^-%u is too high",
		                added->resolution & 0x80 ? "2" : "10", digits);
	return 1;
}

/* ---- packets ---- */

/* The bytes of a packet, which are next in the body. */
static int take_bytes(struct block *block, struct mst_file_frame *frame, const struct mst_section_interface *interface,
                      uint32_t captured, struct mst_error *err)
{
	uint32_t most = mst_file_snap_of(interface->linktype, interface->snap);

	if (captured > block->body.left)
		return fail_short(block->type, err);
	if (captured > most)
		return mst_fail(err, -EBADMSG, "invalid packet capture length %u, bigger than snaplen of %u", captured,
		                most);
	frame->linktype = interface->linktype;
	frame->captured = captured;
	frame->bytes = mst_read_bytes(&block->body, captured);
	return 1;
}

static const struct mst_section_interface *find_interface(const struct mst_file *file, uint32_t number,
                                                          struct mst_error *err)
{
	if (number < file->section.count)
		return &file->section.interfaces[number];
	mst_fail(err, -EBADMSG,
	         "a packet arrived on interface %u, but there's no Interface Description Block for that interface",
	         number);
	return NULL;
}

/* The enhanced block and the obsolete one, which has two bytes for the interface and two for drops. */
static int take_packet(struct mst_file *file, struct block *block, struct mst_file_frame *frame, struct mst_error *err)
{
	const struct mst_section *section = &file->section;
	struct mst_reader *r = &block->body;
	const struct mst_section_interface *interface;
	uint32_t number, captured;
	uint64_t stamp;

	if (block->type == MST_PCAPNG_PACKET) {
		number = mst_section_u32(section, r);
	} else {
		number = mst_section_u16(section, r);
		mst_skip(r, sizeof(uint16_t));
	}
	stamp = (uint64_t)mst_section_u32(section, r) << 32;
	stamp |= mst_section_u32(section, r);
	captured = mst_section_u32(section, r);
	frame->wire_bytes = mst_section_u32(section, r);
	if (r->short_read)
		return fail_short(block->type, err);
	interface = find_interface(file, number, err);
	if (!interface)
		return -EBADMSG;
	frame->time_ns = mst_section_time_ns(interface, stamp);
	return take_bytes(block, frame, interface, captured, err);
}

/* Of the first interface, without a time. */
static int take_simple(struct mst_file *file, struct block *block, struct mst_file_frame *frame, struct mst_error *err)
{
	uint32_t on_wire = mst_section_u32(&file->section, &block->body), captured = on_wire;
	const struct mst_section_interface *interface;

	if (block->body.short_read)
		return fail_short(block->type, err);
	interface = find_interface(file, 0, err);
	if (!interface)
		return -EBADMSG;
	if (interface->snap && captured > interface->snap)
		captured = interface->snap;
	frame->wire_bytes = on_wire;
	return take_bytes(block, frame, interface, captured, err);
}

int mst_file_pcapng_next(struct mst_file *file, struct mst_file_frame *frame, struct mst_error *err)
{
	struct block block;
	int code;

	while ((code = read_block(file, &block, err)) > 0) {
		*frame = (struct mst_file_frame){ 0 };
		switch (block.type) {
		case MST_PCAPNG_PACKET:
		case MST_PCAPNG_PACKET_OBSOLETE: return take_packet(file, &block, frame, err);
		case MST_PCAPNG_PACKET_SIMPLE: return take_simple(file, &block, frame, err);
		case MST_PCAPNG_INTERFACE: code = add_interface(file, &block, err); break;
		default: break;
		}
		if (code < 0)
			return code;
	}
	return code;
}

/* Up to the first interface, so that a filter can be compiled for its link type. */
int mst_file_pcapng_begin(struct mst_file *file, struct mst_error *err)
{
	struct block block = { .type = MST_PCAPNG_SECTION };
	int code = want_whole(file, sizeof(uint32_t), HEAD_BYTES, err);

	if (code > 0)
		code = begin_section(file, &block, err);
	while (code > 0 && file->section.count == 0) {
		code = read_block(file, &block, err);
		if (code == 0)
			return mst_fail(err, -EBADMSG, "the capture file has no Interface Description Blocks");
		if (code < 0)
			return code;
		if (block.type == MST_PCAPNG_INTERFACE)
			code = add_interface(file, &block, err);
		else if (block.type == MST_PCAPNG_PACKET || block.type == MST_PCAPNG_PACKET_SIMPLE ||
		         block.type == MST_PCAPNG_PACKET_OBSOLETE)
			return mst_fail(err, -EBADMSG,
			                "the capture file has a packet block before any Interface Description Blocks");
	}
	if (code < 0)
		return code;
	file->linktype = file->section.interfaces[0].linktype;
	file->snap = mst_file_snap_of(file->linktype, file->section.interfaces[0].snap);
	return 0;
}
