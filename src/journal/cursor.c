/* SPDX-License-Identifier: BSD-2-Clause */
/* cursor.c - see cursor.h. */
#include "journal/cursor.h"

#include <errno.h>

#include "base/file_at.h"

struct mst_journal_cursor mst_journal_cursor_of(const struct mst_journal_block *block)
{
	return (struct mst_journal_cursor){
		.next = block->first,
		.at = block->at,
		.bytes = block->bytes,
		.records = block->records,
	};
}

/* The chunk has the next record, or all that is left. */
static int load(const struct mst_journal_cursor *cursor, struct mst_chunk *chunk)
{
	size_t wanted = cursor->bytes < chunk->ahead ? cursor->bytes : chunk->ahead;
	size_t needed = cursor->bytes < 2 * MST_RECORD_BYTES_MAX ? cursor->bytes : 2 * MST_RECORD_BYTES_MAX;
	ssize_t got;

	wanted = wanted < needed ? needed : wanted;
	if (cursor->at >= chunk->at && cursor->at + needed <= chunk->at + chunk->count)
		return 0;
	chunk->count = 0;
	got = mst_file_read_at(chunk->fd, chunk->bytes, wanted, cursor->at);
	if (got != (ssize_t)wanted)
		return got < 0 ? (int)got : -EBADMSG;
	chunk->at = cursor->at;
	chunk->count = wanted;
	return 0;
}

/* Of the records in the chunk, as many as are there whole; those before one that is damaged. */
static uint32_t read_whole(const struct mst_journal_cursor *cursor, struct mst_reader *r,
                           const struct mst_shapes *shapes, uint64_t base_ms, struct mst_journal_record *records,
                           uint32_t most)
{
	bool is_rest = r->left == cursor->bytes;
	mst_uint128 last = cursor->last;
	uint32_t count = 0;

	do {
		struct mst_reader before = *r;

		mst_block_next(r, &records[count], last, base_ms, shapes);
		if (r->short_read) {
			*r = before;
			return count;
		}
		last = records[count++].index;
	} while (count < most && (is_rest || r->left >= 2 * MST_RECORD_BYTES_MAX));
	return count;
}

int mst_journal_cursor_read(struct mst_journal_cursor *cursor, struct mst_chunk *chunk, uint64_t base_ms,
                            struct mst_journal_record *records, uint32_t most)
{
	struct mst_reader r;
	size_t offset, left;
	uint32_t count;
	int code = load(cursor, chunk);

	if (code < 0)
		return code;
	offset = (size_t)(cursor->at - chunk->at);
	left = chunk->count - offset < cursor->bytes ? chunk->count - offset : cursor->bytes;
	r = mst_reader_over(chunk->bytes + offset, left);
	count = read_whole(cursor, &r, chunk->shapes, base_ms, records,
	                   most < cursor->records ? most : cursor->records);
	if (count == 0)
		return -EBADMSG;
	cursor->at += left - r.left;
	cursor->bytes -= (uint32_t)(left - r.left);
	cursor->records -= count;
	cursor->last = records[count - 1].index;
	if (cursor->records > 0)
		cursor->next = cursor->last + mst_read_varint128(&r);
	return r.short_read ? -EBADMSG : (int)count;
}

int mst_journal_cursor_next(struct mst_journal_cursor *cursor, struct mst_chunk *chunk, uint64_t base_ms,
                            struct mst_journal_record *record)
{
	int count = mst_journal_cursor_read(cursor, chunk, base_ms, record, 1);

	return count < 0 ? count : 0;
}
