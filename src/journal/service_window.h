/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * service_window.h - the services of a journal in the order of their index, a window at a time, as window.h has the
 * verdicts: from each run those of the window are taken; later runs hold.
 *
 * A window is as wide as its services fit into memory, with their texts: some five MiB, fewer where the journal has
 * fewer.
 */
#ifndef MST_JOURNAL_SERVICE_WINDOW_H
#define MST_JOURNAL_SERVICE_WINDOW_H

#include "journal/handle.h"

struct mst_service_cursor;
struct mst_service_at;

/* Zero-initialised it has nothing. */
struct mst_service_window {
	const struct mst_journal *journal;
	struct mst_service_cursor *cursors, *saved; /* for each run; as they were before the window */
	size_t run_count;                           /* when it was opened */
	struct mst_service_at *services;            /* of the window */
	uint32_t count, room, at;                   /* the next one is `at` */
	uint8_t *texts;
	size_t used, text_room;
	mst_uint128 low, high; /* [low, high) */
	mst_uint128 span;      /* the width to begin with, and the next one */
	uint8_t *chunk;        /* part of the file; all cursors share it … */
	uint64_t chunk_at;
	size_t chunk_bytes, ahead; /* … and read so many bytes at once */
};

/* 0, or -ENOMEM. */
int mst_service_window_open(struct mst_service_window *window, const struct mst_journal *journal);
void mst_service_window_close(struct mst_service_window *window);

void mst_service_window_rewind(struct mst_service_window *window);

/* The packed texts of the service of this index, until the next call; indices only grow. 1; 0: there is none; -EBADMSG:
 * the file changed; -errno. */
int mst_service_window_take(struct mst_service_window *window, mst_uint128 index, const uint8_t **texts, size_t *count);

#endif
