/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * blocks.h - blocks of pcapng on their way to a file: each is put together in a chunk of memory. A chunk that has no
 * room for the next block is handed to the thread that writes it (disk.h), so that the file always ends with a whole
 * block.
 *
 *     begin ──► u16, u32, u64, bytes, option … ──► end
 *
 * No call waits for the disk but mst_blocks_finish. One thread at a time.
 */
#ifndef MST_RECORD_BLOCKS_H
#define MST_RECORD_BLOCKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "record/disk.h"

#define MST_BLOCKS_BUFFER MST_DISK_CHUNK
#define MST_BLOCKS_MOVED 256

struct mst_blocks {
	struct mst_disk disk;
	uint8_t *buffer; /* the chunk being filled, MST_BLOCKS_BUFFER bytes */
	size_t used;
	size_t block_at; /* where the block in the making begins */
	int code;        /* 0, or the first error that is not the disk's, a negative errno */
};

/* For a descriptor that is its caller's. -ENOMEM or another -errno. */
int mst_blocks_open(struct mst_blocks *blocks, int fd);

/* Frees the memory; writes nothing more. Accepts zeroed memory. */
void mst_blocks_close(struct mst_blocks *blocks);

/* Why a block is not begun. */
enum mst_blocks_begun {
	MST_BLOCKS_BEGUN,
	MST_BLOCKS_FULL,   /* the disk is slower than what is recorded: there is no room now */
	MST_BLOCKS_FAILED, /* after an error there is no room any more */
};

/* Room for a block of this type with a body of at most `body_max` bytes, padding and options included, which is less
 * than the buffer. Unless it is begun there is nothing to put and no end. */
enum mst_blocks_begun mst_blocks_begin(struct mst_blocks *blocks, uint32_t type, size_t body_max);
void mst_blocks_end(struct mst_blocks *blocks);

/* Moves the block that was ended last to byte `at` of the file, before the blocks that stand there; not where these
 * have left the buffer. It has at most MST_BLOCKS_MOVED bytes. */
void mst_blocks_move(struct mst_blocks *blocks, size_t at);

/* In the byte order of this machine. */
void mst_blocks_u16(struct mst_blocks *blocks, uint16_t value);
void mst_blocks_u32(struct mst_blocks *blocks, uint32_t value);
void mst_blocks_u64(struct mst_blocks *blocks, uint64_t value);
void mst_blocks_bytes(struct mst_blocks *blocks, const void *bytes, size_t count);

/* Zeros, up to the next 32-bit word. */
void mst_blocks_pad(struct mst_blocks *blocks);

/* One option with its padding; code 0 ends them. */
void mst_blocks_option(struct mst_blocks *blocks, uint16_t code, const void *bytes, uint16_t count);

/* Takes no block any more; the first error stays. */
void mst_blocks_fail(struct mst_blocks *blocks, int code);

/* Waits until everything is written. Returns 0 or the first error, and the bytes of the file in `*written`. */
int mst_blocks_finish(struct mst_blocks *blocks, uint64_t *written);

#endif
