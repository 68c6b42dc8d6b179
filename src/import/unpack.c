/* SPDX-License-Identifier: BSD-2-Clause */
/* unpack.c - see unpack.h. */
#include "import/unpack.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

#define GZIP_ONLY (15 + 16) /* inflateInit2: the largest window, and gzip's header */
#define ZSTD_WINDOW_LOG 27  /* 128 MiB at most, as zstd(1) allows without an option */

/* Whether a part has ended is known where something came in or out only. */
static void note_part(struct mst_unpacker *unpacker, size_t at, size_t came_out, bool ended)
{
	if (at > unpacker->at || came_out > 0)
		unpacker->inside = !ended;
	unpacker->at = at;
}

/* ---- gzip ---- */

static int open_gzip(struct mst_unpacker *unpacker)
{
	z_stream *stream = calloc(1, sizeof *stream);

	unpacker->stream = stream;
	return stream && inflateInit2(stream, GZIP_ONLY) == Z_OK ? 0 : -ENOMEM;
}

static int unpack_gzip(struct mst_unpacker *unpacker, uint8_t *to, size_t *size)
{
	z_stream *stream = unpacker->stream;
	size_t most = *size;
	int code;

	stream->next_in = unpacker->packed + unpacker->at;
	stream->avail_in = (unsigned)(unpacker->count - unpacker->at);
	stream->next_out = to;
	stream->avail_out = (unsigned)most;
	code = inflate(stream, Z_NO_FLUSH);
	*size = most - stream->avail_out;
	note_part(unpacker, unpacker->count - stream->avail_in, *size, code == Z_STREAM_END);
	if (code == Z_STREAM_END)
		return inflateReset(stream) == Z_OK ? 1 : -EBADMSG;
	if (code != Z_OK && code != Z_BUF_ERROR)
		return -EBADMSG;
	return *size > 0;
}

static void close_gzip(struct mst_unpacker *unpacker)
{
	if (unpacker->stream)
		(void)inflateEnd(unpacker->stream);
	free(unpacker->stream);
}

/* ---- zstd ---- */

static int open_zstd(struct mst_unpacker *unpacker)
{
	ZSTD_DStream *stream = ZSTD_createDStream();

	unpacker->stream = stream;
	return stream && !ZSTD_isError(ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, ZSTD_WINDOW_LOG)) ? 0
	                                                                                                     : -ENOMEM;
}

static int unpack_zstd(struct mst_unpacker *unpacker, uint8_t *to, size_t *size)
{
	ZSTD_inBuffer in = { .src = unpacker->packed, .size = unpacker->count, .pos = unpacker->at };
	ZSTD_outBuffer out = { .dst = to, .size = *size };
	size_t hint = ZSTD_decompressStream(unpacker->stream, &out, &in);

	if (ZSTD_isError(hint)) {
		*size = 0;
		return -EBADMSG;
	}
	*size = out.pos;
	note_part(unpacker, in.pos, out.pos, hint == 0);
	return out.pos > 0 || in.pos < in.size;
}

static void close_zstd(struct mst_unpacker *unpacker)
{
	(void)ZSTD_freeDStream(unpacker->stream);
}

/* ---- either ---- */

static const struct mst_packing packings[] = {
	{ "gzip", "gunzip", { 0x1f, 0x8b }, 2, open_gzip, unpack_gzip, close_gzip },
	{ "zstd", "unzstd", { 0x28, 0xb5, 0x2f, 0xfd }, 4, open_zstd, unpack_zstd, close_zstd },
};

const struct mst_packing *mst_packing_of(const uint8_t *bytes, size_t count)
{
	for (size_t i = 0; i < sizeof packings / sizeof *packings; i++) {
		if (count >= packings[i].magic_length &&
		    memcmp(bytes, packings[i].magic, packings[i].magic_length) == 0)
			return &packings[i];
	}
	return NULL;
}

int mst_unpacker_new(struct mst_unpacker **out, const struct mst_packing *kind, size_t room)
{
	struct mst_unpacker *unpacker = calloc(1, sizeof *unpacker);

	*out = unpacker;
	if (!unpacker)
		return -ENOMEM;
	unpacker->kind = kind;
	unpacker->packed = malloc(room);
	return unpacker->packed && kind->open(unpacker) == 0 ? 0 : -ENOMEM;
}

int mst_unpack(struct mst_unpacker *unpacker, uint8_t *to, size_t *size)
{
	/* Without packed bytes, too: the last ones may stand for more than there was room for. */
	return unpacker->kind->unpack(unpacker, to, size);
}

void mst_unpacker_free(struct mst_unpacker *unpacker)
{
	if (!unpacker)
		return;
	unpacker->kind->close(unpacker);
	free(unpacker->packed);
	free(unpacker);
}
