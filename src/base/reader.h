/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * reader.h - the bounded reader. All bytes from networks and files are read through it.
 *
 * Reading past the end returns zeros and sets `short_read`: callers read first, check `short_read` once, then use the
 * values.
 */
#ifndef MST_BASE_READER_H
#define MST_BASE_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mst_reader {
	const uint8_t *at;
	size_t left;
	bool short_read;
};

static inline struct mst_reader mst_reader_over(const uint8_t *bytes, size_t count)
{
	return (struct mst_reader){ .at = bytes, .left = count };
}

/* The next `count` bytes, consumed; NULL when there are fewer. */
static inline const uint8_t *mst_read_bytes(struct mst_reader *r, size_t count)
{
	const uint8_t *at = r->at;

	if (count > r->left) {
		r->short_read = true;
		r->left = 0;
		return NULL;
	}
	r->at += count;
	r->left -= count;
	return at;
}

static inline void mst_skip(struct mst_reader *r, size_t count)
{
	(void)mst_read_bytes(r, count);
}

static inline uint8_t mst_read_u8(struct mst_reader *r)
{
	const uint8_t *b = mst_read_bytes(r, 1);

	return b ? b[0] : 0;
}

static inline uint16_t mst_read_be16(struct mst_reader *r)
{
	const uint8_t *b = mst_read_bytes(r, 2);

	if (!b)
		return 0;
	return (uint16_t)(b[0] << 8 | b[1]);
}

static inline uint32_t mst_read_be24(struct mst_reader *r)
{
	const uint8_t *b = mst_read_bytes(r, 3);

	return b ? (uint32_t)b[0] << 16 | (uint32_t)b[1] << 8 | b[2] : 0;
}

static inline uint32_t mst_read_be32(struct mst_reader *r)
{
	const uint8_t *b = mst_read_bytes(r, 4);

	return b ? (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3] : 0;
}

static inline uint64_t mst_read_be64(struct mst_reader *r)
{
	uint64_t high = mst_read_be32(r);

	return high << 32 | mst_read_be32(r);
}

static inline uint16_t mst_read_le16(struct mst_reader *r)
{
	return __builtin_bswap16(mst_read_be16(r));
}

static inline uint32_t mst_read_le32(struct mst_reader *r)
{
	return __builtin_bswap32(mst_read_be32(r));
}

static inline uint64_t mst_read_le64(struct mst_reader *r)
{
	return __builtin_bswap64(mst_read_be64(r));
}

#endif
