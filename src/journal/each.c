/* SPDX-License-Identifier: BSD-2-Clause */
/* each.c - the verdicts of a round as they came, block after block; see writing.h. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "journal/cursor.h"
#include "journal/handle.h"
#include "journal/service_find.h"
#include "journal/writing.h"

#define BATCH 256

struct batch {
	struct mst_chunk chunk;
	struct mst_result results[BATCH];
	size_t count;
	struct mst_service_copies services;
	size_t service_count;
	mst_result_sink *sink;
	void *user;
};

static int hand_over(struct batch *batch, struct mst_error *err)
{
	int code = batch->count > 0 ? batch->sink(batch->user, batch->results, batch->count, err) : 0;

	batch->count = batch->service_count = 0;
	mst_service_copies_clear(&batch->services);
	return code;
}

/* The result of the record that was read. 0; -EBADMSG, -ENOMEM, -errno. */
static int put(struct batch *batch, struct mst_journal *journal, size_t round, const struct mst_journal_record *record)
{
	const struct mst_space *space = &journal->plan.rounds[round].space;
	struct mst_result *result = &batch->results[batch->count];
	uint64_t position;
	int code = 0;

	if (!mst_space_position(space, record->index, &position))
		return -EBADMSG;
	if (record->shape.flags & MST_SHAPE_PROVISIONAL)
		return 0;
	mst_record_result(result, record, space, position);
	if (round + 1 == journal->plan.round_count)
		code = mst_journal_find_service(journal, &batch->services, result);
	batch->count++;
	batch->service_count += result->service != NULL;
	return code;
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
		if (batch->count == BATCH || batch->service_count == MST_SERVICES_AT_ONCE)
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
	mst_service_copies_free(&batch->services);
	free(batch);
	return code < 0 ? code : 0;
}
