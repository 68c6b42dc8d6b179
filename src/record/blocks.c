/* SPDX-License-Identifier: BSD-2-Clause */
/* blocks.c - see blocks.h. */
#include "record/blocks.h"

#include <assert.h>
#include <string.h>

#include "record/pcapng.h"

int mst_blocks_open(struct mst_blocks *blocks, int fd)
{
	int code;

	*blocks = (struct mst_blocks){ 0 };
	code = mst_disk_open(&blocks->disk, fd);
	if (code == 0)
		blocks->buffer = mst_disk_chunk(&blocks->disk);
	return code;
}

void mst_blocks_close(struct mst_blocks *blocks)
{
	mst_disk_close(&blocks->disk);
	blocks->buffer = NULL;
}

void mst_blocks_fail(struct mst_blocks *blocks, int code)
{
	if (blocks->code == 0)
		blocks->code = code;
}

int mst_blocks_finish(struct mst_blocks *blocks, uint64_t *written)
{
	int code;

	mst_disk_end(&blocks->disk, blocks->used);
	blocks->used = 0;
	*written = blocks->disk.written;
	code = mst_disk_code(&blocks->disk);
	return code < 0 ? code : blocks->code;
}

static bool make_room(struct mst_blocks *blocks, size_t bytes)
{
	if (bytes <= MST_BLOCKS_BUFFER - blocks->used)
		return true;
	if (!mst_disk_turn(&blocks->disk, blocks->used))
		return false;
	blocks->buffer = mst_disk_chunk(&blocks->disk);
	blocks->used = 0;
	return true;
}

enum mst_blocks_begun mst_blocks_begin(struct mst_blocks *blocks, uint32_t type, size_t body_max)
{
	size_t most = MST_PCAPNG_BLOCK_BYTES + body_max;

	assert(most <= MST_BLOCKS_BUFFER);
	if (blocks->code < 0 || mst_disk_code(&blocks->disk) < 0)
		return MST_BLOCKS_FAILED;
	if (!make_room(blocks, most))
		return MST_BLOCKS_FULL;
	blocks->block_at = blocks->used;
	mst_blocks_u32(blocks, type);
	mst_blocks_u32(blocks, 0); /* the length, when it is known */
	return MST_BLOCKS_BEGUN;
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

	if (mst_disk_began(&blocks->disk) || blocks->code < 0)
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
