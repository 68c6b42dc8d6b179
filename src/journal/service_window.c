/* SPDX-License-Identifier: BSD-2-Clause */
/* service_window.c - see service_window.h. */
#include "journal/service_window.h"

#include <errno.h>
#include <stdlib.h>

#include "base/file_at.h"

#define ROOM_MAX UINT32_C(32768)
#define TEXTS_MAX (UINT32_C(1) << 22)
#define CHUNK_BYTES 16384
#define AHEAD_LEAST 512
_Static_assert(CHUNK_BYTES > MST_SERVICE_ENTRY_MAX, "a chunk has room for an entry");
_Static_assert(TEXTS_MAX > 2 * MST_SERVICE_BYTES_MAX, "a window has room for two services");

/* Where a run is read. */
struct mst_service_cursor {
	uint64_t at;       /* of the next entry in the file */
	uint32_t left;     /* bytes of the run */
	bool known;        /* the index of the next entry … */
	mst_uint128 index; /* … is this */
};

struct mst_service_at {
	mst_uint128 index;
	uint32_t from, bytes; /* its texts */
};

static const struct mst_space *space_of(const struct mst_service_window *window)
{
	return &window->journal->plan.rounds[window->journal->plan.round_count - 1].space;
}

/* ---- open and close ---- */

static bool make(struct mst_service_window *window, uint64_t count, uint64_t bytes)
{
	window->room = count < ROOM_MAX ? (uint32_t)count : ROOM_MAX;
	window->text_room = bytes < TEXTS_MAX ? (size_t)bytes : TEXTS_MAX;
	window->cursors = calloc(window->run_count, sizeof *window->cursors);
	window->saved = calloc(window->run_count, sizeof *window->saved);
	window->services = reallocarray(NULL, window->room, sizeof *window->services);
	window->texts = malloc(window->text_room);
	window->chunk = malloc(CHUNK_BYTES);
	return window->cursors && window->saved && window->services && window->texts && window->chunk;
}

/* What a window takes of a run: half of its texts, shared by the runs. */
static size_t ahead_of(const struct mst_service_window *window)
{
	size_t bytes = TEXTS_MAX / 2 / window->run_count;

	return bytes < AHEAD_LEAST ? AHEAD_LEAST : bytes > CHUNK_BYTES ? CHUNK_BYTES : bytes;
}

int mst_service_window_open(struct mst_service_window *window, const struct mst_journal *journal)
{
	const struct mst_journal_services *services = &journal->services;
	uint64_t count = 0, bytes = 0;

	*window = (struct mst_service_window){ .journal = journal, .run_count = services->run_count };
	if (services->run_count == 0)
		return 0;
	for (size_t i = 0; i < services->run_count; i++) {
		count += services->runs[i].count;
		bytes += services->runs[i].bytes;
	}
	if (!make(window, count, bytes))
		return -ENOMEM;
	window->ahead = ahead_of(window);
	window->span = space_of(window)->size;
	if (count > window->room || bytes > window->text_room)
		window->span = window->span / (count + 1) * (window->room / 4) + 1;
	mst_service_window_rewind(window);
	return 0;
}

void mst_service_window_close(struct mst_service_window *window)
{
	free(window->cursors);
	free(window->saved);
	free(window->services);
	free(window->texts);
	free(window->chunk);
	*window = (struct mst_service_window){ 0 };
}

static struct mst_service_cursor cursor_of(const struct mst_service_run *run)
{
	return (struct mst_service_cursor){ .at = run->at, .left = run->bytes };
}

void mst_service_window_rewind(struct mst_service_window *window)
{
	for (size_t i = 0; i < window->run_count; i++)
		window->cursors[i] = cursor_of(&window->journal->services.runs[i]);
	window->low = window->high = 0;
	window->count = window->at = 0;
}

/* ---- gathering ---- */

/* Bytes of the run from the cursor on: at least `needed`, or all that are left. 0; -EBADMSG, -errno. */
static int load(struct mst_service_window *window, const struct mst_service_cursor *cursor, size_t needed,
                struct mst_reader *r)
{
	size_t wanted = cursor->left < window->ahead ? cursor->left : window->ahead, offset;
	ssize_t got;

	needed = needed < cursor->left ? needed : cursor->left;
	wanted = wanted < needed ? needed : wanted;
	if (cursor->at < window->chunk_at || cursor->at + needed > window->chunk_at + window->chunk_bytes) {
		window->chunk_bytes = 0;
		got = mst_file_read_at(window->journal->file.fd, window->chunk, wanted, cursor->at);
		if (got != (ssize_t)wanted)
			return got < 0 ? (int)got : -EBADMSG;
		window->chunk_at = cursor->at;
		window->chunk_bytes = wanted;
	}
	offset = (size_t)(cursor->at - window->chunk_at);
	*r = mst_reader_over(window->chunk + offset, window->chunk_bytes - offset);
	return 0;
}

