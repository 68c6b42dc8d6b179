/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cursor.h - reads the records of one block from the file, some KiB at a time.
 */
#ifndef MST_JOURNAL_CURSOR_H
#define MST_JOURNAL_CURSOR_H

#include "journal/block.h"

#define MST_CHUNK_BYTES 8192

/* Where a block is read. There is one for each block of a round: nothing more than that is kept of it. */
struct mst_journal_cursor {
	mst_uint128 next;        /* index of the next record, while some are left */
	mst_uint128 last;        /* of the one before; 0 at first */
	uint64_t at;             /* in the file */
	uint32_t bytes, records; /* that are left */
};

/* Part of the file; all cursors share it. */
struct mst_chunk {
	int fd;
	const struct mst_shapes *shapes;
	size_t ahead; /* bytes to read at once, at most CHUNK_BYTES; what another cursor reads meanwhile was read in
	                 vain */
	uint64_t at;  /* of its first byte in the file */
	size_t count;
	uint8_t bytes[MST_CHUNK_BYTES];
};

struct mst_journal_cursor mst_journal_cursor_of(const struct mst_journal_block *block);

/* The next records, at most `most` and at least one; there must be one left. Returns how many; -EBADMSG: the file
 * changed; -errno. */
int mst_journal_cursor_read(struct mst_journal_cursor *cursor, struct mst_chunk *chunk, uint64_t base_ms,
                            struct mst_journal_record *records, uint32_t most);

/* The next record. 0; else likewise. */
int mst_journal_cursor_next(struct mst_journal_cursor *cursor, struct mst_chunk *chunk, uint64_t base_ms,
                            struct mst_journal_record *record);

#endif
