/* SPDX-License-Identifier: BSD-2-Clause */
/* reread.c - see reread.h. */
#include "journal/reread.h"

#include <string.h>

#include "base/fail.h"

#define TOGETHER 64 /* their positions are found several at once (target/permute.h) */

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

/* Of the records of one index the last one holds: what is before it goes. Returns how many are left. */
static uint32_t keep_last(const struct mst_journal_cursor *cursor, struct mst_journal_record *records, uint32_t count)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < count; i++) {
		bool more = i + 1 < count || cursor->records > 0;

		if (more && records[i].index == (i + 1 < count ? records[i + 1].index : cursor->next))
			continue;
		if (kept < i)
			records[kept] = records[i];
		kept++;
	}
	return kept;
}

/* The next records, at most `most`, of one block. 0: there are no more; -EBADMSG, -errno. */
static int next_records(struct mst_journal *journal, const struct mst_generation *generation,
                        struct mst_journal_record *records, uint32_t most)
{
	struct mst_reread *reread = &journal->reread;
	int count = 0;

	if (reread->pending > 0) {
		records[0] = journal->pending.records[--reread->pending];
		return 1;
	}
	while (count == 0 && next_block(journal, generation)) {
		count = mst_journal_cursor_read(&reread->cursor, &reread->chunk, journal->blocks[reread->block].base_ms,
		                                records, most);
		if (count > 0)
			count = (int)keep_last(&reread->cursor, records, (uint32_t)count);
	}
	return count;
}

void mst_reread_fail(struct mst_journal *journal, int code)
{
	if (!journal->failed)
		journal->failed = mst_fail(&journal->error, code, "%s cannot be read: %s",
		                           mst_journal_file_called(&journal->file), strerror(-code));
}

/* The records of some positions that are still to be taken become results; returns how many. */
static size_t take(const struct mst_space *space, struct mst_generation *generation,
                   const struct mst_journal_record *records, size_t count, struct mst_result *results)
{
	mst_uint128 indices[TOGETHER];
	uint64_t positions[TOGETHER];
	size_t taken = 0;

	for (size_t i = 0; i < count; i++)
		indices[i] = records[i].index;
	mst_space_positions(space, indices, count, positions);
	for (size_t i = 0; i < count; i++) {
		if (positions[i] != MST_NO_POSITION && mst_position_set_remove(&generation->recorded, positions[i]))
			mst_record_result(&results[taken++], &records[i], space, positions[i]);
	}
	return taken;
}

size_t mst_reread_take(struct mst_journal *journal, struct mst_generation *generation, struct mst_result *results,
                       size_t most)
{
	const struct mst_space *space = &mst_journal_last_round(journal)->space;
	struct mst_journal_record records[TOGETHER];
	size_t count = 0;
	int code = 1;

	if (generation->recorded.row_count == 0)
		return 0;
	if (!journal->reread.begun)
		begin(journal, generation);
	while (count < most && code > 0) {
		size_t wanted = most - count < TOGETHER ? most - count : TOGETHER;

		code = next_records(journal, generation, records, (uint32_t)wanted);
		if (code > 0)
			count += take(space, generation, records, (size_t)code, results + count);
	}
	if (code < 0)
		mst_reread_fail(journal, code);
	if (code <= 0)
		mst_position_set_free(&generation->recorded);
	return count;
}
