/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * blocks.h - blocks of pcapng on their way to a file: a buffer that is written when the next block does not fit, so
 * that what is in the file always ends with a whole one.
 *
 *     begin ──► u16, u32, u64, bytes, option … ──► end
 *
 * One thread at a time.
 */
#ifndef MST_RECORD_BLOCKS_H
#define MST_RECORD_BLOCKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MST_BLOCKS_BUFFER ((size_t)1 << 20)
#define MST_BLOCKS_MOVED 256

struct mst_blocks {
	int fd;
	uint8_t *buffer; /* MST_BLOCKS_BUFFER bytes */
	size_t used;
	size_t block_at;  /* where the block in the making begins */
	uint64_t written; /* bytes in the file, all of whole blocks */
	int code;         /* 0, or the first error, a negative errno */
};

/* For a descriptor that is its caller's. -ENOMEM without memory. */
int mst_blocks_open(struct mst_blocks *blocks, int fd);

/* Frees the memory; writes nothing. Accepts zeroed memory. */
void mst_blocks_close(struct mst_blocks *blocks);

/* Room for a block of this type with a body of at most `body_max` bytes, padding and options included, which is less
 * than the buffer. False after an error: there is then nothing to put and no end. */
bool mst_blocks_begin(struct mst_blocks *blocks, uint32_t type, size_t body_max);
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

/* Writes the buffer. */
void mst_blocks_flush(struct mst_blocks *blocks);

/* Writes the buffer, and nothing from then on; the first error stays. */
void mst_blocks_fail(struct mst_blocks *blocks, int code);

#endif
