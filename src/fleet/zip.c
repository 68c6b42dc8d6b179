/* SPDX-License-Identifier: BSD-2-Clause */
/* zip.c - see zip.h. */
#include "fleet/zip.h"

#include <errno.h>
#include <zstd.h>

#define LEVEL 3

void mst_zip(struct mst_bytes *out, const uint8_t *bytes, size_t count)
{
	size_t most = ZSTD_compressBound(count), packed;

	if (!mst_bytes_reserve(out, most))
		return;
	packed = ZSTD_compress(out->bytes + out->count, most, bytes, count, LEVEL);
	if (ZSTD_isError(packed))
		out->failed = true;
	else
		out->count += packed;
}

int mst_unzip(struct mst_bytes *out, const uint8_t *bytes, size_t count, size_t most)
{
	unsigned long long size = ZSTD_getFrameContentSize(bytes, count);
	size_t unpacked;

	if (size == ZSTD_CONTENTSIZE_UNKNOWN || size == ZSTD_CONTENTSIZE_ERROR || size > most ||
	    ZSTD_findFrameCompressedSize(bytes, count) != count)
		return -EBADMSG;
	if (!mst_bytes_reserve(out, (size_t)size + 1))
		return -ENOMEM;
	unpacked = ZSTD_decompress(out->bytes, (size_t)size, bytes, count);
	if (ZSTD_isError(unpacked) || unpacked != size)
		return -EBADMSG;
	out->count = unpacked;
	return 0;
}
