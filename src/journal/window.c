/* SPDX-License-Identifier: BSD-2-Clause */
/* window.c - see window.h. */
#include "journal/window.h"

#include <errno.h>
#include <muster/units.h>
#include <stdlib.h>

#define ROOM_MAX ((uint32_t)MST_BLOCK_RECORDS)
#define AHEAD_LEAST 512

static const struct mst_space *space_of(const struct mst_window *window)
{
	return &window->journal->plan.rounds[window->round].space;
}

static uint64_t find_blocks(struct mst_window *window)
{
	uint64_t records = 0;

	for (size_t i = 0; i < window->journal->block_count; i++) {
		const struct mst_journal_block *block = &window->journal->blocks[i];

		if (block->round != window->round)
			continue;
		window->blocks[window->block_count++] = block;
		records += block->records;
	}
	return records;
}

/* What a window takes of a block: half a window of records, shared by the blocks, some ten bytes each. */
static size_t ahead_of(const struct mst_window *window)
{
	size_t bytes = window->block_count ? ROOM_MAX / 2 * 12 / window->block_count : 0;

	return bytes < AHEAD_LEAST ? AHEAD_LEAST : bytes > MST_CHUNK_BYTES ? MST_CHUNK_BYTES : bytes;
}

int mst_window_open(struct mst_window *window, const struct mst_journal *journal, size_t round, bool unasked)
{
	const struct mst_round_log *log = &journal->plan.rounds[round];
	uint64_t open = log->space.end - log->space.begin - log->settled.count, records;

	*window = (struct mst_window){ .journal = journal, .round = round };
	window->chunk.fd = journal->file.fd;
	window->chunk.shapes = &journal->shapes;
	window->unasked = unasked ? open : 0;
	window->blocks = calloc(journal->block_count + 1, sizeof *window->blocks);
	window->cursors = calloc(journal->block_count + 1, sizeof *window->cursors);
	window->saved = calloc(journal->block_count + 1, sizeof *window->saved);
	if (!window->blocks || !window->cursors || !window->saved)
		return -ENOMEM;
	records = find_blocks(window) + window->unasked;
	window->room = records < ROOM_MAX ? (uint32_t)records + 1 : ROOM_MAX;
	window->records = reallocarray(NULL, window->room, sizeof *window->records);
	window->order = reallocarray(NULL, window->room, sizeof *window->order);
	window->spare = reallocarray(NULL, window->room, sizeof *window->spare);
	if (!window->records || !window->order || !window->spare)
		return -ENOMEM;
	window->chunk.ahead = ahead_of(window);
	window->span = records < ROOM_MAX ? log->space.size : log->space.size / (records + 1) * (ROOM_MAX / 2) + 1;
	mst_window_rewind(window);
	return 0;
}

void mst_window_close(struct mst_window *window)
{
	free(window->blocks);
	free(window->cursors);
	free(window->saved);
	free(window->records);
	free(window->order);
	free(window->spare);
	*window = (struct mst_window){ 0 };
}

void mst_window_rewind(struct mst_window *window)
{
	for (size_t i = 0; i < window->block_count; i++)
		window->cursors[i] = mst_journal_cursor_of(window->blocks[i]);
	window->low = window->high = 0;
	window->count = window->at = 0;
}

/* ---- gathering ---- */

/* A place for one record; NULL: the window is full. */
static struct mst_journal_record *place(struct mst_window *window)
{
	if (window->count == window->room) {
		if (window->high - window->low > 1)
			return NULL;
		/* Many records of one index: only the last one holds. */
		window->records[0] = window->records[window->count - 1];
		window->count = 1;
	}
	return &window->records[window->count++];
}

struct mst_journal_record mst_record_unasked(const struct mst_journal *journal, size_t round, mst_uint128 index)
{
	return (struct mst_journal_record){
		.index = index,
		.time_ms = (journal->info.marked_ns ? journal->info.marked_ns : journal->process_ns) / MST_NS_PER_MS,
		.shape = {
			.state = MST_UNKNOWN,
			.reason = MST_NOT_SENT,
			.proto = journal->plan.rounds[round].silence.proto,
			.flags = MST_SHAPE_PROVISIONAL,
		},
	};
}

static bool gather_unasked(struct mst_window *window)
{
	const struct mst_space *space = space_of(window);
	const struct mst_settled *settled = &window->journal->plan.rounds[window->round].settled;
	uint64_t at = window->unasked > 0 ? mst_settled_next_open(settled, space->begin) : space->end;

	while (at < space->end) {
		mst_uint128 index = mst_space_index(space, at);

		if (index >= window->low && index < window->high) {
			struct mst_journal_record *record = place(window);

			if (!record)
				return false;
			*record = mst_record_unasked(window->journal, window->round, index);
		}
		at = mst_settled_next_open(settled, at + 1);
	}
	return true;
}

/* 1; 0: the window is full; -EBADMSG, -errno. */
static int gather_block(struct mst_window *window, size_t i)
{
	struct mst_journal_cursor *cursor = &window->cursors[i];
	int code = 0;

	while (cursor->records > 0 && cursor->next < window->high && code == 0) {
		struct mst_journal_record *record = place(window);

		if (!record)
			return 0;
		code = mst_journal_cursor_next(cursor, &window->chunk, window->blocks[i]->base_ms, record);
	}
	return code < 0 ? code : 1;
}

static int gather(struct mst_window *window)
{
	int code = gather_unasked(window);

	for (size_t i = 0; i < window->block_count && code == 1; i++)
		code = gather_block(window, i);
	return code;
}

static mst_uint128 next_index(const struct mst_window *window)
{
	mst_uint128 next = space_of(window)->size;

	for (size_t i = 0; i < window->block_count; i++) {
		if (window->cursors[i].records > 0 && window->cursors[i].next < next)
			next = window->cursors[i].next;
	}
	return next;
}

int mst_window_move(struct mst_window *window, bool skip)
{
	const mst_uint128 size = space_of(window)->size;
	int code = 0;

	window->low = window->high;
	if (skip && window->unasked == 0)
		window->low = next_index(window);
	window->high = window->low;
	window->count = window->at = 0;
	if (window->low >= size)
		return 0;
	memcpy(window->saved, window->cursors, window->block_count * sizeof *window->saved);
	while (code == 0) {
		window->high = window->span < size - window->low ? window->low + window->span : size;
		code = gather(window);
		if (code == 0) {
			window->span = (window->high - window->low) / 2;
			window->count = 0;
			memcpy(window->cursors, window->saved, window->block_count * sizeof *window->saved);
		}
	}
	if (code < 0)
		return code;
	if (window->count < window->room / 4 && window->span < size)
		window->span *= 2;
	mst_records_sort(window->records, window->order, window->spare, window->count);
	return 1;
}

/* ---- reading ---- */

mst_uint128 mst_window_next(const struct mst_window *window)
{
	return window->at < window->count ? window->records[window->order[window->at]].index : window->high;
}

const struct mst_journal_record *mst_window_take(struct mst_window *window, mst_uint128 index)
{
	const struct mst_journal_record *found = NULL;

	while (mst_window_next(window) == index && window->at < window->count) {
		const struct mst_journal_record *here = &window->records[window->order[window->at++]];

		/* A verdict is better than none, however late that was written. */
		if (!found || !(here->shape.flags & MST_SHAPE_PROVISIONAL) ||
		    (found->shape.flags & MST_SHAPE_PROVISIONAL))
			found = here;
	}
	return found;
}
