/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bytes.h - bytes to be written: a buffer that grows, little-endian numbers, LEB128 varints; and varints read.
 *
 * A buffer that could not grow is `failed`: callers put everything first, and check once.
 */
#ifndef MST_JOURNAL_BYTES_H
#define MST_JOURNAL_BYTES_H

#include <endian.h>
#include <muster/addr.h>
#include <string.h>

#include "base/reader.h"

#define MST_VARINT_MAX 10    /* bytes of a varint of 64 bits */
#define MST_VARINT128_MAX 19 /* of 128 */

/* Zero-initialised it is empty. */
struct mst_bytes {
	uint8_t *bytes;
	size_t count, room;
	bool failed; /* no memory: something is missing */
};

/* Room for `more` bytes; false, and `failed`, when there is none. */
bool mst_bytes_grow(struct mst_bytes *buffer, size_t more);

void mst_bytes_free(struct mst_bytes *buffer);

static inline bool mst_bytes_reserve(struct mst_bytes *buffer, size_t more)
{
	return buffer->room - buffer->count >= more || mst_bytes_grow(buffer, more);
}

void mst_bytes_put_bytes(struct mst_bytes *buffer, const void *bytes, size_t count);
void mst_bytes_put_u8(struct mst_bytes *buffer, uint8_t value);
void mst_bytes_put_le32(struct mst_bytes *buffer, uint32_t value);
void mst_bytes_put_le64(struct mst_bytes *buffer, uint64_t value);
void mst_bytes_put_double(struct mst_bytes *buffer, double value);
void mst_bytes_put_text(struct mst_bytes *buffer, const char *text); /* NULL is "" */
void mst_bytes_put_varint(struct mst_bytes *buffer, uint64_t value);
void mst_bytes_put_varint128(struct mst_bytes *buffer, mst_uint128 value);
void mst_bytes_put_addr(struct mst_bytes *buffer, const struct mst_addr *addr); /* family, v scope, bytes */

/* Writes a varint where MST_VARINT_MAX (MST_VARINT128_MAX) bytes are free; returns the place behind it. */
static inline uint8_t *mst_write_varint(uint8_t *at, uint64_t value)
{
	for (; value >= 0x80; value >>= 7)
		*at++ = (uint8_t)(value | 0x80);
	*at++ = (uint8_t)value;
	return at;
}

static inline uint8_t *mst_write_varint128(uint8_t *at, mst_uint128 value)
{
	for (; value >> 64; value >>= 7)
		*at++ = (uint8_t)(value | 0x80);
	return mst_write_varint(at, (uint64_t)value);
}

/*
 * The groups of seven bits of eight bytes, of which those behind the first byte without its top bit do not count;
 * joined in three steps, so that nothing depends on how many there are.
 */
static inline uint64_t mst_join_varint(uint64_t bytes, uint64_t ends)
{
	uint64_t value = bytes & (ends ^ (ends - 1)) & UINT64_C(0x7f7f7f7f7f7f7f7f);

	value = (value & UINT64_C(0x007f007f007f007f)) | (value & UINT64_C(0x7f007f007f007f00)) >> 1;
	value = (value & UINT64_C(0x00003fff00003fff)) | (value & UINT64_C(0x3fff00003fff0000)) >> 2;
	return (value & UINT64_C(0x000000000fffffff)) | (value & UINT64_C(0x0fffffff00000000)) >> 4;
}

/* Reads a varint of at most eight bytes, where eight are left; else false, and nothing is read. */
static inline bool mst_read_short_varint(struct mst_reader *r, uint64_t *value)
{
	uint64_t bytes, ends;
	unsigned used;

	if (r->left < sizeof bytes)
		return false;
	memcpy(&bytes, r->at, sizeof bytes);
	bytes = le64toh(bytes);
	ends = ~bytes & UINT64_C(0x8080808080808080);
	if (ends == 0)
		return false;
	used = (unsigned)__builtin_ctzll(ends) / 8 + 1;
	r->at += used;
	r->left -= used;
	*value = mst_join_varint(bytes, ends);
	return true;
}

/* A varint that is too long or too large is a short read. */
static inline uint64_t mst_read_varint(struct mst_reader *r)
{
	uint64_t value = 0;

	if (mst_read_short_varint(r, &value))
		return value;

	for (unsigned shift = 0; shift < 64; shift += 7) {
		uint8_t byte = mst_read_u8(r);

		if (shift == 63 && byte > 1)
			break;
		value |= (uint64_t)(byte & 0x7f) << shift;
		if (!(byte & 0x80))
			return value;
	}
	r->short_read = true;
	return 0;
}

mst_uint128 mst_read_long_varint128(struct mst_reader *r); /* the same as the next one, of any length */

static inline mst_uint128 mst_read_varint128(struct mst_reader *r)
{
	uint64_t value;

	return mst_read_short_varint(r, &value) ? value : mst_read_long_varint128(r);
}

double mst_read_double(struct mst_reader *r);

/* Of at most `most`: else it is a short read. */
static inline uint64_t mst_read_varint_to(struct mst_reader *r, uint64_t most)
{
	uint64_t value = mst_read_varint(r);

	if (value <= most)
		return value;
	r->short_read = true;
	return 0;
}

/* The same for one that is most often below 128. */
static inline uint64_t mst_read_small_varint_to(struct mst_reader *r, uint64_t most)
{
	return r->left > 0 && *r->at < 0x80 && *r->at <= most ? mst_read_u8(r) : mst_read_varint_to(r, most);
}

/* A new text with its NUL, to be freed; one with a NUL inside is a short read. NULL after a short read or without
 * memory. */
char *mst_read_text(struct mst_reader *r);

struct mst_addr mst_read_addr(struct mst_reader *r);

#endif
