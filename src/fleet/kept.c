/* SPDX-License-Identifier: BSD-2-Clause */
/* kept.c - see kept.h. */
#include "fleet/kept.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file_at.h"
#include "journal/bytes.h"
#include "journal/crc.h"

#define MAGIC "\x8d\x6d\x73\x74\x6b\x0d\x0a\x1a"
#define HEAD 12
#define BYTES_MAX ((size_t)MST_FLEET_CHUNKS_MAX * MST_FLEET_CHUNK_BYTES + (UINT32_C(1) << 16))

/* ---- reading ---- */

static bool read_text(struct mst_reader *r, char *text, size_t room)
{
	size_t length = (size_t)mst_read_varint_to(r, room - 1);
	const uint8_t *bytes = mst_read_bytes(r, length);

	if (!bytes || memchr(bytes, '\0', length))
		return false;
	memcpy(text, bytes, length);
	text[length] = '\0';
	return true;
}

static bool read_block(struct mst_reader *r, struct mst_fleet_kept *kept)
{
	struct mst_fleet_block *block = &kept->block;

	if (!read_text(r, kept->store, sizeof kept->store) || !read_text(r, kept->id, sizeof kept->id) ||
	    !read_text(r, block->entry, sizeof block->entry) || !read_text(r, block->token, sizeof block->token))
		return false;
	block->epoch = mst_read_varint(r);
	block->first = mst_read_varint(r);
	block->end = mst_read_varint(r);
	block->tries = mst_read_varint(r);
	block->vantage = (unsigned)mst_read_varint_to(r, MST_VANTAGES_MAX - 1);
	kept->until = mst_read_varint(r);
	/* The ID becomes a part of keys. */
	return !r->short_read && kept->id[strspn(kept->id, "0123456789abcdef-")] == '\0' &&
	       block->first <= kept->until && kept->until <= block->end && block->end <= MST_FLEET_POSITIONS_MAX;
}

static bool read_holes(struct mst_reader *r, struct mst_fleet_pack *pack)
{
	size_t count = (size_t)mst_read_varint_to(r, MST_FLEET_HOLES_MAX);

	while (pack->hole_count < count && !r->short_read) {
		struct mst_fleet_range *hole = &pack->holes[pack->hole_count++];

		hole->first = mst_read_varint(r);
		hole->end = mst_read_varint(r);
		if (hole->first >= hole->end)
			return false;
	}
	return !r->short_read;
}

static int read_chunks(struct mst_reader *r, struct mst_fleet_pack *pack)
{
	size_t count = (size_t)mst_read_varint_to(r, MST_FLEET_CHUNKS_MAX);

	while (pack->chunk_count < count) {
		struct mst_bytes *chunk = &pack->chunks[pack->chunk_count];
		size_t size = (size_t)mst_read_varint_to(r, MST_FLEET_CHUNK_BYTES);
		const uint8_t *bytes = mst_read_bytes(r, size);

		if (!bytes || size == 0)
			return -EBADMSG;
		mst_bytes_put_bytes(chunk, bytes, size);
		pack->chunk_count++;
		if (chunk->failed)
			return -ENOMEM;
	}
	return r->short_read || r->left > 0 ? -EBADMSG : 0;
}

int mst_fleet_kept_read(struct mst_fleet_kept *kept, const uint8_t *bytes, size_t count)
{
	struct mst_reader r = mst_reader_over(bytes, count);
	const uint8_t *magic = mst_read_bytes(&r, sizeof MAGIC - 1);
	uint32_t crc = mst_read_le32(&r);

	*kept = (struct mst_fleet_kept){ 0 };
	if (r.short_read || memcmp(magic, MAGIC, sizeof MAGIC - 1) != 0 || mst_crc32c(0, r.at, r.left) != crc)
		return -EBADMSG;
	if (!read_block(&r, kept) || !read_holes(&r, &kept->pack))
		return -EBADMSG;
	return read_chunks(&r, &kept->pack);
}

int mst_fleet_kept_load(struct mst_fleet_kept *kept, int fd)
{
	struct stat status;
	uint8_t *bytes;
	int code = -EBADMSG;
	size_t size;

	*kept = (struct mst_fleet_kept){ 0 };
	if (fstat(fd, &status) < 0)
		return -errno;
	if (status.st_size == 0)
		return 0;
	if (status.st_size < HEAD || (size_t)status.st_size > BYTES_MAX)
		return -EBADMSG;
	size = (size_t)status.st_size;
	bytes = malloc(size);
	if (!bytes)
		return -ENOMEM;
	if (mst_file_read_at(fd, bytes, size, 0) == (ssize_t)size)
		code = mst_fleet_kept_read(kept, bytes, size);
	free(bytes);
	return code < 0 ? code : 1;
}

void mst_fleet_kept_free(struct mst_fleet_kept *kept)
{
	mst_fleet_pack_close(&kept->pack);
}

/* ---- writing ---- */

static void put_block(struct mst_bytes *out, const char *store, const char *id, const struct mst_fleet_block *block)
{
	mst_bytes_put_text(out, store);
	mst_bytes_put_text(out, id);
	mst_bytes_put_text(out, block->entry);
	mst_bytes_put_text(out, block->token);
	mst_bytes_put_varint(out, block->epoch);
	mst_bytes_put_varint(out, block->first);
	mst_bytes_put_varint(out, block->end);
	mst_bytes_put_varint(out, block->tries);
	mst_bytes_put_varint(out, block->vantage);
}

static void put_pack(struct mst_bytes *out, const struct mst_fleet_pack *pack)
{
	mst_bytes_put_varint(out, pack->hole_count);
	for (size_t i = 0; i < pack->hole_count; i++) {
		mst_bytes_put_varint(out, pack->holes[i].first);
		mst_bytes_put_varint(out, pack->holes[i].end);
	}
	mst_bytes_put_varint(out, pack->chunk_count);
	for (size_t i = 0; i < pack->chunk_count; i++) {
		mst_bytes_put_varint(out, pack->chunks[i].count);
		mst_bytes_put_bytes(out, pack->chunks[i].bytes, pack->chunks[i].count);
	}
}

int mst_fleet_kept_write(int fd, const char *store, const char *id, const struct mst_fleet_block *block, uint64_t until,
                         const struct mst_fleet_pack *pack)
{
	struct mst_bytes body = { 0 }, head = { 0 };
	int code;

	put_block(&body, store, id, block);
	mst_bytes_put_varint(&body, until);
	put_pack(&body, pack);
	mst_bytes_put_bytes(&head, MAGIC, sizeof MAGIC - 1);
	mst_bytes_put_le32(&head, body.failed ? 0 : mst_crc32c(0, body.bytes, body.count));
	code = body.failed || head.failed ? -ENOMEM : ftruncate(fd, 0) < 0 ? -errno : 0;
	if (code == 0)
		code = mst_file_write_at(fd, head.bytes, head.count, 0);
	if (code == 0)
		code = mst_file_write_at(fd, body.bytes, body.count, head.count);
	if (code == 0 && fdatasync(fd) < 0)
		code = -errno;
	if (code < 0)
		mst_fleet_kept_drop(fd);
	mst_bytes_free(&body);
	mst_bytes_free(&head);
	return code;
}

void mst_fleet_kept_drop(int fd)
{
	if (ftruncate(fd, 0) == 0)
		(void)fdatasync(fd);
}
