/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * disk.h - chunks of a recording on their way to the disk: a ring that one side fills and a thread of its own writes,
 * so that the filling side never waits for the disk.
 *
 *     chunk      0      1      2      3      4      …      MST_DISK_CHUNKS - 1
 *              free   being  full   full   being  free
 *                     written              filled
 *                     ▲                    ▲
 *                     written_chunks       full_chunks            both only grow; modulo MST_DISK_CHUNKS
 *
 * When the disk is so slow that all chunks are full, mst_disk_turn returns false, and the caller leaves something out.
 *
 * DISK: `full_chunks` hands a chunk to the thread, `written_chunks` gives it back. The filling side is one thread at a
 * time: its callers hold a lock of theirs.
 */
#ifndef MST_RECORD_DISK_H
#define MST_RECORD_DISK_H

#include <pthread.h>
#include <semaphore.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/atomic.h"

#define MST_DISK_CHUNK ((size_t)1 << 20)
#define MST_DISK_CHUNKS 32 /* a power of two; memory is used only for those that were filled once */

struct mst_disk {
	int fd;
	uint8_t *memory;              /* MST_DISK_CHUNKS of MST_DISK_CHUNK bytes */
	size_t used[MST_DISK_CHUNKS]; /* bytes in each full chunk */
	pthread_t thread;
	bool running;
	sem_t wake;                                /* one for each full chunk, and one for the end */
	MST_OWN_LINE _Atomic uint64_t full_chunks; /* DISK */
	MST_OWN_LINE _Atomic uint64_t written_chunks;
	_Atomic bool ending; /* DISK: abandoned, full chunks are not written any more */
	_Atomic int code;    /* DISK: 0, or the first error, a negative errno: chunks after it are thrown away */
	uint64_t written;    /* bytes in the file, all of whole blocks; valid after mst_disk_end */
};

/* For a descriptor that is its caller's. -ENOMEM or another -errno. */
int mst_disk_open(struct mst_disk *disk, int fd);

/* The chunk to fill. */
uint8_t *mst_disk_chunk(struct mst_disk *disk);

/* Hands over the chunk, which has this many bytes of whole blocks. False when no chunk is free: it is then still ours.
 */
bool mst_disk_turn(struct mst_disk *disk, size_t used);

/* Whether a chunk was handed over. */
bool mst_disk_began(const struct mst_disk *disk);

/* The first error so far; 0: none. */
int mst_disk_code(const struct mst_disk *disk);

/* Waits until every chunk is written, the last one with `used` bytes too, and ends the thread. */
void mst_disk_end(struct mst_disk *disk, size_t used);

/* Ends the thread, which writes at most the chunk that it has begun, and frees the memory. Accepts zeroed memory. */
void mst_disk_close(struct mst_disk *disk);

#endif
