/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * zstd.c - compress.h by libzstd (RFC 8878): one frame, without a checksum, so that it can be ended at the end of any
 * block. A piece ends with a flush, which is the end of a block.
 *
 * The window is that of level 1, 512 KiB: the memory of one output stays below 2 MiB.
 */
#include "report/compress.h"

#include <errno.h>
#include <string.h>
#include <zstd.h>

#define LEVEL 1
#define BLOCK_HEADER 3
#define LAST_RAW_BLOCK 1 /* Last_Block, and Block_Type 0; the size is above them, from bit 3 on */

_Static_assert(BLOCK_HEADER + MST_COMPRESS_END_TEXT <= MST_COMPRESS_END_MAX, "a raw block");

static void *open_stream(void)
{
	ZSTD_CCtx *context = ZSTD_createCCtx();

	if (context && ZSTD_isError(ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, LEVEL))) {
		ZSTD_freeCCtx(context);
		return NULL;
	}
	return context;
}

static int step(void *state, const char **from, const char *end, char **to, char *room_end, bool last)
{
	ZSTD_inBuffer in = { *from, (size_t)(end - *from), 0 };
	ZSTD_outBuffer out = { *to, (size_t)(room_end - *to), 0 };
	size_t left = ZSTD_compressStream2(state, &out, &in, last ? ZSTD_e_end : ZSTD_e_flush);

	if (ZSTD_isError(left))
		return -ENOMEM;
	*from += in.pos;
	*to += out.pos;
	return left > 0;
}

static void mark(const void *state, struct mst_compress_mark *at)
{
	(void)state;
	(void)at; /* nothing but the end of a block is needed to end the frame */
}

static char *end_at(char *at, const struct mst_compress_mark *from, const char *text, size_t count)
{
	uint32_t header = LAST_RAW_BLOCK | (uint32_t)count << 3;

	(void)from;
	if (count > MST_COMPRESS_END_TEXT)
		return at;
	for (unsigned i = 0; i < BLOCK_HEADER; i++)
		*at++ = (char)(header >> 8 * i & 0xff);
	memcpy(at, text, count);
	return at + count;
}

static void close_stream(void *state)
{
	(void)ZSTD_freeCCtx(state);
}

const struct mst_compression mst_compression_zstd = {
	.open = open_stream,
	.step = step,
	.mark = mark,
	.end_at = end_at,
	.close = close_stream,
};
