/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * window.h - the records of one round in the order of their index, a window at a time.
 *
 *     block 1   ▪▪ ▪│ ▪▪  ▪ ▪│▪          each block is sorted; from each, those of the window are taken
 *     block 2    ▪  │▪   ▪   │ ▪▪
 *     block 3   ▪   │  ▪  ▪▪ │           later blocks hold: the sort is stable
 *                   lo       hi
 *
 * A window is as wide as it may be to fit into memory.
 */
#ifndef MST_JOURNAL_WINDOW_H
#define MST_JOURNAL_WINDOW_H

#include "journal/cursor.h"
#include "journal/handle.h"

struct mst_window {
	const struct mst_journal *journal;
	size_t round;
	struct mst_journal_cursor *cursors, *saved; /* for each block of the round; as they were before the window */
	const struct mst_journal_block **blocks;
	size_t block_count;
	uint64_t unasked; /* positions without a verdict that have records, too; else 0 */
	struct mst_journal_record *records;
	uint64_t *order, *spare;
	uint32_t count, room, at; /* records of the window; the next one in `order` */
	mst_uint128 low, high;    /* [low, high) */
	mst_uint128 span;         /* the width to begin with, and the next one */
	struct mst_chunk chunk;
};

/* `unasked`: positions without a verdict have records: provisional ones, not-sent. 0, or -ENOMEM. */
int mst_window_open(struct mst_window *window, const struct mst_journal *journal, size_t round, bool unasked);
void mst_window_close(struct mst_window *window);

void mst_window_rewind(struct mst_window *window);

/* Goes on to the next window, which begins at the end of this one. `skip`: at the next record. 1; 0: there is none;
 * -EBADMSG, -errno. */
int mst_window_move(struct mst_window *window, bool skip);

/* The record of this index that holds, and goes on behind it; NULL: there is none. Indices only grow. */
const struct mst_journal_record *mst_window_take(struct mst_window *window, mst_uint128 index);

/* The index of the next record, or `high`. */
mst_uint128 mst_window_next(const struct mst_window *window);

/* What stands for a question that was not asked. */
struct mst_journal_record mst_record_unasked(const struct mst_journal *journal, size_t round, mst_uint128 index);

#endif
