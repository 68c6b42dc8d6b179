/* SPDX-License-Identifier: BSD-2-Clause */
/* reread.c - see reread.h. */
#include "journal/reread.h"

#include <string.h>

#include "base/fail.h"

static void begin(struct mst_journal *journal, const struct mst_generation *generation)
{
	struct mst_reread *reread = &journal->reread;
	size_t last = mst_journal_held_last_block(&journal->held);

	bool writes = (journal->block_count <= last && journal->pending.count > 0) ||
	              journal->services.pending.count > 0;

	if (writes && !journal->failed)
		(void)mst_journal_flush(journal, NULL);
	reread->begun = true;
	reread->pending = journal->pending_round + 1u == journal->plan.round_count ? journal->pending.count : 0;
	reread->block = last < journal->block_count ? last + 1 : journal->block_count;
	if (reread->block < generation->first_block)
		reread->block = generation->first_block;
	reread->cursor = (struct mst_journal_cursor){ 0 };
	reread->chunk.fd = journal->file.fd;
	reread->chunk.shapes = &journal->shapes;
	reread->chunk.ahead = MST_CHUNK_BYTES;
}

/* Goes on to the next block with records of the last round; false: there is none. */
static bool next_block(struct mst_journal *journal, const struct mst_generation *generation)
{
	struct mst_reread *reread = &journal->reread;

	while (reread->cursor.records == 0 && reread->block > generation->first_block) {
		const struct mst_journal_block *block = &journal->blocks[--reread->block];

		if (block->round + 1u == journal->plan.round_count)
			reread->cursor = mst_journal_cursor_of(block);
	}
	return reread->cursor.records > 0;
}

/* The last record of the next index. 0; -EBADMSG, -errno. */
static int read_record(struct mst_journal *journal, struct mst_journal_record *record)
{
	struct mst_journal_cursor *cursor = &journal->reread.cursor;
	uint64_t base_ms = journal->blocks[journal->reread.block].base_ms;
	int code;

	do
		code = mst_journal_cursor_next(cursor, &journal->reread.chunk, base_ms, record);
	while (code == 0 && cursor->records > 0 && cursor->next == record->index);
	return code;
}

/* 1; 0: there are no more; -EBADMSG, -errno. */
static int next_record(struct mst_journal *journal, const struct mst_generation *generation,
                       struct mst_journal_record *record)
{
	struct mst_reread *reread = &journal->reread;
	int code;

	if (reread->pending > 0) {
		*record = journal->pending.records[--reread->pending];
		return 1;
	}
	if (!next_block(journal, generation))
		return 0;
	code = read_record(journal, record);
	return code < 0 ? code : 1;
}

void mst_reread_fail(struct mst_journal *journal, int code)
{
	if (!journal->failed)
		journal->failed = mst_fail(&journal->error, code, "%s cannot be read: %s",
		                           mst_journal_file_called(&journal->file), strerror(-code));
}

size_t mst_reread_take(struct mst_journal *journal, struct mst_generation *generation, struct mst_result *results,
                       size_t most)
{
	const struct mst_space *space = &mst_journal_last_round(journal)->space;
	struct mst_journal_record record = { 0 };
	size_t count = 0;
	uint64_t position;
	int code = 1;

	if (generation->recorded.row_count == 0)
		return 0;
	if (!journal->reread.begun)
		begin(journal, generation);
	while (count < most && (code = next_record(journal, generation, &record)) > 0) {
		if (mst_space_position(space, record.index, &position) &&
		    mst_position_set_remove(&generation->recorded, position))
			mst_record_result(&results[count++], &record, space, position);
	}
	if (code < 0)
		mst_reread_fail(journal, code);
	if (code <= 0)
		mst_position_set_free(&generation->recorded);
	return count;
}
