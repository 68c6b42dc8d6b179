/* SPDX-License-Identifier: BSD-2-Clause */
/* each.c - the verdicts of a round as they came, block after block; see writing.h. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "journal/cursor.h"
#include "journal/handle.h"
#include "journal/writing.h"

#define BATCH 256

struct batch {
	struct mst_chunk chunk;
	struct mst_result results[BATCH];
	size_t count;
	mst_result_sink *sink;
	void *user;
};

static int hand_over(struct batch *batch, struct mst_error *err)
{
	int code = batch->count > 0 ? batch->sink(batch->user, batch->results, batch->count, err) : 0;

	batch->count = 0;
	return code;
}

/* The result of the record that was read. 0, or -EBADMSG. */
static int put(struct batch *batch, struct mst_journal *journal, size_t round, const struct mst_journal_record *record)
{
	const struct mst_space *space = &journal->plan.rounds[round].space;
	uint64_t position;

	if (!mst_space_position(space, record->index, &position))
		return -EBADMSG;
	if (record->shape.flags & MST_SHAPE_PROVISIONAL)
		return 0;
	mst_record_result(&batch->results[batch->count++], record, space, position);
	return 0;
}

static int read_block(struct batch *batch, struct mst_journal *journal, const struct mst_journal_block *block,
                      struct mst_error *err)
{
	struct mst_journal_cursor cursor = mst_journal_cursor_of(block);
	struct mst_journal_record record = { 0 };
	int code = 0;

	while (cursor.records > 0 && code >= 0) {
		code = mst_journal_cursor_next(&cursor, &batch->chunk, block->base_ms, &record);
		if (code == 0)
			code = put(batch, journal, block->round, &record);
		if (code < 0)
			return mst_fail(err, code, "%s cannot be read: %s", mst_journal_file_called(&journal->file),
			                strerror(-code));
		if (batch->count == BATCH)
			code = hand_over(batch, err);
	}
	return code < 0 ? code : 0;
}

int mst_journal_each(struct mst_journal *journal, size_t round, mst_result_sink *sink, void *user,
                     struct mst_error *err)
{
	struct batch *batch = calloc(1, sizeof *batch);
	int code = mst_journal_flush(journal, err);

	if (!batch)
		return mst_fail(err, -ENOMEM, "no memory to read the journal");
	batch->chunk.fd = journal->file.fd;
	batch->chunk.shapes = &journal->shapes;
	batch->chunk.ahead = MST_CHUNK_BYTES;
	batch->sink = sink;
	batch->user = user;
	for (size_t i = 0; i < journal->block_count && code == 0; i++) {
		if (journal->blocks[i].round == round)
			code = read_block(batch, journal, &journal->blocks[i], err);
	}
	if (code == 0)
		code = hand_over(batch, err);
	free(batch);
	return code < 0 ? code : 0;
}
