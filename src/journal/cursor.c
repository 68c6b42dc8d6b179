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

int mst_journal_cursor_next(struct mst_journal_cursor *cursor, struct mst_chunk *chunk, uint64_t base_ms,
                            struct mst_journal_record *record)
{
	struct mst_reader r;
	size_t offset, used;
	int code = load(cursor, chunk);

	if (code < 0)
		return code;
	offset = (size_t)(cursor->at - chunk->at);
	r = mst_reader_over(chunk->bytes + offset, chunk->count - offset);
	mst_block_next(&r, record, cursor->last, base_ms, chunk->shapes);
	used = chunk->count - offset - r.left;
	if (r.short_read || used > cursor->bytes)
		return -EBADMSG;
	cursor->at += used;
	cursor->bytes -= (uint32_t)used;
	cursor->records--;
	cursor->last = record->index;
	if (cursor->records > 0)
		cursor->next = cursor->last + mst_read_varint128(&r);
	return r.short_read ? -EBADMSG : 0;
}