/* The index of the next entry; there must be one. 0; -EBADMSG, -errno. */
static int look(struct mst_service_window *window, struct mst_service_cursor *cursor)
{
	const struct mst_space *space = space_of(window);
	struct mst_reader r;
	uint64_t position;
	int code = cursor->known ? 0 : load(window, cursor, MST_VARINT_MAX, &r);

	if (code < 0 || cursor->known)
		return code;
	position = mst_read_varint(&r);
	if (r.short_read || position < space->begin || position >= space->end)
		return -EBADMSG;
	cursor->index = mst_space_index(space, position);
	cursor->known = true;
	return 0;
}

/* A place for one more; NULL: the window is full. */
static struct mst_service_at *place(struct mst_service_window *window, size_t bytes)
{
	if (window->count == window->room || window->text_room - window->used < bytes) {
		if (window->high - window->low > 1)
			return NULL;
		/* Many services of one index: only the last one holds. */
		window->count = 0;
		window->used = 0;
	}
	return &window->services[window->count];
}

/* Goes over the next entry, which the window gets if it is wanted. 1; 0: the window is full; -EBADMSG, -errno. */
static int take_next(struct mst_service_window *window, struct mst_service_cursor *cursor, bool wanted)
{
	size_t needed = 2 * MST_VARINT_MAX, bytes, head;
	struct mst_service_at *service;
	struct mst_reader r;
	int code = load(window, cursor, needed, &r);

	if (code < 0)
		return code;
	head = r.left;
	(void)mst_read_varint(&r);
	bytes = (size_t)mst_read_varint_to(&r, MST_SERVICE_BYTES_MAX);
	head -= r.left;
	if (r.short_read || head + bytes > cursor->left)
		return -EBADMSG;
	if (wanted) {
		code = load(window, cursor, head + bytes, &r);
		service = code < 0 ? NULL : place(window, bytes);
		if (!service)
			return code;
		mst_skip(&r, head);
		*service = (struct mst_service_at){ cursor->index, (uint32_t)window->used, (uint32_t)bytes };
		memcpy(window->texts + window->used, mst_read_bytes(&r, bytes), bytes);
		window->used += bytes;
		window->count++;
	}
	cursor->at += head + bytes;
	cursor->left -= (uint32_t)(head + bytes);
	cursor->known = false;
	return 1;
}

/* 1; 0: the window is full; -EBADMSG, -errno. */
static int gather_run(struct mst_service_window *window, size_t i)
{
	const struct mst_service_run *run = &window->journal->services.runs[i];
	struct mst_service_cursor *cursor = &window->cursors[i];
	int code = 1;

	if (!run->sorted)
		*cursor = cursor_of(run);
	while (cursor->left > 0 && code == 1) {
		code = look(window, cursor);
		if (code < 0 || (cursor->index >= window->high && run->sorted))
			return code < 0 ? code : 1;
		code = take_next(window, cursor, cursor->index >= window->low && cursor->index < window->high);
	}
	return code;
}

static int gather(struct mst_service_window *window)
{
	int code = 1;

	window->count = 0;
	window->used = 0;
	for (size_t i = 0; i < window->run_count && code == 1; i++)
		code = gather_run(window, i);
	return code;
}

static int compare(const void *a, const void *b)
{
	const struct mst_service_at *left = a, *right = b;

	if (left->index != right->index)
		return left->index < right->index ? -1 : 1;
	return left->from < right->from ? -1 : left->from > right->from;
}

/* The window that begins at this index. 0; -EBADMSG, -errno. */
static int move(struct mst_service_window *window, mst_uint128 low)
{
	const mst_uint128 size = space_of(window)->size;
	int code = 0;

	window->low = low;
	window->at = 0;
	memcpy(window->saved, window->cursors, window->run_count * sizeof *window->saved);
	while (code == 0) {
		window->high = window->span < size - low ? low + window->span : size;
		code = gather(window);
		if (code == 0) {
			window->span = (window->high - low) / 2;
			memcpy(window->cursors, window->saved, window->run_count * sizeof *window->saved);
		}
	}
	if (code < 0)
		return code;
	if (window->count < window->room / 4 && window->used < window->text_room / 4 && window->span < size)
		window->span *= 2;
	qsort(window->services, window->count, sizeof *window->services, compare);
	return 0;
}

/* ---- taking ---- */

int mst_service_window_take(struct mst_service_window *window, mst_uint128 index, const uint8_t **texts, size_t *count)
{
	const struct mst_service_at *found = NULL;
	int code = index < window->high || window->run_count == 0 ? 0 : move(window, index);

	if (code < 0)
		return code;
	for (; window->at < window->count && window->services[window->at].index <= index; window->at++) {
		if (window->services[window->at].index == index)
			found = &window->services[window->at];
	}
	if (!found)
		return 0;
	*texts = window->texts + found->from;
	*count = found->bytes;
	return 1;
}
