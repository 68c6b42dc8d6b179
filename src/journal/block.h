/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * block.h - a record of type VERDICTS: some thousand verdicts of one round, ascending by index, about ten bytes each.
 *
 *     gathered in memory as they come ──► sorted ──► bytes          the newest shapes are before them
 *     bytes in the file ──► cursor: the next record, and the next   from the file piece by piece
 */
#ifndef MST_JOURNAL_BLOCK_H
#define MST_JOURNAL_BLOCK_H

#include "journal/record.h"

#define MST_PENDING_RECORDS 16384 /* a block has no more: to sort and write them takes two milliseconds */

/* Verdicts in memory that have no block yet. */
struct mst_pending_records {
	struct mst_journal_record *records;
	uint64_t *order, *spare; /* to sort by; both as long as the records */
	uint32_t count;
	uint32_t shapes_written; /* numbers up to this one are in the file */
};

/* Room for a block. 0, or -ENOMEM. */
int mst_pending_open(struct mst_pending_records *pending);
void mst_pending_free(struct mst_pending_records *pending);

/* Where the records of a block are. */
struct mst_journal_block {
	mst_uint128 first; /* index of its first record */
	uint64_t at;       /* of its first record in the file */
	uint64_t base_ms;
	uint32_t bytes, records; /* at least one */
	uint8_t round;
};

/*
 * Sorts the records, and appends the payload of a block to `payload`, which is empty. `block` is filled, but for `at`,
 * which is counted from the payload's beginning.
 */
void mst_block_put(struct mst_bytes *payload, struct mst_journal_block *block, struct mst_pending_records *pending,
                   const struct mst_shapes *shapes, uint8_t round);

/* Reads what is before the records of a payload, and adds its shapes. 0; -EBADMSG, -ENOMEM. */
int mst_block_read(struct mst_reader *r, struct mst_journal_block *block, struct mst_shapes *shapes);

/* The next record; `last` is the index of the one before (0 at first). What it cannot have is a short read. */
void mst_block_next(struct mst_reader *r, struct mst_journal_record *record, mst_uint128 last, uint64_t base_ms,
                    const struct mst_shapes *shapes);

/* Sorts the numbers of records by their index; those of one index keep their order. At most MST_BLOCK_RECORDS; `spare`
 * is as long as `order`. */
void mst_records_sort(const struct mst_journal_record *records, uint64_t *order, uint64_t *spare, uint32_t count);

#endif
