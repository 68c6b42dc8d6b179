/* SPDX-License-Identifier: BSD-2-Clause */
/* blocks.c - see blocks.h. */
#include "record/blocks.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "record/pcapng.h"

int mst_blocks_open(struct mst_blocks *blocks, int fd)
{
	*blocks = (struct mst_blocks){ .fd = fd, .buffer = malloc(MST_BLOCKS_BUFFER) };
	return blocks->buffer ? 0 : -ENOMEM;
}

void mst_blocks_close(struct mst_blocks *blocks)
{
	free(blocks->buffer);
	blocks->buffer = NULL;
}

/* A disk that is full may have taken half a block: the file is cut back to the last whole one. (A pipe cannot be.) */
static size_t keep_whole(struct mst_blocks *blocks, size_t taken)
{
	size_t whole = 0;
	uint32_t length;

	while (whole + MST_PCAPNG_BLOCK_BYTES <= taken) {
		memcpy(&length, blocks->buffer + whole + sizeof(uint32_t), sizeof length);
		if (length > taken - whole)
			break;
		whole += length;
	}
	if (whole < taken)
		(void)!ftruncate(blocks->fd, (off_t)(blocks->written + whole));
	return whole;
}

void mst_blocks_flush(struct mst_blocks *blocks)
{
	size_t taken = 0;

	while (blocks->code == 0 && taken < blocks->used) {
		ssize_t count = write(blocks->fd, blocks->buffer + taken, blocks->used - taken);

		if (count >= 0)
			taken += (size_t)count;
		else if (errno != EINTR)
			blocks->code = -errno;
	}
	blocks->written += taken < blocks->used ? keep_whole(blocks, taken) : taken;
	blocks->used = 0;
}

void mst_blocks_fail(struct mst_blocks *blocks, int code)
{
	mst_blocks_flush(blocks);
	if (blocks->code == 0)
		blocks->code = code;
}

bool mst_blocks_begin(struct mst_blocks *blocks, uint32_t type, size_t body_max)
{
	size_t most = MST_PCAPNG_BLOCK_BYTES + body_max;

	assert(most <= MST_BLOCKS_BUFFER);
	if (most > MST_BLOCKS_BUFFER - blocks->used)
		mst_blocks_flush(blocks);
	if (blocks->code < 0)
		return false;
	blocks->block_at = blocks->used;
	mst_blocks_u32(blocks, type);
	mst_blocks_u32(blocks, 0); /* the length, when it is known */
	return true;
}

void mst_blocks_end(struct mst_blocks *blocks)
{
	uint32_t length = (uint32_t)(blocks->used - blocks->block_at + sizeof(uint32_t));

	mst_blocks_u32(blocks, length);
	memcpy(blocks->buffer + blocks->block_at + sizeof(uint32_t), &length, sizeof length);
}

void mst_blocks_move(struct mst_blocks *blocks, size_t at)
{
	uint8_t last[MST_BLOCKS_MOVED];
	size_t length = blocks->used - blocks->block_at;

	if (blocks->written > 0 || blocks->code < 0)
		return;
	assert(length <= sizeof last && at <= blocks->block_at);
	memcpy(last, blocks->buffer + blocks->block_at, length);
	memmove(blocks->buffer + at + length, blocks->buffer + at, blocks->block_at - at);
	memcpy(blocks->buffer + at, last, length);
}

void mst_blocks_bytes(struct mst_blocks *blocks, const void *bytes, size_t count)
{
	if (count > 0)
		memcpy(blocks->buffer + blocks->used, bytes, count);
	blocks->used += count;
}

void mst_blocks_u16(struct mst_blocks *blocks, uint16_t value)
{
	mst_blocks_bytes(blocks, &value, sizeof value);
}

void mst_blocks_u32(struct mst_blocks *blocks, uint32_t value)
{
	mst_blocks_bytes(blocks, &value, sizeof value);
}

void mst_blocks_u64(struct mst_blocks *blocks, uint64_t value)
{
	mst_blocks_bytes(blocks, &value, sizeof value);
}

/* Blocks begin at whole words of the buffer, because all of them are whole words long. */
void mst_blocks_pad(struct mst_blocks *blocks)
{
	static const uint8_t zeros[3];

	mst_blocks_bytes(blocks, zeros, -blocks->used % sizeof(uint32_t));
}

void mst_blocks_option(struct mst_blocks *blocks, uint16_t code, const void *bytes, uint16_t count)
{
	mst_blocks_u16(blocks, code);
	mst_blocks_u16(blocks, count);
	mst_blocks_bytes(blocks, bytes, count);
	mst_blocks_pad(blocks);
}
